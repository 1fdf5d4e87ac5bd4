"""The door of the room `sync`."""

from sync.door import phone_door, read_body
from sync.keeping import read_file
from sync.measuring import event_states, events_seen
from sync.reading import number_in, text_in, uuid_in

__all__ = ["event_states", "events_seen", "number_in", "phone_door", "read_body", "read_file", "text_in", "uuid_in"]
