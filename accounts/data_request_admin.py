"""The office's queue of what people ask about their data."""

from typing import Any

from django import forms
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.viewsets.model import ModelViewSet

from accounts.models import DataRequest, DataRequestState
from core import clock


class DataRequestForm(forms.ModelForm):
    """The office's answer."""

    class Meta:
        model = DataRequest
        fields = ["state", "answer"]

    def clean(self) -> dict[str, Any]:
        """A closed request needs a word to the person who asked."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if cleaned.get("state") in {DataRequestState.DONE, DataRequestState.DECLINED} and not cleaned.get("answer"):
            self.add_error("answer", "Tulis jawaban untuk pemohon: apa yang sudah dilakukan, atau alasannya.")
        return cleaned

    def save(self, commit: bool = True) -> DataRequest:
        """Note when the request was closed."""
        is_open = self.cleaned_data["state"] == DataRequestState.OPEN
        self.instance.closed_at = None if is_open else self.instance.closed_at or clock.now()
        return super().save(commit)


class DataRequestViewSet(ModelViewSet):
    """Requests, open ones to be found by their state. They are made by the people themselves, never here."""

    model = DataRequest
    name = "data_requests"
    icon = "key"
    menu_label = "Permintaan data"
    menu_order = 610
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    list_display = [
        "person",
        Column("kind", label="Permintaan", accessor="get_kind_display"),
        Column("state", label="Keadaan", accessor="get_state_display"),
        DateColumn("created_at", label="Diajukan"),
    ]
    list_filter = ["state", "kind"]
    search_fields = ["person__full_name"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> Any:
        """Return the form for an answer."""
        return DataRequestForm


data_request_viewset = DataRequestViewSet()
