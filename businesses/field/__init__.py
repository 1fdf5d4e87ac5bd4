"""Enumeration without a signal: what an officer's phone wrote down becomes rows of the registry.

`supplying` gives the phone what its form offers, `reading` turns an event into plain values or says what is wrong,
`finding` looks for businesses that resemble it, `recording` writes, `photos` keeps pictures, `deciding` settles what
resembles another business, `views` are the pages.
"""
