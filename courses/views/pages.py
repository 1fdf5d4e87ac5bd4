"""Catalogue, course and lesson: open to everybody. What depends on the reader comes from `courses.learning`."""

from collections.abc import Iterable
from typing import Any

from django.contrib.messages import get_messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.http import urlencode
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from core.content_version import content_version
from core.context import has_style, style_was_given
from core.page_middleware import is_thrifty, same_for_strangers
from core.pages_cache import kept
from courses.addresses import course_path
from courses.browsing import find_courses, published_courses, used_sectors, used_topics
from courses.facing import LessonFace, face_of
from courses.learning import Place, course_context, lesson_context, place_in
from courses.listing import cards_of
from courses.models import CatalogPage, CoursePage, Enrolment, LessonPage
from courses.outline import outline_of
from courses.screens import module_rows, screen_of
from courses.weighing import DURATIONS, SIZES, course_weights, courses_within

PER_PAGE = 12
ASKED = ("kata", "topik", "bidang", "durasi", "ukuran")


@require_safe
@vary_on_headers("Cookie")
@same_for_strangers
def catalog_page(request: HttpRequest) -> HttpResponse:
    """List the published courses; words, topic, sector, duration and size narrow the list."""
    asked = {key: request.GET.get(key, "").replace("\0", "").strip()[:80] for key in ASKED}
    found = find_courses(asked["kata"], topic=asked["topik"], sector=asked["bidang"])
    if asked["durasi"] or asked["ukuran"]:
        found = found.filter(pk__in=courses_within(asked["durasi"], asked["ukuran"]))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "catalog": CatalogPage.objects.live().first(),
        "asked": asked,
        "is_asked": any(asked.values()),
        "page": page,
        "query": "".join(f"{urlencode({key: value})}&" for key, value in asked.items() if value),
        "cards": cards_of(page.object_list),
        "followed": _followed(request.user, page.object_list),
        "topics": used_topics(),
        "sectors": used_sectors(),
        "durations": DURATIONS,
        "sizes": SIZES,
        "weights": course_weights(),
    }
    return render(request, "courses/catalog.html", context)


@require_safe
@vary_on_headers("Cookie")
@same_for_strangers
def course_page(request: HttpRequest, course: str) -> HttpResponse:
    """Show what a course teaches and, to who takes it, how far they are."""
    version = content_version()
    page = _published(course)
    modules = kept(f"modules:{page.pk}", version, lambda: module_rows(outline_of(page)))
    learning = course_context(request.user, page)
    return render(request, page.template, {**screen_of(page, modules), "page": page, "learning": learning})


@require_safe
def module_page(request: HttpRequest, course: str, module: str) -> HttpResponse:
    """Lead to the module's place on the course page."""
    page = _published(course)
    if not page.modules().filter(slug=module).exists():
        raise Http404("module")
    return redirect(f"{course_path(page)}#{module}")


@require_safe
@vary_on_headers("Save-Data", "Cookie")  # the player begins with the data saver where the phone asks for it
@same_for_strangers
def lesson_page(request: HttpRequest, course: str, module: str, lesson: str) -> HttpResponse:
    """Show a lesson; its quiz, task and questions as they stand for the reader."""
    version = "" if request.GET else content_version()
    face = _face(request, version, course, module, lesson)
    if face is None:
        raise Http404("lesson")
    place = place_in(request.user, face)
    if not place.shared_key(face) or not version or len(get_messages(request)):
        learning = lesson_context(face, place, reader=request.user)
        return render(request, LessonPage.template, {"face": face, "learning": learning})
    return HttpResponse(_shared_page(request, face, place, version))


def _shared_page(request: HttpRequest, face: LessonFace, place: Place, version: str) -> str:
    """Return the page of all readers who stand where this one does; only the token of its form is the reader's own."""
    mark = f"token-{version}"  # nobody who writes a lesson can know it

    def make() -> str:
        values = {"face": face, "learning": lesson_context(face, place), "csrf_token": mark}
        return render_to_string(LessonPage.template, values, request)

    look = f"{is_thrifty(request):d}{has_style(request):d}"
    page = kept(f"lesson:{face.url}:{place.shared_key(face)}{look}", version, make)
    if not has_style(request):
        style_was_given(request)
    return page.replace(mark, get_token(request)) if mark in page else page


def _face(request: HttpRequest, version: str, *slugs: str) -> LessonFace | None:
    """Return the face of the lesson called so, made for this request or kept from an earlier one.

    The player shows the choice and the moment asked for; without a question only `Save-Data` makes a difference.
    """
    return kept(f"face:{'/'.join(slugs)}:{is_thrifty(request):d}", version, lambda: _made_face(request, *slugs))


def _made_face(request: HttpRequest, course: str, module: str, lesson: str) -> LessonFace | None:
    outline = outline_of(_published(course))
    lessons = (one for part in outline.modules if part.module.slug == module for one in part.lessons)
    found = next((one for one in lessons if one.slug == lesson), None)
    return face_of(found, outline, {"request": request}) if found else None


def _followed(person: Any, courses: Iterable[CoursePage]) -> set[int]:
    """Return the ids of the courses among `courses` that `person` takes."""
    if not person.is_authenticated:
        return set()
    own = Enrolment.objects.filter(person=person, course__in=[course.pk for course in courses])
    return set(own.values_list("course_id", flat=True))


def _published(slug: str) -> CoursePage:
    """Return the published course called `slug`; 404 otherwise."""
    course = published_courses().filter(slug=slug).first()
    if course is None:
        raise Http404("course")
    return course
