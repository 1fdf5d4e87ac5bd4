"""What a lesson page shows to everybody, as plain values and finished HTML: the costly part of the page.

Nothing in it depends on who reads, so it may be kept and shared; `courses.learning` adds what is the reader's own.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe

from courses.addresses import course_path, lesson_path
from courses.blocks import Question, Task
from courses.models import LessonPage
from courses.outline import Outline

Context = dict[str, Any]

OWN_BLOCKS = ("quiz", "task")  # whose doors depend on the reader


@dataclass(frozen=True)
class Link:
    """The title of a page and where it is."""

    title: str
    url: str


@dataclass(frozen=True)
class Part:
    """A stretch of the lesson: `html` as it stands, or the place of the `quiz` or `task`."""

    kind: str
    html: str = ""


@dataclass(frozen=True)
class LessonFace:
    """A published lesson with its place in the course."""

    pk: int
    title: str
    seo_title: str
    about: str
    url: str
    course_id: int
    course_slug: str
    course_title: str
    course_url: str
    module_id: int
    module_number: int
    module_title: str
    previous: Link | None
    next: Link | None
    parts: tuple[Part, ...]
    video_ids: tuple[int, ...]
    quiz_key: str
    questions: tuple[Question, ...]
    task: Task | None

    @property
    def has_quiz(self) -> bool:
        """Whether the learner answers questions here."""
        return bool(self.questions)


def face_of(
    lesson: LessonPage, outline: Outline, context: Context | None = None, *, as_draft: bool = False
) -> LessonFace:
    """Return the face of a lesson; blocks are rendered with `context`.

    A draft may stand below what is not published; its quiz and task are shown as editors see them.
    """
    before = [other for other in outline.lessons if other.path < lesson.path]
    after = outline.lesson_after(lesson)
    course = outline.course
    part = next((part for part in outline.modules if lesson.path.startswith(part.module.path)), None)
    module = part.module if part else lesson.module
    return LessonFace(
        pk=lesson.pk,
        title=lesson.title,
        seo_title=lesson.seo_title,
        about=lesson.search_description or lesson.opening or course.summary,
        url=f"{course_path(course)}{module.slug}/{lesson.slug}/",
        course_id=course.pk,
        course_slug=course.slug,
        course_title=course.title,
        course_url=course_path(course),
        module_id=module.pk,
        module_number=part.number if part else 0,
        module_title=module.title,
        previous=_link(before[-1], outline) if before else None,
        next=_link(after, outline) if after else None,
        parts=tuple(_parts(lesson, context or {}, () if as_draft else OWN_BLOCKS)),
        video_ids=tuple(lesson.video_ids),
        quiz_key=lesson.quiz_key,
        questions=tuple(lesson.quiz_questions),
        task=lesson.task,
    )


def _parts(lesson: LessonPage, context: Context, own: Collection[str]) -> list[Part]:
    """Return the blocks in order, what stands between the `own` ones joined to one stretch."""
    parts: list[Part] = []
    for block in lesson.body:
        if block.block_type in own:
            parts.append(Part(block.block_type))
            continue
        html = str(block.render(context=context))
        if parts and parts[-1].kind == "html":
            html = f"{parts.pop().html}\n{html}"
        parts.append(Part("html", mark_safe(html)))  # the blocks' own templates have escaped it
    return parts


def _link(lesson: LessonPage, outline: Outline) -> Link:
    return Link(lesson.title, lesson_path(lesson))
