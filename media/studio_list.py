"""The list of videos in `/studio/`."""

import django_filters
from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.widgets.button import Button

from core.templatetags.formats import rupiah, ukuran
from media.choosers import VIDEO_ICON
from media.costing import price_per_mb, rupiah_for
from media.errors import sentence_for
from media.models import EncodingState, Piece, Source
from media.overview import cautions_of
from media.permissions import can_upload_videos, videos_seen_by
from media.playing import player_for
from media.progress import percent_of
from media.studio_detail import detail_url
from media.warning import in_words

LESS = "video-less"  # left out on a phone
UNDER_WAY = (EncodingState.UPLOADED, EncodingState.ENCODING)


class VideoFilterSet(WagtailFilterSet):
    """Narrow the list by state."""

    state = django_filters.ChoiceFilter(
        label="Keadaan", field_name="wanted__state", choices=EncodingState.choices, empty_label="Semua"
    )

    class Meta:
        model = Source
        fields: list[str] = []


class StateColumn(Column):
    """State with its progress in words, the reason of a failure, and how many warnings there are."""

    def get_value(self, instance: Source) -> str:
        """Return for instance `Sudah dapat diputar, 40%`, and on a second line `2 peringatan`."""
        if instance.state == EncodingState.FAILED:
            return format_html("<strong>Gagal.</strong> {}", sentence_for(instance.wanted.reason))
        words = instance.get_state_display()
        if instance.state == EncodingState.ENCODING:
            playable = "Sudah dapat diputar" if instance.published_id else words
            words = f"{playable}, {percent_of(instance.wanted, instance.wanted.pieces.all())}%"
        count = len(cautions_of(instance.wanted, player_for(instance, with_text=False)))
        return format_html("{}<br>{} peringatan", words, count) if count else words


class LengthColumn(Column):
    """Minutes and seconds."""

    def get_value(self, instance: Source) -> str:
        """Return `6 menit 5 detik`, or a dash while nobody has looked."""
        return in_words(instance.shown.duration_s)


class CostColumn(Column):
    """What most learners get, and what they pay for it."""

    price = 0

    def get_value(self, instance: Source) -> str:
        """Return `Biasa 6,5 MB, Rp78`; a dash while nothing can be played."""
        chosen = player_for(instance, with_text=False).chosen("")
        if not chosen:
            return "–"
        return f"{chosen.label} {ukuran(chosen.size_bytes)}, {rupiah(rupiah_for(chosen.size_bytes, self.price))}"


class VideoIndexView(generic.IndexView):
    """The list."""

    model = Source
    page_title = "Video"
    header_icon = VIDEO_ICON
    any_permission_required = ["view"]
    index_url_name = "video:index"
    index_results_url_name = "video:index_results"
    add_url_name = "video:add"
    add_item_label = "Unggah video"
    filterset_class = VideoFilterSet
    search_fields = ["title"]
    is_searchable = True
    paginate_by = 20
    default_ordering = "-created_at"
    template_name = "media/studio/index.html"
    results_template_name = "media/studio/index_results.html"

    def get_base_queryset(self) -> QuerySet[Source]:
        """Return what the person may see, with the pieces of what is under way: one query for a whole page."""
        pieces = Piece.objects.filter(encoding__state__in=UNDER_WAY).only(
            "encoding_id", "run", "kind", "state", "progress"
        )
        seen = videos_seen_by(self.request.user).select_related("owner")
        return seen.prefetch_related(Prefetch("wanted__pieces", pieces))

    @property
    def header_more_buttons(self) -> list[Button]:
        """Beside what Wagtail offers, the light page for phones."""
        light = Button("Unggah dari HP", url=reverse("upload_page"), icon_name="mobile-alt", priority=90)
        return [*super().header_more_buttons, *([light] if can_upload_videos(self.request.user) else [])]

    @property
    def columns(self) -> list[Column]:
        """Title first; it leads to the video."""
        cost = CostColumn("cost", label="Dibayar peserta")
        cost.price = price_per_mb(self.request)
        return [
            TitleColumn("title", label="Judul", sort_key="title", get_url=detail_url),
            StateColumn("state", label="Keadaan"),
            LengthColumn("duration_s", label="Durasi", classname=LESS),
            cost,
            Column("owner", label="Pengunggah", classname=LESS),
            DateColumn("created_at", label="Diunggah", sort_key="created_at", classname=LESS),
        ]
