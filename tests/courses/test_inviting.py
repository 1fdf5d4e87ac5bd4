"""A trainer from outside writes one course, until an officer ends it."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.models import Collection
from wagtail.permissions import policy_registry

from accounts.public import people
from courses.inviting import TrainerInvited, TrainerIsStaff, end_invitation, find_trainer, invite_trainer
from courses.loading import ensure_catalog
from courses.models import TrainerInvitation
from courses.outline import outline_of
from courses.panels import GUEST_PREFIX
from courses.permitting import permit_roles
from reference.loading import load_reference
from reference.public import villages
from tests.factories.courses_content import bank_question, make_course

pytestmark = pytest.mark.django_db

LIST = "trainer_invitations:index"


@pytest.fixture
def course(cast):
    """Return the course to write."""
    permit_roles(ensure_catalog())
    return make_course(slug="kemasan", title="Kemasan")


@pytest.fixture
def other(course):
    """Return a course that is none of the trainer's business."""
    return make_course(slug="kue", title="Kue kering")


@pytest.fixture
def trainer(cast, course):
    """Return Hasan, invited to one course."""
    invite_trainer(course, cast.hasan, by=cast.petugas)
    return cast.hasan


def edit_url(page):
    """Return the address of a page's editor."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_trainer_edits_that_course_and_everything_below_it(client, trainer, course):
    client.force_login(trainer)
    for page in (course, course.modules()[0], outline_of(course).lessons[0]):
        assert client.get(edit_url(page)).status_code == 200
    permissions = course.permissions_for_user(trainer)
    assert permissions.can_add_subpage() and permissions.can_submit_for_moderation()
    assert not permissions.can_publish() and not permissions.can_unpublish()


def test_trainer_sees_and_edits_no_other_course(client, trainer, course, other):
    client.force_login(trainer)
    assert client.get(edit_url(other)).status_code == 302
    assert client.get(edit_url(ensure_catalog())).status_code == 302
    html = client.get(reverse("courses:index")).content.decode()
    assert "Kemasan" in html and "Kue kering" not in html
    assert not other.permissions_for_user(trainer).can_edit()


def test_trainer_writes_test_questions_of_that_course_only(client, trainer, course, other):
    own, foreign = bank_question(course), bank_question(other)
    own.text, foreign.text = "Soal milik saya?", "Soal orang lain?"
    own.save()
    foreign.save()
    client.force_login(trainer)
    html = client.get(reverse("bank_questions:index")).content.decode()
    assert "Soal milik saya?" in html and "Soal orang lain?" not in html
    assert client.get(reverse("bank_questions:edit", args=[own.pk])).status_code == 200
    for name in ("edit", "delete", "history", "usage"):
        assert client.get(reverse(f"bank_questions:{name}", args=[foreign.pk])).status_code in {302, 403, 404}
    form = {"course": other.pk, "text": "Selundupan?", "correct": 0, "explanation": "", "is_active": "on"}
    client.post(reverse("bank_questions:add"), {**form, **{f"option_{n}": f"Pilihan {n}" for n in range(4)}})
    assert other.bank_questions.count() == 1


def test_trainer_puts_files_only_into_the_courses_own_collection(trainer, course):
    collections = policy_registry.get_by_type(get_image_model()).collections_user_has_permission_for(trainer, "add")
    assert [collection.name for collection in collections] == [f"Kursus {course.pk}: kemasan"]


def test_trainer_may_bring_videos_of_their_own(client, trainer):
    client.force_login(trainer)
    assert trainer.has_perm("media.add_source")
    html = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "Video" in html and "Bank soal" in html and "Pelatih tamu" not in html


def test_ending_takes_every_right_away_and_keeps_the_record(client, cast, trainer, course):
    end_invitation(TrainerInvitation.objects.get(), by=cast.petugas)
    person = type(trainer).objects.get(pk=trainer.pk)
    assert not person.has_perm("wagtailadmin.access_admin")
    assert not course.permissions_for_user(person).can_edit()
    client.force_login(person)
    assert client.get(edit_url(course)).status_code in {302, 403}
    invitation = TrainerInvitation.objects.get()
    assert (invitation.ended_by, invitation.is_open) == (cast.petugas, False)
    ended_at = invitation.ended_at
    end_invitation(invitation, by=cast.admin)
    assert TrainerInvitation.objects.get().ended_at == ended_at


def test_second_invitation_uses_the_same_group_and_collection(cast, trainer, course):
    end_invitation(TrainerInvitation.objects.get(), by=cast.petugas)
    course.slug = "kemasan-baru"
    course.save()
    invite_trainer(course, trainer, by=cast.petugas)
    invite_trainer(course, cast.ratna, by=cast.petugas)
    assert Collection.objects.filter(name__startswith="Kursus ").count() == 1
    assert course.permissions_for_user(cast.ratna).can_edit()


def test_course_that_takes_an_address_once_used_by_another_gives_no_rights_on_it(cast, trainer, course):
    course.slug = "kemasan-lama"
    course.save()
    successor = make_course(slug="kemasan", title="Kemasan baru")
    invite_trainer(successor, cast.ratna, by=cast.petugas)
    assert successor.permissions_for_user(cast.ratna).can_edit()
    assert not course.permissions_for_user(cast.ratna).can_edit()
    assert not successor.permissions_for_user(trainer).can_edit()
    assert Collection.objects.filter(name__startswith="Kursus ").count() == 2


@pytest.mark.parametrize("whole_catalogue", [False, True])
def test_deleting_a_course_takes_its_guests_rights(cast, trainer, course, other, whole_catalogue):
    invite_trainer(other, cast.ratna, by=cast.petugas)
    (ensure_catalog() if whole_catalogue else course).delete()
    person, guest_of_other = people().get(pk=trainer.pk), people().get(pk=cast.ratna.pk)
    assert not person.has_perm("wagtailadmin.access_admin") and not person.has_perm("media.add_source")
    assert guest_of_other.has_perm("wagtailadmin.access_admin") is not whole_catalogue
    assert Group.objects.filter(name__startswith=GUEST_PREFIX).count() == (0 if whole_catalogue else 1)


def test_invitation_to_one_course_survives_the_end_of_another(cast, trainer, course, other):
    second = invite_trainer(other, trainer, by=cast.petugas)
    end_invitation(second, by=cast.petugas)
    person = type(trainer).objects.get(pk=trainer.pk)
    assert course.permissions_for_user(person).can_edit()
    assert not other.permissions_for_user(person).can_edit()


def test_staff_and_the_already_invited_are_refused(cast, trainer, course):
    with pytest.raises(TrainerIsStaff):
        invite_trainer(course, cast.dewi, by=cast.petugas)
    with pytest.raises(TrainerInvited):
        invite_trainer(course, trainer, by=cast.petugas)


@pytest.mark.parametrize("login", ["ratna", "RATNA", "0899-0000-0001", "+6289900000001"])
def test_trainer_is_found_by_phone_or_sign_in_name(cast, login):
    assert find_trainer(login) == cast.ratna


def test_officer_sees_whom_before_rights_are_given(client, cast, course):
    load_reference()
    people().filter(pk=cast.ratna.pk).update(village=villages().first())
    client.force_login(cast.petugas)
    add, form = reverse("trainer_invitations:add"), {"course": course.pk, "login": "0899 0000 0001"}
    html = client.post(add, form).content.decode()
    assert f"Undang Ratna Contoh, {people().get(pk=cast.ratna.pk).village}?" in html
    assert f'name="shown" value="{cast.ratna.pk}"' in html
    html = client.post(add, {**form, "login": "hasan", "shown": cast.ratna.pk}).content.decode()
    assert "Undang Hasan Contoh?" in html and f'name="shown" value="{cast.hasan.pk}"' in html
    assert not TrainerInvitation.objects.exists()


def test_officer_invites_and_ends_on_the_screen(client, cast, course):
    client.force_login(cast.petugas)
    form = {"course": course.pk, "login": "0899 0000 0001", "shown": cast.ratna.pk}
    html = client.post(reverse("trainer_invitations:add"), form, follow=True).content.decode()
    invitation = TrainerInvitation.objects.get()
    assert invitation.person == cast.ratna and "Ratna Contoh" in html
    end = reverse("trainer_invitations:delete", args=[invitation.pk])
    assert end in client.get(reverse(LIST)).content.decode()
    assert "Konsep yang sudah ditulis tetap ada" in client.get(end).content.decode()
    client.post(end)
    assert not TrainerInvitation.objects.get().is_open
    assert end not in client.get(reverse(LIST)).content.decode()


def test_officer_invites_somebody_without_an_account(client, cast, course):
    client.force_login(cast.petugas)
    add = reverse("trainer_invitations:add")
    form = {"course": course.pk, "login": "0812 3456 7890"}
    assert "Belum ada akun" in client.post(add, form).content.decode()
    assert "dengan huruf" in client.post(add, {**form, "full_name": "123"}).content.decode()
    client.post(add, {**form, "full_name": "Pelatih  Kampus Contoh"})
    person = people().get(phone="+6281234567890")
    assert person.full_name == "Pelatih Kampus Contoh"
    assert TrainerInvitation.objects.get().person == person
    assert not person.phone_verified


@pytest.mark.parametrize(
    ("login", "words"),
    [("tidakada", "Belum ada akun"), ("0812", "terlalu pendek"), ("dewi", "sebagai staf"), ("hasan", "sudah diundang")],
)
def test_screen_says_why_somebody_cannot_be_invited(client, cast, trainer, course, login, words):
    client.force_login(cast.petugas)
    html = client.post(reverse("trainer_invitations:add"), {"course": course.pk, "login": login}).content.decode()
    assert words in html
    assert f'value="{login}"' in html
    assert TrainerInvitation.objects.count() == 1


@pytest.mark.parametrize(("name", "allowed"), [("petugas", True), ("admin", True), ("dewi", False), ("kepala", False)])
def test_only_the_office_invites(client, cast, course, name, allowed):
    client.force_login(getattr(cast, name))
    for view in (LIST, "trainer_invitations:add"):
        assert (client.get(reverse(view)).status_code == 200) is allowed
