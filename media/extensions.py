"""What other rooms add to media, in their `ready()`."""

from collections.abc import Callable

# Takes the id of a source, returns the names of places that use it and that Wagtail's reference index does not know.
FindPlaces = Callable[[int], list[str]]

_finders: list[FindPlaces] = []


def register_places(find: FindPlaces) -> None:
    """Add a way to find places that use a video, such as drafts: what is used can't be deleted."""
    if find in _finders:
        raise ValueError(f"{find} is registered twice")
    _finders.append(find)


def registered_places(source_id: int) -> list[str]:
    """Return all that the registered ways find."""
    return [place for find in _finders for place in find(source_id)]
