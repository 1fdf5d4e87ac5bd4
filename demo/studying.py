"""What the fictional people did in their courses, done by the acts that real learners use."""

import io
import uuid
from typing import Any

from PIL import Image, ImageDraw

from certificates.public import issue_certificate
from courses.public import (
    answer_question,
    ask_question,
    clean_photo,
    course_called,
    decide_task,
    enrol,
    hand_in_task,
    mark_lesson_done,
    outline_of,
    save_answer,
    start_final,
    start_pretest,
    start_quiz,
    submit_attempt,
)
from demo.public import PIN

UNDER_WAY, PASSED = "kemasan", "kue"
TASK_TEXT = "Sudah saya kerjakan di dapur rumah. Fotonya saya lampirkan."
QUESTION = "Kalau memakai plastik PP biasa, apakah keripik tetap renyah sampai sebulan?"
ANSWERED = "Apakah boleh memakai stapler untuk menutup kemasan?"
ANSWER = "Jangan. Udara masuk lewat lubang stapler dan serpihannya berbahaya. Pakailah alat segel panas."


def study(people: dict[str, Any]) -> str:
    """Let everybody learn as far as the demo shows them; return the check address of Ratna's certificate."""
    ratna, dewi = people["ratna"], people["dewi"]
    _begin(ratna, UNDER_WAY, modules=1)
    enrolment = _pass(ratna, PASSED, by=dewi)
    _begin(people["yusuf"], UNDER_WAY, modules=0)
    _begin(people["maria"], PASSED, modules=1)
    _wait_for_decision(people["sumiati"])
    _ask(people["aminah"], by=dewi)
    return issue_certificate(enrolment.pk, by=people["kepala"], pin=PIN).check_url


def _begin(person: Any, slug: str, *, modules: int) -> Any:
    """Enrol, do the pre-test half right, and finish the first `modules` modules without their tasks."""
    enrolment = _enrol(person, slug)
    pretest = start_pretest(enrolment)
    _answer(pretest, person, wrong=5)
    submit_attempt(pretest.pk, by=person)
    for part in outline_of(enrolment.course).modules[:modules]:
        _finish(enrolment, part.lessons)
    return enrolment


def _pass(person: Any, slug: str, *, by: Any) -> Any:
    """Go through the whole course and return the completed enrolment."""
    enrolment = _begin(person, slug, modules=0)
    outline = outline_of(enrolment.course)
    _finish(enrolment, outline.lessons)
    for lesson, _ in outline.tasks:
        decide_task(_hand_in(enrolment, lesson), accept=True, comment="Rapi dan jelas. Lanjutkan.", by=by)
    final = start_final(enrolment)
    _answer(final, person, wrong=2)
    submit_attempt(final.pk, by=person)
    return enrolment


def _wait_for_decision(person: Any) -> None:
    """Leave one task in the instructor's queue."""
    enrolment = _begin(person, UNDER_WAY, modules=1)
    lesson, _ = outline_of(enrolment.course).tasks[0]
    _hand_in(enrolment, lesson)


def _ask(person: Any, *, by: Any) -> None:
    """Leave one question answered and one unanswered under the first lesson."""
    enrolment = _begin(person, UNDER_WAY, modules=0)
    lesson = outline_of(enrolment.course).lessons[0]
    answered = ask_question(person, lesson, text=ANSWERED, form_key=uuid.uuid4())
    answer_question(answered, answer=ANSWER, hide=False, by=by)
    ask_question(person, lesson, text=QUESTION, form_key=uuid.uuid4())


def _enrol(person: Any, slug: str) -> Any:
    course = course_called(slug)
    assert course is not None, f"load_courses comes first: {slug} is missing"  # noqa: S101
    return enrol(person, course)


def _finish(enrolment: Any, lessons: Any) -> None:
    """Read every lesson and answer every quiz rightly."""
    for lesson in lessons:
        if lesson.has_quiz:
            _answer(start_quiz(enrolment, lesson), enrolment.person, wrong=0)
        else:
            mark_lesson_done(enrolment, lesson)


def _answer(attempt: Any, person: Any, *, wrong: int) -> None:
    """Answer every question, the first `wrong` of them wrongly."""
    for answer in attempt.answers.all():
        options = len(answer.snapshot["options"])
        shift = 1 if answer.position <= wrong else 0
        save_answer(attempt.pk, answer.position, (answer.snapshot["correct"] + shift) % options, by=person)


def _hand_in(enrolment: Any, lesson: Any) -> Any:
    data = _draw_photo(lesson.task.title)
    photo = clean_photo(io.BytesIO(data), size_bytes=len(data))
    return hand_in_task(enrolment, lesson, text=TASK_TEXT, photos=[photo])


def _draw_photo(title: str) -> bytes:
    """Return a drawn stand-in for a photo, which says that it is one."""
    picture = Image.new("RGB", (1200, 900), "#e3f0ea")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((380, 160, 820, 740), 40, fill="#f2b01e", outline="#08412f", width=8)
    pen.rectangle((430, 340, 770, 560), fill="#fbfaf5", outline="#08412f", width=4)
    pen.text((600, 400), "FOTO CONTOH", fill="#08412f", anchor="mm", font_size=44)
    pen.text((600, 480), title[:28], fill="#17211d", anchor="mm", font_size=24)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
