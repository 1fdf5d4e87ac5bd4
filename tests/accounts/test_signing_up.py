"""Signing up: from the form through the code to an account, and every way it can go wrong."""

import pytest
from django.urls import reverse

from accounts.models import Consent, User

CODE_PAGE = "/masuk/kode/"


@pytest.fixture
def answers(places):
    """What a learner of Kaliorang fills in."""
    return {"full_name": "Sumiati", "phone": "0812 3456 7890", "village": places["village"].pk, "consent": "on"}


def test_sign_up_by_code_makes_a_verified_account(client, codes, answers, places):
    response = client.post("/daftar/", answers)
    assert response.headers["Location"] == CODE_PAGE
    assert [(code["phone"], code["purpose"]) for code in codes] == [("+6281234567890", "sign_up")]
    assert codes[0]["code"].isdigit() and len(codes[0]["code"]) == 6

    response = client.post(CODE_PAGE, {"code": codes[0]["code"]})

    assert response.headers["Location"] == "/saya/"
    person = User.objects.get()
    assert (person.full_name, person.username, person.phone) == ("Sumiati", "sumiati", "+6281234567890")
    assert person.phone_verified and not person.is_pending and not person.has_usable_password()
    assert person.village == places["village"]
    assert client.get("/saya/data/").status_code == 200
