"""What stands in the log, and what never does."""

import json
import logging
import uuid

import pytest
from django.test import RequestFactory, override_settings

from operating.log_lines import JsonLine, PersonalDataFilter, without_personal_data
from operating.request_log import path_of
from operating.tracing import Trace, current_trace, request_id_from, tracing


def line_of(message, *arguments, extra=None, error=None):
    """Return the line that a record becomes, as a dict."""
    record = logging.getLogger("test").makeRecord(
        "test", logging.WARNING, "f.py", 1, message, arguments, error and (type(error), error, None), extra=extra
    )
    PersonalDataFilter().filter(record)
    text = JsonLine().format(record)
    assert "\n" not in text
    return json.loads(text)


@pytest.fixture
def request_lines(caplog):
    """Collect what the middleware tells of requests."""
    caplog.set_level(logging.INFO, logger="operating.request_log")
    return lambda: [record for record in caplog.records if record.name == "operating.request_log"]


@pytest.mark.parametrize(
    "text",
    [
        "kirim ke +6281234567890 gagal",
        "ke 6281234567890.",
        "nomor 0812-3456-7890 salah",
        "Key (phone)=(+6281234567890) already exists.",
        "surat ke ratna.contoh@mail.example.id",
        "kode 493021 salah",
        "/periksa/KTM-7Q4M-X9TP-H3RW/",
        "/periksa/ktm-7Q4MX-9TPH3/",
        "/PERIKSA/7Q4MX9TPH37Q4MX9TPH37Q4MX9/",
        "DETAIL:  Key (full_name)=(Siti Rahmawati) already exists.",
        "Authorization: Bearer-abc.def",
        "token=abcdefgh",
    ],
)
def test_personal_data_are_taken_out_of_messages(text):
    told = without_personal_data(text)
    for personal in ("81234567890", "3456", "ratna.contoh", "493021", "7Q4M", "TPH3", "Rahmawati", "abc"):
        assert personal not in told


@pytest.mark.parametrize(
    "text",
    ["piece 12 of encoding 345: 1234567 bytes in 12.345678 s", "2026-11-30 22:03:11", f"task {uuid.UUID(int=7)}"],
)
def test_plain_figures_stay_in_messages(text):
    assert without_personal_data(text) == text


def test_line_is_one_json_object_with_trace_and_without_what_libraries_add():
    with tracing(Trace("req-12345678", "task-1", "messaging.send")):
        line = line_of("sent %s", 3, extra={"data": {"args": "('+6281234567890',)"}, "status": 200})
    assert line["message"] == "sent 3"
    assert line["level"] == "WARNING" and line["logger"] == "test" and line["time"].endswith("Z")
    assert (line["request_id"], line["task_id"], line["task"]) == ("req-12345678", "task-1", "messaging.send")
    assert line["status"] == 200
    assert "data" not in line


def test_error_keeps_its_kind_and_loses_the_values_it_names():
    line = line_of("failed", error=ValueError("duplicate\nDETAIL:  Key (phone)=(+6281234567890)"))
    assert "ValueError: duplicate" in line["error"]
    assert "81234567890" not in line["error"]


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=1)
def test_request_keeps_the_id_that_a_trusted_proxy_gave(client, db):
    assert client.get("/sehat/", headers={"x-request-id": "abc-0123456789"}).headers["X-Request-ID"] == "abc-0123456789"
    assert client.get("/sehat/", headers={"x-request-id": "a b\nc"}).headers["X-Request-ID"] != "a b\nc"


@override_settings(ALLAUTH_TRUSTED_PROXY_COUNT=0)
def test_request_without_a_trusted_proxy_gets_a_new_id(client, db):
    given = client.get("/sehat/", headers={"x-request-id": "abc-0123456789"}).headers["X-Request-ID"]
    assert len(given) == 32
    assert request_id_from("", is_trusted=True) != request_id_from("", is_trusted=True)


def test_request_is_told_without_query_and_codes_and_by_the_tag_of_the_account(client, cast, request_lines):
    client.force_login(cast.ratna)
    client.get("/saya/?nomor=081234567890")
    client.get("/periksa/KTM-7Q4M-X9TP-H3RW/")
    client.get("/tidak-ada/081234567890/")
    own, checked, missing = request_lines()
    assert (own.path, own.status, own.user, own.method) == ("/saya/", 200, cast.ratna.tag, "GET")
    assert own.ms > 0
    assert checked.path == "/periksa/<code>/"
    assert "0812" not in missing.path + missing.getMessage()
    assert current_trace() == Trace()


def test_numbers_of_lessons_and_names_of_courses_are_told(client, db, request_lines):
    client.get("/kursus/kemasan/modul-1/")
    client.get("/belajar/jawaban/7/2/")
    assert [record.path for record in request_lines()] == ["/kursus/kemasan/modul-1/", "/belajar/jawaban/7/2/"]


def test_kept_page_is_told_by_its_address_and_a_static_file_by_none():
    class Answer:
        status_code = 200

    assert path_of(RequestFactory().get("/kursus/kemasan/?a=1"), Answer) == "/kursus/kemasan/"
    assert path_of(RequestFactory().get("/static/css/x.css"), Answer) == "/static/<file>"


def test_djangos_own_lines_lose_the_address(client, db, caplog):
    client.get("/tidak-ada/ratna-contoh/")
    record = next(one for one in caplog.records if one.name == "django.request")
    PersonalDataFilter().filter(record)
    assert "ratna" not in record.getMessage()
