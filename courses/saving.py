"""What a phone keeps of a lesson or a course: the page without its reader, the files it shows, the videos' hashes.

Lessons are public, so all of it is; nothing personal may get in. A revision is the hash of what a learner would see:
it changes when that does, and only then (a new stylesheet alone is no new lesson).
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string

from core.content_version import content_version
from core.context import site_values
from core.pages_cache import kept
from courses.addresses import course_path
from courses.facing import LessonFace, face_of
from courses.forms import QuestionForm, TaskForm
from courses.models import LessonPage
from courses.outline import Outline
from courses.saved_files import files_of
from courses.screens import course_screen
from media.public import savable_videos

REVISION_LETTERS = 16
WORDS = ("audio", "hemat", "biasa", "jelas")  # from light to heavy

Json = dict[str, Any]


def saved_lesson_page(face: LessonFace) -> str:
    """Return the lesson as a page that is the same for everybody."""
    values = {
        **site_values(),
        "face": face,
        "quiz_pass_mark": settings.COURSES_QUIZ_PASS_MARK,
        "task_form": TaskForm(auto_id="tugas_%s"),
        "question_form": QuestionForm(auto_id="tanya_%s"),
    }
    return render_to_string("courses/saved_lesson.html", values)


def saved_course_page(outline: Outline) -> str:
    """Return the course as a page that is the same for everybody."""
    return render_to_string("courses/saved_course.html", {**site_values(), **course_screen(outline.course, outline)})


def saved_lesson(lesson: LessonPage, outline: Outline) -> Json:
    """Return everything a phone needs to keep the lesson."""
    face = face_of(lesson, outline)
    page = saved_lesson_page(face)
    files = files_of(page)
    content = {
        "id": face.pk,
        "title": face.title,
        "url": face.url,
        "course": {"id": face.course_id, "slug": face.course_slug, "title": face.course_title},
        "module": {"id": face.module_id, "number": face.module_number, "title": face.module_title},
        "videos": [video.as_json() for video in savable_videos(face.video_ids)],
        "quiz": _quiz(face),
        "task": _task(face),
    }
    shown = [file for file in files if _is_of_lesson(file)]
    seen = {"face": asdict(face), "files": shown, **content}
    described = {"url": f"/simpan/pelajaran/{face.pk}/", **_weight(page)}
    return {**content, "revision": hash_of(seen), "page": described, "files": files}


def saved_course(outline: Outline) -> Json:
    """Return what a phone needs to know before it keeps the course, or to tell what changed since it did."""
    course = outline.course
    page = saved_course_page(outline)
    modules = [
        {
            "id": part.module.pk,
            "number": part.number,
            "title": part.module.title,
            "lessons": [_in_course(kept_lesson(lesson, outline)) for lesson in part.lessons],
        }
        for part in outline.modules
    ]
    content = {"id": course.pk, "slug": course.slug, "title": course.title, "url": course_path(course)}
    described = {"url": f"/simpan/kursus/{course.slug}/", **_weight(page)}
    told = [course.summary, course.intro, course.audience, course.note, course.pass_mark, str(course.instructor or "")]
    return {**content, "revision": hash_of([content, told, _seen(modules)]), "page": described, "modules": modules}


def _seen(modules: list[Json]) -> list[Any]:
    """Return what a learner would see of modules: a lesson's weight alone changes with the looks of the site."""
    keys = ("id", "title", "url", "revision")
    return [{**part, "lessons": [[one[key] for key in keys] for one in part["lessons"]]} for part in modules]


def hash_of(content: Any) -> str:
    """Return a short hash of plain values."""
    told = json.dumps(content, sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:REVISION_LETTERS]


def kept_lesson(lesson: LessonPage, outline: Outline) -> Json:
    """Return `saved_lesson`, made once for all who ask about the course while nothing changes."""
    return kept(f"saved-lesson:{lesson.pk}", content_version(), lambda: saved_lesson(lesson, outline))


def _in_course(saved: Json) -> Json:
    """Return what the list of a course says of a lesson; its weight is that of page, pictures and documents."""
    weight = saved["page"]["size"] + sum(file["size"] for file in saved["files"] if _is_of_lesson(file))
    kept = {key: saved[key] for key in ("id", "title", "url", "revision")}
    return {**kept, "bytes": weight, "choices": dict(_choices(saved["videos"]))}


def _is_of_lesson(file: Json) -> bool:
    """Say whether a file belongs to the lesson, and not to every page of the site."""
    return not file["url"].startswith(settings.STATIC_URL)


def _choices(videos: list[Json]) -> Iterator[tuple[str, list[int]]]:
    """Yield what all videos weigh in each choice: as tried first, and as every phone can play it."""
    words = {one["word"] for video in videos for one in video["choices"]}
    for word in sorted(words, key=WORDS.index):
        pairs = [_sizes(video, word) for video in videos]
        yield word, [sum(sizes) for sizes in zip(*pairs, strict=True)]


def _sizes(video: Json, word: str) -> tuple[int, int]:
    """Return the sizes of the first and the last way; of the next lighter choice's last where this one is missing."""
    same = [one["size"] for one in video["choices"] if one["word"] == word]
    lighter = [one["size"] for one in video["choices"] if WORDS.index(one["word"]) < WORDS.index(word)]
    found = same or lighter[-1:] or [0]
    return found[0], found[-1]


def _weight(page: str) -> Json:
    content = page.encode()
    return {"size": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def _quiz(face: LessonFace) -> Json | None:
    if not face.questions:
        return None
    return {
        "block": face.quiz_key,
        "pass_mark": int(settings.COURSES_QUIZ_PASS_MARK),
        "questions": [asdict(question) for question in face.questions],
    }


def _task(face: LessonFace) -> Json | None:
    if face.task is None:
        return None
    return {"block": face.task.key, "title": face.task.title, "instruction": face.task.instruction}
