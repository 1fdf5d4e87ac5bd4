"""Steps on plain values: paths and facts go in, facts come out. No step ever sees a row."""
