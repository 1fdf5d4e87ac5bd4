"""What officers fill in about classes."""

import uuid
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.db.models import Q
from wagtail.admin.forms.models import WagtailAdminModelForm

from courses.browsing import published_courses
from courses.cohorts.gathering import next_number
from courses.models import Cohort, CohortMember, LessonPage, Meeting, PassRule, Presence
from courses.panels import GUEST_PREFIX
from courses.permissions import TEACHING

MOST_LETTERS = 600
# The phone's own pickers: officers plan meetings in the field, where Wagtail's covers half of the screen.
DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class CohortForm(WagtailAdminModelForm):
    """A class. The number may be left out; the course stays as it is once somebody is in."""

    class Meta:
        model = Cohort
        fields = [
            *("course", "title", "number", "starts_on", "ends_on", "mode", "place", "capacity"),
            *("rule", "min_attendance", "teacher"),
        ]
        widgets = {"starts_on": DAY, "ends_on": DAY, "rule": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["course"].queryset = published_courses().order_by("title")
        fields["teacher"].queryset = _teachers()
        fields["number"].required = False
        fields["number"].help_text = "Kosongkan untuk memakai nomor berikutnya di kursus ini."
        if self.instance.pk:
            fields["course"].queryset |= type(self.instance.course).objects.filter(pk=self.instance.course_id)
            fields["course"].disabled = self.instance.members.exists()

    def clean(self) -> dict[str, Any]:
        """Give the next number where none was written; a course without lessons is passed by being there."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        course = cleaned.get("course")
        if course and not cleaned.get("number") and "number" not in self.errors:
            cleaned["number"] = self.instance.number or next_number(course)
        if course and cleaned.get("rule") == PassRule.COURSE and not _has_lessons(course):
            self.add_error("rule", "Kursus ini tidak memiliki pelajaran daring. Pilih syarat kehadiran.")
        return cleaned

    def clean_capacity(self) -> int:
        """Keep a seat for everybody who is in."""
        capacity: int = self.cleaned_data["capacity"]
        taken = self.instance.members.count() if self.instance.pk else 0
        if capacity < taken:
            raise forms.ValidationError(f"Angkatan ini sudah berisi {taken} peserta.")
        return capacity


class MeetingForm(forms.ModelForm):
    """A meeting of one class; its day lies within the class's days."""

    class Meta:
        model = Meeting
        fields = ["topic", "held_on", "starts_at", "jp", "place"]
        widgets = {"held_on": DAY, "starts_at": HOUR}

    def __init__(self, *args: Any, cohort: Cohort, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.cohort = cohort

    def clean_held_on(self) -> Any:
        """Refuse a day outside the class."""
        day, cohort = self.cleaned_data["held_on"], self.instance.cohort
        if not cohort.starts_on <= day <= cohort.ends_on:
            raise forms.ValidationError("Tanggal pertemuan harus di antara tanggal mulai dan selesai angkatan.")
        return day

    def _get_validation_exclusions(self) -> set[str]:
        """Check the class's constraints too: Django leaves out fields that the form doesn't show."""
        return super()._get_validation_exclusions() - {"cohort"}  # type: ignore[misc]  # Django's own, unstubbed


class LetterForm(forms.Form):
    """One message to the class. `form_key` is this screen's number: it sends once."""

    text = forms.CharField(
        label="Isi pesan",
        max_length=MOST_LETTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Paling panjang 600 huruf. Salam dan nama peserta ditambahkan sendiri. Jangan menulis NIK.",
        error_messages={"required": "Tulis pesannya."},
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AttendanceForm(forms.Form):
    """A choice for every member of the class; whoever is left open stays unmarked."""

    def __init__(self, *args: Any, members: list[CohortMember], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for member in members:
            self.fields[f"m{member.pk}"] = forms.ChoiceField(
                label=str(member), choices=Presence.choices, required=False, widget=forms.RadioSelect
            )

    @property
    def states(self) -> dict[int, str]:
        """What was chosen, by member's id."""
        return {int(name[1:]): state for name, state in self.cleaned_data.items() if state}


class SheetPhotoForm(forms.Form):
    """One photo of the paper list; on a phone the camera opens."""

    photo = forms.FileField(
        label="Foto daftar hadir",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp", "capture": "environment"}),
        error_messages={"required": "Pilih atau ambil fotonya dahulu."},
    )


def _teachers() -> Any:
    """Return who may teach a class: teaching roles and invited trainers."""
    held = Q(groups__name__in=[role.value for role in TEACHING]) | Q(groups__name__startswith=GUEST_PREFIX)
    return get_user_model()._default_manager.filter(held, is_active=True).distinct().order_by("full_name")


def _has_lessons(course: Any) -> bool:
    return LessonPage.objects.live().descendant_of(course).exists()
