"""What `bench.registry_once` measures; imported after Django is set up."""

import io
import resource
import time
from typing import Any

import openpyxl
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.public import Role, create_person
from businesses.importing.applying import run_import
from businesses.importing.beginning import begin_import
from businesses.models import Business, Import
from demo.inventing import HEADS, invent_rows

ROUNDS = 7
LISTS = {
    "list": "/studio/usaha/",
    "search": "/studio/usaha/?q=Keripik",
    "filters": "/studio/usaha/?district=64.08.10&status=active&industry_size=small",
}


def make_officer() -> Any:
    """Return somebody who may see the users' list as well, so that the two lists are asked for alike."""
    person = create_person(full_name="Admin Contoh", username="bench", password="bench-ikm-2026")
    person.is_superuser = True
    person.save()
    person.groups.add(*get_user_model().groups.rel.model.objects.filter(name=Role.ADMIN))
    return person


def import_rows(officer: Any, count: int, *, check_memory: dict[str, float]) -> None:
    """Import a workbook of `count` invented rows; note the memory that the last nine tenths added."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADS)
    for row in invent_rows(count):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    batch = begin_import(SimpleUploadedFile("usaha.xlsx", out.getvalue()), by=officer)
    Import.objects.filter(pk=batch.pk).update(state="running")
    before = _peak_mb()
    run_import(batch.pk)
    batch.refresh_from_db()
    if batch.state != "done" or batch.rows_done != count:
        raise RuntimeError(f"import ended as {batch.state}: {batch.fault}")
    check_memory["import_mb"] = _peak_mb() - before
    check_memory["businesses"] = Business.objects.count()


@override_settings(ALLOWED_HOSTS=["*"])
def ask_lists(officer: Any) -> dict[str, float]:
    """Return queries of each list and its CPU as a multiple of Wagtail's own list of users, asked in turns."""
    client = Client(raise_request_exception=True)
    client.force_login(officer)
    found: dict[str, float] = {}
    for name, url in LISTS.items():
        for warm in (url, "/studio/users/"):
            client.get(warm)
        with CaptureQueriesContext(connection) as asked:
            if client.get(url).status_code != 200:
                raise RuntimeError(f"{url} is closed")
            found[f"{name}_queries"] = len(asked)  # at once: the next request empties the log
        ours = [_cpu(client, url) for _ in range(ROUNDS)]
        theirs = [_cpu(client, "/studio/users/") for _ in range(ROUNDS)]
        found[f"{name}_x"] = min(ours) / min(theirs)
    return found


@override_settings(ALLOWED_HOSTS=["*"])
def export(officer: Any) -> None:
    """Fetch the whole registry as a workbook."""
    client = Client()
    client.force_login(officer)
    answer = client.get("/studio/usaha/", {"export": "xlsx"})
    if sum(len(block) for block in answer.streaming_content) < 100_000:
        raise RuntimeError("the workbook is too small to be whole")


def _cpu(client: Client, url: str) -> float:
    began = time.process_time()
    client.get(url)
    return time.process_time() - began


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
