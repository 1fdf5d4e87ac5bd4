"""Migrations since the release before run while its code still serves: they only add (docs/operations.md, Upgrading).

What takes away, renames or tightens waits for the release after, when no code asks for it any more. A migration that is
safe for a reason these rules can't see says so: `reviewed = "..."` in its class.
"""

import json
from pathlib import Path

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.models.fields import NOT_PROVIDED

from core.concurrent_indexes import AddIndexBeside

RELEASE = json.loads((Path(__file__).parents[1] / "server" / "previous_release.json").read_text())
# Tables of thousands of rows: an index made the plain way stops everybody from writing until it is done.
LARGE = {
    "accounts": {"user", "consent"},
    "businesses": {"business", "membership"},
    "certificates": {"certificate"},
    "courses": {"answer", "attempt", "enrolment", "lessonprogress", "tasksubmission", "questionthread"},
    "messaging": {"outboxmessage"},
    "sync": {"phoneevent", "device", "phonefile"},
}
TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def since_release():
    """Yield every migration of our rooms that the release before did not have."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    old = {node for app, name in RELEASE.items() for node in loader.graph.forwards_plan((app, name))}
    rooms = {path.parent.name for path in Path(__file__).parents[2].glob("*/apps.py")}
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in rooms and (app, name) not in old:
            yield migration


def faults(migration):
    """Return what of a migration would harm the code before it."""
    if getattr(migration, "reviewed", ""):
        return []
    made = {operation.name_lower for operation in migration.operations if isinstance(operation, migrations.CreateModel)}
    large = LARGE.get(migration.app_label, set()) - made
    found = [fault for operation in migration.operations for fault in faults_of(operation, large, made)]
    if any(isinstance(operation, AddIndexConcurrently) for operation in migration.operations) and migration.atomic:
        found.append("an index made beside the others needs atomic = False")
    return found


def faults_of(operation, large, made):
    """Yield what is wrong with one operation; `made` are models that nobody uses yet."""
    model = getattr(operation, "model_name_lower", getattr(operation, "name_lower", ""))
    if isinstance(operation, TAKES_AWAY) and model not in made:
        yield f"{operation.describe()}: the old code still asks for it"
    if isinstance(operation, migrations.AddField) and model not in made and is_missed(operation.field):
        yield f"{operation.describe()}: the old code writes rows without it: null=True or db_default"
    if isinstance(operation, migrations.AlterField) and model not in made and not operation.field.null:
        yield f"{operation.describe()}: tightened, or is it? Then say so in `reviewed`"
    if (
        isinstance(operation, migrations.AddIndex)
        and not isinstance(operation, AddIndexConcurrently)
        and model in large
    ):
        yield f"{operation.describe()}: stops writers of a large table: core.concurrent_indexes.AddIndexBeside"
    if isinstance(operation, migrations.AddConstraint) and model not in made:
        yield f"{operation.describe()}: the old code doesn't keep it"
    if isinstance(operation, migrations.RunPython | migrations.RunSQL) and not operation.reversible:
        yield f"{operation.describe()}: can't be taken back"


def is_missed(field):
    """Whether a row written without this column is refused by the database."""
    return not (field.null or field.many_to_many or field.db_default is not NOT_PROVIDED)


def test_migrations_since_the_release_before_only_add():
    assert {str(one): found for one in since_release() if (found := faults(one))} == {}


def test_release_before_is_one_that_we_had():
    names = {(app, path.stem) for app in RELEASE for path in Path(__file__).parents[2].glob(f"{app}/migrations/0*.py")}
    assert set(RELEASE.items()) <= names


def migration(*operations, **values):
    """Return a migration of the room `courses` with these operations."""
    made = type("Migration", (migrations.Migration,), {"operations": list(operations), **values})
    return made("9999_try", "courses")


INDEX = models.Index(fields=["done_at"], name="try")
NEW = migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True))])


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("enrolment", "state"),
        migrations.RenameField("enrolment", "state", "phase"),
        migrations.DeleteModel("Enrolment"),
        migrations.RenameModel("Enrolment", "Place"),
        migrations.AddField("enrolment", "note", models.TextField(default="")),
        migrations.AlterField("enrolment", "note", models.TextField()),
        migrations.AddIndex("lessonprogress", INDEX),
        migrations.AddConstraint("answer", models.UniqueConstraint(fields=["position"], name="try")),
        migrations.RunPython(lambda apps, editor: None),
        AddIndexBeside("lessonprogress", INDEX),  # within a transaction
    ],
)
def test_what_would_harm_the_old_code_is_found(operation):
    assert faults(migration(operation))
    assert not faults(migration(operation, reviewed="why it can't"))


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("enrolment", "note", models.TextField(null=True)),
        migrations.AddField("enrolment", "note", models.TextField(db_default="", default="")),
        NEW,
        migrations.AddIndex("syllabus", INDEX),
        migrations.RunPython(lambda apps, editor: None, migrations.RunPython.noop),
    ],
)
def test_what_only_adds_passes(operation):
    assert not faults(migration(operation))


def test_what_nobody_uses_yet_may_get_anything():
    constraint = models.UniqueConstraint(fields=["id"], name="try")
    field = migrations.AddField("thing", "note", models.TextField())
    assert not faults(migration(NEW, field, migrations.AddConstraint("thing", constraint)))


def test_index_beside_the_others_passes_outside_a_transaction():
    assert not faults(migration(AddIndexBeside("lessonprogress", INDEX), atomic=False))
