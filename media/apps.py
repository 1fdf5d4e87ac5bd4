from django.apps import AppConfig


class MediaConfig(AppConfig):
    """Registers the room `media`; what it hears and offers is wired in `ready()`."""

    name = "media"
    verbose_name = "video"

    def ready(self) -> None:
        """Register the system check, and the videos a person uploaded for the file of their own data."""
        from accounts.extensions import register_own_data  # noqa: PLC0415  models must be loaded first
        from core.content_version import watch_content  # noqa: PLC0415
        from media import checks  # noqa: F401, PLC0415  registers itself
        from media.exporting import own_videos  # noqa: PLC0415

        register_own_data("Video yang saya unggah", own_videos)
        watch_content("media.Source", "media.Encoding", "media.Rendition", "media.Transcript")
