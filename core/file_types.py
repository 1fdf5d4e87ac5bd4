"""What our files are, from the ending that we gave them; never from the content or an upload's own name."""

from pathlib import PurePosixPath

# The kinds that are served to everybody.
PUBLIC_TYPES = {
    ".mp4": "video/mp4",
    ".m4a": "audio/mp4",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
}


def type_of(name: str) -> str:
    """Return the type of a file of ours; of any other, one that no browser shows."""
    return PUBLIC_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
