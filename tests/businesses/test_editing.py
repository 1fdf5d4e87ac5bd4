"""The office's form: what it takes, what it warns of, and two officers at once."""

import datetime as dt
import threading

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.urls import reverse

from businesses.models import Business, LegalNumber, StatusChange, YearFigures
from reference.public import villages

FORMSETS = ("figures", "products", "numbers", "needs", "trainings")


def typed(business, *, rows=None, **values):
    """Return what the form of `business` sends, with `values` typed over it and `rows` per list."""
    village = business.village_id or ""
    sent = {"name": business.name, "product": business.product, "village": village, "seen_version": business.version}
    for name in FORMSETS:
        lines = (rows or {}).get(name, [])
        sent |= {f"{name}-TOTAL_FORMS": len(lines), f"{name}-INITIAL_FORMS": 0}
        sent |= {f"{name}-MIN_NUM_FORMS": 0, f"{name}-MAX_NUM_FORMS": 1000}
        for number, line in enumerate(lines):
            sent |= {f"{name}-{number}-{field}": value for field, value in line.items()}
    return {**sent, **values}


@pytest.fixture
def officer(client, cast):
    client.force_login(cast.petugas)
    return client


def edit(client, business, **values):
    """Send the form of a business."""
    return client.post(reverse("business:edit", args=[business.pk]), typed(business, **values), follow=True)


def test_officer_writes_down_a_business_with_its_owner(officer, places, cast):
    village = places.get(code="64.08.10.2001")
    rows = {
        "figures": [{"year": 2026, "workers": 3, "workers_female": 2, "investment_rupiah": 0, "sales_rupiah": 1000}],
        "products": [{"name": "Keripik talas", "capacity": "1200", "capacity_unit": "bungkus"}],
        "numbers": [{"kind": "nib", "number": "1234 5678 90123"}],
        "needs": [{"topic": "packaging", "text": "Butuh desain"}],
        "trainings": [{"kind": "training", "name": "Bimtek kemasan", "year": 2019}],
    }
    sent = typed(Business(name="Keripik Baru"), rows=rows, village=village.pk, kbli="10794", kbli_edition=2020)
    sent |= {"owner_name": "Siti Contoh", "owner_phone": "0899 0000 1234"}
    answer = officer.post(reverse("business:add"), sent)
    assert answer.status_code == 302
    business = Business.objects.get()
    owner = business.memberships.get()
    assert (owner.person.full_name, owner.person.phone, owner.part) == ("Siti Contoh", "+6289900001234", "owner")
    assert (business.industry_size, business.msme_size, business.office) == ("small", "micro", "overlap")
    assert (business.version, business.updated_by) == (1, cast.petugas)
    assert business.numbers.get().number == "1234567890123"
    assert (business.products.get().capacity, business.needs.get().topic) == (1200, "packaging")
    assert business.trainings.get().year == 2019
    assert StatusChange.objects.get().by == cast.petugas


def test_number_of_another_name_is_refused_and_of_the_same_taken(officer, cast, places):
    sent = typed(Business(name="Kopi"), owner_name="Orang Lain", owner_phone="0899-0000-0001")
    answer = officer.post(reverse("business:add"), sent)
    assert "dengan nama lain" in answer.content.decode()
    assert "Ratna" not in answer.content.decode()
    people = get_user_model().objects.count()
    officer.post(reverse("business:add"), {**sent, "owner_name": "ratna  contoh"})
    assert Business.objects.get().memberships.get().person == cast.ratna
    assert get_user_model().objects.count() == people


def test_bad_phone_is_told_in_words(officer, places):
    answer = officer.post(
        reverse("business:add"), typed(Business(name="Kopi"), owner_name="Tono", owner_phone="0812 345")
    )
    assert "terlalu pendek" in answer.content.decode()
    assert not Business.objects.exists()


def test_kbli_needs_its_edition(officer, business):
    answer = edit(officer, business, kbli="10794")
    assert "Pilih edisi kode KBLI" in answer.content.decode()
    assert edit(officer, business, kbli="10794", kbli_edition=2020).redirect_chain
    assert Business.objects.get().kbli == "10794"


def test_odd_number_is_kept_and_warned_of(officer, business):
    page = edit(officer, business, rows={"numbers": [{"kind": "nib", "number": "123"}]}).content.decode()
    assert "NIB terdiri dari 13 angka. Periksa lagi nomornya." in page
    assert LegalNumber.objects.get().number == "123"
    shown = officer.get(reverse("business:inspect", args=[business.pk])).content.decode()
    assert "NIB terdiri dari 13 angka." in shown


def test_women_cannot_outnumber_the_workers(officer, business):
    page = edit(officer, business, rows={"figures": [{"year": 2026, "workers": 2, "workers_female": 3}]})
    assert "tidak boleh melebihi seluruh tenaga kerja" in page.content.decode()
    assert not YearFigures.objects.exists()


def test_editing_counts_the_version_up_and_leaves_the_status(officer, business, cast):
    Business.objects.update(status="closed", is_declared=True)
    edit(officer, business, product="keripik talas")
    business.refresh_from_db()
    assert (business.product, business.version, business.updated_by) == ("keripik talas", 2, cast.petugas)
    assert business.status == "closed"


def test_later_officer_is_told_and_keeps_what_they_typed(officer, business, cast):
    begun = Business.objects.get()
    edit(officer, begun, name="Keripik Baru", rows={"figures": [{"year": 2026, "workers": 4}]})
    second = Client()
    second.force_login(cast.admin)
    answer = edit(second, begun, product="keripik singkong")
    page = answer.content.decode()
    assert "Data usaha ini sudah diubah oleh Petugas Contoh" in page
    assert "Nama usaha: kini “Keripik Baru”." in page
    assert "keripik singkong" in page  # still typed in
    business.refresh_from_db()
    assert (business.name, business.product, business.version) == ("Keripik Baru", "keripik pisang", 2)
    # Having seen it, the officer sends the same form again, with the version that came with the answer.
    seen = answer.context["form"]["seen_version"].value()
    edit(second, begun, name="Keripik Baru", product="keripik singkong", seen_version=seen)
    business.refresh_from_db()
    assert (business.name, business.product, business.version) == ("Keripik Baru", "keripik singkong", 3)
    assert business.figures.get().workers == 4


def test_form_without_a_version_overwrites_nothing(officer, business):
    edit(officer, business, name="Lain", seen_version="")
    assert Business.objects.get().name == "Keripik Contoh"


def test_status_changed_meanwhile_is_a_change_of_the_record(officer, business):
    begun = Business.objects.get()
    officer.post(reverse("business:status", args=[business.pk]), {"status": "closed", "reason": "market"})
    assert "sudah diubah" in edit(officer, begun, name="Lain").content.decode()
    assert Business.objects.get().name == "Keripik Contoh"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_of_two_who_save_at_the_same_moment_one_is_told(cast, business):
    begun = Business.objects.get()
    together = threading.Barrier(2)
    told = []

    def save(who, name):
        browser = Client()
        browser.force_login(who)
        together.wait(10)
        told.append("sudah diubah" in edit(browser, begun, name=name).content.decode())
        connection.close()

    threads = [threading.Thread(target=save, args=pair) for pair in ((cast.petugas, "Satu"), (cast.admin, "Dua"))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(told) == [False, True]
    assert Business.objects.get().version == 2


def test_status_form_asks_for_a_reason_and_a_day_that_has_been(officer, business):
    url = reverse("business:status", args=[business.pk])
    assert "Pilih alasannya." in officer.post(url, {"status": "closed"}).content.decode()
    late = {"status": "closed", "reason": "market", "stopped_on": "2999-01-01"}
    assert "belum lewat" in officer.post(url, late).content.decode()
    officer.post(url, {"status": "closed", "reason": "market", "source": "Ketua RT", "note": "Pindah"})
    page = officer.get(reverse("business:inspect", args=[business.pk])).content.decode()
    assert "Aktif → Tutup, pasar, menurut Ketua RT. Pindah (Petugas Contoh)" in page


def test_contact_wakes_a_dormant_business(client, cast, business, at):
    at(business.created_at.date() + dt.timedelta(days=300))
    client.force_login(cast.petugas)
    Business.objects.update(status="dormant")
    url = reverse("business:note", args=[business.pk])
    day = business.created_at.date() + dt.timedelta(days=299)
    client.post(url, {"kind": "phone", "happened_on": day, "was_reached": "on", "text": "Masih produksi."})
    assert Business.objects.get().status == "active"
    assert "Masih produksi." in client.get(reverse("business:inspect", args=[business.pk])).content.decode()


def test_history_names_every_act(officer, business):
    edit(officer, business, product="x")
    officer.post(reverse("business:status", args=[business.pk]), {"status": "dormant"})
    page = officer.get(reverse("business:history", args=[business.pk])).content.decode()
    assert "Status usaha diubah" in page
    assert page.count("Petugas Contoh") >= 2


def test_villages_are_named_with_their_kecamatan(officer, business):
    page = officer.get(reverse("business:edit", args=[business.pk])).content.decode()
    assert f"Kaliorang: {villages().get(code='64.08.10.2001')}" in page


def shown(client, business):
    """Return what the opened form holds, as its browser would send it back."""
    form = client.get(reverse("business:edit", args=[business.pk])).context["form"]
    return {"seen_values": form["seen_values"].value(), "raw_material": form["raw_material"].value() or ""}


def test_later_officer_is_told_only_of_what_both_changed(officer, business, cast):
    begun, opened = Business.objects.get(), shown(officer, business)
    edit(officer, begun, product="keripik talas", raw_material="talas", has_siinas="on")
    second = Client()
    second.force_login(cast.admin)
    answer = edit(second, begun, **opened, product="keripik singkong")
    page = answer.content.decode()
    assert "Produk utama: kini “keripik talas”." in page
    assert "Bahan baku utama: kini" not in page and "Punya akun SIINas: kini" not in page
    form = answer.context["form"]
    assert (form["raw_material"].value(), form["has_siinas"].value()) == ("talas", True)
    again = {"seen_version": form["seen_version"].value(), "seen_values": form["seen_values"].value()}
    edit(second, begun, **again, product="keripik singkong", raw_material="talas", has_siinas="on")
    business.refresh_from_db()
    assert (business.product, business.raw_material, business.has_siinas) == ("keripik singkong", "talas", True)


def test_list_that_only_the_other_left_alone_is_not_told(officer, business, cast):
    begun, opened = Business.objects.get(), shown(officer, business)
    edit(officer, begun, product="keripik talas")
    needs = {"needs": [{"topic": "packaging"}]}
    page = edit(officer, begun, **opened, rows=needs).content.decode()
    assert "sudah diubah" in page and "Daftar kebutuhan juga diubah" not in page
    begun, opened = Business.objects.get(), shown(officer, business)
    edit(officer, begun, rows=needs)
    assert "Daftar kebutuhan juga diubah" in edit(officer, begun, **opened, product="lain").content.decode()
