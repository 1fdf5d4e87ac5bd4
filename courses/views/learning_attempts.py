"""Quizzes and tests, one question a screen. Every answer is saved by its own request."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from courses import passing
from courses.answer_rows import count_answers, find_answer
from courses.attempting import save_answer, submit_attempt
from courses.errors import AnswerFixed, AnswersMissing, AttemptClosed, ChoiceUnknown, PositionUnknown
from courses.keeping import keep_answer
from courses.learning import next_step
from courses.models import Answer, Attempt, AttemptKind
from courses.standing import progress_of
from courses.views.learning_access import faults_as_pages, for_learners, home_of, own_attempt

NO_CHOICE = -1


@dataclass(frozen=True)
class Option:
    """One option as the screen shows it. `mark` is `right` or `wrong` only after a quiz question was answered."""

    index: int
    text: str
    is_chosen: bool
    mark: str = ""


@faults_as_pages
def question_page(request: HttpRequest, attempt: int, position: int) -> HttpResponse:
    """Show one question, or save the option chosen. An answer that comes without a session waits for the sign-in."""
    if request.method == "POST":
        choice = _choice_in(request)
        if not request.user.is_authenticated:
            if choice != NO_CHOICE:
                keep_answer(request.session, attempt, position, choice)
            return redirect_to_login(request.path)
        return _save(request, attempt, position, choice)
    if not request.user.is_authenticated:
        return redirect_to_login(request.path)
    return _show(request, own_attempt(request, attempt), position)


@for_learners
def overview_page(request: HttpRequest, attempt: int) -> HttpResponse:
    """Show which questions are answered; from here the answers are handed in."""
    row = own_attempt(request, attempt)
    if not row.is_open:
        return redirect("learning_result", row.pk)
    answers = list(row.answers.all())
    left = [answer for answer in answers if answer.choice is None]
    context = {"attempt": row, "answers": answers, "left": left, "home": home_of(row)}
    context["may_submit"] = not left or row.kind == AttemptKind.PRETEST
    return render(request, "courses/overview.html", context)


@for_learners
def submit_page(request: HttpRequest, attempt: int) -> HttpResponse:
    """Hand in the answers; a plain visit leads to the overview, which has the button."""
    if request.method != "POST":
        return redirect("learning_overview", attempt)
    try:
        submit_attempt(attempt, by=request.user)
    except AnswersMissing as fault:
        messages.warning(request, fault.message)
        return redirect("learning_overview", attempt)
    return redirect("learning_result", attempt)


@for_learners
def result_page(request: HttpRequest, attempt: int) -> HttpResponse:
    """Show the mark and what to do next; a quiz also shows every explanation."""
    row = own_attempt(request, attempt)
    if row.is_open:
        return redirect("learning_overview", row.pk)
    answers = list(row.answers.all())
    progress = progress_of(row.enrolment)
    is_quiz = row.kind == AttemptKind.QUIZ
    context = {
        "attempt": row,
        "right": sum(answer.is_right for answer in answers),
        "total": len(answers),
        "home": home_of(row),
        "course": row.enrolment.course,
        "progress": progress,
        "standing": progress.standing,
        "next_step": next_step(progress),
        "reviewed": [(answer, _options(row, answer)) for answer in answers] if is_quiz else [],
        "is_passed": passing.is_quiz_passed(row.score or 0) if is_quiz else progress.is_final_passed,
    }
    return render(request, f"courses/result_{row.kind}.html", context)


def _save(request: HttpRequest, attempt: int, position: int, choice: int) -> HttpResponse:
    try:
        answer = save_answer(attempt, position, choice, by=request.user)
    except ChoiceUnknown as fault:
        return _show(request, own_attempt(request, attempt), position, error=fault.message)
    except AnswerFixed as fault:
        messages.warning(request, fault.message)
        return redirect("learning_question", attempt, position)
    except AttemptClosed as fault:
        messages.warning(request, fault.message)
        return redirect("learning_result", attempt)
    return _after(answer)


def _after(answer: Answer) -> HttpResponse:
    """Stay, where the explanation is shown next; else go to the next question, or to the overview after the last."""
    attempt = answer.attempt
    if attempt.kind == AttemptKind.QUIZ:
        return redirect("learning_question", attempt.pk, answer.position)
    if attempt.is_open and answer.position < count_answers(attempt):
        return redirect("learning_question", attempt.pk, answer.position + 1)
    return redirect("learning_overview", attempt.pk)


def _show(request: HttpRequest, attempt: Attempt, position: int, *, error: str = "") -> HttpResponse:
    is_quiz = attempt.kind == AttemptKind.QUIZ
    if not attempt.is_open and not is_quiz:
        return redirect("learning_result", attempt.pk)
    answer = find_answer(attempt, position)
    if answer is None:
        raise PositionUnknown
    total = count_answers(attempt)
    context = {
        "attempt": attempt,
        "answer": answer,
        "options": _options(attempt, answer),
        "is_explained": is_quiz and answer.choice is not None,
        "error": error,
        "position": position,
        "total": total,
        "before": position - 1,
        "after": position + 1 if position < total else 0,
        "home": home_of(attempt),
    }
    return render(request, "courses/question.html", context)


def _options(attempt: Attempt, answer: Answer) -> list[Option]:
    """Return the options in their shown order; right and wrong are told only where the explanation is."""
    is_explained = attempt.kind == AttemptKind.QUIZ and answer.choice is not None
    return [
        Option(index, text, index == answer.choice, _mark(answer, index) if is_explained else "")
        for index, text in enumerate(answer.snapshot["options"])
    ]


def _mark(answer: Answer, index: int) -> str:
    if index == answer.snapshot["correct"]:
        return "right"
    return "wrong" if index == answer.choice else ""


def _choice_in(request: HttpRequest) -> int:
    raw = request.POST.get("choice", "")
    return int(raw) if raw.isdecimal() and raw.isascii() and len(raw) < 3 else NO_CHOICE
