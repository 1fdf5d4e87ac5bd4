"""Rows that are written once: no save, update or delete afterwards, but for what goes away with a person or a demo."""

from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


class AppendOnlyQuerySet(models.QuerySet[Row]):
    """Refuses to change rows in bulk. Deleting stays possible through the row that owns them (demo data)."""

    def update(self, **values: Any) -> int:
        """Refuse."""
        raise TypeError(f"{self.model.__name__} is append-only")

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refuse."""
        raise TypeError(f"{self.model.__name__} is append-only")


class AppendOnly(models.Model):
    """Base of rows that are never changed."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new row; refuse to change one."""
        if not self._state.adding:
            raise TypeError(f"{type(self).__name__} is append-only")
        super().save(*args, **kwargs)
