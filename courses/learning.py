"""What the lesson page and the course page show a reader about their own learning."""

from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.urls import reverse

from core.clock import now
from core.templatetags.formats import waktu
from courses import passing
from courses.asking import MOST_SHOWN, first_questions
from courses.blocks import Task
from courses.cohorts.panel import cohort_panels, with_class
from courses.errors import QuestionsMissing
from courses.evaluating import has_evaluated
from courses.extensions import CoursePanel, panels_for
from courses.facing import LessonFace
from courses.models import (
    Attempt,
    AttemptState,
    CoursePage,
    Enrolment,
    LearnerQuestion,
    LessonProgress,
    SubmissionState,
    TaskSubmission,
)
from courses.outline import Outline
from courses.standing import Progress, progress_of

ATTEMPTS_USED = (
    "Kesempatan tes akhir sudah habis. Semua pelajaran tetap dapat dibaca. Hubungi dinas di halaman Bantuan."
)
WHERE_ONE_STANDS = f"""
SELECT e.id,
  EXISTS (SELECT 1 FROM {LessonProgress._meta.db_table} p WHERE p.enrolment_id = e.id AND p.lesson_id = %s),
  EXISTS (SELECT 1 FROM {LearnerQuestion._meta.db_table} q WHERE q.lesson_id = %s AND q.person_id = %s)
FROM (SELECT 1) one LEFT JOIN {Enrolment._meta.db_table} e ON e.person_id = %s AND e.course_id = %s
"""  # noqa: S608  our own tables' names
STATE_WORDS = {"": "Belum dikirim", **dict(SubmissionState.choices)}


@dataclass(frozen=True)
class Step:
    """What to do next: the words on a button and where it leads."""

    title: str
    url: str


@dataclass(frozen=True)
class QuizEntry:
    """The quiz of a lesson as its door shows it."""

    count: int
    url: str
    open_attempt: Attempt | None = None
    last: Attempt | None = None
    best: int | None = None

    @property
    def is_passed(self) -> bool:
        """Whether the quiz counts."""
        return self.best is not None and passing.is_quiz_passed(self.best)

    @property
    def pass_mark(self) -> int:
        """The mark from which it counts."""
        return int(settings.COURSES_QUIZ_PASS_MARK)


@dataclass(frozen=True)
class TaskEntry:
    """A practice task and what became of the newest version handed in."""

    title: str
    instruction: str
    url: str
    state: str = ""
    comment: str = ""

    @property
    def state_words(self) -> str:
        """The state as people read it."""
        return str(STATE_WORDS[self.state])

    @property
    def is_open(self) -> bool:
        """Whether the learner has to do something."""
        return self.state in ("", SubmissionState.RETURNED)


@dataclass(frozen=True)
class Place:
    """Where a reader stands in a lesson. Two with the same place see the same page, unless it holds work of theirs."""

    is_signed_in: bool = False
    enrolment: int | None = None
    is_done: bool = False
    has_asked: bool = False

    def shared_key(self, face: LessonFace) -> str:
        """Return a name for everybody who sees the same; empty where the page shows the reader's own work."""
        has_own_work = self.has_asked or (self.enrolment and (face.has_quiz or face.task))
        return "" if has_own_work else f"{self.is_signed_in:d}{bool(self.enrolment):d}{self.is_done:d}"


@dataclass(frozen=True)
class LessonLearning:
    """Everything that depends on who reads a lesson."""

    is_signed_in: bool
    sign_in_url: str
    enrol_url: str
    done_url: str
    ask_url: str
    course_url: str
    enrolment: int | None = None
    is_done: bool = False
    quiz: QuizEntry | None = None
    task: TaskEntry | None = None
    questions: list[LearnerQuestion] = field(default_factory=list)
    questions_url: str = ""

    @property
    def may_have_more_questions(self) -> bool:
        """Whether other questions may stand behind those shown."""
        return len(self.questions) >= MOST_SHOWN

    next_step: Step | None = None


@dataclass(frozen=True)
class CourseLearning:
    """Everything that depends on who reads a course page."""

    is_signed_in: bool
    enrol_url: str
    pretest_url: str
    final_url: str
    evaluation_url: str
    enrolment: Enrolment | None = None
    progress: Progress | None = None
    next_step: Step | None = None
    tasks: list[TaskEntry] = field(default_factory=list)
    is_final_unlocked: bool = False
    is_evaluated: bool = False
    panels: list[CoursePanel] = field(default_factory=list)

    @property
    def done(self) -> frozenset[int]:
        """The ids of the lessons that are done, for the ticks in the list."""
        return self.progress.done if self.progress else frozenset()

    @property
    def waiting_words(self) -> str:
        """What the person waits for when there is nothing to do."""
        if self.progress is None or self.progress.is_final_passed:
            return "Semua sudah Anda kerjakan. Pengajar sedang memeriksa tugas Anda; Anda dikabari lewat pesan."
        standing = self.progress.standing
        if not standing.lessons:
            return "Isi kursus ini sedang disiapkan pengajar. Datang lagi beberapa hari lagi."
        if not standing.attempts_left:
            return ATTEMPTS_USED
        if not self.progress.questions or standing.final_opens_at is None:
            return QuestionsMissing.sentence
        return f"Tes akhir dapat dicoba lagi mulai {waktu(standing.final_opens_at)}."

    @property
    def has_returned_task(self) -> bool:
        """Whether an instructor waits for a better version of some task."""
        return any(task.state == SubmissionState.RETURNED for task in self.tasks)


def lesson_context(face: LessonFace, place: Place, *, reader: Any = None) -> LessonLearning:
    """Return what whoever stands at `place` sees on the lesson page besides the lesson itself.

    Without a `reader` it is what everybody at that place sees: nothing of one person is asked for, so that what was
    written since the place was read can't get into a page of many.
    """
    here = urlencode({"next": face.url})
    return LessonLearning(
        is_signed_in=place.is_signed_in,
        sign_in_url=f"{reverse(settings.LOGIN_URL)}?{here}",
        enrol_url=f"{reverse('learning_enrol', args=[face.course_slug])}?{here}",
        done_url=reverse("learning_done", args=[face.pk]),
        ask_url=reverse("learning_ask", args=[face.pk]),
        questions_url=reverse("learning_questions", args=[face.pk]),
        course_url=face.course_url,
        enrolment=place.enrolment,
        is_done=place.is_done,
        quiz=_quiz_entry(place.enrolment, face) if face.has_quiz else None,
        task=_task_entry(place.enrolment, face.pk, face.task) if face.task else None,
        questions=list(first_questions(face.pk, reader or AnonymousUser())),
        next_step=Step(face.next.title, face.next.url) if face.next else None,
    )


def place_in(user: Any, face: LessonFace) -> Place:
    """Return where the reader stands in a lesson: one question to the database, none for a stranger.

    In SQL, because every lesson page asks it and the ORM would spend more time on writing it than all else takes.
    """
    if not user.is_authenticated:
        return Place()
    with connection.cursor() as cursor:
        cursor.execute(WHERE_ONE_STANDS, [face.pk, face.pk, user.pk, user.pk, face.course_id])
        enrolment, is_done, has_asked = cursor.fetchone()
    return Place(True, enrolment, bool(is_done), bool(has_asked))


def course_context(user: Any, course: CoursePage, *, outline: Outline | None = None) -> CourseLearning:
    """Return what `user` sees on the course page."""
    anyone = CourseLearning(
        is_signed_in=user.is_authenticated,
        enrol_url=reverse("learning_enrol", args=[course.slug]),
        pretest_url=reverse("learning_pretest", args=[course.slug]),
        final_url=reverse("learning_final", args=[course.slug]),
        evaluation_url=reverse("learning_evaluation", args=[course.slug]),
    )
    enrolment = _enrolment_with_class(user, course)
    if enrolment is None:
        return anyone
    progress = progress_of(enrolment, outline=outline)
    class_panels = cohort_panels(enrolment, has_learned=progress.standing.lessons_done > 0)
    return replace(
        anyone,
        enrolment=enrolment,
        progress=progress,
        next_step=next_step(progress),
        tasks=[_task_state(progress, lesson, task) for lesson, task in progress.plan.tasks],
        is_final_unlocked=passing.is_final_unlocked(progress.standing),
        is_evaluated=enrolment.is_completed and has_evaluated(enrolment),
        panels=[*class_panels, *panels_for(user, enrolment.pk)],
    )


def _enrolment_with_class(user: Any, course: CoursePage) -> Any:
    """Return the reader's enrolment with what the course page shows of their class; nobody signed in has none."""
    if not user.is_authenticated:
        return None
    enrolment = with_class(Enrolment.objects.filter(person=user, course=course)).first()
    if enrolment:
        enrolment.person, enrolment.course = user, course  # at hand, so they need no reading
    return enrolment


def next_step(progress: Progress) -> Step | None:
    """Return the one thing to do next, or None when the course is done or only waits for an instructor."""
    slug, standing = progress.plan.slug, progress.standing
    if progress.enrolment.is_completed:
        return None
    if progress.is_pretest_offered and not progress.done:
        return Step("Tes awal", reverse("learning_pretest", args=[slug]))
    if progress.next_lesson:
        return Step(progress.next_lesson.title, progress.next_lesson.url)
    open_task = next((lesson for lesson, task in progress.plan.tasks if _is_task_open(progress, task)), None)
    if standing.lessons and not progress.is_final_passed and _may_start_final(progress):
        return Step("Tes akhir", reverse("learning_final", args=[slug]))
    if open_task is not None:
        return Step("Tugas praktik", reverse("learning_task", args=[open_task]))
    return None


def _may_start_final(progress: Progress) -> bool:
    standing = progress.standing
    if progress.open_final:
        return True
    if not progress.questions:
        return False
    opens_at = standing.final_opens_at
    return standing.attempts_left > 0 and (opens_at is None or opens_at <= now())


def _is_task_open(progress: Progress, task: Task) -> bool:
    return progress.tasks.get(task.key, "") in ("", SubmissionState.RETURNED)


def _task_state(progress: Progress, lesson: int, task: Task) -> TaskEntry:
    url = reverse("learning_task", args=[lesson])
    return TaskEntry(task.title, task.instruction, url, progress.tasks.get(task.key, ""))


def _quiz_entry(enrolment: int | None, face: LessonFace) -> QuizEntry:
    url = reverse("learning_quiz", args=[face.pk])
    if enrolment is None:
        return QuizEntry(len(face.questions), url)
    attempts = Attempt.objects.filter(enrolment=enrolment, lesson=face.pk, block_id=face.quiz_key).order_by("number")
    rows = list(attempts)
    submitted = [row for row in rows if row.state == AttemptState.SUBMITTED]
    return QuizEntry(
        count=len(face.questions),
        url=url,
        open_attempt=next((row for row in rows if row.is_open), None),
        last=submitted[-1] if submitted else None,
        best=max((row.score or 0 for row in submitted), default=None),
    )


def _task_entry(enrolment: int | None, lesson: int, task: Task) -> TaskEntry:
    entry = TaskEntry(task.title, task.instruction, reverse("learning_task", args=[lesson]))
    if enrolment is None:
        return entry
    rows = TaskSubmission.objects.filter(enrolment=enrolment, lesson=lesson, block_id=task.key)
    newest = rows.order_by("-version").first()
    return replace(entry, state=newest.state, comment=newest.comment) if newest else entry
