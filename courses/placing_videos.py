"""Videos in lessons, put there by the program: what a lesson says aloud, putting a video in, taking it out.

The revision made here counts as a loaded one, so `load_courses` still sees a lesson that no editor has touched.
"""

import uuid
from collections.abc import Callable, Iterable, Iterator
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
    """Put a video first in the lesson and in its draft; a lesson that has a video already is left as it is."""
    block = {"type": "video", "value": source_id, "id": str(uuid.uuid4())}
    _change(lesson, lambda one: one.body.raw_data if one.video_ids else [block, *one.body.raw_data])


def take_videos_out(source_ids: set[int]) -> None:
    """Take these videos out of every lesson that shows one of them, published or in a draft."""
    for lesson in LessonPage.objects.all():
        _change(lesson, lambda one: [raw for raw in one.body.raw_data if not _shows(raw, source_ids)])


def is_as_loaded(lesson: LessonPage) -> bool:
    """Say whether no editor has touched the lesson since the program last wrote it."""
    return LoadedItem.objects.filter(page=lesson, revision_id=lesson.latest_revision_id).exists()


def _shows(raw: Raw, source_ids: set[int]) -> bool:
    return raw["type"] == "video" and raw["value"] in source_ids


@transaction.atomic
def _change(lesson: LessonPage, blocks_of: Callable[[LessonPage], Iterable[Raw]]) -> None:
    """Change what is published and what stands in the draft, each for itself: the draft stays the newest."""
    draft = lesson.get_latest_revision_as_object() if lesson.has_unpublished_changes else None
    is_published_anew = _write(lesson, blocks_of)
    if draft is None:
        return
    before = list(draft.body.raw_data)
    draft.body = list(blocks_of(draft))
    if is_published_anew or list(draft.body.raw_data) != before:
        draft.save_revision()


def _write(lesson: LessonPage, blocks_of: Callable[[LessonPage], Iterable[Raw]]) -> bool:
    """Change the page itself and publish it again if it is published; say whether that was needed."""
    blocks = list(blocks_of(lesson))
    if blocks == list(lesson.body.raw_data):
        return False
    untouched = LoadedItem.objects.filter(page=lesson, revision_id=lesson.latest_revision_id)
    loaded = list(untouched.values_list("pk", flat=True))
    lesson.body = blocks  # type: ignore[assignment]  # a stream takes its stored form
    if not lesson.live:
        lesson.save(clean=False)
        return False
    revision = lesson.save_revision(changed=False)
    revision.publish()
    LoadedItem.objects.filter(pk__in=loaded).update(revision=revision)
    return True


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
