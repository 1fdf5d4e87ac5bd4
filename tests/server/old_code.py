"""Takes the database of the settings back to the release before, forward again under that release's queries, and back.

`python -m tests.server.old_code` prints what it saw as JSON; tests/server/test_migrating.py judges it. The old code's
queries are made of the models as they were then: every column they name is read, written and inserted.
"""

import json
import sys
import threading
from pathlib import Path

import django

RELEASE = json.loads(Path(__file__).with_name("previous_release.json").read_text())
LOCK_WAIT = "5s"  # of an old query behind a migration, before it counts as held up


def main():
    """Do it and print the report."""
    django.setup()
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    back = old_targets(MigrationExecutor(connection))
    told = {"new_migrations": [], "errors": [], "held_up": []}
    executor = MigrationExecutor(connection)
    head = executor.loader.graph.leaf_nodes()
    told["new_migrations"] = [str(one) for one, _ in executor.migration_plan(back)]
    migrate(back)
    models = old_models()
    told["old"] = contents(models)
    watcher = Watcher(models)
    with watcher:
        migrate(head)
    told["rounds_meanwhile"], told["held_up"] = watcher.rounds, watcher.errors
    told["new"] = contents(models)
    told["errors"] = [error for model in models for error in use(model)]
    told["unfilled"] = unfilled(models)
    migrate(back)
    told["back"] = contents(models)
    migrate(head)
    sys.stdout.write(json.dumps(told))


def old_targets(executor):
    """Return where each room stood then; a room that is new since stood nowhere."""
    rooms = {path.parent.name for path in Path(__file__).parents[2].glob("*/apps.py")}
    new = [(app, None) for app in executor.loader.migrated_apps if app in rooms and app not in RELEASE]
    return [*RELEASE.items(), *new]


def migrate(targets):
    """Bring the schema there."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    MigrationExecutor(connection).migrate(targets)


def old_models():
    """Return our models as they were then."""
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    state = MigrationLoader(connection).project_state(list(RELEASE.items()))
    return [model for model in state.apps.get_models(include_auto_created=True) if model._meta.app_label in RELEASE]


def columns_of(model):
    """Return the old columns of a model's own table, quoted."""
    return ", ".join(f'"{field.column}"' for field in model._meta.local_concrete_fields)


def contents(models):
    """Return for each table how many rows it has and a digest of its old columns."""
    from django.db import connection

    found = {}
    with connection.cursor() as cursor:
        for model in models:
            table = model._meta.db_table
            row = f"md5(row({columns_of(model)})::text)"
            cursor.execute(f"SELECT count(*), md5(string_agg({row}, '' ORDER BY {row})) FROM \"{table}\"")
            found[table] = list(cursor.fetchone())
    return found


def use(model):
    """Read, insert and update as the old code does, and take it all back; yield what was refused.

    The inserted row is a copy, so keys collide and nothing is kept; what the database demands of a row is asked first.
    """
    from django.db import DatabaseError, connection, transaction

    table, columns = f'"{model._meta.db_table}"', columns_of(model)
    first = columns.split(", ")[0]
    for sql in (
        f"SELECT {columns} FROM {table} LIMIT 5",
        f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {table} LIMIT 1 ON CONFLICT DO NOTHING",
        f"UPDATE {table} SET {', '.join(f'{one} = {one}' for one in columns.split(', '))}"
        f" WHERE {first} IN (SELECT {first} FROM {table} LIMIT 1)",
    ):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT}'")
                cursor.execute(sql)
        except DatabaseError as error:
            yield f"{table}: {error}"


def unfilled(models):
    """Return the columns that a row must have and that the old code does not know: also of tables without rows."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        for model in models:
            known = {field.column for field in model._meta.local_concrete_fields}
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name = %s AND is_nullable = 'NO'"
                " AND column_default IS NULL AND is_identity = 'NO' AND table_schema = current_schema()",
                [model._meta.db_table],
            )
            found += [f"{model._meta.db_table}.{name}" for (name,) in cursor.fetchall() if name not in known]
    return found


class Watcher:
    """Goes on asking as the old code does, over a connection of its own, while the block runs."""

    def __init__(self, models):
        self.models, self.errors, self.rounds = models, [], 0
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.ask)

    def __enter__(self):
        self.thread.start()

    def __exit__(self, *_):
        while not self.rounds and self.thread.is_alive():
            self.is_over.wait(0.05)
        self.is_over.set()
        self.thread.join()

    def ask(self):
        """Use every model in turn until told to end."""
        from django.db import connection

        try:
            while not self.is_over.is_set():
                for model in self.models:
                    self.errors += use(model)
                self.rounds += 1
        finally:
            connection.close()


if __name__ == "__main__":
    main()
