"""The office's queue of what people ask about their data."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from accounts.models import DataRequest, DataRequestState
from accounts.reach import within_reach
from core import clock


class AnswerOnlyPolicy(ModelPermissionPolicy):
    """Requests are made and taken back by the people themselves: the office may only read and answer them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Refuse adding and deleting to everybody."""
        return action not in {"add", "delete"} and super().user_has_permission(user, action)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """Look at each action by itself, so that a superuser is not waved through."""
        return any(self.user_has_permission(user, action) for action in actions)


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


class QueueView(generic.IndexView):
    """The list, read together with the people."""

    def get_base_queryset(self) -> QuerySet[DataRequest]:
        """Read people and requests at once."""
        found: QuerySet[DataRequest] = super().get_base_queryset()
        return within_reach(self.request.user, found, person="person").select_related("person")


class AnswerView(generic.EditView):
    """One request; of somebody out of reach it is no address."""

    def get_queryset(self) -> QuerySet[DataRequest]:
        """Keep to the people whom the reader may see."""
        return within_reach(self.request.user, DataRequest.objects.all(), person="person")


class DataRequestViewSet(ModelViewSet):
    """The queue, open requests to be found by their state."""

    model = DataRequest
    index_view_class = QueueView
    edit_view_class = AnswerView
    name = "data_requests"
    url_prefix = "permintaan-data"
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
