"""How pages and questions are edited in `/studio/`: panels and forms."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel

from accounts.public import Role, has_role
from media.public import videos_seen_by

GUEST_PREFIX = "Pelatih tamu"


def instructors() -> "QuerySet[Any]":
    """Return the people who may stand on a course as its instructor: instructors and invited trainers."""
    teaching = Q(groups__name=Role.INSTRUCTOR.value) | Q(groups__name__startswith=GUEST_PREFIX)
    return get_user_model()._default_manager.filter(teaching, is_active=True).distinct().order_by("full_name")


class CoursePageForm(WagtailAdminPageForm):
    """Offers only people who teach as the course's instructor."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "instructor" in self.fields:
            self.fields["instructor"].queryset = instructors()


class LessonPageForm(WagtailAdminPageForm):
    """Takes new videos only of those that the editor may see: the window offers no others, but a form can be forged."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.placed = set(self.instance.video_ids)

    def clean_body(self) -> Any:
        """Refuse a new video of somebody else; one that was placed before stays."""
        body = self.cleaned_data["body"]
        added = {block.value.pk for block in body if block.block_type == "video" and block.value} - self.placed
        if added - set(videos_seen_by(self.for_user).filter(pk__in=added).values_list("pk", flat=True)):
            raise forms.ValidationError("Video itu tidak ada di daftar Anda. Pilih video lain.")
        return body


class BankQuestionForm(WagtailAdminModelForm):
    """Asks for the four options as four fields; the row keeps them as one list."""

    option_0 = forms.CharField(label="Pilihan A", max_length=300)
    option_1 = forms.CharField(label="Pilihan B", max_length=300)
    option_2 = forms.CharField(label="Pilihan C", max_length=300)
    option_3 = forms.CharField(label="Pilihan D", max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for index, option in enumerate(self.instance.options):
            self.fields[f"option_{index}"].initial = option

    def clean(self) -> dict[str, Any]:
        """Put the four options into the row, so that the model's own check sees them."""
        cleaned: dict[str, Any] = super().clean()
        self.instance.options = [cleaned.get(f"option_{index}", "") for index in range(4)]
        return cleaned


class ReviewPanel(Panel):
    """Shows whether the course was reviewed, and the way to say so."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one course."""

        template_name = "courses/studio/review_panel.html"

        def is_shown(self) -> bool:
            """A course that isn't saved yet can't have been reviewed."""
            return self.instance.pk is not None

        @property
        def review_url(self) -> str:
            """The screen that asks, or nothing for people who may not review."""
            return reverse("course_review", args=[self.instance.pk]) if self._may_review() else ""

        def _may_review(self) -> bool:
            return has_role(self.request.user, Role.INSTRUCTOR, Role.OFFICER, Role.ADMIN)


class BankPanel(Panel):
    """Says how many test questions there are, and whether they are enough for the final test."""

    class BoundPanel(Panel.BoundPanel):
        """The panel on one course."""

        template_name = "courses/studio/bank_panel.html"

        def is_shown(self) -> bool:
            """A course that isn't saved yet has no bank."""
            return self.instance.pk is not None


CATALOG_PANELS = [FieldPanel("intro")]
COURSE_PANELS = [
    ReviewPanel(heading="Tinjauan materi"),
    BankPanel(heading="Bank soal"),
    FieldPanel("summary"),
    FieldPanel("audience"),
    FieldPanel("intro"),
    FieldRowPanel([FieldPanel("pass_mark"), FieldPanel("instructor")]),
    FieldPanel("note"),
    MultiFieldPanel(
        [
            FieldPanel("topics", widget=forms.CheckboxSelectMultiple),
            FieldPanel("sectors", widget=forms.CheckboxSelectMultiple),
        ],
        heading="Topik dan bidang usaha",
    ),
]
MODULE_PANELS = [FieldPanel("jp", help_text=f"1 JP = {settings.COURSES_MINUTES_PER_JP} menit.")]
LESSON_PANELS = [FieldPanel("body")]
PROMOTE_PANELS = [
    MultiFieldPanel([FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], heading="Alamat")
]
BANK_QUESTION_PANELS = [
    FieldPanel("course", widget=forms.Select),
    FieldPanel("text"),
    MultiFieldPanel([FieldPanel(f"option_{index}") for index in range(4)], heading="Pilihan jawaban"),
    FieldPanel("correct", widget=forms.RadioSelect),
    FieldPanel("explanation"),
    FieldPanel("is_active"),
]
