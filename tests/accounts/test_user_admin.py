"""Wagtail's user admin with our people: for administrators only."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.creating import create_person
from accounts.models import User

NEW = {"full_name": "Instruktur Contoh", "username": "instruktur", "phone": "0812 3456 7890", "email": ""}


@pytest.fixture
def admin_client(client, cast):
    """The administrator, signed in. A group administrator without superuser's rights, so that permissions count."""
    cast.admin.is_superuser = False
    cast.admin.save()
    client.force_login(cast.admin)
    return client


def edit_data(person, **changed):
    """Return what the edit form of `person` would send."""
    data = {
        "full_name": person.full_name,
        "username": person.username,
        "phone": person.phone or "",
        "email": "",
        "is_active": "on",
        "groups": [group.pk for group in person.groups.all()],
    }
    return {**data, **changed}


def test_administrator_makes_an_account_with_a_role(admin_client):
    role = Group.objects.get(name="Pengajar")
    response = admin_client.post("/studio/users/new/", {**NEW, "groups": [role.pk]})
    assert response.status_code == 302
    person = User.objects.get(username="instruktur")
    assert (person.full_name, person.phone, person.phone_verified) == ("Instruktur Contoh", "+6281234567890", False)
    assert person.has_perm("wagtailadmin.access_admin") and not person.has_usable_password()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"full_name": "7"}, "Isi nama lengkap Anda dengan huruf"),
        ({"username": "081234567890"}, "Nama pengguna harus memuat huruf."),
        ({"phone": "0899 0000 0001"}, "Nomor ini sudah dipakai akun lain."),
        ({"phone": "0812 345"}, "Nomor telepon terlalu pendek."),
    ],
)
def test_mistakes_are_refused_with_a_sentence(admin_client, changed, sentence):
    page = admin_client.post("/studio/users/new/", {**NEW, **changed}).content.decode()
    assert sentence in page and not User.objects.filter(full_name="Instruktur Contoh").exists()


def test_screens_open_without_first_and_last_name(admin_client, cast):
    for address in ("", "new/", f"edit/{cast.ratna.pk}/", f"history/{cast.ratna.pk}/", f"delete/{cast.hasan.pk}/"):
        assert admin_client.get(f"/studio/users/{address}").status_code == 200
    page = admin_client.get(f"/studio/users/edit/{cast.ratna.pk}/").content.decode()
    assert "first_name" not in page and 'value="0899-0000-0001"' in page


def test_list_is_searched_by_name_and_number(admin_client, cast):
    for words in ("ratna", "Ratna Con", "9900000001"):
        page = admin_client.get("/studio/users/", {"q": words}).content.decode()
        assert "Ratna Contoh" in page and "Hasan Contoh" not in page


def test_list_leaves_out_unfinished_sign_ups(admin_client):
    User.objects.create_user("x", full_name="Belum Selesai", is_pending=True)
    assert "Belum Selesai" not in admin_client.get("/studio/users/").content.decode()


def test_list_is_read_with_as_many_queries_for_more_people(admin_client):
    counts = []
    for more in (0, 2):
        for number in range(more):
            create_person(full_name=f"Orang {number}", phone=f"+628123456700{number}")
        admin_client.get("/studio/users/")
        with CaptureQueriesContext(connection) as captured:
            admin_client.get("/studio/users/")
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_changed_number_is_unverified_and_ends_sessions(admin_client, cast):
    ratna = Client()
    ratna.force_login(cast.ratna)
    address = f"/studio/users/edit/{cast.ratna.pk}/"
    admin_client.post(address, edit_data(cast.ratna, full_name="Ratna Baru", phone="0899 0000 0001"))
    cast.ratna.refresh_from_db()
    assert cast.ratna.full_name == "Ratna Baru" and cast.ratna.phone_verified
    assert ratna.get("/saya/data/").status_code == 200

    admin_client.post(address, edit_data(cast.ratna, phone="0812 3456 7890"))
    cast.ratna.refresh_from_db()
    assert (cast.ratna.phone, cast.ratna.phone_verified) == ("+6281234567890", False)
    assert ratna.get("/saya/data/").status_code == 302


def test_closed_account_is_signed_out(admin_client, cast):
    ratna = Client()
    ratna.force_login(cast.ratna)
    data = edit_data(cast.ratna)
    del data["is_active"]
    admin_client.post(f"/studio/users/edit/{cast.ratna.pk}/", data)
    assert ratna.get("/saya/data/").status_code == 302


@pytest.mark.parametrize("username", ["dewi", "petugas", "kepala"])
def test_nobody_else_manages_accounts(client, cast, username):
    client.force_login(getattr(cast, username))
    for address in ("", "new/", f"edit/{cast.ratna.pk}/", f"delete/{cast.ratna.pk}/"):
        assert client.get(f"/studio/users/{address}").headers.get("Location") == "/studio/"
    client.post("/studio/users/new/", NEW)
    assert User.objects.count() == 6


def test_own_account_screen_can_be_saved_and_leads_to_own_data(client, cast):
    client.force_login(cast.dewi)
    page = client.get("/studio/account/").content.decode()
    assert "first_name" not in page and "new_password1" not in page and 'href="/saya/data/"' in page
    response = client.post(
        "/studio/account/",
        {
            "theme-theme": "dark",
            "theme-density": "default",
            "theme-contrast": "system",
            "theme-keyboard_shortcuts": "on",
            "locale-current_time_zone": "",
        },
    )
    assert response.headers.get("Location") == "/studio/account/", response.content.decode()[:500]
    cast.dewi.refresh_from_db()
    assert cast.dewi.full_name == "Dewi Contoh"
