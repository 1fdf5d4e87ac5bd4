"""From the release before to this one, with thousands of people's rows, while the old code goes on; and back."""

import json

import pytest

pytestmark = [pytest.mark.server, pytest.mark.needs("initdb")]


@pytest.fixture(scope="module")
def seen(filled):
    """Return what tests/server/old_code.py saw."""
    return json.loads(filled.python("-m", "tests.server.old_code"))


def test_there_were_thousands_of_rows_to_carry_over(seen):
    rows = {table: count for table, (count, _) in seen["old"].items()}
    assert rows["accounts_user"] >= 1000 and rows["businesses_business"] >= 1000 and rows["courses_answer"] >= 10_000


def test_nothing_of_the_old_rows_is_lost_or_changed_forward_or_back(seen):
    assert seen["new"] == seen["old"]
    assert seen["back"] == seen["old"]


def test_old_code_reads_and_writes_the_new_schema(seen):
    assert seen["errors"] == []
    assert seen["unfilled"] == []


def test_old_code_is_not_held_up_while_the_schema_changes(seen):
    assert seen["rounds_meanwhile"] >= 1
    assert seen["held_up"] == []
