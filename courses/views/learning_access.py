"""What every screen of a learner shares: sign in first, nothing kept by caches, faults as clear pages."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from core.errors import UserFault
from courses.addresses import course_path, lesson_path
from courses.answer_rows import read_attempt
from courses.browsing import published_courses
from courses.enrolling import enrolment_of
from courses.errors import NotEnrolled, NotYourAttempt
from courses.lesson_rows import read_lesson
from courses.models import Attempt, CoursePage, Enrolment, LessonPage
from courses.permissions import can_see_attempt

View = Callable[..., HttpResponse]


def faults_as_pages(view: View) -> View:
    """Show a UserFault that nobody caught as a page that says what to do; never cache a learner's screen."""

    @never_cache
    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NotYourAttempt as fault:
            return refuse(request, fault, status=404)  # the same for one that isn't there: ids can't be tried out
        except UserFault as fault:
            return refuse(request, fault, status=409)

    return wrapped


def for_learners(view: View) -> View:
    """Ask to sign in first, then as `faults_as_pages`."""
    return faults_as_pages(login_required(view))


def refuse(request: HttpRequest, fault: UserFault, *, status: int) -> HttpResponse:
    """Return the page that says what is wrong and what to do next."""
    return render(request, "courses/refused.html", {"fault": fault}, status=status)


def published_course(slug: str) -> CoursePage:
    """Return the published course called `slug`; 404 otherwise."""
    return get_object_or_404(published_courses(), slug=slug)


def published_lesson(pk: int) -> LessonPage:
    """Return the lesson; 404 unless it, its module and its course are published."""
    lesson = read_lesson(pk)
    if lesson is None or not (lesson.live and lesson.module.live and lesson.course.live):
        raise Http404("lesson")
    return lesson


def enrolment_in(request: HttpRequest, course: CoursePage) -> Enrolment:
    """Return the reader's enrolment. Raises NotEnrolled."""
    enrolment = enrolment_of(request.user, course)
    if enrolment is None:
        raise NotEnrolled
    return enrolment


def ask_to_enrol(course: CoursePage, back_to: str) -> HttpResponse:
    """Send a reader who isn't enrolled to the page where they can, and back afterwards."""
    return redirect(f"{reverse('learning_enrol', args=[course.slug])}?{urlencode({'next': back_to})}")


def own_attempt(request: HttpRequest, pk: int) -> Attempt:
    """Return the reader's attempt with its enrolment, course and lesson. Raises NotYourAttempt."""
    attempt = read_attempt(pk)
    if attempt is None or not can_see_attempt(request.user, attempt):
        raise NotYourAttempt
    return attempt


def home_of(attempt: Attempt) -> str:
    """Return the page an attempt was started from: the quiz's lesson or the course."""
    return lesson_path(attempt.lesson) if attempt.lesson else course_path(attempt.enrolment.course)
