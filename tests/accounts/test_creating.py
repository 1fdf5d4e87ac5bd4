"""Making people and finding them again."""

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import PhoneTaken, UsernameTaken
from accounts.models import User
from accounts.naming import make_username
from accounts.public import create_person, people, person_by_phone
from core.errors import UserFault


def test_create_person_needs_a_name_only(db):
    person = create_person(full_name="Siti Aminah")
    assert (person.username, person.phone, person.has_usable_password()) == ("siti-aminah", None, False)


def test_create_person_stores_the_number_in_one_form_and_unverified(places):
    person = create_person(full_name="Siti", phone="0812 3456 7890", village=places["village"])
    assert (person.phone, person.phone_verified, person.village) == ("+6281234567890", False, places["village"])


def test_create_person_counts_demo_numbers_as_verified(db):
    person = create_person(full_name="Contoh", phone="+6289900000001", is_demo=True, username="x", password="y")
    assert person.phone_verified and person.is_demo and person.check_password("y")


def test_create_person_refuses_a_taken_number_or_name(cast):
    with pytest.raises(PhoneTaken):
        create_person(full_name="Siti", phone="0899 0000 0001")
    with pytest.raises(UsernameTaken):
        create_person(full_name="Siti", username="RATNA")
    with pytest.raises(UserFault, match="terlalu pendek"):
        create_person(full_name="Siti", phone="0812 345")


def test_create_person_takes_a_number_from_an_unfinished_sign_up(db):
    User.objects.create_user("x", full_name="X", phone="+6281234567890", is_pending=True)
    person = create_person(full_name="Siti", phone="0812 3456 7890")
    assert User.objects.get() == person


def test_person_by_phone_reads_any_form_and_no_unfinished_sign_up(cast):
    assert person_by_phone("0899 0000 0001") == cast.ratna
    assert person_by_phone("0812 3456 7890") is None
    User.objects.create_user("x", full_name="X", phone="+6281234567890", is_pending=True)
    assert person_by_phone("0812 3456 7890") is None


def test_people_leaves_out_unfinished_sign_ups_and_closed_accounts(cast):
    User.objects.create_user("x", full_name="X", is_pending=True)
    User.objects.create_user("y", full_name="Y", is_active=False)
    assert people().count() == 6


@pytest.mark.parametrize(
    ("full_name", "username"),
    [
        ("Sumiati", "sumiati"),
        ("Siti Nurhaliza binti Contoh Panjang Sekali", "siti-nurhaliza-binti-con"),
        ("Müller Ñuñez", "muller-nunez"),
        ("陳 美 華", "peserta"),
        ("12345", "peserta"),
        ("Admin", "admin-2"),
        ("Petugas", "petugas-2"),
    ],
)
def test_make_username_is_readable_and_never_a_number_or_an_office(db, full_name, username):
    assert make_username(full_name) == username


def test_make_username_is_free_whatever_the_case(db):
    for _ in range(3):
        create_person(full_name="Sumiati")
    User.objects.create_user("SUMIATI-4", full_name="x")
    assert make_username("Sumiati") == "sumiati-5"


def test_database_refuses_a_number_that_is_not_e164(db):
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create_user("x", full_name="x", phone="0812")
