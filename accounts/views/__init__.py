"""Screens of the room: coming in, one's own data, doors of the admin."""
