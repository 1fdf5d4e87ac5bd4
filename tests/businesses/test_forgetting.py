"""A business goes with its last person, as the page for asking for deletion promises."""

import pytest
from django.db import transaction

from businesses.models import Business, Membership
from businesses.public import add_worker, register_business, remove_demo_businesses


@pytest.fixture
def business(cast):
    """Return Ratna's business."""
    return register_business(cast.ratna, name="Keripik Contoh")


def test_business_goes_with_the_account_of_its_only_person(cast, business):
    register_business(cast.ratna, name="Amplang Contoh")
    other = register_business(cast.hasan, name="Kopi Contoh")
    cast.ratna.delete()
    assert list(Business.objects.all()) == [other]


def test_business_stays_while_somebody_works_in_it(cast, business):
    add_worker(business, cast.hasan)
    cast.ratna.delete()
    assert Business.objects.exists()
    Membership.objects.get(person=cast.hasan).delete()
    assert not Business.objects.exists()


def test_deletion_rolled_back_keeps_the_business(cast, business):
    with transaction.atomic():
        cast.ratna.delete()
        transaction.set_rollback(True)
    assert Membership.objects.get().business == business


def test_deleted_demo_businesses_count_their_people_and_history(cast):
    register_business(cast.ratna, name="Keripik Contoh", is_demo=True)
    assert remove_demo_businesses() == 3


@pytest.mark.parametrize(
    ("username", "status"), [("admin", 200), ("petugas", 302), ("kepala", 302), ("dewi", 302), ("hasan", 403)]
)
def test_only_administrators_delete_a_business(client, cast, business, username, status):
    cast.admin.is_superuser = False
    cast.admin.save()
    client.force_login(getattr(cast, username))
    assert client.get(f"/studio/usaha/delete/{business.pk}/").status_code == status
