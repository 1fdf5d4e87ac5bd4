"""Rows with only the columns that a question in SQL brought; Django fetches any other when it is asked for."""

from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

T = TypeVar("T", bound=Model)


def row_with(model: type[T], values: dict[str, Any]) -> T:
    """Return a row of `model` with these columns by the names of their attributes (`course_id`), the key among them."""
    names = [field.attname for field in model._meta.concrete_fields if field.attname in values]
    return model.from_db(connection.alias, names, [values[name] for name in names])
