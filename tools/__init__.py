"""Programs for people who work on the project; nothing here runs in production."""
