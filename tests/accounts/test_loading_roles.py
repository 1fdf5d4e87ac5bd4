"""Roles: loaded twice they are the same, and nobody has more than the table says."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from wagtail.models import GroupCollectionPermission

from accounts.permissions import can_answer_data_requests, can_enter_studio, can_manage_users
from accounts.roles import COLLECTION_PERMISSIONS, PERMISSIONS, Role, has_role


def granted():
    """Return everything the groups may do."""
    rows = Group.objects.values_list("name", "permissions__codename")
    collections = GroupCollectionPermission.objects.values_list("group__name", "permission__codename")
    return sorted(map(str, rows)), sorted(map(str, collections))


def test_load_roles_twice_changes_nothing(db):
    call_command("load_roles")
    once = granted()
    call_command("load_roles")
    assert granted() == once
    assert set(Role.values) <= set(Group.objects.values_list("name", flat=True))


def test_load_roles_keeps_what_the_office_granted_by_hand(db):
    call_command("load_roles")
    extra = Permission.objects.get(codename="view_district")
    Group.objects.get(name="Petugas").permissions.add(extra)
    call_command("load_roles")
    assert Group.objects.get(name="Petugas").permissions.filter(pk=extra.pk).exists()


def test_load_roles_passes_over_permissions_of_rooms_not_built(db, monkeypatch):
    monkeypatch.setitem(PERMISSIONS, Role.OFFICER, ("wagtailadmin.access_admin", "assistance.add_visit"))
    call_command("load_roles")
    assert Group.objects.get(name="Petugas").permissions.filter(codename="access_admin").exists()


def test_every_named_permission_exists(db):
    known = set(Permission.objects.values_list("content_type__app_label", "codename"))
    for names in [*PERMISSIONS.values(), *COLLECTION_PERMISSIONS.values()]:
        for name in names:
            assert tuple(name.split(".")) in known, name


@pytest.mark.parametrize(
    ("username", "studio", "users", "requests"),
    [
        ("ratna", False, False, False),
        ("hasan", False, False, False),
        ("dewi", True, False, False),
        ("petugas", True, False, True),
        ("kepala", True, False, False),
        ("admin", True, True, True),
    ],
)
def test_who_may_what(cast, username, studio, users, requests):
    person = getattr(cast, username)
    person.is_superuser = False
    person.save()
    assert (can_enter_studio(person), can_manage_users(person)) == (studio, users)
    assert can_answer_data_requests(person) is requests


def test_closed_account_holds_no_role(cast):
    cast.petugas.is_active = False
    assert not has_role(cast.petugas, Role.OFFICER) and not can_enter_studio(cast.petugas)
