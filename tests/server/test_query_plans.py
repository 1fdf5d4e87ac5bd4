"""Every query of the hot requests finds its rows by an index, in a district of thousands of people."""

import json

import pytest

from bench.server_growth import LARGE, scans

pytestmark = [pytest.mark.server, pytest.mark.needs("initdb")]


@pytest.fixture(scope="module")
def seen(filled):
    """Return the plans of all hot requests and the sizes of the tables."""
    return json.loads(filled.python("-m", "tests.server.hot_requests"))


def test_no_hot_query_reads_a_large_table_from_end_to_end(seen):
    large = {table for table, rows in seen["sizes"].items() if rows > LARGE}
    assert {"accounts_user", "courses_enrolment", "courses_answer", "courses_lessonprogress"} <= large
    assert scans(seen) == []


def test_hot_requests_do_ask_the_database(seen):
    """So that nothing above is silent because a request was refused or kept."""
    asked = {name: len(queries) for name, queries in seen["requests"].items()}
    assert min(asked[name] for name in asked if name != "sign-in form") >= 1, asked
