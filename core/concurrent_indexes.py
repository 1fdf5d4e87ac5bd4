"""Indexes on tables that people are using: PostgreSQL makes them without holding up writers, other engines as ever.

For migrations; such a migration says `atomic = False`.
"""

from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations


class AddIndexBeside(AddIndexConcurrently):
    """AddIndex that stops nobody from writing."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the index."""
        how = AddIndexConcurrently if _is_postgresql(schema_editor) else migrations.AddIndex
        how.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take it away again."""
        how = AddIndexConcurrently if _is_postgresql(schema_editor) else migrations.AddIndex
        how.database_backwards(self, app_label, schema_editor, from_state, to_state)


class RemoveIndexBeside(RemoveIndexConcurrently):
    """RemoveIndex that stops nobody from writing."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Take the index away."""
        how = RemoveIndexConcurrently if _is_postgresql(schema_editor) else migrations.RemoveIndex
        how.database_forwards(self, app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make it again."""
        how = RemoveIndexConcurrently if _is_postgresql(schema_editor) else migrations.RemoveIndex
        how.database_backwards(self, app_label, schema_editor, from_state, to_state)


def _is_postgresql(schema_editor: Any) -> bool:
    return bool(schema_editor.connection.vendor == "postgresql")
