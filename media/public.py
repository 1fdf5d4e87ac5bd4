"""The door of the room `media`."""

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db.models import QuerySet

from media.choosers import video_chooser_viewset
from media.costing import price_per_mb
from media.measuring import encode_seconds, ffmpeg_version, silent_pieces, video_backlog
from media.models import Rendition, Source
from media.permissions import can_upload_videos, videos_seen_by
from media.pipeline.ffmpeg import run_ffmpeg, run_program
from media.playing import Choice, Player, player_for, players_for
from media.removing import remove_source
from media.saving import SavableVideo, savable_videos
from media.serving import captions_at
from media.tasks import ring
from media.uploading import check_upload, save_upload

__all__ = [
    "Choice",
    "Player",
    "SavableVideo",
    "VideoChooserBlock",
    "can_upload_videos",
    "captions_at",
    "demo_sources",
    "encode_seconds",
    "ffmpeg_version",
    "import_source",
    "is_playable",
    "player_for",
    "players_for",
    "price_per_mb",
    "remove_source",
    "renditions_of",
    "run_ffmpeg",
    "run_program",
    "savable_videos",
    "silent_pieces",
    "video_backlog",
    "videos_seen_by",
]

VideoChooserBlock = video_chooser_viewset.get_block_class(name="VideoChooserBlock", module_path="media.public")


def import_source(path: Path, *, title: str, owner: Any, is_demo: bool = False) -> Source:
    """Take the file at `path` in as if `owner` had uploaded it, and queue it; the file itself stays where it is.

    Raises a UserFault of `media.errors` when it is no video.
    """
    with path.open("rb") as opened:
        file = File(opened, name=path.name)
        check_upload(file)
        source = save_upload(file, title=title, owner=owner, is_demo=is_demo)
    ring(1)
    return source


def renditions_of(source: Source) -> QuerySet[Rendition]:
    """Return the renditions of `source` that learners get."""
    return source.published.renditions.all() if source.published else Rendition.objects.none()


def is_playable(source: Source) -> bool:
    """Say whether `source` can be played; better renditions may still be on their way."""
    return source.published is not None


def demo_sources() -> QuerySet[Source]:
    """Return the videos that demo mode brought; give each to `remove_source` to be rid of it."""
    return Source.objects.filter(is_demo=True)
