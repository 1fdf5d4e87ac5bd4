"""`/simpan/...`: what a phone keeps of lessons and courses. Open to everybody, as they are; nothing personal in it."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_cache_control
from django.views.decorators.http import require_safe

from core.content_version import content_version
from core.pages_cache import kept
from courses.browsing import published_courses
from courses.facing import face_of
from courses.models import LessonPage
from courses.outline import Outline, outline_of
from courses.saving import saved_course, saved_course_page, saved_lesson, saved_lesson_page

HTML, JSON = "text/html; charset=utf-8", "application/json"


@require_safe
def lesson_list(request: HttpRequest, lesson: int) -> HttpResponse:
    """List what belongs to a lesson."""
    return _answer(request, JSON, f"list-of:{lesson}", lambda: _as_json(saved_lesson(*_found(lesson))))


@require_safe
def lesson_page(request: HttpRequest, lesson: int) -> HttpResponse:
    """Show the lesson as a phone keeps it."""
    return _answer(request, HTML, f"lesson:{lesson}", lambda: saved_lesson_page(face_of(*_found(lesson))))


@require_safe
def course_list(request: HttpRequest, course: str) -> HttpResponse:
    """List the lessons of a course with their revisions and sizes."""
    return _answer(request, JSON, f"list-of-course:{course}", lambda: _as_json(saved_course(outline_called(course))))


@require_safe
def course_page(request: HttpRequest, course: str) -> HttpResponse:
    """Show the course as a phone keeps it."""
    return _answer(request, HTML, f"course:{course}", lambda: saved_course_page(outline_called(course)))


def _answer(request: HttpRequest, kind: str, name: str, make: Callable[[], str]) -> HttpResponse:
    """Answer with content, or say that the phone has it already. Asked for anew each time: it may change any moment.

    Kept under a `name` of ours: addresses are endless, `007.json` is another one of lesson 7.
    """
    content = kept(f"saved:{name}", content_version(), make)
    etag = f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'
    response = HttpResponse(content, content_type=kind, headers={"ETag": etag})
    patch_cache_control(response, public=True, no_cache=True)
    return get_conditional_response(request, etag=etag, response=response) or response


def _as_json(content: dict[str, Any]) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def outline_called(slug: str) -> Outline:
    """Return the published course with its lessons; 404 where there is none."""
    course = published_courses().filter(slug=slug).first()
    if course is None:
        raise Http404("course")
    return outline_of(course)


def _found(pk: int) -> tuple[LessonPage, Outline]:
    """Return a lesson and its course; 404 unless it and everything above it is published."""
    lesson = LessonPage.objects.live().filter(pk=pk).first()
    course = lesson and published_courses().filter(path=lesson.ancestor_path(2)).first()
    outline = course and outline_of(course)
    found = outline and next((one for one in outline.lessons if one.pk == pk), None)
    if not found or not outline:
        raise Http404("lesson")
    return found, outline
