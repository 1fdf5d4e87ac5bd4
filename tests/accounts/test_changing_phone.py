"""A lost number is replaced by the office: by whom, for whom, logged, and the old sessions end."""

import pytest
from django.test import Client
from wagtail.models import ModelLogEntry

from accounts.errors import NotAllowed, PhoneTaken, ReasonMissing
from accounts.models import User
from accounts.public import change_phone
from core.errors import UserFault


def test_officer_gives_a_learner_a_new_number(cast, codes):
    change_phone(cast.ratna, phone="0812 3456 7890", by=cast.petugas, reason="HP hilang")
    cast.ratna.refresh_from_db()
    assert (cast.ratna.phone, cast.ratna.phone_verified) == ("+6281234567890", False)
    client = Client()
    client.post("/masuk/", {"phone": "0812 3456 7890"})
    client.post("/masuk/kode/", {"code": codes[0]["code"]})
    cast.ratna.refresh_from_db()
    assert cast.ratna.phone_verified and client.get("/saya/data/").status_code == 200


def test_old_sessions_end(cast):
    lost = Client()
    lost.force_login(cast.ratna)
    assert lost.get("/saya/data/").status_code == 200
    change_phone(cast.ratna, phone="0812 3456 7890", by=cast.petugas, reason="HP hilang")
    assert lost.get("/saya/data/").status_code == 302


def test_log_says_who_and_why_and_holds_no_number(cast):
    change_phone(cast.ratna, phone="0812 3456 7890", by=cast.petugas, reason="HP hilang")
    entry = ModelLogEntry.objects.get(action="accounts.change_phone")
    assert (entry.user, entry.object_id) == (cast.petugas, str(cast.ratna.pk))
    assert entry.data == {"reason": "HP hilang", "from": "…001", "to": "…890"}


@pytest.mark.parametrize(
    ("by", "person", "allowed"),
    [
        ("petugas", "ratna", True),
        ("petugas", "hasan", True),
        ("petugas", "dewi", False),
        ("petugas", "kepala", False),
        ("petugas", "admin", False),
        ("petugas", "petugas", False),
        ("admin", "ratna", True),
        ("admin", "dewi", True),
        ("admin", "petugas", True),
        ("dewi", "ratna", False),
        ("kepala", "ratna", False),
        ("hasan", "ratna", False),
        ("ratna", "ratna", False),
    ],
)
def test_who_may_restore_whose_access(cast, by, person, allowed):
    def act():
        change_phone(getattr(cast, person), phone="0812 3456 7890", by=getattr(cast, by), reason="HP hilang")

    if allowed:
        act()
    else:
        with pytest.raises(NotAllowed):
            act()
    assert User.objects.filter(phone="+6281234567890").exists() is allowed


@pytest.mark.parametrize(
    ("phone", "reason", "fault"),
    [
        ("0899 0000 0002", "HP hilang", PhoneTaken),
        ("0812 345", "HP hilang", UserFault),
        ("0812 3456 7890", "  ", ReasonMissing),
    ],
)
def test_refusal_changes_nothing(cast, phone, reason, fault):
    with pytest.raises(fault):
        change_phone(cast.ratna, phone=phone, by=cast.petugas, reason=reason)
    cast.ratna.refresh_from_db()
    assert (cast.ratna.phone, cast.ratna.phone_verified) == ("+6289900000001", True)
    assert not ModelLogEntry.objects.exists()


def test_number_of_an_unfinished_sign_up_is_free(cast):
    User.objects.create_user("x", full_name="X", phone="+6281234567890", is_pending=True)
    change_phone(cast.ratna, phone="0812 3456 7890", by=cast.petugas, reason="HP hilang")
    assert User.objects.get(phone="+6281234567890") == cast.ratna
