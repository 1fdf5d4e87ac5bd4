"""Two rows of the registry that are one business become one.

`finding` lists candidates, `carrying` takes the links of the one over to the other, `joining` does it.
"""
