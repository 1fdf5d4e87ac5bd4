"""Practice tasks of a learner, and their photos."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control

from core.serving_files import serve_private
from courses.addresses import course_path, lesson_path
from courses.enrolling import enrolment_of
from courses.errors import PhotoNotKept, TaskMissing, TaskStands
from courses.field_sentences import sentences_for
from courses.forms import TaskForm
from courses.keeping import keep_draft, take_draft
from courses.models import Enrolment, LessonPage, SubmissionState, TaskPhoto
from courses.permissions import can_see_photo
from courses.submitting import hand_in_task, submissions_for
from courses.views.learning_access import ask_to_enrol, faults_as_pages, published_lesson

PHOTO_SECONDS = 3600


@faults_as_pages
def task_page(request: HttpRequest, lesson: int) -> HttpResponse:
    """Show the task with what was said about it, and the form where one may be sent."""
    if not request.user.is_authenticated:
        if request.method == "POST":
            keep_draft(request.session, request.path, request.POST.get("text", ""))
        return redirect_to_login(request.path)
    page = published_lesson(lesson)
    if page.task is None:
        raise TaskMissing
    enrolment = enrolment_of(request.user, page.course)
    if enrolment is None:
        return ask_to_enrol(page.course, request.path)
    if request.method == "POST":
        return _hand_in(request, page, enrolment)
    draft = take_draft(request.session, request.path)
    if draft:
        messages.info(request, "Keterangan Anda masih ada. Pilih lagi fotonya, lalu kirim.")
    return _show(request, page, enrolment, TaskForm(initial={"text": draft}))


@login_required
def photo_file(request: HttpRequest, photo: int) -> HttpResponseBase:
    """Send a task's photo to its learner and to staff of the course; 404 for everybody else."""
    rows = TaskPhoto.objects.select_related("submission__enrolment")
    row = rows.filter(pk=photo).first()
    if row is None or not can_see_photo(request, row):
        raise Http404
    response = serve_private(request, row.file, content_type="image/jpeg")
    patch_cache_control(response, private=True, max_age=PHOTO_SECONDS)
    return response


def _hand_in(request: HttpRequest, page: LessonPage, enrolment: Enrolment) -> HttpResponse:
    form = TaskForm(request.POST, request.FILES, refusal=getattr(request, "upload_refusal", None))
    if not form.is_valid():
        return _show(request, page, enrolment, form)
    try:
        hand_in_task(enrolment, page, text=form.cleaned_data["text"], photos=form.cleaned_data["photos"])
    except PhotoNotKept as fault:
        form.add_error("photos", fault.message)
        return _show(request, page, enrolment, form)
    except TaskStands as fault:
        messages.info(request, fault.message)
    return redirect("learning_task", page.pk)


def _show(request: HttpRequest, page: LessonPage, enrolment: Enrolment, form: TaskForm) -> HttpResponse:
    versions = submissions_for(enrolment, page)
    newest = versions[0] if versions else None
    context = {
        "lesson": page,
        "task": page.task,
        "course": enrolment.course,
        "course_url": course_path(enrolment.course),
        "lesson_url": lesson_path(page),
        "versions": versions,
        "newest": newest,
        "may_send": newest is None or newest.state == SubmissionState.RETURNED,
        "hint": sentences_for(enrolment.course.slug).hint,
        "form": form,
    }
    return render(request, "courses/task.html", context)
