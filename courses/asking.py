"""Questions under a lesson and the instructors' answers."""

import uuid
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from core.clock import now
from core.content_version import content_changed
from courses import telling
from courses.errors import QuestionAnswered, TooManyQuestions
from courses.models import LearnerQuestion, LessonPage

MOST_SHOWN = 5  # of everybody, on the lesson page itself
MOST_WAITING = 10  # of one person, so that nobody can fill the instructors' queue


def ask_question(person: Any, lesson: LessonPage, *, text: str, form_key: uuid.UUID) -> LearnerQuestion:
    """Keep a question; the same form sent twice makes one. Raises TooManyQuestions."""
    earlier = LearnerQuestion.objects.filter(person=person, answered_at__isnull=True).exclude(form_key=form_key)
    if earlier.count() >= MOST_WAITING:
        raise TooManyQuestions(most=MOST_WAITING)
    question, _ = LearnerQuestion.objects.get_or_create(
        person=person, form_key=form_key, defaults={"lesson": lesson, "text": text.strip(), "asked_at": now()}
    )
    return question


def answer_question(question: LearnerQuestion, *, answer: str, hide: bool, by: Any) -> LearnerQuestion:
    """Answer once and tell the one who asked. `hide` keeps it from other readers. Raises QuestionAnswered."""
    with transaction.atomic():
        waiting = LearnerQuestion.objects.filter(pk=question.pk, answered_at__isnull=True)
        if waiting.update(answer=answer.strip(), is_hidden=hide, answered_by=by, answered_at=now()) != 1:
            raise QuestionAnswered
        content_changed()
        question.refresh_from_db()
        telling.tell_question_answered(question)
    return question


def hide_question(question: LearnerQuestion, *, hide: bool) -> None:
    """Hide an answered question from readers, or show it again; who asked always sees it."""
    with transaction.atomic():
        question.is_hidden = hide
        question.save(update_fields=["is_hidden"])
        content_changed()


def questions_under(lesson: LessonPage | int, reader: Any) -> "QuerySet[LearnerQuestion]":
    """Return what `reader` sees under the lesson: answered questions of all, and all of their own; newest last."""
    visible = Q(answered_at__isnull=False, is_hidden=False)
    if reader.is_authenticated:
        visible |= Q(person=reader)
    return LearnerQuestion.objects.filter(visible, lesson=lesson).order_by("asked_at", "pk")


def first_questions(lesson: LessonPage | int, reader: Any) -> "QuerySet[LearnerQuestion]":
    """Return of those the newest few and the reader's own, for the lesson page."""
    newest = questions_under(lesson, reader).order_by("-asked_at", "-pk").values("pk")[:MOST_SHOWN]
    shown = Q(pk__in=newest)
    if reader.is_authenticated:
        shown |= Q(person=reader)
    return questions_under(lesson, reader).filter(shown)
