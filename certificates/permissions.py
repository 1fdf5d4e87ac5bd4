"""Who may do what with certificates. Used by views, the course panel and the admin alike."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from wagtail.permission_policies.base import BasePermissionPolicy

from accounts.public import Role, has_role, is_second_factor_settled, within_reach
from certificates.models import Certificate, CertificateState
from certificates.models.certificate import WORK_STATES

Person = Any  # accounts.User or AnonymousUser; the class stays behind its room's door

READS_REGISTER = (Role.OFFICER, Role.HEAD, Role.ADMIN)
KEEPS_REGISTER = (Role.OFFICER, Role.ADMIN)


def can_read_register(person: Person) -> bool:
    """The office reads the register; the head of office reads only."""
    return has_role(person, *READS_REGISTER)


def readable_certificates(person: Person) -> Any:
    """Return the rows of the register (CertificateQuerySet) that `person` may read: lists and addresses begin here."""
    rows = Certificate.objects.all()
    return within_reach(person, rows, person="person") if can_read_register(person) else rows.none()


def can_revoke(person: Person) -> bool:
    """Officers and administrators revoke."""
    return has_role(person, *KEEPS_REGISTER)


def can_take_class_files(person: Person, cohort: Any) -> bool:
    """The office takes the files of a class along as soon as it has begun."""
    return (cohort.is_open or cohort.is_closed) and can_read_register(person)


def can_approve(person: Person) -> bool:
    """The head of office decides, or who stands in and was given the role for that time."""
    return has_role(person, Role.HEAD)


def can_return_certificate(person: Person, certificate: Certificate) -> bool:
    """What was approved and isn't issued can be taken back."""
    return certificate.state in WORK_STATES and has_role(person, *KEEPS_REGISTER)


def can_revoke_certificate(person: Person, certificate: Certificate) -> bool:
    """Only what holds can be revoked."""
    return certificate.state == CertificateState.ISSUED and can_revoke(person)


def can_download(request: HttpRequest, certificate: Certificate) -> bool:
    """The holder while the certificate holds; the office, with its second factor, whenever there is a file."""
    if not certificate.file:
        return False
    is_holder = request.user.is_authenticated and certificate.person_id == request.user.pk
    if is_holder and certificate.is_issued:
        return True
    return can_read_register(request.user) and is_second_factor_settled(request)


def can_download_now(request: HttpRequest, certificate: Certificate) -> bool:
    """The same for one file that is asked for; who is limited to kecamatan gets none of a holder elsewhere."""
    is_holder = request.user.is_authenticated and certificate.person_id == request.user.pk
    rows = readable_certificates(request.user).filter(pk=certificate.pk)
    return can_download(request, certificate) and (is_holder or rows.exists())


class RegisterPolicy(BasePermissionPolicy):
    """Hands Wagtail's questions to the predicates above. The register is read; nobody writes in it by hand."""

    def user_has_permission(self, user: Person, action: str) -> bool:
        """Say whether `user` may do `action`: looking is all there is."""
        return action == "view" and can_read_register(user)

    def user_has_permission_for_instance(self, user: Person, action: str, instance: Certificate) -> bool:
        """Say the same of one row."""
        return self.user_has_permission(user, action) and readable_certificates(user).filter(pk=instance.pk).exists()

    def instances_user_has_any_permission_for(self, user: Person, actions: list[str]) -> QuerySet[Certificate]:
        """Return all rows or none."""
        may = self.user_has_any_permission(user, actions)
        return readable_certificates(user) if may else Certificate.objects.none()

    def users_with_any_permission(self, actions: list[str]) -> QuerySet[Any]:
        """Return the people who may look."""
        people = get_user_model().objects.filter(is_active=True)
        if "view" not in actions:
            return people.none()
        held = Q(groups__name__in=[role.value for role in READS_REGISTER]) | Q(is_superuser=True)
        return people.filter(held).distinct()
