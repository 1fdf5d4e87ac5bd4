"""Spreadsheets of the registry: everything a row knows, and nothing that runs."""

import csv
import io

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from businesses.models import Business, LegalNumber, YearFigures
from businesses.public import register_business


@pytest.fixture
def officer(client, cast, business):
    YearFigures.objects.create(business=business, year=2025, workers=2, sales_rupiah=5)
    YearFigures.objects.create(business=business, year=2026, workers=3, sales_rupiah=180_000_000)
    LegalNumber.objects.create(business=business, kind="pirt", number="205640401000131")
    client.force_login(cast.petugas)
    return client


def exported(client, form, **query):
    """Return the rows of the spreadsheet as dicts."""
    body = b"".join(client.get(reverse("business:index"), {"export": form, **query}).streaming_content)
    if form == "csv":
        return list(csv.DictReader(io.StringIO(body.decode())))
    heads, *rows = openpyxl.load_workbook(io.BytesIO(body)).active.iter_rows(values_only=True)
    return [dict(zip(heads, row, strict=True)) for row in rows]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_row_holds_what_is_known(officer, form):
    [row] = exported(officer, form)
    assert (row["Nama usaha"], row["Pemilik"], row["Nomor WA"]) == ("Keripik Contoh", "Ratna Contoh", "0899-0000-0001")
    assert (row["Kecamatan"], row["Status"], row["P-IRT"]) == ("Kaliorang", "Aktif", "P-IRT 2056404010001-31")
    assert [str(row[name]) for name in ("Tahun angka", "Tenaga kerja", "Omzet")] == ["2026", "3", "180000000"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["=HYPERLINK(A1)", "+62", "-1", "@SUM(A1)", "\t=1"])
def test_formula_leaves_as_text(officer, form, name):
    Business.objects.update(name=name)
    body = b"".join(officer.get(reverse("business:index"), {"export": form}).streaming_content)
    if form == "csv":
        assert exported(officer, form)[0]["Nama usaha"] == f"'{name}"
    else:
        cell = openpyxl.load_workbook(io.BytesIO(body)).active["A2"]
        assert (cell.data_type, cell.value.strip()) == ("s", name.strip())


def test_unprintable_letters_do_not_break_the_workbook(officer):
    Business.objects.update(name="Keripik\x0bContoh")
    assert exported(officer, "xlsx")[0]["Nama usaha"] == "KeripikContoh"


def test_export_follows_search_and_filters(officer, cast):
    register_business(cast.hasan, name="Kopi")
    assert [row["Nama usaha"] for row in exported(officer, "csv", q="keripik")] == ["Keripik Contoh"]
    assert [row["Nama usaha"] for row in exported(officer, "csv", district="64.08.10")] == ["Keripik Contoh"]


def test_export_asks_as_often_for_many(officer, cast, django_assert_num_queries):
    exported(officer, "csv")
    with CaptureQueriesContext(connection) as at_one:
        exported(officer, "csv")
    for number in range(3):
        register_business(cast.hasan, name=f"Kopi {number}")
    with django_assert_num_queries(len(at_one)):
        assert len(exported(officer, "csv")) == 4
    assert len(at_one) <= 16
