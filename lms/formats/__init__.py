"""Dates and times as Indonesian readers expect them (FORMAT_MODULE_PATH)."""
