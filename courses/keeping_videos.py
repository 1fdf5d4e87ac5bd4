"""Drafts that show a video: Wagtail's reference index knows only what is published."""

from courses.blocks import raw_of_type
from courses.models import LessonPage


def draft_lessons_showing(source_id: int) -> list[str]:
    """Return the titles of lessons whose newest draft holds the video; reads drafts one by one: for rare acts."""
    drafts = LessonPage.objects.filter(has_unpublished_changes=True).select_related("latest_revision")
    return [
        lesson.title
        for lesson in drafts
        if any(raw["value"] == source_id for raw in raw_of_type(lesson.get_latest_revision_as_object().body, "video"))
    ]
