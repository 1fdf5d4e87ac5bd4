"""Which lessons the demo narrates, and how far it is."""

from pathlib import Path
from typing import Any

from courses.public import course_called, is_as_loaded, outline_of, paragraphs_of, place_video
from demo.narrating import make_lesson_video
from demo.people import find_people
from media.public import demo_sources, import_source, is_playable

COURSE = "kemasan"
LESSONS = (
    ("modul-1", "mengapa-kemasan-menentukan"),
    ("modul-1", "kemasan-primer-sekunder-dan-tersier"),
    ("modul-2", "mengenal-bahan-kemasan"),
)


def make_next_video(folder: Path) -> bool:
    """Make, import and place the first missing video; say whether there was one to make.

    A video file made before is used again. Nothing happens without the demo's instructor: the demo was removed.
    """
    instructor = find_people().filter(username="dewi").first()
    lesson = next(filter(_is_wanting, narrated_lessons()), None)
    if instructor is None or lesson is None:
        return False
    path = folder / f"{lesson.slug}.mp4"
    if not path.exists():
        make_lesson_video(lesson.title, paragraphs_of(lesson), path, course_title=lesson.course.title)
    source = _video_of(lesson) or import_source(path, title=lesson.title, owner=instructor, is_demo=True)
    place_video(lesson, source.pk)
    return True


def _is_wanting(lesson: Any) -> bool:
    """A lesson without a video wants one, unless it had one and an editor took it out."""
    return not lesson.video_ids and (_video_of(lesson) is None or is_as_loaded(lesson))


def _video_of(lesson: Any) -> Any:
    return demo_sources().filter(title=lesson.title).first()


def narrated_lessons() -> list[Any]:
    """Return the lessons that get a video, in order."""
    course = course_called(COURSE)
    if course is None:
        return []
    return [
        lesson
        for part in outline_of(course).modules
        for lesson in part.lessons
        if (part.module.slug, lesson.slug) in LESSONS
    ]


def progress() -> dict[str, int]:
    """Return how many of the demo's videos can be played, and how many there will be."""
    return {"ready": sum(map(is_playable, demo_sources())), "total": len(LESSONS)}
