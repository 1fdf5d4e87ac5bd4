"""What learners do about a class: saying that they are there, and asking for their letter."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from courses.addresses import course_path
from courses.cohorts.attendance_code import keep_scan, kept_scan, read_code
from courses.cohorts.attending import mark_scanned
from courses.cohorts.errors import CodeExpired
from courses.cohorts.participating import ask_participation
from courses.models import Meeting
from courses.views.learning_access import enrolment_in, faults_as_pages, for_learners, published_course


@faults_as_pages
def attend_page(request: HttpRequest, attendance_code: str) -> HttpResponse:
    """Show whom the scanned code would mark, and mark them when they say so.

    A scan in time is remembered through the sign-in. One tap stays, because a phone may belong to somebody else.
    """
    meeting = get_object_or_404(Meeting.objects.select_related("cohort__course"), pk=_scanned(request, attendance_code))
    if not request.user.is_authenticated:
        keep_scan(request.session, meeting.pk)
        return redirect_to_login(request.path)
    context = {"meeting": meeting, "cohort": meeting.cohort, "course_url": course_path(meeting.cohort.course)}
    if request.method == "POST":
        mark_scanned(meeting, request.user)
        return render(request, "courses/attended.html", context)
    keep_scan(request.session, meeting.pk)  # who reads slowly is still there
    return render(request, "courses/attend.html", {**context, "minutes_per_jp": settings.COURSES_MINUTES_PER_JP})


@for_learners
def participation_page(request: HttpRequest, course: str) -> HttpResponse:
    """Ask first, then give the letter, once."""
    page = published_course(course)
    enrolment = enrolment_in(request, page)
    if request.method != "POST":
        context = {"course": page, "course_url": course_path(page)}
        return render(request, "courses/ask_participation.html", context)
    if ask_participation(enrolment):
        messages.success(request, "Permintaan diterima. Kami mengabari Anda begitu surat keterangan terbit.")
    else:
        messages.info(request, "Surat keterangan kursus ini sudah pernah Anda minta.")
    return redirect(course_path(page))


def _scanned(request: HttpRequest, code: str) -> int:
    """Return the meeting of the code, or of the scan that this session made in time. Raises CodeExpired."""
    try:
        return read_code(code)
    except CodeExpired:
        meeting_id = kept_scan(request.session)
        if meeting_id is None or code.partition(":")[0] != str(meeting_id):
            raise
        return meeting_id
