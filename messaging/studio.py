"""The outbox on the office's screens: a list with search and filters, one message in full, and sending again."""

import datetime as dt
import re
from typing import Any

import django_filters
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from core.templatetags.formats import waktu
from messaging.models import Channel, MessageState, OutboxMessage
from messaging.permissions import can_retry_message, can_see_outbox, visible_messages
from messaging.retrying import retry_message
from messaging.templating import template_names, title_of


class OutboxFilterSet(WagtailFilterSet):
    """By state, by way, by kind."""

    state = django_filters.ChoiceFilter(label="Keadaan", choices=MessageState.choices)
    channel = django_filters.ChoiceFilter(label="Jalur", choices=[c for c in Channel.choices if c[0]])
    template = django_filters.ChoiceFilter(
        label="Jenis pesan", choices=lambda: [(name, title_of(name)) for name in template_names()]
    )

    class Meta:
        model = OutboxMessage
        fields = ["state", "channel", "template"]


class OutboxIndexView(generic.IndexView):
    """The list; `Kirim ulang` stands at what failed."""

    def get_base_queryset(self) -> QuerySet[OutboxMessage]:
        """Read the people with the messages."""
        return visible_messages(self.request.user).select_related("person")

    def search_queryset(self, queryset: QuerySet[OutboxMessage]) -> QuerySet[OutboxMessage]:
        """Search by name or number, however the number is written: 0899..., +62 899..."""
        if not self.is_searching:
            return queryset
        found = Q(person__full_name__icontains=self.search_query)
        if digits := re.sub(r"^(0|62)", "", re.sub(r"\D", "", self.search_query)):
            found |= Q(to__contains=digits)
        return queryset.filter(found)

    def _get_title_column(self, field_name: str, column_class: Any = TitleColumn, **kwargs: Any) -> Any:
        """Name the first column, which is no field of the model."""
        title = self._get_title_column_class(column_class)
        return title(field_name, label="Penerima", get_url=self.get_inspect_url)

    def get_list_more_buttons(self, instance: OutboxMessage) -> list[Any]:
        """Offer to send again."""
        buttons = super().get_list_more_buttons(instance)
        if can_retry_message(self.request.user, instance):
            url = reverse("outbox:retry", args=[instance.pk])
            buttons.append(Button("Kirim ulang", url=url, icon_name="rotate", priority=10))
        return buttons


class OutboxInspectView(generic.InspectView):
    """One message in full, as far as the office may see it."""

    labels = {"recipient": "Penerima", "masked_to": "Nomor", "title": "Jenis pesan", "shown_text": "Isi"}

    def get_object(self, queryset: Any = None) -> OutboxMessage:
        """Look it up among what the reader may see; the others are told by Wagtail that they may not."""
        rows = visible_messages(self.request.user) if can_see_outbox(self.request.user) else OutboxMessage.objects.all()
        return get_object_or_404(rows, pk=self.pk)

    def get_field_label(self, field_name: str, field: Any) -> str:
        """Name the fields that are no columns."""
        return self.labels.get(field_name) or super().get_field_label(field_name, field)

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        """Show times in our form, and nothing where there is nothing."""
        value = getattr(self.object, field_name)
        if isinstance(value, dt.datetime):
            return waktu(value)
        return super().get_field_display_value(field_name, field) if value not in {None, ""} else "–"


class OutboxViewSet(ModelViewSet):
    """`/studio/pesan-keluar/`"""

    model = OutboxMessage
    name = "outbox"
    url_prefix = "pesan-keluar"
    menu_label = "Pesan keluar"
    icon = "mail"
    menu_order = 620
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "recipient",
        "masked_to",
        "title",
        "shown_text",
        "channel",
        "state",
        "reason",
        "detail",
        "attempts",
        "created_at",
        "sent_at",
        "delivered_at",
    ]
    index_view_class = OutboxIndexView
    inspect_view_class = OutboxInspectView
    filterset_class = OutboxFilterSet
    search_fields = ["person__full_name", "to"]
    form_fields = ["template"]
    list_per_page = 50
    list_display = [
        "recipient",
        Column("masked_to", label="Nomor"),
        Column("title", label="Jenis pesan", sort_key="template"),
        "channel",
        "state",
        Column("reason", label="Sebab", accessor=lambda row: row.get_reason_display() if row.reason else ""),
        Column("created_at", label="Dibuat", accessor=lambda row: waktu(row.created_at), sort_key="created_at"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Add the address of sending again."""
        return [*super().get_urlpatterns(), path("kirim-ulang/<int:pk>/", retry_view, name="retry")]


def retry_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask first, then queue the message again."""
    if not can_see_outbox(request.user):
        raise PermissionDenied
    message = get_object_or_404(visible_messages(request.user).select_related("person"), pk=pk)
    if not can_retry_message(request.user, message):
        raise PermissionDenied
    if request.method == "POST":
        if retry_message(message, by=request.user):
            messages.success(request, "Pesan masuk antrean dan segera dikirim ulang.")
        else:
            messages.error(request, "Pesan belum dapat dikirim ulang. Muat ulang daftar, lalu periksa keadaannya.")
        return redirect("outbox:index")
    crumbs = [{"url": reverse("outbox:index"), "label": "Pesan keluar"}, {"url": "", "label": "Kirim ulang"}]
    context = {
        "message_row": message,
        "breadcrumbs_items": crumbs,
        "header_title": "Kirim ulang pesan",
        "header_icon": "mail",
    }
    return TemplateResponse(request, "messaging/retry.html", context)


outbox_viewset = OutboxViewSet()
