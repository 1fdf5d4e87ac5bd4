"""A spreadsheet becomes rows of the registry.

`beginning` keeps the file, `reading` opens it, `columns` finds which heading means what, `checking` turns a row into
plain values or says what is wrong, `matching` finds the business it means or resembles, `queueing` lets a worker have
it, `applying` writes, `undoing` takes back.
"""
