"""What the staff screens of one class share: only who may gets in, the way back, faults told in words."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from core.errors import UserFault
from courses.models import Cohort, Meeting
from courses.permissions import can_manage_cohorts, can_mark_attendance, can_see_cohort, seen_cohorts


class CohortScreen(WagtailAdminTemplateMixin, TemplateView):
    """A screen of one class. `needs` says which predicate opens it besides being allowed to see the class."""

    header_icon = "group"
    page_title = ""
    needs: Callable[[Any, Cohort], bool] = staticmethod(can_see_cohort)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Find the class among those that this person sees."""
        rows = seen_cohorts(request.user).select_related("course", "teacher", "closed_by")
        self.cohort = get_object_or_404(rows, pk=kwargs["pk"])
        if not self.needs(request.user, self.cohort):
            raise PermissionDenied
        self.find(**kwargs)
        try:
            return super().dispatch(request, *args, **kwargs)
        except UserFault as fault:
            messages.error(request, fault.message)
            return redirect(self.back_url)

    def find(self, **kwargs: Any) -> None:
        """Find what else the address names."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the screen; what the address names was found already."""
        return self.render_to_response(self.get_context_data())

    @property
    def back_url(self) -> str:
        """Return where a fault, a refusal or `Batal` leads."""
        return reverse("cohorts:inspect", args=[self.cohort.pk])

    def get_page_subtitle(self) -> str:
        """Name the class."""
        return str(self.cohort)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Lead back to the list and to the class."""
        items = [{"url": reverse("cohorts:index"), "label": "Angkatan"}]
        if self.page_title:
            items.append({"url": reverse("cohorts:inspect", args=[self.cohort.pk]), "label": str(self.cohort)})
        return [*self.breadcrumbs_items, *items, {"url": "", "label": self.page_title or str(self.cohort)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the class and what this person may do with it."""
        user = self.request.user
        return super().get_context_data(
            cohort=self.cohort,
            back_url=self.back_url,
            may_manage=can_manage_cohorts(user) and not self.cohort.is_closed,
            may_mark=can_mark_attendance(user, self.cohort) and self.cohort.is_open,
            **kwargs,
        )


class MeetingScreen(CohortScreen):
    """A screen of one meeting of the class."""

    needs = staticmethod(can_mark_attendance)

    def find(self, **kwargs: Any) -> None:
        """Find the meeting in this class."""
        self.meeting = get_object_or_404(Meeting, cohort=self.cohort, pk=kwargs["meeting"])
        self.meeting.cohort = self.cohort

    @property
    def back_url(self) -> str:
        """Lead back to the meeting."""
        return reverse("cohorts:meeting", args=[self.cohort.pk, self.meeting.pk])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the meeting."""
        return super().get_context_data(meeting=self.meeting, **kwargs)


def only_office(user: Any, cohort: Cohort) -> bool:
    """Say whether `user` may change the class."""
    return can_manage_cohorts(user)


class AskScreen(CohortScreen):
    """Asks before something happens: says what, and does it when the button is pressed."""

    template_name = "courses/studio/cohort_ask.html"
    needs = staticmethod(only_office)
    button = ""
    is_serious = False

    def question(self) -> str:
        """Return what will happen, in a sentence."""
        raise NotImplementedError

    def act(self) -> str:
        """Do it and return what to say. Raises a UserFault."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add question and button."""
        words = {"question": self.question(), "button": self.button, "is_serious": self.is_serious}
        return super().get_context_data(**words, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do it and lead back."""
        said = self.act()
        messages.success(request, said)
        return redirect(self.back_url)
