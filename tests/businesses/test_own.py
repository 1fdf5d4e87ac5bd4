"""Owners see, correct and download what the registry holds about their business, on the phone."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from businesses.models import Business, LegalNumber, Note, StatusChange, YearFigures
from businesses.public import add_worker, register_business
from businesses.reviewing_status import review_statuses
from core.clock import today


@pytest.fixture
def owner(client, cast, business):
    client.force_login(cast.ratna)
    return client


def sent(business, **values):
    """Return what the form sends."""
    return {"name": business.name, "product": business.product, "seen_version": business.version, **values}


def correct(client, business, **values):
    """Send the form."""
    return client.post(f"/saya/usaha/{business.pk}/ubah/", sent(business, **values))


def test_owner_sees_business_figures_and_numbers(owner, business):
    YearFigures.objects.create(business=business, year=2026, workers=3, workers_female=2, sales_rupiah=24_000_000)
    LegalNumber.objects.create(business=business, kind="nib", number="1234567890123")
    page = owner.get("/saya/usaha/").content.decode()
    for words in ("Keripik Contoh", "Kecamatan Kaliorang", "3, 2 perempuan", "Rp24.000.000", "1234567890123", "Aktif"):
        assert words in page


def test_size_is_not_told_before_the_office_has_confirmed_the_rules(owner, business):
    assert "Usaha mikro" not in owner.get("/saya/usaha/").content.decode()


def test_worker_sees_the_business_but_not_its_money_and_changes_nothing(client, cast, business):
    YearFigures.objects.create(business=business, year=2026, sales_rupiah=24_000_000)
    add_worker(business, cast.hasan)
    client.force_login(cast.hasan)
    page = client.get("/saya/usaha/").content.decode()
    assert "Keripik Contoh" in page and "Anda pekerja" in page
    assert "Rp24.000.000" not in page
    assert correct(client, business, name="Lain").status_code == 404
    assert client.post(f"/saya/usaha/{business.pk}/masih-jalan/").status_code == 404
    client.force_login(cast.dewi)
    assert client.get(f"/saya/usaha/{business.pk}/ubah/").status_code == 404


def test_owner_corrects_with_this_years_figures(owner, business, cast):
    YearFigures.objects.create(business=business, year=2020, workers=9)
    page = owner.get(f"/saya/usaha/{business.pk}/ubah/").content.decode()
    assert 'value="9"' in page  # begins with what was known last
    answer = correct(owner, business, product="keripik talas", workers="4", workers_female="3", sales_rupiah="24 juta")
    assert answer.status_code == 302
    business.refresh_from_db()
    assert (business.product, business.version, business.updated_by) == ("keripik talas", 2, cast.ratna)
    figures = YearFigures.objects.get(year=today().year)
    assert (figures.workers, figures.workers_female, figures.sales_rupiah) == (4, 3, 24_000_000)
    assert YearFigures.objects.get(year=2020).workers == 9


def test_figures_that_were_not_touched_are_not_claimed_for_this_year(owner, business):
    YearFigures.objects.create(business=business, year=2020, workers=9)
    correct(owner, business, product="keripik talas", workers="9")
    assert list(YearFigures.objects.values_list("year", flat=True)) == [2020]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"sales_rupiah": "1,250,000"}, "titik, bukan koma"),
        ({"workers": "2", "workers_female": "3"}, "Tidak boleh melebihi"),
        ({"workers": "", "workers_female": "3"}, "Isi jumlah seluruh tenaga kerja."),
        ({"name": ""}, "Isi nama usaha Anda."),
        ({"started_year": "1800"}, "Periksa tahunnya."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(owner, business, values, words):
    page = correct(owner, business, address="Jl. Contoh 1", **values).content.decode()
    assert words in page
    assert "Jl. Contoh 1" in page
    business.refresh_from_db()
    assert business.version == 1


def test_officers_change_meanwhile_is_not_overwritten_unseen(owner, business):
    Business.objects.update(product="keripik pisang kepok", version=2)
    answer = correct(owner, business, address="Jl. Contoh 1")
    page = answer.content.decode()
    assert "baru saja diubah" in page and "Jl. Contoh 1" in page
    business.refresh_from_db()
    assert (business.product, business.address) == ("keripik pisang kepok", "")
    seen = answer.context["form"]["seen_version"].value()
    assert correct(owner, business, address="Jl. Contoh 1", seen_version=seen).status_code == 302
    business.refresh_from_db()
    assert (business.address, business.version) == ("Jl. Contoh 1", 3)


def test_owner_adds_a_second_business_once(owner, cast):
    for _ in range(2):
        owner.post("/saya/usaha/baru/", {"name": "Amplang Contoh", "product": "amplang", "workers": "2"})
    assert Business.objects.filter(name="Amplang Contoh").count() == 1
    amplang = Business.objects.get(name="Amplang Contoh")
    assert (amplang.product, amplang.memberships.get().person) == ("amplang", cast.ratna)
    assert YearFigures.objects.get(business=amplang).workers == 2
    assert "Amplang Contoh" in owner.get("/saya/usaha/").content.decode()


def test_owners_word_wakes_a_dormant_business(owner, business):
    Business.objects.update(status="dormant", created_at="2020-01-01T00:00Z")
    owner.post(f"/saya/usaha/{business.pk}/masih-jalan/")
    business.refresh_from_db()
    assert (business.status, business.produced_on, business.version) == ("active", today(), 2)
    assert review_statuses() == 0


def test_download_holds_everything_for_the_owner_and_little_for_a_worker(owner, client, cast, business):
    YearFigures.objects.create(business=business, year=2026, workers=3)
    LegalNumber.objects.create(business=business, kind="nib", number="1234567890123")
    Note.objects.create(business=business, happened_on=today(), text="Kunjungan pertama.")
    add_worker(business, cast.hasan)
    [mine] = json.loads(owner.get("/saya/data/unduh/").content)["Usaha saya"]
    assert mine["angka per tahun"][0]["tenaga kerja (L dan P)"] == 3
    assert mine["nomor legalitas"][0] == {"jenis": "NIB", "nomor": "1234567890123"}
    assert mine["catatan dinas"][0]["catatan"] == "Kunjungan pertama."
    client.force_login(cast.hasan)
    [his] = json.loads(client.get("/saya/data/unduh/").content)["Usaha saya"]
    assert "angka per tahun" not in his


def test_erasing_goes_with_the_account(owner, cast, business):
    assert "/saya/data/hapus/" in owner.get("/saya/usaha/").content.decode()
    YearFigures.objects.create(business=business, year=2026, workers=3)
    cast.ratna.delete()
    assert not any(model.objects.exists() for model in (Business, YearFigures, StatusChange))


def test_page_costs_the_same_for_one_and_three(owner, cast, django_assert_num_queries):
    owner.get("/saya/usaha/")
    with CaptureQueriesContext(connection) as at_one:
        owner.get("/saya/usaha/")
    for name in ("Dua", "Tiga"):
        register_business(cast.ratna, name=name)
    with django_assert_num_queries(len(at_one)):
        owner.get("/saya/usaha/")
