"""What `/studio/` gets from the room `courses`."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from courses import wagtail_hooks_learning  # noqa: F401  its hooks register themselves
from courses.bank_admin import bank_viewset
from courses.course_admin import course_viewset
from courses.deleting import PageHasRecords, check_deletable
from courses.invitation_admin import invitation_viewset
from courses.inviting import END_ACTION, INVITE_ACTION
from courses.models import BankQuestion, TrainerInvitation
from courses.policies import BankPolicy, InvitationPolicy
from courses.reviewing import REVIEW_ACTION, WITHDRAW_ACTION
from courses.views.studio_review import ReviewView

register_permission_policy(BankQuestion, BankPolicy(BankQuestion))
register_permission_policy(TrainerInvitation, InvitationPolicy(TrainerInvitation))


class ContentGroup(ViewSetGroup):
    """Everything about what is taught, under one entry of the menu."""

    menu_label = "Kursus"
    menu_icon = "doc-full"
    menu_order = 110
    items = (course_viewset, bank_viewset, invitation_viewset)


@hooks.register("register_admin_viewset")
def register_content() -> ContentGroup:
    """Show courses, bank and invited trainers."""
    return ContentGroup()


@hooks.register("register_admin_urls")
def register_review_url() -> list[URLPattern]:
    """Give reviewing an address."""
    return [path("courses/<int:pk>/tinjau/", ReviewView.as_view(), name="course_review")]


@hooks.register("before_delete_page")
def keep_pages_with_records(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Say why a page stays, instead of failing half-way."""
    try:
        check_deletable(page)
    except PageHasRecords as fault:
        messages.error(request, fault.message)
        return redirect("wagtailadmin_pages:edit", page.pk)
    return None


@hooks.register("before_bulk_action")
def keep_many_pages_with_records(
    request: HttpRequest, action_type: str, objects: list[Any], action_class_instance: Any
) -> HttpResponse | None:
    """The same where several pages are deleted at once: then none is."""
    if action_type != "delete" or action_class_instance.models != [Page]:
        return None
    for page in objects:
        stopped = keep_pages_with_records(request, page)
        if stopped:
            return stopped
    return None


@hooks.register("register_log_actions")
def register_content_acts(actions: Any) -> None:
    """Name the acts in the admin's log."""
    actions.register_action(REVIEW_ACTION, "Tandai sudah ditinjau", "Ditandai sudah ditinjau")
    actions.register_action(WITHDRAW_ACTION, "Cabut tinjauan", "Tinjauan dicabut")
    actions.register_action(INVITE_ACTION, "Undang pelatih tamu", "Pelatih tamu diundang")
    actions.register_action(END_ACTION, "Akhiri undangan", "Undangan pelatih tamu diakhiri")
