"""Final tests on paper: taken along, answered without a signal, marked on the server alone."""

import datetime as dt
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from accounts.collecting import own_data
from core.clock import now
from courses.attempting import save_answer, start_final
from courses.models import Answer, Attempt, AttemptKind, BankQuestion, Enrolment, FinalPaper
from messaging.models import OutboxMessage
from tests.factories.courses_content import make_course
from tests.factories.courses_records import (
    answer_all,
    finish_lessons,
    lessons_of,
    make_enrolment,
    make_person,
    take_final,
)
from tests.sync.phone import Phone, event

pytestmark = pytest.mark.django_db


@pytest.fixture
def enrolment(db):
    return make_enrolment(course=make_course(lessons=2, bank=20))


def draw(phone, enrolment, **headers):
    path = f"/sinkron/kertas/{enrolment.course.slug}/"
    return phone.client.post(path, b"{}", content_type="application/json", headers=headers)


def taken(phone, enrolment):
    """Draw a paper that is given."""
    response = draw(phone, enrolment)
    assert response.status_code == 200, response.content
    return response.json()


def final(paper, *, right=15):
    """Return the paper's event with `right` right answers."""
    keys = {each["key"]: each["correct"] for each in FinalPaper.objects.get(pk=paper["paper"]).questions}
    answers = [
        {"question": each["question"], "option": (keys[each["question"]] + (n >= right)) % 4}
        for n, each in enumerate(paper["questions"])
    ]
    return event("final", {"paper": paper["paper"], "answers": answers})


def finals(enrolment):
    return list(Attempt.objects.filter(enrolment=enrolment, kind=AttemptKind.FINAL).order_by("number"))


def test_paper_has_questions_and_no_keys(enrolment, phone):
    response = draw(phone, enrolment)
    told = response.json()
    assert len(told["questions"]) == 15
    assert set(told["questions"][0]) == {"question", "text", "options"}
    assert len(told["questions"][0]["options"]) == 4
    for word in ("correct", "explanation", "Karena begitu"):
        assert word not in response.content.decode()
    assert (dt.datetime.fromisoformat(told["until"]) - now()).days in (29, 30)
    assert response.headers["Cache-Control"] == "no-store"


def test_asked_again_and_on_another_phone_it_is_the_same_paper(enrolment, phone):
    assert taken(phone, enrolment) == taken(Phone(phone.person), enrolment)
    assert FinalPaper.objects.count() == 1


def test_paper_is_marked_here_after_the_lessons_of_the_same_queue(enrolment, phone):
    paper = taken(phone, enrolment)
    read = [event("lesson_done", {"lesson": lesson.pk}) for lesson in lessons_of(enrolment)]
    results = phone.results(*read, final(paper, right=12))
    assert [result["state"] for result in results] == ["accepted"] * 3
    assert results[2]["message"] == "Nilai tes akhir Anda 80. Buka halaman kursus untuk langkah berikutnya."
    assert results[2]["next"] == f"/kursus/{enrolment.course.slug}/"
    assert [attempt.score for attempt in finals(enrolment)] == [80]
    assert Answer.objects.filter(attempt__enrolment=enrolment).count() == 15
    assert Enrolment.objects.get().is_completed
    assert phone.progress()["final"] == {"best": 80, "attempts_left": 2, "passed": True}
    assert phone.progress()["completed"] is True


def test_no_reply_ever_holds_a_key(enrolment, phone):
    paper = taken(phone, enrolment)
    finish_lessons(enrolment)
    replies = [phone.post(final(paper, right=3)), phone.client.get("/sinkron/"), draw(phone, enrolment)]
    for reply in replies:
        assert "correct" not in reply.content.decode()
        assert "Karena begitu" not in reply.content.decode()
    told = json.dumps(own_data(phone.person)["Belajar tanpa sinyal"], default=str)
    assert len(own_data(phone.person)["Belajar tanpa sinyal"]["lembar tes akhir"]) == 2
    assert "correct" not in told


def test_lessons_left_refuse_it_and_the_paper_stays(enrolment, phone):
    paper = taken(phone, enrolment)
    result = phone.result(one := final(paper))
    assert result["state"] == "refused"
    assert result["message"].endswith("Masih ada 2 pelajaran.")
    finish_lessons(enrolment)
    assert phone.states(one) == ["accepted"]


def test_paper_is_used_once_and_the_second_phone_is_told(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    first = final(paper, right=6)
    assert phone.states(first) == ["accepted"]
    result = Phone(phone.person, device=str(uuid.uuid4())).result(final(paper))
    assert (result["state"], result["message"]) == (
        "late",
        "Lembar tes akhir ini sudah dinilai: 40. Jawaban yang datang kemudian tidak dihitung.",
    )
    assert phone.states(first) == ["accepted"]  # its own answer was lost, and comes again
    assert [attempt.score for attempt in finals(enrolment)] == [40]


def test_paper_of_somebody_else_is_answered_like_one_that_never_was(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    other = make_enrolment(course=enrolment.course)
    finish_lessons(other)
    foreign = Phone(other.person).result(final(paper))
    unknown = phone.result(event("final", {"paper": str(uuid.uuid4()), "answers": []}))
    assert foreign["state"] == unknown["state"] == "refused"
    assert foreign["message"] == unknown["message"]
    assert foreign["message"].startswith("Lembar tes akhir ini tidak ditemukan.")
    assert not finals(other)
    assert phone.states(final(paper)) == ["accepted"]


def test_expired_paper_is_late_and_costs_no_go(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    FinalPaper.objects.update(expires_at=now())
    result = phone.result(final(paper))
    assert (result["state"], result["message"][:45]) == ("late", "Lembar tes akhir ini sudah lewat masanya. Kes")
    assert not finals(enrolment)
    fresh = taken(phone, enrolment)
    assert fresh["paper"] != paper["paper"]
    assert phone.states(final(paper), final(fresh)) == ["late", "accepted"]


def test_wait_between_goes_is_counted_by_the_server(enrolment, phone):
    finish_lessons(enrolment)
    take_final(enrolment, right=3)
    one = final(taken(phone, enrolment)) | {"made_at": "2030-01-01T00:00:00Z"}
    result = phone.result(one)
    assert result["state"] == "refused"
    assert result["message"].startswith("Tes akhir dapat dicoba lagi mulai")
    Attempt.objects.filter(kind=AttemptKind.FINAL).update(submitted_at=now() - dt.timedelta(hours=25))
    assert phone.states(one) == ["accepted"]


def test_goes_used_up_meanwhile_make_it_late_and_no_new_paper_is_given(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    for _ in range(3):
        take_final(enrolment, right=3)
        Attempt.objects.filter(kind=AttemptKind.FINAL).update(submitted_at=now() - dt.timedelta(hours=25))
    result = phone.result(final(paper))
    assert (result["state"], result["message"][:34]) == ("late", "Kesempatan tes akhir Anda sudah ha")
    refused = draw(phone, enrolment)
    assert (refused.status_code, refused.json()["code"]) == (422, "final_attempts_used")


def test_course_passed_meanwhile_makes_it_late(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    take_final(enrolment)
    assert phone.states(final(paper, right=0)) == ["late"]
    assert draw(phone, enrolment).json()["code"] == "final_unneeded"


def test_course_taken_offline_makes_it_late(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    enrolment.course.live = False
    enrolment.course.save()
    result = phone.result(final(paper))
    assert (result["state"], result["next"]) == ("late", "/kursus/")
    assert draw(phone, enrolment).json()["code"] == "course_closed"


def test_go_begun_online_gives_way_unless_it_has_answers(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    begun = start_final(enrolment)
    save_answer(begun.pk, 1, 0, by=enrolment.person)
    result = phone.result(one := final(paper, right=3))
    assert (result["state"], result["message"][:40]) == ("refused", "Ada tes akhir yang sedang Anda kerjakan ")
    begun.answers.update(choice=None, answered_at=None)
    assert phone.states(one) == ["accepted"]
    assert [(attempt.number, attempt.score) for attempt in finals(enrolment)] == [(1, 20)]


def test_go_online_after_a_paper_counts_on(enrolment, phone):
    finish_lessons(enrolment)
    phone.results(final(taken(phone, enrolment), right=3))
    Attempt.objects.filter(kind=AttemptKind.FINAL).update(submitted_at=now() - dt.timedelta(hours=25))
    answer_all(start_final(enrolment))
    assert [attempt.number for attempt in finals(enrolment)] == [1, 2]


def test_gaps_and_options_that_are_not_there_are_refused(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    gaps, odd = final(paper), final(paper)
    del gaps["body"]["answers"][:2]
    odd["body"]["answers"][0]["option"] = 4
    results = phone.results(gaps, odd)
    assert [result["state"] for result in results] == ["refused", "refused"]
    assert results[0]["message"].startswith("Masih ada 2 soal yang belum dijawab.")
    assert not finals(enrolment)
    assert phone.states(final(paper)) == ["accepted"]


def test_marks_go_by_the_paper_whatever_happened_to_the_bank(enrolment, phone):
    finish_lessons(enrolment)
    paper = taken(phone, enrolment)
    one = final(paper)
    BankQuestion.objects.update(correct=0, is_active=False)
    phone.results(one)
    assert [attempt.score for attempt in finals(enrolment)] == [100]


def test_who_fails_on_paper_is_told_as_on_the_site(enrolment, phone):
    finish_lessons(enrolment)
    phone.results(final(taken(phone, enrolment), right=3))
    assert OutboxMessage.objects.filter(template="belum_lulus").count() == 1


def test_paper_is_given_to_learners_of_the_course_alone(enrolment, phone):
    other = Phone(make_person())
    refused = draw(other, enrolment)
    assert (refused.status_code, refused.json()["code"]) == (422, "not_enrolled")
    assert draw(phone, enrolment, Origin="https://jahat.example").status_code == 403
    phone.client.logout()
    assert (draw(phone, enrolment).status_code, draw(phone, enrolment).json()["code"]) == (401, "sign_in")


def test_course_without_questions_gives_no_paper():
    enrolment = make_enrolment(course=make_course())
    assert draw(Phone(enrolment.person), enrolment).json()["code"] == "questions_missing"


@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_paper_drawn_and_sent_twice_at_once_counts_once(transactional_db):
    enrolment = make_enrolment(course=make_course(bank=20))
    finish_lessons(enrolment)
    phones = [Phone(enrolment.person) for _ in range(4)]
    papers = at_once([lambda phone=phone: taken(phone, enrolment) for phone in phones])
    assert len({paper["paper"] for paper in papers}) == 1
    answers = [final(papers[0], right=3) for _ in phones]
    states = at_once([lambda p=p, a=a: p.states(a)[0] for p, a in zip(phones, answers, strict=True)])
    assert sorted(states) == ["accepted", "late", "late", "late"]
    assert len(finals(enrolment)) == 1


def at_once(acts):
    barrier = Barrier(len(acts))

    def run(act):
        try:
            barrier.wait(timeout=20)
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, act) for act in acts]]
