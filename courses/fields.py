"""A StreamField that keeps block definitions out of migrations, so that a new block needs no migration."""

from typing import Any

from wagtail import fields


class StreamField(fields.StreamField):
    """Wagtail's StreamField; migrations see only a JSON column without blocks."""

    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """Return the field without its blocks and the counts that go with them."""
        name, path, _, kwargs = super().deconstruct()
        for key in ("block_types", "block_lookup"):
            kwargs.pop(key, None)
        return name, path, [], kwargs
