"""Joining a course, finishing lessons, and the doors of quizzes and tests."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from core.clock import now
from core.errors import UserFault
from courses import passing
from courses.addresses import course_path, lesson_path
from courses.attempting import start_final, start_pretest, start_quiz
from courses.enrolling import enrol, enrolment_of
from courses.errors import QuestionsMissing
from courses.learning import next_step
from courses.models import Attempt, AttemptKind, CoursePage, Enrolment
from courses.plans import plans_of
from courses.progressing import mark_lesson_done
from courses.standing import Progress, progress_of
from courses.views.learning_access import ask_to_enrol, for_learners, published_course, published_lesson


@for_learners
def enrol_page(request: HttpRequest, course: str) -> HttpResponse:
    """Say what joining means; joining leads back to where the person was, or to the first step."""
    page = published_course(course)
    next_url = _safe_next(request)
    if request.method == "POST":
        step = next_step(progress_of(enrol(request.user, page)))
        messages.success(request, f"Anda ikut kursus {page.title}. Kemajuan Anda tersimpan mulai sekarang.")
        return redirect(next_url or (step.url if step else course_path(page)))
    if enrolment_of(request.user, page):
        return redirect(next_url or course_path(page))
    context = {
        "course": page,
        "course_url": course_path(page),
        "next_url": next_url,
        "minutes_per_jp": settings.COURSES_MINUTES_PER_JP,
    }
    return render(request, "courses/enrol.html", context)


@for_learners
def pretest_page(request: HttpRequest, course: str) -> HttpResponse:
    """Say what the pre-test is for; starting it leads to its first open question."""
    page = published_course(course)
    enrolment = enrolment_of(request.user, page)
    if enrolment is None:
        return ask_to_enrol(page, request.path)
    if request.method == "POST":
        return _start(request, page, enrolment, start_pretest)
    progress = progress_of(enrolment)
    return render(
        request,
        "courses/pretest.html",
        {
            "course": page,
            "course_url": course_path(page),
            "progress": progress,
            "count": settings.COURSES_PRETEST_QUESTIONS,
            "first_lesson_url": _first_lesson_url(progress),
        },
    )


@for_learners
def final_page(request: HttpRequest, course: str) -> HttpResponse:
    """Say what the final test asks, what is missing before it, and what came of earlier goes."""
    page = published_course(course)
    enrolment = enrolment_of(request.user, page)
    if enrolment is None:
        return ask_to_enrol(page, request.path)
    if request.method == "POST":
        return _start(request, page, enrolment, start_final)
    progress = progress_of(enrolment)
    return render(
        request,
        "courses/final.html",
        {
            "course": page,
            "course_url": course_path(page),
            "progress": progress,
            "standing": progress.standing,
            "attempts": Attempt.objects.filter(enrolment=enrolment, kind=AttemptKind.FINAL),
            "count": settings.COURSES_FINAL_QUESTIONS,
            "hours": settings.COURSES_FINAL_WAIT_HOURS,
            "closed": _why_closed(progress),
            "next_step": next_step(progress),
        },
    )


@for_learners
def quiz_start(request: HttpRequest, lesson: int) -> HttpResponse:
    """Open the lesson's quiz; a plain visit leads to the lesson, which has the button."""
    page = published_lesson(lesson)
    here = lesson_path(page)
    if request.method != "POST":
        return redirect(here)
    enrolment = enrolment_of(request.user, page.course)
    if enrolment is None:
        return ask_to_enrol(page.course, here)
    return _to_open_question(start_quiz(enrolment, page))


@for_learners
def finish_lesson(request: HttpRequest, lesson: int) -> HttpResponse:
    """Mark a lesson as done and go on: to the next lesson, or to the course page after the last."""
    page = published_lesson(lesson)
    here = lesson_path(page)
    if request.method != "POST":
        return redirect(here)
    enrolment = enrolment_of(request.user, page.course)
    if enrolment is None:
        return ask_to_enrol(page.course, here)
    try:
        mark_lesson_done(enrolment, page)
    except UserFault as fault:
        messages.warning(request, fault.message)
        return redirect(here)
    after = plans_of([page.course.pk])[page.course.pk].lesson_after(page.pk)
    return redirect(after.url if after else course_path(page.course))


def _start(
    request: HttpRequest, course: CoursePage, enrolment: Enrolment, start: Callable[[Enrolment], Attempt]
) -> HttpResponse:
    try:
        return _to_open_question(start(enrolment))
    except UserFault as fault:
        messages.warning(request, fault.message)
        return redirect(course_path(course))


def _to_open_question(attempt: Attempt) -> HttpResponse:
    first = attempt.answers.filter(choice__isnull=True).order_by("position").first()
    if first is None:
        return redirect("learning_overview", attempt.pk)
    return redirect("learning_question", attempt.pk, first.position)


def _first_lesson_url(progress: Progress) -> str:
    """Return where reading starts, for those who leave the pre-test for later."""
    lesson = progress.next_lesson
    return lesson.url if lesson else progress.plan.url


def _why_closed(progress: Progress) -> UserFault | None:
    """Return the reason why no go at the final test may start or go on now."""
    if progress.open_final:
        return None
    try:
        passing.check_final_may_start(progress.standing, now())
    except UserFault as fault:
        return fault
    return None if progress.questions else QuestionsMissing()


def _safe_next(request: HttpRequest) -> str:
    """Return the address to go back to, if it is one of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/")
    return wanted if is_ours else ""
