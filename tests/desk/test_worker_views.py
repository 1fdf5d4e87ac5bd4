"""The office notes who works in a business, by number."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from businesses.public import business_of, register_business
from desk.worker_views import ADD_WORKER_ACTION


@pytest.fixture
def business(cast):
    return register_business(cast.ratna, name="Keripik Contoh")


def address(person):
    return reverse("desk_add_worker", args=[person.pk])


def test_officer_adds_a_worker_by_number(client, cast, business):
    client.force_login(cast.petugas)
    assert address(cast.ratna) in client.get(reverse("desk_people")).content.decode()
    assert "Keripik Contoh" in client.get(address(cast.ratna)).content.decode()
    client.post(address(cast.ratna), {"business_id": business.pk, "phone": "0899 0000 0002"})
    assert business_of(cast.hasan) == business
    assert cast.hasan.memberships.get().part == "worker"
    assert ModelLogEntry.objects.get(action=ADD_WORKER_ACTION).user == cast.petugas
    people = client.get(reverse("desk_people")).content.decode()
    assert "Pekerja di Keripik Contoh (2 orang)" in people


@pytest.mark.parametrize(("phone", "sentence"), [("0812 0000 9999", "belum punya akun"), ("12", "Nomor HP")])
def test_unknown_number_is_told_and_kept(client, cast, business, phone, sentence):
    client.force_login(cast.petugas)
    page = client.post(address(cast.ratna), {"business_id": business.pk, "phone": phone}).content.decode()
    assert sentence in page and f'value="{phone}"' in page


@pytest.mark.parametrize("member", ["dewi", "kepala", "ratna", "hasan"])
def test_nobody_else_adds_workers(client, cast, business, member):
    client.force_login(getattr(cast, member))
    client.post(address(cast.ratna), {"business_id": business.pk, "phone": "0899 0000 0002"})
    assert business_of(cast.hasan) is None
