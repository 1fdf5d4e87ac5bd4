"""Invites a trainer from outside to one course, and ends it again. The right itself is a group on that page."""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from wagtail.log_actions import log
from wagtail.models import Collection, GroupCollectionPermission

from accounts.public import STAFF_ROLES, create_person, has_role, people, person_by_phone
from core.clock import now
from core.errors import UserFault
from courses.models import CoursePage, TrainerInvitation
from courses.panels import GUEST_PREFIX
from courses.permitting import WRITE, permit_group

INVITE_ACTION = "courses.invite_trainer"
END_ACTION = "courses.end_invitation"
FILES = ("add_image", "choose_image", "add_document", "choose_document")
# Into the admin, and videos of their own.
DOORS = Q(content_type__app_label="wagtailadmin", codename="access_admin") | Q(
    content_type__app_label="media", codename="add_source"
)


class TrainerUnknown(UserFault):
    """Nobody has that number or sign-in name, and no name to make an account from was given."""

    code = "trainer_unknown"
    sentence = (
        "Belum ada akun dengan nomor atau nama pengguna itu. Periksa lagi, atau isi nomor HP dan nama lengkapnya."
    )


class TrainerIsStaff(UserFault):
    """Staff may write every course already."""

    code = "trainer_is_staff"
    sentence = "{name} sudah dapat membuka studio sebagai staf, jadi tidak perlu diundang."


class TrainerInvited(UserFault):
    """The invitation is there already."""

    code = "trainer_invited"
    sentence = "{name} sudah diundang ke kursus ini."


def find_trainer(login: str) -> Any:
    """Return the person with this phone number or sign-in name, or None. Raises a UserFault about a broken number."""
    person = people().filter(username__iexact=login.strip()).first()
    if person or not any(character.isdecimal() for character in login):
        return person
    return person_by_phone(login)


def check_invitable(course: CoursePage, person: Any) -> None:
    """Raise TrainerIsStaff or TrainerInvited where an invitation makes no sense."""
    if has_role(person, *STAFF_ROLES):
        raise TrainerIsStaff(name=person)
    if TrainerInvitation.objects.filter(course=course, person=person, ended_at=None).exists():
        raise TrainerInvited(name=person)


@transaction.atomic
def invite_trainer(course: CoursePage, person: Any, *, by: Any) -> TrainerInvitation:
    """Let `person` write this course and nothing else. Raises TrainerIsStaff, TrainerInvited."""
    CoursePage.objects.select_for_update(of=("self",), no_key=True).get(pk=course.pk)  # two officers queue here
    check_invitable(course, person)
    invitation = TrainerInvitation.objects.create(course=course, person=person, invited_by=by, invited_at=now())
    person.groups.add(_guest_group(course))
    log(course, INVITE_ACTION, user=by, data={"person": person.pk})
    return invitation


@transaction.atomic
def invite_stranger(course: CoursePage, *, full_name: str, phone: str, by: Any) -> TrainerInvitation:
    """Make an account for somebody who has none, and invite them; they sign in by a code to their number."""
    return invite_trainer(course, create_person(full_name=full_name, phone=phone), by=by)


@transaction.atomic
def end_invitation(invitation: TrainerInvitation, *, by: Any) -> None:
    """Take the right away; ending twice changes nothing. The trainer's drafts stay."""
    open_rows = TrainerInvitation.objects.filter(pk=invitation.pk, ended_at=None)
    if not open_rows.update(ended_at=now(), ended_by=by):
        return
    invitation.person.groups.remove(*_guest_groups(invitation.course))
    log(invitation.course, END_ACTION, user=by, data={"person": invitation.person_id})


def remove_guest_groups(course: CoursePage) -> None:
    """Take every right of a course's guests away, because the course goes."""
    for group in _guest_groups(course):
        group.delete()


def _guest_groups(course: CoursePage) -> list[Group]:
    """Return the guest groups of a course, found by the page, because its address may have changed since."""
    return list(Group.objects.filter(name__startswith=GUEST_PREFIX, page_permissions__page_id=course.pk).distinct())


def _guest_group(course: CoursePage) -> Group:
    """Return the group of a course's guests: into the admin, this course, and a collection of its own for files."""
    for group in _guest_groups(course):
        return group
    # The id makes the names this course's own: another course may have had, or get, the same slug.
    group = Group.objects.create(name=f"{GUEST_PREFIX} {course.pk}: {course.slug}"[:150])
    group.permissions.add(*Permission.objects.filter(DOORS))
    permit_group(group, course, WRITE)
    collection = Collection.get_first_root_node().add_child(name=f"Kursus {course.pk}: {course.slug}"[:255])
    for permission in Permission.objects.filter(
        content_type__app_label__in=("wagtailimages", "wagtaildocs"), codename__in=FILES
    ):
        GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return group
