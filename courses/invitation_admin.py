"""Invited trainers in `/studio/`: who writes which course, inviting, and ending it."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from accounts.public import clean_full_name
from core.errors import UserFault
from courses.inviting import (
    TrainerUnknown,
    check_invitable,
    end_invitation,
    find_trainer,
    invite_stranger,
    invite_trainer,
)
from courses.models import CoursePage, TrainerInvitation


class InvitationForm(forms.ModelForm):
    """Whom to invite, and to what. A person without an account gets one, and signs in by code."""

    login = forms.CharField(label="Nomor HP atau nama pengguna pelatih", max_length=150)
    full_name = forms.CharField(
        label="Nama lengkap", max_length=120, required=False, help_text="Isi hanya bila pelatih belum punya akun."
    )
    # The id of the person who was shown; rights are given to nobody else.
    shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = TrainerInvitation
        fields = ["course"]

    def __init__(self, *args: Any, for_user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = for_user
        self.fields["course"].queryset = CoursePage.objects.order_by("title")  # type: ignore[attr-defined]

    def clean_full_name(self) -> str:
        """Return the name in plain writing, or nothing."""
        name = self.cleaned_data["full_name"]
        return clean_full_name(name) if name else ""

    def clean(self) -> dict[str, Any]:
        """Find the person; what stands in the way is said at the field."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                self.person = self._find(cleaned)
            except UserFault as fault:
                self.add_error("login", fault.message)
        return cleaned

    def _find(self, cleaned: dict[str, Any]) -> Any:
        person = find_trainer(cleaned["login"])
        if person:
            check_invitable(cleaned["course"], person)
        elif not cleaned["full_name"] or not any(character.isdecimal() for character in cleaned["login"]):
            raise TrainerUnknown
        return person

    def take_question(self) -> str:
        """Return the question that shows whom the number or name found, until it was asked about that person."""
        if self.person is None or self.cleaned_data["shown"] == self.person.pk:
            return ""
        self.data = {**dict(self.data.items()), "shown": str(self.person.pk)}
        village = f", {self.person.village}" if self.person.village else ""
        return f"Undang {self.person}{village}? Tekan Undang sekali lagi bila orangnya benar."

    def save(self, commit: bool = True) -> TrainerInvitation:
        """Invite. Raises a UserFault where somebody was faster."""
        course, name, login = (self.cleaned_data[key] for key in ("course", "full_name", "login"))
        if self.person:
            self.instance = invite_trainer(course, self.person, by=self.by)
        else:
            self.instance = invite_stranger(course, full_name=name, phone=login, by=self.by)
        return self.instance


class InvitationFilterSet(WagtailFilterSet):
    """By course, and whether it still holds."""

    course = django_filters.ModelChoiceFilter(label="Kursus", queryset=CoursePage.objects.order_by("title"))
    ended_at = django_filters.BooleanFilter(label="Sudah diakhiri", lookup_expr="isnull", exclude=True)

    class Meta:
        model = TrainerInvitation
        fields = ["course", "ended_at"]


class InvitationIndexView(generic.IndexView):
    """The list; an open invitation offers to end it."""

    add_item_label = "Undang pelatih"
    any_permission_required = ["view"]

    def get_base_queryset(self) -> "QuerySet[TrainerInvitation]":
        """Bring the names along."""
        return TrainerInvitation.objects.select_related("course", "person", "invited_by")

    def get_list_more_buttons(self, instance: TrainerInvitation) -> list[Any]:
        """Offer the one act there is."""
        if not instance.is_open:
            return []
        return [Button("Akhiri", url=self.get_delete_url(instance), icon_name="cross", priority=10)]


class InviteView(generic.CreateView):
    """Invites."""

    page_title = "Undang pelatih"
    submit_button_label = "Undang"
    success_message = "%(object)s: undangan berlaku sekarang. Pelatih masuk di /studio/."

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who invites."""
        return {**super().get_form_kwargs(), "for_user": self.request.user}

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        """Show first whom the form found; show the form again where somebody else was faster."""
        question = form.take_question()
        if question:
            messages.warning(self.request, question)
            self.form = form  # what Wagtail renders
            return self.render_to_response(self.get_context_data())
        try:
            return super().form_valid(form)
        except UserFault as fault:
            form.add_error("login", fault.message)
            return self.form_invalid(form)


class EndView(generic.DeleteView):
    """Asks, then ends. Wagtail calls it deleting; the row stays as a record."""

    page_title = "Akhiri undangan"
    template_name = "courses/studio/end_invitation.html"
    success_message = "Undangan %(object)s diakhiri."

    def delete_action(self) -> None:
        """End instead of deleting."""
        end_invitation(self.object, by=self.request.user)


class InvitationViewSet(ModelViewSet):
    """Invited trainers."""

    model = TrainerInvitation
    name = "trainer_invitations"
    icon = "user"
    menu_label = "Pelatih tamu"
    menu_order = 30
    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = InvitationIndexView
    add_view_class = InviteView
    delete_view_class = EndView
    list_display = [
        "person",
        Column("course", label="Kursus"),
        DateColumn("invited_at", label="Diundang", sort_key="invited_at"),
        Column("invited_by", label="Oleh"),
        DateColumn("ended_at", label="Diakhiri", sort_key="ended_at"),
    ]
    filterset_class = InvitationFilterSet
    search_fields = ["person__full_name", "course__title"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form for an invitation."""
        return InvitationForm


invitation_viewset = InvitationViewSet()
