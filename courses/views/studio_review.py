"""Saying that a course's content is right, and taking it back: one screen in `/studio/` that asks first."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from courses.models import CoursePage
from courses.permissions import can_review
from courses.reviewing import mark_reviewed, withdraw_review


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """Shows who reviewed the course and offers the one act that makes sense."""

    template_name = "courses/studio/review.html"
    page_title = "Tinjauan materi"
    header_icon = "check"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in only who may review."""
        if not can_review(request.user):
            raise PermissionDenied
        self.course = get_object_or_404(CoursePage, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_subtitle(self) -> str:
        """Name the course."""
        return str(self.course)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list and to the course."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("courses:index"), "label": "Kursus"},
            {"url": self._back_url(), "label": str(self.course)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the course and the way back to its editor."""
        return super().get_context_data(course=self.course, back_url=self._back_url(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says."""
        if request.POST.get("act") == "withdraw":
            withdraw_review(self.course, by=request.user)
            messages.success(request, "Catatan tinjauan dicabut. Kursus ini kembali belum ditinjau.")
        else:
            mark_reviewed(self.course, by=request.user)
            messages.success(request, f"Kursus {self.course} tercatat sudah ditinjau.")
        return redirect(self._back_url())

    def _back_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.course.pk])
