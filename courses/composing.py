"""Turns the plain values of a course file into what pages and questions hold. Knows no row."""

import hashlib
import json
import uuid
from typing import Any

from django.utils.html import escape
from django.utils.text import slugify

from courses.syllabus import CourseText, LessonText, ModuleText, QuestionText

NAMESPACE = uuid.UUID("6f1c9a44-6a0e-5d7e-9a0c-7f5f0f3b8e11")
QUIZ_SLUG = "kuis"
BANK = "/soal/"

Values = dict[str, Any]


def course_values(course: CourseText) -> Values:
    """Return the fields of the course page; topics and sectors come from elsewhere."""
    return {
        "title": course.title,
        "slug": course.slug,
        "summary": course.summary,
        "search_description": course.summary,
        "audience": course.audience,
        "note": course.note,
        "pass_mark": course.pass_mark,
        "intro": paragraphs_html(course.intro, course.slug),
    }


def module_values(module: ModuleText) -> Values:
    """Return the fields of a module page."""
    return {"title": module.title, "slug": f"modul-{module.number}", "jp": module.jp}


def lesson_values(lesson: LessonText, module: ModuleText, key: str) -> Values:
    """Return the fields of a lesson page; a practice task becomes its last block."""
    body = [_block("text", paragraphs_html(lesson.paragraphs, key), key)]
    if lesson.task:
        instruction = lesson.task[:1].upper() + lesson.task[1:]
        body.append(_block("task", {"title": f"Praktik modul {module.number}", "instruction": instruction}, key))
    return {"title": lesson.title, "slug": slugify(lesson.title), "body": body}


def quiz_values(module: ModuleText, key: str) -> Values:
    """Return the fields of the lesson that holds a module's quiz."""
    questions = [_quiz_item(question, key) for question in module.quiz]
    body = [_block("quiz", {"questions": questions}, key)]
    return {"title": f"Kuis modul {module.number}", "slug": QUIZ_SLUG, "body": body}


def bank_values(question: QuestionText) -> Values:
    """Return the fields of a test question."""
    return {
        "text": question.text,
        "options": list(question.options),
        "correct": question.correct,
        "explanation": question.explanation,
    }


def paragraphs_html(paragraphs: list[str], key: str) -> str:
    """Return plain paragraphs as rich text; whatever looks like HTML in them stays text."""
    return "".join(
        f'<p data-block-key="{_short(f"{key}/p{place}")}">{escape(text)}</p>' for place, text in enumerate(paragraphs)
    )


def digest_of(values: Values) -> str:
    """Return a short fingerprint of field values."""
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:40]


def question_key(slug: str, question: QuestionText) -> str:
    """Return the key of a test question, which follows its text: another text is another question."""
    return f"{slug}{BANK}{_short(question.text.casefold())}"


def _block(kind: str, value: Any, key: str) -> Values:
    """Return a stored block; its id comes from the file, so that records still fit after loading again."""
    return {"type": kind, "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{key}/{kind}"))}


def _quiz_item(question: QuestionText, key: str) -> Values:
    """Return a stored question of a quiz."""
    options = dict(zip(("option_a", "option_b", "option_c", "option_d"), question.options, strict=True))
    value = {"text": question.text, **options, "correct": str(question.correct), "explanation": question.explanation}
    return {"type": "item", "value": value, "id": str(uuid.uuid5(NAMESPACE, f"{key}/{question.text.casefold()}"))}


def _short(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
