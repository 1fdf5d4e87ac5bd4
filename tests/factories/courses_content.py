"""Courses for tests, made in a few milliseconds: no revisions, no files. The full way is `load_courses`."""

import itertools
import uuid

from courses.loading import ensure_catalog
from courses.models import BankQuestion, CoursePage, LessonPage, ModulePage

_number = itertools.count(1)


def block(kind, value):
    """Return the stored form of a block with an id of its own."""
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def question_item(text="Apa tugas pertama kemasan?", correct=1):
    """Return the stored form of one quiz question; option A is 0."""
    value = {
        "text": text,
        "option_a": "Menarik",
        "option_b": "Melindungi",
        "option_c": "Murah",
        "option_d": "Besar",
        "correct": str(correct),
        "explanation": "Produk yang rusak tidak dapat dijual.",
    }
    return {"type": "item", "value": value, "id": str(uuid.uuid4())}


def quiz_block(questions=2):
    """Return a quiz of `questions` questions whose right answer is always option B (index 1)."""
    return block("quiz", {"questions": [question_item(f"Pertanyaan kuis {n}?") for n in range(1, questions + 1)]})


def task_block(title="Praktik modul 1"):
    """Return a practice task."""
    return block("task", {"title": title, "instruction": "Foto satu produk Anda."})


def text_block(html="<p>Kemasan punya empat tugas.</p>"):
    """Return a text block."""
    return block("text", html)


def make_lesson(module, *, title=None, slug=None, body=None, live=True):
    """Add a lesson to `module`; without `body` it holds one paragraph."""
    number = next(_number)
    lesson = LessonPage(
        title=title or f"Pelajaran {number}", slug=slug or f"pelajaran-{number}", body=body or [text_block()], live=live
    )
    return module.add_child(instance=lesson)


def make_module(course, *, number=1, jp=4, lessons=1, quiz=False, task=False, live=True):
    """Add a module with `lessons` reading lessons; the last carries the task, then a lesson `kuis` if asked for."""
    module = course.add_child(
        instance=ModulePage(title=f"Modul percobaan {number}", slug=f"modul-{number}", jp=jp, live=live)
    )
    for place in range(1, lessons + 1):
        body = [text_block()]
        if task and place == lessons:
            body.append(task_block(f"Praktik modul {number}"))
        make_lesson(module, body=body)
    if quiz:
        make_lesson(module, title=f"Kuis modul {number}", slug="kuis", body=[quiz_block()])
    return module


def make_course(*, slug=None, modules=1, lessons=1, quiz=False, task=False, bank=0, live=True, **fields):
    """Return a published course with `modules` modules of `lessons` lessons each.

    `quiz` adds a lesson `kuis` to every module, `task` a practice task to each module's last lesson,
    `bank` that many test questions (right answer: option B, index 1). Other fields go to `CoursePage`.
    """
    number = next(_number)
    values = {"title": f"Kursus percobaan {number}", "summary": "Belajar mengemas.", "audience": "Semua pelaku IKM"}
    course = ensure_catalog().add_child(
        instance=CoursePage(**{**values, **fields}, slug=slug or f"kursus-{number}", live=live)
    )
    for place in range(1, modules + 1):
        make_module(course, number=place, lessons=lessons, quiz=quiz, task=task)
    BankQuestion.objects.bulk_create(bank_question(course, place) for place in range(1, bank + 1))
    return course


def bank_question(course, number=1):
    """Return an unsaved test question whose right answer is option B (index 1)."""
    return BankQuestion(
        course=course,
        text=f"Pertanyaan tes {number}?",
        options=["Salah satu", "Benar", "Salah dua", "Salah tiga"],
        correct=1,
        explanation="Karena begitu.",
    )
