"""Asking under a lesson, and the evaluation at a course's end."""

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from courses.addresses import course_path, lesson_path
from courses.asking import ask_question, questions_under
from courses.enrolling import enrolment_of
from courses.errors import EvaluationTooEarly, TooManyQuestions
from courses.evaluating import evaluate_course, has_evaluated
from courses.field_sentences import sentences_for
from courses.forms import SCALE, EvaluationForm, QuestionForm
from courses.keeping import keep_draft, take_draft
from courses.models import LessonPage
from courses.views.learning_access import (
    ask_to_enrol,
    faults_as_pages,
    for_learners,
    published_course,
    published_lesson,
)

QUESTIONS_A_PAGE = 20


@faults_as_pages
def ask_page(request: HttpRequest, lesson: int) -> HttpResponse:
    """Take a question to the lesson's instructor."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            keep_draft(request.session, request.path, request.POST.get("text", ""))
        return redirect_to_login(request.path)
    page = published_lesson(lesson)
    form = QuestionForm(request.POST or None, initial={"text": take_draft(request.session, request.path)})
    if request.method == "POST" and form.is_valid():
        try:
            ask_question(request.user, page, **form.cleaned_data)
        except TooManyQuestions as fault:
            form.add_error("text", fault.message)
            return _show_ask(request, page, form)
        messages.success(request, "Pertanyaan Anda sudah terkirim. Anda dikabari setelah pengajar menjawab.")
        return redirect(f"{lesson_path(page)}#tanya")
    return _show_ask(request, page, form)


def _show_ask(request: HttpRequest, page: LessonPage, form: QuestionForm) -> HttpResponse:
    return render(request, "courses/ask.html", {"lesson": page, "lesson_url": lesson_path(page), "form": form})


@require_safe
def questions_page(request: HttpRequest, lesson: int) -> HttpResponse:
    """List all questions under a lesson, newest first; open to everybody, as the lesson is."""
    page = published_lesson(lesson)
    rows = questions_under(page, request.user).order_by("-asked_at", "-pk")
    shown = Paginator(rows, QUESTIONS_A_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "courses/questions.html", {"lesson": page, "lesson_url": lesson_path(page), "page": shown})


@for_learners
def evaluation_page(request: HttpRequest, course: str) -> HttpResponse:
    """Ask what the person thought of a course they completed, once."""
    page = published_course(course)
    enrolment = enrolment_of(request.user, page)
    if enrolment is None:
        return ask_to_enrol(page, course_path(page))
    if not enrolment.is_completed:
        raise EvaluationTooEarly
    form = EvaluationForm(request.POST or None, benefit=sentences_for(page.slug).benefit)
    if request.method == "POST" and form.is_valid():
        evaluate_course(enrolment, form.cleaned_data)
        return redirect(request.path)
    context = {"course": page, "course_url": course_path(page), "form": form, "scale": SCALE}
    context["is_sent"] = has_evaluated(enrolment)
    return render(request, "courses/evaluation.html", context)
