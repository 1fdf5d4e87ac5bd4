"""What is taught: catalogue, course, module and lesson as Wagtail pages.

Nothing here knows who learned it. Records name a lesson by page id, a quiz question or task by the id of its block,
and keep the revision that the learner saw.
"""

import math
from html import unescape
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import cached_property
from django.utils.html import strip_tags
from django.utils.module_loading import import_string
from django.utils.text import Truncator
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.models import Page

from courses.blocks import LessonBlocks, Question, Task, questions_of, raw_of_type, task_of
from courses.fields import StreamField
from courses.panels import (
    CATALOG_PANELS,
    COURSE_PANELS,
    LESSON_PANELS,
    MODULE_PANELS,
    PROMOTE_PANELS,
    CoursePageForm,
    LessonPageForm,
)

WORDS_PER_MINUTE = 130  # people who seldom read long texts, on a small screen
MINUTES_PER_QUESTION = 0.75
OPENING_LENGTH = 155  # what search engines show


class CoursesPage(Page):
    """What the four kinds of page share. Privacy is off: a course opens for everybody or is not published."""

    # What the page shows, named as a foreign key names a room, because screens stand above models.
    screen = ""

    private_page_options: list[str] = []
    admin_default_ordering = "ord"  # editors see modules and lessons as learners do, not the latest first
    promote_panels = PROMOTE_PANELS

    class Meta:
        abstract = True

    def ancestor_path(self, steps_up: int) -> str:
        """Return the tree path of the page `steps_up` levels above this one."""
        return str(self.path[: -self.steplen * steps_up])

    def clean(self) -> None:
        """Refuse an address that `courses/urls.py` doesn't know; Wagtail itself takes any letter."""
        super().clean()
        if not self.slug.isascii():
            raise ValidationError({"slug": "Alamat hanya boleh memuat huruf a sampai z, angka, dan tanda hubung."})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse Wagtail's catch-all: `courses.views` decides what readers may open. Previews go another way."""
        raise Http404("page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return what the page's template shows to everybody; previews show just this."""
        return {**super().get_context(request, *args, **kwargs), **import_string(self.screen)(self)}


class CatalogPage(CoursesPage):
    """The list of courses, at `/kursus/`; there is one."""

    intro = models.CharField("kalimat pembuka", max_length=250, blank=True)

    template = "courses/catalog.html"
    screen = "courses.screens.catalog_screen"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["courses.CoursePage"]
    max_count = 1
    content_panels = [*Page.content_panels, *CATALOG_PANELS]

    class Meta:
        verbose_name = "katalog kursus"
        verbose_name_plural = "katalog kursus"


class CoursePage(CoursesPage):
    """A course: whom it is for, what counts as passed; its modules are the pages below it."""

    summary = models.TextField("ringkasan", max_length=300, help_text="Satu atau dua kalimat untuk daftar kursus.")
    intro = RichTextField("uraian", blank=True, features=["bold", "italic", "ol", "ul", "link"])
    audience = models.CharField("untuk siapa", max_length=200)
    note = models.TextField(
        "catatan", blank=True, help_text="Ditampilkan di halaman kursus, misalnya batas kursus ini."
    )
    pass_mark = models.PositiveSmallIntegerField(
        "nilai lulus", default=70, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    sectors = ParentalManyToManyField(
        "reference.Sector",
        verbose_name="bidang usaha",
        blank=True,
        related_name="+",
        help_text="Kosongkan bila kursus ini untuk semua bidang usaha.",
    )
    topics = ParentalManyToManyField("reference.Topic", verbose_name="topik", blank=True, related_name="+")
    instructor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="pengajar",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Namanya tampil di halaman kursus.",
    )
    reviewed_at = models.DateTimeField("ditinjau pada", null=True, blank=True, editable=False)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="ditinjau oleh",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    template = "courses/course.html"
    screen = "courses.screens.course_screen"
    parent_page_types = ["courses.CatalogPage"]
    subpage_types = ["courses.ModulePage"]
    base_form_class = CoursePageForm
    content_panels = [*Page.content_panels, *COURSE_PANELS]
    exclude_fields_in_copy = ["reviewed_at", "reviewed_by"]

    class Meta:
        verbose_name = "kursus"
        verbose_name_plural = "kursus"
        constraints = [
            models.CheckConstraint(condition=Q(pass_mark__range=(1, 100)), name="courses_course_pass_mark_in_range")
        ]

    @property
    def is_reviewed(self) -> bool:
        """Whether an instructor or officer said that the content is right."""
        return self.reviewed_at is not None

    @property
    def review_words(self) -> str:
        """Whether and by whom the content was reviewed, as lists say it."""
        if not self.is_reviewed:
            return "Belum ditinjau pengajar"
        return f"Ditinjau {self.reviewed_by}" if self.reviewed_by else "Ditinjau"

    def modules(self) -> "models.QuerySet[ModulePage]":
        """Return the published modules in their order."""
        return ModulePage.objects.live().child_of(self).order_by("path")

    @cached_property
    def bank_size(self) -> int:
        """How many questions the tests may draw from; lists bring the number along."""
        return self.bank_questions.filter(is_active=True).count()

    @property
    def bank_words(self) -> str:
        """The size of the bank, and whether it is enough for the final test."""
        if self.has_enough_questions:
            return f"{self.bank_size} soal"
        return f"Bank soal baru {self.bank_size} dari {settings.COURSES_FINAL_QUESTIONS}"

    @property
    def has_enough_questions(self) -> bool:
        """Whether the final test can be drawn in its full length."""
        return self.bank_size >= settings.COURSES_FINAL_QUESTIONS

    @cached_property
    def total_jp(self) -> int:
        """The JP of the published modules together."""
        return self.modules().aggregate(total=models.Sum("jp"))["total"] or 0

    def with_content_json(self, content: dict[str, Any]) -> "CoursePage":
        """Keep who reviewed the course: that belongs to the page, not to one of its revisions."""
        course: CoursePage = super().with_content_json(content)
        course.reviewed_at, course.reviewed_by_id = self.reviewed_at, self.reviewed_by_id
        return course


class ModulePage(CoursesPage):
    """A part of a course with its lessons below it. It has no screen of its own: its place is on the course page."""

    jp = models.PositiveSmallIntegerField(
        "jam pelajaran (JP)", validators=[MinValueValidator(1), MaxValueValidator(40)]
    )

    preview_modes: list[tuple[str, str]] = []
    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    content_panels = [*Page.content_panels, *MODULE_PANELS]

    class Meta:
        verbose_name = "modul"
        verbose_name_plural = "modul"
        constraints = [models.CheckConstraint(condition=Q(jp__range=(1, 40)), name="courses_module_jp_in_range")]

    @cached_property
    def course(self) -> CoursePage:
        """The course this module belongs to."""
        return CoursePage.objects.get(path=self.ancestor_path(1))

    @cached_property
    def number(self) -> int:
        """The module's place among the published modules of its course, from 1."""
        return self.course.modules().filter(path__lt=self.path).count() + 1


class LessonPage(CoursesPage):
    """A lesson. A module's quiz is a lesson with one quiz block; a practice task is a block at a lesson's end."""

    body = StreamField(LessonBlocks(), verbose_name="isi", blank=True)

    template = "courses/lesson.html"
    screen = "courses.screens.lesson_screen"
    parent_page_types = ["courses.ModulePage"]
    subpage_types: list[str] = []
    base_form_class = LessonPageForm
    content_panels = [*Page.content_panels, *LESSON_PANELS]

    class Meta:
        verbose_name = "pelajaran"
        verbose_name_plural = "pelajaran"

    @cached_property
    def module(self) -> ModulePage:
        """The module this lesson belongs to."""
        return ModulePage.objects.get(path=self.ancestor_path(1))

    @cached_property
    def course(self) -> CoursePage:
        """The course this lesson belongs to."""
        return CoursePage.objects.get(path=self.ancestor_path(2))

    @cached_property
    def quiz_questions(self) -> list[Question]:
        """The questions of the quiz block; empty where the lesson has none."""
        return [question for raw in raw_of_type(self.body, "quiz") for question in questions_of(raw)]

    @property
    def has_quiz(self) -> bool:
        """Whether the learner answers questions here."""
        return bool(self.quiz_questions)

    @property
    def quiz_key(self) -> str:
        """The id of the quiz block, or an empty string."""
        return next((raw["id"] for raw in raw_of_type(self.body, "quiz")), "")

    @cached_property
    def task(self) -> Task | None:
        """The practice task of this lesson, if it has one."""
        return next((task_of(raw) for raw in raw_of_type(self.body, "task")), None)

    @property
    def opening(self) -> str:
        """The first words of the lesson as plain text, for search engines and messengers."""
        first = next((raw["value"] for raw in raw_of_type(self.body, "text")), "")
        return Truncator(unescape(strip_tags(first))).chars(OPENING_LENGTH)

    @property
    def video_ids(self) -> list[int]:
        """The ids of the videos in this lesson, in order."""
        return [raw["value"] for raw in raw_of_type(self.body, "video") if raw["value"]]

    @property
    def minutes(self) -> int:
        """How long reading and answering takes, in whole minutes, videos left out."""
        words = len(strip_tags(" ".join(_texts_in([raw["value"] for raw in self.body.raw_data]))).split())
        reading = 0 if self.has_quiz else words / WORDS_PER_MINUTE
        return max(1, math.ceil(reading + len(self.quiz_questions) * MINUTES_PER_QUESTION))


def _texts_in(value: Any) -> list[str]:
    """Return every text inside the stored form of a block."""
    if isinstance(value, str):
        return [value]
    children = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [text for child in children for text in _texts_in(child)]
