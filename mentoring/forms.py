"""What people fill in on the phone, and officers in the studio."""

import uuid
from typing import Any

from django import forms

from core.clock import today
from mentoring.agreeing import CONSENT
from mentoring.ending import BY_PEOPLE
from mentoring.masks import HOURS, Language, Way, bits_in, mask_of
from mentoring.models import Channel, EndReason, Gender, Mentorship, Stage
from mentoring.models.people import MOST_SEATS
from mentoring.models.proposals import OF_PEOPLE
from mentoring.topics import Topic

NOT_CHOSEN = ("", "Pilih satu")
LIMITS = [(30, "30 menit"), (60, "1 jam"), (120, "2 jam"), (240, "4 jam"), (480, "8 jam")]
MARKS = [(mark, str(mark)) for mark in range(1, 6)]


class BitsField(forms.TypedMultipleChoiceField):
    """Several ticks, kept as a sum of bits."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, coerce=int, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the sum of the bits."""
        return mask_of(super().clean(value))

    def prepare_value(self, value: Any) -> Any:
        """Show a sum as ticks."""
        return bits_in(value) if isinstance(value, int) else value


class ProfileForm(forms.Form):
    """What both sides tell."""

    stage = forms.TypedChoiceField(
        label="Tahap usaha Anda", choices=[NOT_CHOSEN, *Stage.choices], coerce=int, required=True
    )
    languages = BitsField(label="Bahasa yang Anda pakai", choices=Language.choices)
    ways = BitsField(label="Cara bertemu", choices=Way.choices)
    hours = BitsField(label="Waktu luang", choices=HOURS, required=False)
    gender = forms.TypedChoiceField(label="Jenis kelamin", choices=Gender.choices, coerce=int, initial=Gender.UNTOLD)
    waives_rivalry = forms.BooleanField(
        label="Saya bersedia dipasangkan dengan usaha sejenis di desa yang sama", required=False
    )
    shows_business = forms.BooleanField(
        label="Nama usaha saya boleh ditampilkan sebelum saling setuju", required=False
    )
    consent = forms.BooleanField(
        label=CONSENT, error_messages={"required": "Centang persetujuan ini untuk melanjutkan."}
    )
    of_profile = ("stage", "languages", "ways", "hours", "gender", "waives_rivalry", "shows_business")

    def values(self) -> dict[str, Any]:
        """Return what goes into the profile's row."""
        return {name: self.cleaned_data[name] for name in self.of_profile}


class MenteeForm(ProfileForm):
    """Asking for a mentor: up to three needs, the dearest first."""

    need1 = forms.TypedChoiceField(label="Kebutuhan terpenting", choices=[NOT_CHOSEN, *Topic.choices], coerce=int)
    need2 = forms.TypedChoiceField(
        label="Kebutuhan kedua", choices=[NOT_CHOSEN, *Topic.choices], coerce=int, required=False, empty_value=None
    )
    need3 = forms.TypedChoiceField(
        label="Kebutuhan ketiga", choices=[NOT_CHOSEN, *Topic.choices], coerce=int, required=False, empty_value=None
    )
    wish = forms.CharField(
        label="Ceritakan singkat", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    same_gender = forms.BooleanField(label="Saya ingin mentor yang sejenis kelamin dengan saya", required=False)
    field_order = ["need1", "need2", "need3", "wish", "stage", "languages", "ways", "hours", "same_gender", "gender"]
    of_profile = (*ProfileForm.of_profile, "same_gender", "wish")

    def clean(self) -> dict[str, Any]:
        """Refuse a need named twice, and a wish for the same gender without saying one's own."""
        found = super().clean() or {}
        needs = self.needs()
        if len(needs) > len(set(needs)):
            self.add_error("need2", "Pilih kebutuhan yang berbeda-beda.")
        if found.get("same_gender") and not found.get("gender"):
            self.add_error("gender", "Isi jenis kelamin Anda supaya keinginan ini dapat dipenuhi.")
        return found

    def needs(self) -> list[int]:
        """Return the needs in their order."""
        found = (self.cleaned_data.get(name) for name in ("need1", "need2", "need3"))
        return [topic for topic in found if topic is not None]


class MentorForm(ProfileForm):
    """Becoming a mentor, or changing what one told."""

    skills = forms.TypedMultipleChoiceField(
        label="Yang Anda kuasai", choices=Topic.choices, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    story = forms.CharField(
        label="Pengalaman usaha Anda", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    years = forms.IntegerField(label="Lama usaha (tahun)", min_value=0, max_value=80, required=False)
    capacity = forms.IntegerField(
        label="Berapa orang sekaligus", min_value=1, max_value=MOST_SEATS, initial=2, help_text="Satu sampai sepuluh."
    )
    group_capacity = forms.TypedChoiceField(
        label="Kelompok",
        coerce=int,
        choices=[(0, "Tidak memimpin kelompok"), *((size, f"Kelompok {size} orang") for size in range(4, 9))],
        initial=0,
    )
    travel_limit_min = forms.TypedChoiceField(
        label="Perjalanan paling jauh, sekali jalan", choices=LIMITS, coerce=int, initial=60
    )
    field_order = ["skills", "story", "years", "stage", "capacity", "group_capacity", "languages", "ways",
                   "travel_limit_min", "hours"]
    of_profile = (*ProfileForm.of_profile, "story", "years", "capacity", "group_capacity", "travel_limit_min")


class DeclineForm(forms.Form):
    """Saying that it doesn't fit, and why."""

    reason = forms.ChoiceField(
        label="Mengapa tidak cocok?", choices=[(one.value, one.label) for one in OF_PEOPLE], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Keterangan untuk petugas", max_length=300, required=False)


class SessionForm(forms.Form):
    """A session in six fields, filled in under a minute: today, WhatsApp and 30 minutes stand there already."""

    held_on = forms.DateField(label="Tanggal", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    channel = forms.ChoiceField(label="Cara", choices=Channel.choices, initial=Channel.WHATSAPP)
    minutes = forms.IntegerField(label="Lama (menit)", min_value=1, max_value=600, initial=30)
    topic = forms.TypedChoiceField(label="Yang dibahas", choices=(), coerce=int, required=False, empty_value=None)
    note = forms.CharField(label="Catatan singkat", max_length=300, required=False)
    next_step = forms.CharField(label="Langkah berikutnya", max_length=200, required=False)
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, mentorship: Mentorship, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"held_on": today(), "key": uuid.uuid4()})
        super().__init__(*args, **kwargs)
        goals = [(goal.topic, goal.get_topic_display()) for goal in mentorship.goals.all()]
        self.fields["topic"].choices = [("", "Hal lain"), *goals]  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """Return what goes into the session's row."""
        return {name: value for name, value in self.cleaned_data.items() if name != "key"}


class FeedbackForm(forms.Form):
    """Three marks and a word, for the office alone."""

    useful = forms.TypedChoiceField(label="Bermanfaat", choices=MARKS, coerce=int, widget=forms.RadioSelect)
    reachable = forms.TypedChoiceField(label="Mudah dihubungi", choices=MARKS, coerce=int, widget=forms.RadioSelect)
    respectful = forms.TypedChoiceField(label="Saling menghargai", choices=MARKS, coerce=int, widget=forms.RadioSelect)
    text = forms.CharField(
        label="Catatan untuk dinas", max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndForm(forms.Form):
    """Ending without blame."""

    reason = forms.ChoiceField(
        label="Sebabnya",
        choices=[(one.value, one.label) for one in BY_PEOPLE],
        widget=forms.RadioSelect,
        initial=EndReason.FIT,
    )


class IncidentForm(forms.Form):
    """A report to the office."""

    text = forms.CharField(label="Apa yang terjadi", max_length=2000, widget=forms.Textarea(attrs={"rows": 6}))


class OfficeAnswerForm(forms.Form):
    """What the office did about an incident."""

    answer = forms.CharField(label="Tindakan dinas", max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    ends = forms.BooleanField(label="Akhiri pasangan ini dan jangan pasangkan lagi", required=False)


class DecisionForm(forms.Form):
    """Approving a mentor or not."""

    note = forms.CharField(label="Catatan untuk pendaftar", max_length=300, required=False)
