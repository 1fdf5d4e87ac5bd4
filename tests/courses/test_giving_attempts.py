"""Who has used every go at the final test gets one more from the office, asked first and logged."""

import datetime as dt

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry

from courses.giving_attempts import GIVE_ATTEMPT_ACTION
from courses.models import Attempt, AttemptKind, AttemptState
from courses.standing import standing_of
from tests.factories.courses_records import make_enrolment


@pytest.fixture
def used_up(db):
    enrolment = make_enrolment()
    then = enrolment.enrolled_at + dt.timedelta(hours=1)
    for number in (1, 2, 3):
        Attempt.objects.create(
            enrolment=enrolment,
            kind=AttemptKind.FINAL,
            number=number,
            state=AttemptState.SUBMITTED,
            started_at=then,
            submitted_at=then,
            score=40,
        )
    return enrolment


def test_officer_gives_one_more_go_after_asking_and_only_once(client, cast, used_up):
    client.force_login(cast.petugas)
    page = reverse("learning_results:edit", args=[used_up.pk])
    give = reverse("learning_results:give_attempt", args=[used_up.pk])
    assert give in client.get(page).content.decode()
    assert "Beri satu kesempatan lagi?" in client.get(give).content.decode()
    assert standing_of(used_up).attempts_left == 0
    for _ in range(2):
        assert client.post(give).status_code == 302
    used_up.refresh_from_db()
    standing = standing_of(used_up)
    assert (standing.attempts_left, standing.attempts_given) == (1, 4)
    assert standing.final_opens_at is not None
    assert ModelLogEntry.objects.get(action=GIVE_ATTEMPT_ACTION).user == cast.petugas
    assert give not in client.get(page).content.decode()


@pytest.mark.parametrize("member", ["dewi", "kepala", "ratna", "hasan"])
def test_nobody_else_gives_one(client, cast, used_up, member):
    client.force_login(getattr(cast, member))
    client.post(reverse("learning_results:give_attempt", args=[used_up.pk]))
    used_up.refresh_from_db()
    assert used_up.extra_attempts == 0
