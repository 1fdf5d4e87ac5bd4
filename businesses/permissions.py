"""Who may see and change what of the registry; the one place that knows of officers limited to districts."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model, Q, QuerySet
from wagtail.permission_policies import ModelPermissionPolicy

from businesses.models import Business, DistrictLimit, Membership

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door


def can_see_businesses(person: Person) -> bool:
    """The office reads the registry."""
    return person.is_active and person.has_perm("businesses.view_business")


def can_change_businesses(person: Person) -> bool:
    """Officers and administrators keep it."""
    return person.is_active and person.has_perm("businesses.change_business")


def districts_of(person: Person) -> frozenset[str] | None:
    """Return the codes of the kecamatan that `person` is limited to; None if to none. One query a request."""
    if not person.is_authenticated or person.is_superuser:
        return None
    kept = person.__dict__.get("_registry_districts", False)
    if kept is False:
        codes = DistrictLimit.objects.filter(person=person).values_list("district", flat=True)
        kept = person.__dict__["_registry_districts"] = frozenset(codes) or None
    return kept


def within_districts(person: Person, rows: QuerySet[Any], *, village: str = "village") -> QuerySet[Any]:
    """Return those of `rows` that lie where `person` may look; `village` leads from a row to its desa.

    What has no desa is nobody's but those who are limited to no kecamatan.
    """
    codes = districts_of(person)
    return rows if codes is None else rows.filter(**{f"{village}__district__in": codes})


def visible_businesses(person: Person) -> QuerySet[Business]:
    """Return the businesses that `person` may see: what every list, search, choice and export begins with."""
    rows = Business.objects.all()
    return within_districts(person, rows) if can_see_businesses(person) else rows.none()


def people_in_districts(person: Person) -> QuerySet[Any] | None:
    """Return the people that live or work where `person` may look, and `person`; None for everybody."""
    codes = districts_of(person)
    if codes is None:
        return None
    working = Membership.objects.filter(business__village__district__in=codes)
    found = Q(village__district__in=codes) | Q(pk__in=working.values("person")) | Q(pk=person.pk)
    return get_user_model()._default_manager.filter(found)


class BusinessPolicy(ModelPermissionPolicy):
    """Wagtail's way to ask the same."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Model) -> bool:
        """Add the kecamatan to the right."""
        return self.user_has_any_permission_for_instance(user, [action], instance)

    def user_has_any_permission_for_instance(self, user: Any, actions: list[str], instance: Model) -> bool:
        """Add the kecamatan to the right."""
        if not self.user_has_any_permission(user, actions):
            return False
        codes = districts_of(user)
        return codes is None or within_districts(user, Business.objects.filter(pk=instance.pk)).exists()

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> QuerySet[Any]:
        """Return the rows with the right, in the kecamatan."""
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        return within_districts(user, found)

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        """Return the rows with the right, in the kecamatan."""
        return self.instances_user_has_any_permission_for(user, [action])
