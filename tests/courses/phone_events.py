"""What a phone sends of a course, made from its pages."""

import uuid

from tests.sync.phone import event


def done(lesson):
    return event("lesson_done", {"lesson": lesson.pk})


def go(lesson, *, right=None, block_id=None, questions=None):
    """Return a go at the lesson's quiz with `right` right answers, all without it."""
    shown = questions or lesson.quiz_questions
    right = len(shown) if right is None else right
    answers = [
        {"question": each.key, "option": each.correct if n < right else (each.correct + 1) % 4}
        for n, each in enumerate(shown)
    ]
    return event("quiz", {"lesson": lesson.pk, "block": block_id or lesson.quiz_key, "answers": answers})


def task(lesson, *files, text="Sudah saya kerjakan."):
    return event("task", {"lesson": lesson.pk, "text": text}, files=files)


def question(lesson, text="Kantong mana yang tepat untuk keripik?", key=None):
    return event("question", {"lesson": lesson.pk, "text": text, "form_key": key or str(uuid.uuid4())})
