"""Meetings of a class in `/studio/angkatan/`: planning them, and taking down who came."""

from typing import Any

import segno
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.utils.safestring import mark_safe
from wagtail.admin import messages

from core.errors import UserFault
from courses.cohorts.attendance_code import code_address
from courses.cohorts.attending import mark_sheet
from courses.cohorts.errors import CohortIsClosed, CohortNotOpen
from courses.cohorts.forms import AttendanceForm, MeetingForm, SheetPhotoForm
from courses.cohorts.locking import locked_cohort
from courses.cohorts.screens import AskScreen, CohortScreen, MeetingScreen, only_office
from courses.cohorts.sheet import attendance_sheet
from courses.cohorts.sheet_photos import add_sheet_photo, remove_sheet_photo
from courses.models import AttendanceSheetPhoto, Cohort, CohortMember, Meeting, Presence
from courses.permissions import can_see_sheet_photo

QR_SECONDS = 60  # how often the shown code is renewed; far less than a code holds
PHOTO_SECONDS = 3600


class PlanMeetingView(CohortScreen):
    """A new meeting."""

    template_name = "courses/studio/cohort_meeting_form.html"
    page_title = "Pertemuan baru"
    needs = staticmethod(only_office)
    meeting: Meeting | None = None

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        kwargs.setdefault("form", self.get_form())
        return super().get_context_data(**kwargs)

    def get_form(self, data: Any = None) -> MeetingForm:
        """Return the form for this meeting; a new one begins on the class's first day."""
        initial = {} if self.meeting else {"held_on": self.cohort.starts_on, "starts_at": "09:00", "jp": 4}
        return MeetingForm(data, instance=self.meeting, cohort=self.cohort, initial=initial)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep it, unless the class has closed."""
        if self.cohort.is_closed:
            raise CohortIsClosed
        form = self.get_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        meeting = form.save()
        messages.success(request, f"Pertemuan {meeting} disimpan.")
        return redirect("cohorts:meeting", self.cohort.pk, meeting.pk)


class ChangeMeetingView(PlanMeetingView):
    """The same for a meeting that stands."""

    page_title = "Ubah pertemuan"

    def find(self, **kwargs: Any) -> None:
        """Find the meeting in this class."""
        self.meeting = get_object_or_404(Meeting, cohort=self.cohort, pk=kwargs["meeting"])


class DeleteMeetingView(AskScreen):
    """Takes away a meeting that was not held."""

    page_title = "Hapus pertemuan"
    button = "Hapus pertemuan"
    is_serious = True

    def find(self, **kwargs: Any) -> None:
        """Find the meeting in this class."""
        self.meeting = get_object_or_404(Meeting, cohort=self.cohort, pk=kwargs["meeting"])

    def question(self) -> str:
        """Say what goes with it."""
        marks = self.meeting.attendances.count()
        return f"Pertemuan “{self.meeting}” dihapus, bersama {marks} catatan kehadiran dan foto daftar hadirnya."

    def act(self) -> str:
        """Delete it, unless the class has closed."""
        locked_cohort(self.cohort.pk)
        self.meeting.delete()
        return f"Pertemuan {self.meeting} dihapus."


class AttendanceView(MeetingScreen):
    """The list to type into, with the photos of the paper list beside it."""

    template_name = "courses/studio/cohort_meeting.html"
    page_title = "Pertemuan"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add a line per member, and the photos."""
        members = members_by_name(self.cohort)
        marks = {mark.member_id: mark for mark in self.meeting.attendances.select_related("marked_by")}
        initial = {f"m{pk}": mark.state for pk, mark in marks.items()}
        form = AttendanceForm(members=members, initial=initial)
        lines = [(form[f"m{member.pk}"], marks.get(member.pk)) for member in members]
        there = sum(mark.state == Presence.PRESENT for mark in marks.values())
        return super().get_context_data(
            lines=lines,
            there=there,
            unmarked=len(members) - len(marks),
            photos=self.meeting.sheet_photos.all(),
            photo_form=kwargs.pop("photo_form", None) or SheetPhotoForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Write down what was typed."""
        form = AttendanceForm(request.POST, members=members_by_name(self.cohort))
        if form.is_valid():
            changed = mark_sheet(self.meeting, form.states, by=request.user)
            messages.success(request, f"{changed} catatan kehadiran disimpan.")
        return redirect(self.back_url)


class SheetPhotoView(AttendanceView):
    """Takes a photo of the paper list, then shows the list beside it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Keep the photo; say in words what is wrong with it."""
        form = SheetPhotoForm(request.POST, request.FILES)
        if form.is_valid():
            upload = form.cleaned_data["photo"]
            try:
                add_sheet_photo(self.meeting, upload, size_bytes=upload.size, by=request.user)
            except UserFault as fault:
                form.add_error("photo", fault.message)
        if form.errors:
            return self.render_to_response(self.get_context_data(photo_form=form))
        messages.success(request, "Foto disimpan. Ketik kehadirannya di samping foto.")
        return redirect(self.back_url)


class RemoveSheetPhotoView(MeetingScreen, AskScreen):
    """Takes a wrong photo away."""

    page_title = "Hapus foto daftar hadir"
    button = "Hapus foto"
    is_serious = True

    def find(self, **kwargs: Any) -> None:
        """Find meeting and photo."""
        super().find(**kwargs)
        self.photo = get_object_or_404(AttendanceSheetPhoto, meeting=self.meeting, pk=kwargs["photo"])
        self.photo.meeting = self.meeting

    def question(self) -> str:
        """Say what stays."""
        return "Foto daftar hadir ini dihapus. Kehadiran yang sudah dicatat tetap tersimpan."

    def act(self) -> str:
        """Remove it."""
        remove_sheet_photo(self.photo)
        return "Foto dihapus."


class CodeView(MeetingScreen):
    """The QR code on the officer's screen, renewed by itself, with how many came so far."""

    template_name = "courses/studio/cohort_qr.html"
    page_title = "Kode QR kehadiran"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show a code that was signed now, and come back for the next."""
        if not self.cohort.is_open:
            raise CohortNotOpen
        response = super().get(request, *args, **kwargs)
        response.headers["Refresh"] = str(QR_SECONDS)
        patch_cache_control(response, no_store=True)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the picture and the count."""
        address = code_address(self.meeting)
        picture = segno.make(address, error="m").svg_inline(scale=8, border=4, dark="#000", light="#fff", omitsize=True)
        there = self.meeting.attendances.filter(state=Presence.PRESENT).count()
        members = self.cohort.members.count()
        return super().get_context_data(
            address=address, picture=mark_safe(picture), there=there, members=members, **kwargs
        )


class SheetView(MeetingScreen):
    """The list to print and sign."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return it as a PDF."""
        pdf = attendance_sheet(self.meeting, members_by_name(self.cohort))
        headers = {"Content-Disposition": f'inline; filename="daftar-hadir-{self.meeting.pk}.pdf"'}
        return HttpResponse(pdf, content_type="application/pdf", headers=headers)


def sheet_photo_file(request: HttpRequest, photo: int) -> HttpResponseBase:
    """Send the photo of a paper list to who marks by it; 404 for everybody else."""
    row = AttendanceSheetPhoto.objects.select_related("meeting__cohort").filter(pk=photo).first()
    if row is None or not can_see_sheet_photo(request, row) or not default_storage.exists(row.file):
        raise Http404
    response = FileResponse(default_storage.open(row.file), content_type="image/jpeg")
    patch_cache_control(response, private=True, max_age=PHOTO_SECONDS)
    return response


def members_by_name(cohort: Cohort) -> list[CohortMember]:
    """Return the members with their person, as lists order them."""
    related = cohort.members.select_related("enrolment__person__village__district", "enrolment__person__regency")
    return list(related.order_by("enrolment__person__full_name", "pk"))
