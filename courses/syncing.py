"""What phones send from where there is no signal, and the acts it becomes. The acts keep the rules."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import Form
from django.utils.datastructures import MultiValueDict

from core.errors import UserFault
from courses.addresses import course_path, lesson_path
from courses.answering_offline import enrolment_of_paper, hand_in_paper, hand_in_quiz
from courses.asking import ask_question
from courses.enrolling import enrolment_of
from courses.errors import (
    CourseClosed,
    FinalAttemptsUsed,
    FinalUnneeded,
    FormRefused,
    LessonGone,
    NotEnrolled,
    OptionUnknown,
    PaperExpired,
    PaperUnknown,
    PaperUsed,
    PhotoMissing,
    PhotoNotKept,
    PhotosWait,
    QuizMissing,
    QuizRevised,
    TaskMissing,
    TaskStands,
    VideoGone,
)
from courses.forms import QuestionForm, TaskForm
from courses.lesson_rows import read_lesson
from courses.models import Enrolment, LessonPage
from courses.progressing import mark_lesson_done
from courses.submitting import hand_in_task, submissions_for
from courses.telling_progress import courses_for_phone
from courses.watching import keep_position
from sync.extensions import Event, EventState, EventUnreadable, Outcome, register_event, register_progress
from sync.public import number_in, read_file, text_in, uuid_in

# What was right when it was done and came too late, or to a page that has changed since: nothing to mend.
TOO_LATE = (
    LessonGone,
    VideoGone,
    CourseClosed,
    QuizMissing,
    QuizRevised,
    TaskMissing,
    TaskStands,
    PaperUsed,
    PaperExpired,
    FinalUnneeded,
    FinalAttemptsUsed,
)
CATALOG = "/kursus/"
MOST_SECONDS = 24 * 3600
MOST_ANSWERS = 200
LONGEST_KEY = 64
Act = Callable[[Event, LessonPage], str]
OwnAct = Callable[[Event, LessonPage, Enrolment], str]


def register() -> None:
    """Tell the queue what this room takes."""
    register_event("lesson_done", in_lesson(enrolled(finish)))
    register_event("video_position", in_lesson(enrolled(watch)))
    register_event("quiz", in_lesson(enrolled(answer_quiz)))
    register_event("task", in_lesson(enrolled(hand_in)), prepare=read_task)
    register_event("question", in_lesson(ask))
    register_event("final", answer_final)
    register_progress("courses", courses_for_phone)


def in_lesson(act: Act) -> Callable[[Event], Outcome]:
    """Find the event's lesson and tell its outcome with a way on: to the lesson, or past it where it is gone."""

    def apply(event: Event) -> Outcome:
        lesson = read_lesson(number_in(event.body, "lesson"))
        if lesson is None:
            return Outcome(EventState.LATE, LessonGone().message, CATALOG)
        if not (lesson.live and lesson.module.live and lesson.course.live):
            return Outcome(EventState.LATE, LessonGone().message, _course_or_catalog(lesson))
        return _told(lambda: act(event, lesson), course_path(lesson.course), done_path=lesson_path(lesson))

    return apply


def enrolled(act: OwnAct) -> Act:
    """Find the enrolment. Raises NotEnrolled: joining a course is a decision of its own."""

    def apply(event: Event, lesson: LessonPage) -> str:
        enrolment = enrolment_of(event.person, lesson.course)
        if enrolment is None:
            raise NotEnrolled
        return act(event, lesson, enrolment)

    return apply


def finish(event: Event, lesson: LessonPage, enrolment: Enrolment) -> str:
    """Mark the lesson as done."""
    mark_lesson_done(enrolment, lesson)
    return ""


def watch(event: Event, lesson: LessonPage, enrolment: Enrolment) -> str:
    """Keep the place in a video of the lesson."""
    source_id = number_in(event.body, "source")
    if source_id not in lesson.video_ids:
        raise VideoGone
    keep_position(enrolment, source_id, number_in(event.body, "at_s", most=MOST_SECONDS))
    return ""


def answer_quiz(event: Event, lesson: LessonPage, enrolment: Enrolment) -> str:
    """Mark a go at the quiz; speak only where the mark may differ from the one that the phone showed."""
    go = hand_in_quiz(enrolment, lesson, block_id=text_in(event.body, "block"), chosen=answers_in(event.body))
    if not go.dropped:
        return ""
    return f"{go.dropped} jawaban tidak dihitung karena soalnya sudah diganti pengajar. Nilai kuis: {go.attempt.score}."


def read_task(event: Event) -> Mapping[str, Any]:
    """Return text and re-encoded photos, judged as on the page. Raises PhotoMissing, FormRefused."""
    found = [read_file(event.person, name) for name in event.files]
    photos = [SimpleUploadedFile("foto", data) for data in found if data is not None]
    if len(photos) < len(found):
        raise PhotoMissing
    text = text_in(event.body, "text")
    return _cleaned(TaskForm({"text": text}, MultiValueDict({"photos": photos})))


def hand_in(event: Event, lesson: LessonPage, enrolment: Enrolment) -> str:
    """Hand in the task; one that arrived by the page's own form before is the same one."""
    try:
        hand_in_task(enrolment, lesson, text=event.prepared["text"], photos=event.prepared["photos"])
    except PhotoNotKept as fault:
        raise PhotosWait from fault
    except TaskStands:
        if submissions_for(enrolment, lesson)[0].text != event.prepared["text"]:
            raise
    return ""


def ask(event: Event, lesson: LessonPage) -> str:
    """Take the question to the instructors; the form's key makes two of it one."""
    key = uuid_in(event.body, "form_key")
    values = _cleaned(QuestionForm({"text": text_in(event.body, "text"), "form_key": key}))
    ask_question(event.person, lesson, **values)
    return ""


def answer_final(event: Event) -> Outcome:
    """Mark a final test on paper."""
    paper_id = uuid_in(event.body, "paper")
    try:
        course = enrolment_of_paper(event.person, paper_id).course
    except PaperUnknown as fault:
        return Outcome(EventState.REFUSED, fault.message, CATALOG)
    way = course_path(course) if course.live else CATALOG
    return _told(lambda: _mark(event, paper_id), way, done_path=way)


def answers_in(body: Mapping[str, Any]) -> dict[str, int]:
    """Return what was chosen for each question. Raises EventUnreadable."""
    answers = body.get("answers")
    if not isinstance(answers, list) or len(answers) > MOST_ANSWERS:
        raise EventUnreadable
    if not all(isinstance(each, dict) for each in answers):
        raise EventUnreadable
    chosen = {text_in(each, "question")[:LONGEST_KEY]: number_in(each, "option") for each in answers}
    if len(chosen) < len(answers):
        raise EventUnreadable  # two answers to one question
    return chosen


def _mark(event: Event, paper_id: Any) -> str:
    attempt = hand_in_paper(event.person, paper_id, answers_in(event.body))
    return f"Nilai tes akhir Anda {attempt.score}. Buka halaman kursus untuk langkah berikutnya."


def _told(act: Callable[[], str], way_on: str, *, done_path: str) -> Outcome:
    """Do the act; return what became of it."""
    try:
        return Outcome(EventState.ACCEPTED, act(), done_path)
    except OptionUnknown as fault:
        raise EventUnreadable from fault
    except TOO_LATE as fault:
        return Outcome(EventState.LATE, fault.message, way_on)
    except EventUnreadable:
        raise
    except UserFault as fault:
        return Outcome(EventState.REFUSED, fault.message, way_on)


def _course_or_catalog(lesson: LessonPage) -> str:
    return course_path(lesson.course) if lesson.course.live else CATALOG


def _cleaned(form: Form) -> dict[str, Any]:
    if not form.is_valid():
        raise FormRefused(reason=next(iter(form.errors.values()))[0])
    return form.cleaned_data
