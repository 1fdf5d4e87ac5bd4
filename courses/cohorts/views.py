"""One class in `/studio/angkatan/`: following it, starting it, writing to it, closing it."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin import messages

from courses.cohorts.closing import close_cohort, plan_closing
from courses.cohorts.errors import CohortNotOpen, PlanChanged
from courses.cohorts.following import follow_cohort
from courses.cohorts.forms import LetterForm
from courses.cohorts.gathering import open_cohort, remove_member
from courses.cohorts.screens import AskScreen, CohortScreen, only_office
from courses.cohorts.telling import days_of, way_of
from courses.cohorts.writing import write_to_cohort
from courses.extensions import doors_for
from courses.models import Presence
from courses.permissions import can_manage_cohorts


class FollowView(CohortScreen):
    """The class: its days, members with their progress, meetings, and what may be done."""

    template_name = "courses/studio/cohort.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add members, of whom `?tampil=tertinggal` keeps those behind, and the meetings with who came."""
        rows = follow_cohort(self.cohort)
        behind = [row for row in rows if row.behind]
        only_behind = self.request.GET.get("tampil") == "tertinggal"
        seats_left = self.cohort.capacity - len(rows)
        doors = [door for door in doors_for(self.request.user, self.cohort) if seats_left > 0 or not door.fills]
        there = Count("attendances", filter=Q(attendances__state=Presence.PRESENT))
        return super().get_context_data(
            rows=behind if only_behind else rows,
            member_count=len(rows),
            behind_count=len(behind),
            only_behind=only_behind,
            meetings=self.cohort.meetings.annotate(there=there),
            letters=self.cohort.letters.select_related("sent_by")[:5],
            days=days_of(self.cohort),
            way=way_of(self.cohort),
            doors=doors,
            shows_phones=can_manage_cohorts(self.request.user),
            **kwargs,
        )


class OpenView(AskScreen):
    """Starts the class."""

    page_title = "Mulai angkatan"
    button = "Mulai angkatan"

    def question(self) -> str:
        """Say who is told."""
        return f"{self.cohort.members.count()} peserta menerima pesan tentang waktu dan tempatnya. Angkatan dimulai?"

    def act(self) -> str:
        """Start it."""
        open_cohort(self.cohort.pk, by=self.request.user)
        return "Angkatan dimulai. Peserta dikabari lewat pesan."


class RemoveMemberView(AskScreen):
    """Takes a member out."""

    page_title = "Keluarkan peserta"
    button = "Keluarkan"
    is_serious = True

    def find(self, **kwargs: Any) -> None:
        """Find the member in this class."""
        rows = self.cohort.members.select_related("enrolment__person")
        self.member = get_object_or_404(rows, pk=kwargs["member"])

    def question(self) -> str:
        """Say what stays."""
        return (
            f"{self.member} dikeluarkan dari angkatan ini dan catatan kehadirannya dihapus. "
            "Kemajuan belajarnya di kursus tetap tersimpan."
        )

    def act(self) -> str:
        """Take them out."""
        remove_member(self.member, by=self.request.user)
        return f"{self.member} dikeluarkan dari angkatan."


class WriteView(CohortScreen):
    """Writes to all members, once."""

    template_name = "courses/studio/cohort_letter.html"
    page_title = "Tulis ke angkatan"
    needs = staticmethod(only_office)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form and how many get the message."""
        kwargs.setdefault("form", LetterForm())
        return super().get_context_data(member_count=self.cohort.members.count(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send; the same screen sent again changes nothing."""
        form = LetterForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        text, key = form.cleaned_data["text"], form.cleaned_data["form_key"]
        letter, is_new = write_to_cohort(self.cohort, text, form_key=key, by=request.user)
        said = "Pesan dikirim" if is_new else "Pesan ini sudah dikirim sebelumnya"
        messages.success(request, f"{said} ke {letter.receivers} peserta.")
        return redirect(self.back_url)


class CloseView(CohortScreen):
    """Shows who gets what, asks, and closes."""

    template_name = "courses/studio/cohort_close.html"
    page_title = "Tutup angkatan"
    needs = staticmethod(only_office)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the plan."""
        if not self.cohort.is_open:
            raise CohortNotOpen
        return super().get_context_data(plan=plan_closing(self.cohort), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Close as it was shown; show the new plan where something changed meanwhile."""
        try:
            plan = close_cohort(self.cohort.pk, by=request.user, seen=request.POST.get("seen", ""))
        except PlanChanged as fault:
            messages.warning(request, fault.message)
            return self.render_to_response(self.get_context_data())
        told = ", ".join(f"{label}: {count}" for label, count in plan.counts.items())
        messages.success(request, f"Angkatan ditutup. {told}.")
        return redirect(self.back_url)
