"""Writers that change pages at the same moment: none waits for the other, and each change is seen at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from django.db import connection, transaction

from core.content_version import content_changed, content_version

pytestmark = [
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
    pytest.mark.skipif("sqlite" in connection.vendor, reason="SQLite has one writer at a time"),
]


def test_change_is_seen_while_another_writer_is_not_done_and_that_ones_afterwards():
    has_marked, may_end = Event(), Event()

    def change_slowly():
        try:
            with transaction.atomic():
                content_changed()
                has_marked.set()
                assert may_end.wait(timeout=60)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(change_slowly)
        assert has_marked.wait(timeout=60)
        seen = [content_version()]
        with transaction.atomic():
            content_changed()
        seen.append(content_version())
        may_end.set()
        slow.result(timeout=60)
    seen.append(content_version())
    content_changed()
    seen.append(content_version())
    assert len(set(seen)) == 4
