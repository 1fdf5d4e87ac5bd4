"""The office's spreadsheets become rows of the registry: each once, the wrong ones explained, all of it undoable."""

import csv
import io
import zipfile

import openpyxl
import pytest
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from django.urls import reverse

from businesses.errors import FileBroken, FileEmpty, FileTooLarge, FileUnknown
from businesses.importing import reading
from businesses.importing.applying import Taker, run_import
from businesses.importing.beginning import begin_import
from businesses.importing.queueing import claim_import, free_imports
from businesses.importing.reading import read_table
from businesses.importing.undoing import undo_import
from businesses.models import (
    Business,
    DistrictLimit,
    Import,
    ImportRow,
    LegalNumber,
    Membership,
    Note,
    StatusChange,
    YearFigures,
)
from businesses.tasks import sweep_imports, take_import
from core.store import private_store

HEADS = [
    "Nama usaha",
    "Pemilik",
    "Nomor WA",
    "Desa",
    "Kecamatan",
    "Produk",
    "Tenaga kerja L",
    "Perempuan",
    "Omzet",
    "NIB",
]
CHIPS = ["Keripik Baru", "Siti Contoh", "0899 0000 1234", "Kaliorang", "Kaliorang", "keripik", "1", "2", "24 juta", ""]
COFFEE = ["Kopi Contoh", "Tono Contoh", "", "Long Lees", "Busang", "kopi", "1", "", "1.250.000", "1234567890123"]


def as_csv(rows, *, delimiter=";", encoding="utf-8"):
    """Return rows as the bytes of a CSV file."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue().encode(encoding)


def as_xlsx(rows):
    """Return rows as the bytes of a workbook."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(rows, by, *, name="usaha.csv", content=None, **values):
    """Begin an import of these rows, queued with the columns of HEADS."""
    batch = begin_import(SimpleUploadedFile(name, content if content is not None else as_csv(rows)), by=by)
    batch.mapping.setdefault("workers_male", 6)
    Import.objects.filter(pk=batch.pk).update(state="queued", mapping=batch.mapping, **values)
    batch.refresh_from_db()
    return batch


def take(rows, by, **values):
    """Import these rows; return how many had which outcome."""
    batch = upload([HEADS, *rows], by, **values)
    take_import(batch.pk)
    batch.refresh_from_db()
    return batch, outcomes(batch)


def outcomes(batch):
    """Return the outcomes in order."""
    return list(batch.rows.order_by("number").values_list("outcome", flat=True))


def counts():
    """Return how many rows an import could double."""
    return [m.objects.count() for m in (Business, Membership, YearFigures, LegalNumber, StatusChange, get_user_model())]


# --- Reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_csv_is_read_whatever_parts_and_encodes_it(tmp_path, delimiter, encoding):
    path = tmp_path / "x"
    path.write_bytes(
        as_csv([HEADS, [*CHIPS[:5], "kerupuk; “café”", *CHIPS[6:]]], delimiter=delimiter, encoding=encoding)
    )
    heads, rows = read_table(path, "Usaha.CSV")
    assert heads == HEADS
    assert next(rows)[5] == "kerupuk; “café”"


def test_workbook_is_read_as_values_and_formulas_are_not(tmp_path):
    path = tmp_path / "x"
    path.write_bytes(
        as_xlsx([["Daftar IKM"], [], HEADS, ["Keripik", "Siti", 89900001234, "=1+1", 2.5, True, None, 1, 2, 3]])
    )
    heads, rows = read_table(path, "usaha.xlsx")
    assert heads == HEADS
    assert next(rows) == ["Keripik", "Siti", "89900001234", "", "2.5", "ya", "", "1", "2", "3"]


@pytest.mark.parametrize(
    ("name", "content", "fault"),
    [
        ("x.xlsx", b"PK\x03\x04broken", FileBroken),
        ("x.xlsx", b"", FileBroken),
        ("x.pdf", b"%PDF", FileUnknown),
        ("x.csv", b"", FileEmpty),
        ("x.csv", b"a;b\n1;2", FileEmpty),
        ("x.csv", b"a;b;c\n\x00;1;2", FileBroken),
        ("x.csv", b"\xff\xfea", FileBroken),
    ],
)
def test_broken_file_is_refused_in_words(tmp_path, name, content, fault):
    path = tmp_path / "x"
    path.write_bytes(content)
    with pytest.raises(fault):
        list(read_table(path, name)[1])


def test_bomb_and_endless_files_are_refused(tmp_path, monkeypatch):
    path = tmp_path / "x"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(4):
            archive.writestr(f"{number}.xml", bytes(40 * 1024 * 1024))
    assert path.stat().st_size < reading.MOST_BYTES
    with pytest.raises(FileTooLarge):
        read_table(path, "x.xlsx")
    path.write_bytes(b"a;b;c\n" + b"1;2;3\n" * (reading.MOST_ROWS + 1))
    with pytest.raises(FileTooLarge):
        list(read_table(path, "x.csv")[1])
    path.write_bytes(b"a" * (reading.MOST_BYTES + 1))
    with pytest.raises(FileTooLarge):
        read_table(path, "x.csv")


# --- Taking ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_rows_become_businesses_with_owners_and_figures(cast, places, form):
    rows = [HEADS, CHIPS, COFFEE]
    batch = upload(rows, cast.petugas, name=f"x.{form}", content=as_csv(rows) if form == "csv" else as_xlsx(rows))
    stored_as = batch.stored_as
    assert private_store().find(stored_as)
    take_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.rows_done, outcomes(batch)) == ("done", 2, ["created", "created"])
    chips = Business.objects.get(name="Keripik Baru")
    owner = chips.memberships.get().person
    assert (owner.full_name, owner.phone, str(owner.village)) == ("Siti Contoh", "+6289900001234", "Kaliorang")
    figures = YearFigures.objects.get(business=chips)
    assert (figures.workers, figures.workers_female, figures.sales_rupiah) == (3, 2, 24_000_000)
    assert (chips.msme_size, chips.status, chips.status_changes.get().by) == ("micro", "active", cast.petugas)
    assert LegalNumber.objects.get().number == "1234567890123"
    assert (batch.stored_as, private_store().find(stored_as)) == ("", None)  # the file is gone


def test_repeated_import_changes_nothing(cast, places):
    take([CHIPS, COFFEE], cast.petugas)
    before, versions = counts(), list(Business.objects.values_list("version", flat=True))
    assert take([CHIPS, COFFEE], cast.petugas)[1] == ["same", "same"]
    assert (counts(), list(Business.objects.values_list("version", flat=True))) == (before, versions)


def test_exported_registry_comes_back_unchanged(client, cast, places):
    take([CHIPS, COFFEE], cast.petugas)
    client.force_login(cast.petugas)
    for form in ("csv", "xlsx"):
        body = b"".join(client.get("/studio/usaha/", {"export": form}).streaming_content)
        batch = begin_import(SimpleUploadedFile(f"x.{form}", body), by=cast.petugas)
        Import.objects.filter(pk=batch.pk).update(state="queued")
        take_import(batch.pk)
        assert outcomes(batch) == ["same", "same"]


def test_second_file_updates_what_it_says_and_leaves_the_rest(cast, places):
    take([CHIPS], cast.petugas)
    Business.objects.update(address="Jl. Contoh")
    changed = [*CHIPS[:5], "keripik talas", "", "", "30 juta", "1234567890123"]
    assert take([changed], cast.petugas)[1] == ["updated"]
    business = Business.objects.get()
    assert (business.product, business.address, business.version) == ("keripik talas", "Jl. Contoh", 2)
    figures = YearFigures.objects.get()
    assert (figures.sales_rupiah, figures.workers) == (30_000_000, 3)
    assert business.numbers.get().number == "1234567890123"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["Keripik Lain", "Siti Contoh", *CHIPS[2:]], "nomor HP sama"),
        (["Keripik Baru", "Orang Lain", "", *CHIPS[3:]], "nama dan desa sama"),
        (["Keripik Lain", "Orang Lain", "", "", "", "", "", "", "", "1234567890123"], "NIB sama"),
    ],
)
def test_duplicates_are_shown_and_not_taken(cast, places, row, reason):
    take([[*CHIPS[:9], "1234567890123"]], cast.petugas)
    batch, found = take([row], cast.petugas)
    assert found == ["duplicate"]
    assert reason in batch.rows.get().message
    assert Business.objects.count() == 1
    assert take([row], cast.petugas, takes_duplicates=True)[1] == ["created"]
    assert Business.objects.count() == 2


def test_half_duplicate_file_takes_each_row_once(cast, places):
    _, found = take([CHIPS, COFFEE, CHIPS, ["Keripik Baru", "Orang Lain", "", *CHIPS[3:]]], cast.petugas)
    assert found == ["created", "created", "same", "duplicate"]
    assert Business.objects.count() == 2


def test_number_of_another_name_is_not_taken(cast, places):
    batch, found = take([["Kopi", "Orang Lain", "0899-0000-0001", *CHIPS[3:]]], cast.petugas)
    assert found == ["wrong"]
    assert "dengan nama lain" in batch.rows.get().message
    assert not Business.objects.exists()


@pytest.mark.parametrize(
    ("at", "cell", "words"),
    [
        (0, "", "Nama usaha belum diisi."),
        (0, "=HYPERLINK(1)", "tampak seperti rumus"),
        (0, "@SUM(1)", "tampak seperti rumus"),
        (0, "x" * 200, "paling banyak 120 huruf"),
        (1, "", "Nama pemilik belum diisi."),
        (2, "0812 345", "terlalu pendek"),
        (3, "Antah Berantah", "Desa tidak ditemukan"),
        (4, "Busang", "Desa tidak ditemukan"),
        (6, "banyak", "bukan angka"),
        (8, "1,250,000", "titik, bukan koma"),
        (8, "1.5", "dapat berarti dua hal"),
    ],
)
def test_wrong_row_is_explained_and_the_others_are_taken(cast, places, at, cell, words):
    wrong = [*CHIPS]
    wrong[at] = cell
    batch, found = take([wrong, COFFEE], cast.petugas)
    assert found == ["wrong", "created"]
    row = batch.rows.get(number=1)
    assert words in row.message
    assert row.raw[at] == " ".join(cell.split())[: reading.MOST_LETTERS]


def test_file_of_errors_holds_the_rows_and_reasons_and_no_formula(client, cast, places):
    batch, _ = take([["=1+1", *CHIPS[1:]], COFFEE], cast.petugas)
    client.force_login(cast.petugas)
    text = b"".join(client.get(f"/studio/usaha-impor/{batch.pk}/kesalahan/").streaming_content).decode("utf-8-sig")
    heads, row = csv.reader(io.StringIO(text), delimiter=";")
    assert heads == [*HEADS, "Baris", "Keterangan"]
    assert (row[0], row[1], row[10]) == ("'=1+1", "Siti Contoh", "1")
    assert "tampak seperti rumus" in row[11]


def test_officer_limited_to_districts_imports_there_alone(cast, places):
    take([COFFEE], cast.admin)
    DistrictLimit.objects.create(person=cast.petugas, district_id="64.08.10")
    batch, found = take([CHIPS, COFFEE, ["Tanpa Desa", "Tono", *[""] * 8]], cast.petugas)
    assert found == ["created", "wrong", "wrong"]
    assert "di luar wilayah Anda" in batch.rows.get(number=2).message


# --- Exactly once ----------------------------------------------------------------------------------------------------


def test_worker_that_dies_is_gone_on_from(cast, places, monkeypatch):
    monkeypatch.setattr("businesses.importing.applying.CHUNK", 1)
    batch = upload([HEADS, CHIPS, COFFEE], cast.petugas)
    assert claim_import(batch.pk)
    assert not claim_import(batch.pk)
    batch.refresh_from_db()
    Taker(batch).take([CHIPS])  # and then the worker is killed
    assert free_imports() == []  # not silent for long
    Import.objects.update(heartbeat_at="2020-01-01T00:00Z")
    assert free_imports() == [batch.pk]
    take_import(batch.pk)
    take_import(batch.pk)
    assert outcomes(batch) == ["created", "created"]
    assert Business.objects.count() == 2


def test_two_workers_at_the_same_rows_write_them_once(cast, places):
    batch = upload([HEADS, CHIPS], cast.petugas)
    first, second = Taker(Import.objects.get(pk=batch.pk)), Taker(Import.objects.get(pk=batch.pk))
    first.take([CHIPS])
    with pytest.raises(IntegrityError):
        second.take([CHIPS])
    assert Business.objects.count() == 1


def test_lost_bell_is_rung_again(cast, places, settings):
    settings.CELERY_TASK_ALWAYS_EAGER = True
    batch = upload([HEADS, CHIPS], cast.petugas)
    assert free_imports() == [batch.pk]
    Import.objects.update(state="mapping", created_at="2020-01-01T00:00Z")
    sweep_imports()
    batch.refresh_from_db()
    assert (batch.state, batch.stored_as) == ("failed", "")


def test_cells_of_people_are_not_kept_for_ever(cast, places):
    batch, _ = take([CHIPS, ["", *CHIPS[1:]]], cast.petugas)
    take([[*CHIPS[:5], "keripik talas", *CHIPS[6:]]], cast.petugas)
    free_imports()
    assert batch.rows.get(number=2).raw[1] == "Siti Contoh"
    Import.objects.filter(pk=batch.pk).update(created_at="2020-01-01T00:00Z")
    get_user_model().objects.get(phone="+6289900001234").delete()
    free_imports()
    assert batch.rows.get(number=2).raw == []
    assert not ImportRow.objects.exclude(before={}).exists()


def test_account_that_is_gone_imports_nothing(cast, places):
    batch = upload([HEADS, CHIPS], cast.petugas)
    Import.objects.update(by=None, state="running")
    run_import(batch.pk)
    batch.refresh_from_db()
    assert (batch.state, Business.objects.count()) == ("failed", 0)
    assert "tidak ada" in batch.fault


# --- Undoing ---------------------------------------------------------------------------------------------------------


def test_undo_brings_everything_back(cast, places):
    take([CHIPS], cast.petugas)
    before, version = counts(), Business.objects.get().version
    changed = [*CHIPS[:5], "keripik talas", "9", "", "30 juta", "1234567890123"]
    batch, _ = take([changed, COFFEE], cast.petugas)
    assert undo_import(batch) == []
    assert counts() == before
    business, figures = Business.objects.get(), YearFigures.objects.get()
    assert (business.product, business.version) == ("keripik", version)
    assert (figures.workers, figures.sales_rupiah) == (3, 24_000_000)


def test_undo_leaves_and_lists_what_somebody_has_changed(cast, places):
    batch, _ = take([CHIPS, COFFEE], cast.petugas)
    kept = Business.objects.get(name="Kopi Contoh")
    Business.objects.filter(pk=kept.pk).update(version=2)
    assert [row.business for row in undo_import(batch)] == [kept]
    assert list(Business.objects.all()) == [kept]


def test_undo_leaves_a_business_with_a_note_and_an_owner_who_signed_in(cast, places):
    batch, _ = take([CHIPS, COFFEE], cast.petugas)
    Note.objects.create(business=Business.objects.get(name="Kopi Contoh"), happened_on="2026-11-01", text="Dikunjungi.")
    siti = get_user_model().objects.get(phone="+6289900001234")
    siti.phone_verified = True
    siti.save()
    assert len(undo_import(batch)) == 1
    assert list(Business.objects.values_list("name", flat=True)) == ["Kopi Contoh"]
    assert get_user_model().objects.filter(pk=siti.pk).exists()


# --- On the screen ---------------------------------------------------------------------------------------------------


def test_officer_uploads_checks_columns_and_starts(client, cast, places, django_capture_on_commit_callbacks):
    client.force_login(cast.petugas)
    file = SimpleUploadedFile("usaha.csv", as_csv([["Usaha", "Pengusaha", "Lain"], ["Kopi", "Tono", "x"]]))
    page = client.post("/studio/usaha-impor/", {"file": file}, follow=True)
    url = page.redirect_chain[-1][0]
    assert "1 baris" in page.content.decode()
    assert not Business.objects.exists()
    assert "Pilih kolom untuk Pemilik." in client.post(url, {"name": "0", "start": "1"}).content.decode()
    page = client.post(url, {"name": "0", "owner": "1"}).content.decode()
    assert "1 usaha baru" in page
    assert not Business.objects.exists()
    client.post(url, {"name": "0", "owner": "1", "start": "1"})
    batch = Import.objects.get()
    assert (batch.state, batch.mapping) == ("queued", {"name": 0, "owner": 1})
    take_import(batch.pk)
    assert Business.objects.get().memberships.get().person.full_name == "Tono"
    assert "Selesai" in client.get(url).content.decode()
    # The next file with these headings needs no choosing.
    again = begin_import(
        SimpleUploadedFile("lagi.csv", as_csv([["usaha", "PENGUSAHA", "lain"], ["Teh", "Ani", ""]])), by=cast.admin
    )
    assert again.mapping == {"name": 0, "owner": 1}
    client.post(f"{url}batalkan/")
    assert not Business.objects.exists()
    assert "Dibatalkan" in client.get(url).content.decode()


def test_broken_file_is_told_on_the_screen(client, cast, places):
    client.force_login(cast.petugas)
    page = client.post("/studio/usaha-impor/", {"file": SimpleUploadedFile("x.xlsx", b"PKbroken")}).content.decode()
    assert "tidak dapat dibuka" in page
    assert not Import.objects.exists()


@pytest.mark.parametrize("member", ["kepala", "dewi", "ratna"])
def test_others_import_nothing(client, cast, places, member):
    batch = upload([HEADS, CHIPS], cast.petugas)
    client.force_login(getattr(cast, member))
    for address in ("", f"{batch.pk}/", f"{batch.pk}/kesalahan/"):
        assert client.get(f"/studio/usaha-impor/{address}").status_code in (302, 403)


def test_limited_officer_does_not_see_the_imports_of_others(client, cast, places):
    batch = upload([HEADS, CHIPS], cast.admin)
    DistrictLimit.objects.create(person=cast.petugas, district_id="64.08.10")
    client.force_login(cast.petugas)
    for address in ("", "kesalahan/"):
        assert client.get(f"/studio/usaha-impor/{batch.pk}/{address}").status_code == 404
    assert client.post(f"/studio/usaha-impor/{batch.pk}/batalkan/").status_code == 404
    assert "usaha.csv" not in client.get("/studio/usaha-impor/").content.decode()


def test_chunk_costs_the_same_for_few_and_many(cast, places, django_assert_max_num_queries):
    rows = [[f"Usaha {n}", f"Pemilik {n}", f"0899 1000 {n:04d}", *CHIPS[3:]] for n in range(60)]
    batch = upload([HEADS, *rows], cast.petugas)
    with django_assert_max_num_queries(30):
        run_import(batch.pk)
    assert ImportRow.objects.filter(outcome="created").count() == 60


def test_limited_officer_is_not_told_of_a_business_elsewhere(client, cast, places):
    take([[*COFFEE[:2], "0899 0000 1234", *COFFEE[3:]]], cast.admin)
    DistrictLimit.objects.create(person=cast.petugas, district_id="64.08.10")
    batch, found = take([CHIPS, [*CHIPS[:2], "", *CHIPS[3:9], "1234567890123"]], cast.petugas)
    assert found == ["duplicate", "duplicate"]
    assert {row.business for row in batch.rows.all()} == {None}
    client.force_login(cast.petugas)
    page = client.get(f"/studio/usaha-impor/{batch.pk}/").content.decode()
    assert "Mirip" not in page.partition("Baris 1")[2].partition("</ul>")[0]
    assert "petugas kabupaten" in page and "Kopi" not in page


def test_business_that_is_elsewhere_by_now_is_not_linked(client, cast, places):
    take([CHIPS], cast.petugas)
    batch, _ = take([["Keripik Lain", *CHIPS[1:]]], cast.petugas)
    business = Business.objects.get()
    client.force_login(cast.petugas)
    address = reverse("business:inspect", args=[business.pk])
    assert address in client.get(f"/studio/usaha-impor/{batch.pk}/").content.decode()
    DistrictLimit.objects.create(person=cast.petugas, district_id="64.08.06")
    assert address not in client.get(f"/studio/usaha-impor/{batch.pk}/").content.decode()


def test_import_and_its_undoing_stand_in_the_history(client, cast, places):
    take([CHIPS], cast.petugas)
    batch, _ = take([[*CHIPS[:5], "kripik pedas", *CHIPS[6:]]], cast.petugas)
    client.force_login(cast.petugas)
    history = reverse("business:history", args=[Business.objects.get().pk])
    page = client.get(history).content.decode()
    assert page.count("Dicatat atau diperbarui oleh impor") == 2
    client.post(f"/studio/usaha-impor/{batch.pk}/batalkan/")
    assert "Dikembalikan ke sebelum impor" in client.get(history).content.decode()
