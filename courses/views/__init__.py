"""Screens of the room `courses`."""
