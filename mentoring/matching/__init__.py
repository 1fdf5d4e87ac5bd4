"""Matching on plain values: no database, no Django. Held by tests/mentoring/matching/test_plain.py."""
