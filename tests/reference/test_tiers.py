"""Tiers of kecamatan: from remoteness, then as the office says, with history; every queue follows them."""

import datetime as dt
import uuid
from collections import Counter

import pytest
from django.urls import reverse

from accounts.public import people
from certificates.awarding import award
from courses.asking import ask_question
from reference.models import District, DistrictTier
from reference.public import Tier, tier_rank, tiers
from reference.tiers import set_tier
from tests.factories.courses_content import make_course
from tests.factories.courses_records import hand_in, lessons_of, make_enrolment, make_person
from tests.world import passed_course

pytestmark = pytest.mark.usefixtures("places")
BUSANG, SANGATTA, WAHAU = "64.08.06", "64.08.04", "64.08.02"
DAY = dt.date(2026, 11, 22)


def test_tiers_follow_remoteness_until_somebody_says_otherwise():
    assert Counter(tiers().values()) == {"A": 9, "B": 4, "C": 5}
    assert tiers()[BUSANG] == Tier.A


def test_tier_holds_from_its_day_and_the_history_stays(cast):
    busang = District.objects.get(pk=BUSANG)
    set_tier(busang, Tier.C, valid_from=DAY, reason="Jalan sudah diaspal", by=cast.petugas)
    set_tier(busang, Tier.B, valid_from=DAY + dt.timedelta(days=9), reason="Jembatan putus", by=cast.petugas)
    days = [DAY - dt.timedelta(days=1), DAY, DAY + dt.timedelta(days=8), DAY + dt.timedelta(days=9)]
    assert [tiers(day)[BUSANG] for day in days] == ["A", "C", "C", "B"]
    assert DistrictTier.objects.count() == 2


def test_same_day_the_later_word_holds_and_a_form_sent_twice_is_one(cast):
    busang = District.objects.get(pk=BUSANG)
    for _ in range(2):
        set_tier(busang, Tier.C, valid_from=DAY, reason="Keliru", by=cast.petugas)
    set_tier(busang, Tier.B, valid_from=DAY, reason="Diperbaiki", by=cast.petugas)
    assert tiers(DAY)[BUSANG] == Tier.B
    assert DistrictTier.objects.count() == 2


def live_in(code, name):
    person = make_person(full_name=name)
    person.village = District.objects.get(pk=code).villages.first()
    person.save()
    return person


def test_rank_puts_tier_a_first_and_who_lives_elsewhere_last():
    for code, name in ((SANGATTA, "Cici"), (WAHAU, "Bibi"), (BUSANG, "Ana")):
        live_in(code, name)
    make_person(full_name="Lain")
    rows = people().order_by(tier_rank("village__district"), "full_name")
    assert [person.full_name for person in rows] == ["Ana", "Bibi", "Cici", "Lain"]


def test_tasks_of_tier_a_wait_first(client, cast):
    course = make_course(task=True)
    for code in (SANGATTA, BUSANG, WAHAU):
        hand_in(make_enrolment(live_in(code, f"Peserta {code}"), course))
    client.force_login(cast.dewi)
    rows = client.get(reverse("learning_tasks:index")).context["object_list"]
    assert [row.enrolment.person.village.district_id for row in rows] == [BUSANG, WAHAU, SANGATTA]


def test_questions_of_tier_a_wait_first(client, cast):
    lesson = lessons_of(make_enrolment(cast.ratna, make_course()))[0]
    for code in (SANGATTA, BUSANG, WAHAU):
        ask_question(live_in(code, f"Peserta {code}"), lesson, text="Mengapa?", form_key=uuid.uuid4())
    client.force_login(cast.dewi)
    rows = client.get(reverse("learning_questions:index")).context["object_list"]
    assert [row.person.village.district_id for row in rows] == [BUSANG, WAHAU, SANGATTA]


def test_certificates_of_tier_a_wait_first(client, cast):
    for slug, code in (("satu", SANGATTA), ("dua", BUSANG), ("tiga", WAHAU)):
        award(passed_course(live_in(code, f"Peserta {code}"), slug).pk)
    client.force_login(cast.kepala)
    rows = client.get(reverse("certificates:queue")).context["page"]
    assert [row.person.village.district_id for row in rows] == [BUSANG, WAHAU, SANGATTA]


def test_officer_changes_a_tier_with_a_reason(client, cast):
    client.force_login(cast.petugas)
    url = reverse("reference_tier", args=[BUSANG])
    values = {"tier": "B", "valid_from": "2026-11-22", "reason": ""}
    assert "Tulis alasannya." in client.post(url, values).content.decode()
    assert not DistrictTier.objects.exists()
    assert client.post(url, values | {"reason": "Jalan dibuka"}).status_code == 302
    assert tiers()[BUSANG] == Tier.B
    assert "Jalan dibuka" in client.get(url).content.decode()


@pytest.mark.parametrize("member", ["kepala", "dewi", "ratna"])
def test_nobody_else_changes_one(client, cast, member):
    client.force_login(getattr(cast, member))
    url = reverse("reference_tier", args=[BUSANG])
    client.post(url, {"tier": "C", "valid_from": "2026-11-22", "reason": "x"})
    assert not DistrictTier.objects.exists()
