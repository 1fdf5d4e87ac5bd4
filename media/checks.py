"""What must be there before a worker starts."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from core.errors import IkmError
from media.pipeline.tools import missing_encoders


@register()
def check_ffmpeg(**kwargs: Any) -> list[CheckMessage]:
    """Say so when no ffmpeg with H.264, AAC and WebP can be found: Celery runs the checks too, so no worker starts."""
    hint = "Install the packaged one (imageio-ffmpeg), or set FFMPEG_PATH to an ffmpeg with libx264, aac and libwebp."
    try:
        missing = missing_encoders()
    except IkmError as error:
        return [Error(f"No usable ffmpeg: {error.code}.", hint=hint, id="media.E001")]
    if missing:
        return [Error(f"This ffmpeg lacks the encoders {', '.join(missing)}.", hint=hint, id="media.E002")]
    return []
