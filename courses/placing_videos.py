"""Videos in lessons, put there by the program: what a lesson says aloud, putting a video in, taking it out.

The revision made here counts as a loaded one, so `load_courses` still sees a lesson that no editor has touched.
"""

import uuid
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.db import transaction
from django.utils.html import strip_tags

from courses.models import LessonPage, LoadedItem

PARAGRAPH_ENDS = ("</p>", "</li>", "</h2>", "</h3>", "</h4>", "<br/>")
Raw = dict[str, Any]


def paragraphs_of(lesson: LessonPage) -> list[str]:
    """Return what the lesson tells, as plain paragraphs in order; questions and tasks are left out."""
    return [text for raw in lesson.body.raw_data for text in _told(raw) if text]


def place_video(lesson: LessonPage, source_id: int) -> None:
    """Put a video first in the lesson and publish it; a lesson that has a video already is left as it is."""
    if lesson.video_ids:
        return
    block = {"type": "video", "value": source_id, "id": str(uuid.uuid4())}
    _publish(lesson, [block, *lesson.body.raw_data])


def take_videos_out(source_ids: set[int]) -> None:
    """Take these videos out of every lesson that shows one of them."""
    for lesson in LessonPage.objects.all():
        if source_ids & set(lesson.video_ids):
            _publish(lesson, [raw for raw in lesson.body.raw_data if not _shows(raw, source_ids)])


def _shows(raw: Raw, source_ids: set[int]) -> bool:
    return raw["type"] == "video" and raw["value"] in source_ids


@transaction.atomic
def _publish(lesson: LessonPage, blocks: list[Raw]) -> None:
    untouched = LoadedItem.objects.filter(page=lesson, revision_id=lesson.latest_revision_id)
    loaded = list(untouched.values_list("pk", flat=True))
    lesson.body = blocks  # type: ignore[assignment]  # a stream takes its stored form
    revision = lesson.save_revision(changed=False)
    revision.publish()
    LoadedItem.objects.filter(pk__in=loaded).update(revision=revision)


def _told(raw: Raw) -> Iterator[str]:
    """Yield the paragraphs of one stored block."""
    value = raw["value"]
    if raw["type"] == "text":
        for end in PARAGRAPH_ENDS:
            value = value.replace(end, f"{end}\n")
        yield from (" ".join(unescape(strip_tags(line)).split()) for line in value.split("\n"))
    elif raw["type"] == "steps":
        yield value.get("title", "")
        yield from (item["value"] for item in value["steps"])
    elif raw["type"] == "tip":
        yield value
