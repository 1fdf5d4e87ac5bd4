"""Photos of practice tasks: hostile until re-encoded. What we keep has no place, no camera name, no original bytes."""

import hashlib
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO

from django.db import transaction
from PIL import Image, UnidentifiedImageError

from core.store import private_store
from core.templatetags.formats import ukuran
from courses.errors import PhotoBroken, PhotoNotImage, PhotoNotKept, PhotoTooLarge, PhotoTooManyPixels
from courses.models import TaskPhoto

MAX_BYTES = 10_000_000
MAX_PIXELS = 50_000_000
MAX_SIDE = 1280
MAX_PHOTOS = 3
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
FOLDER = "tasks"
ORIENTATION = 0x0112  # the one tag of EXIF that we read; writing any back would fail on odd ones
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class CleanPhoto:
    """Our own JPEG: at most 1280 px on its longer side, unless more was asked for."""

    data: bytes
    width: int
    height: int
    folder: str = FOLDER

    @property
    def name(self) -> str:
        """Place in the private store, named by the hash of the content."""
        digest = hashlib.sha256(self.data).hexdigest()
        return f"{self.folder}/{digest[:2]}/{digest}.jpg"


def clean_photo(upload: IO[bytes], *, size_bytes: int, max_side: int = MAX_SIDE, folder: str = FOLDER) -> CleanPhoto:
    """Decode an upload and return it re-encoded. Raises a UserFault of `courses.errors` named Photo…

    `max_side`: pixels of the longer side; `folder`: where in the private store it will lie.
    """
    if size_bytes > MAX_BYTES:
        raise PhotoTooLarge(limit=ukuran(MAX_BYTES))
    picture = _upright(_open(upload), max_side)
    picture.thumbnail((max_side, max_side))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return CleanPhoto(out.getvalue(), picture.width, picture.height, folder)


def keep_photo(photo: CleanPhoto) -> str:
    """Write the photo to the private store unless it is there already; return its name. Raises PhotoNotKept."""
    try:
        private_store().keep(photo.name, photo.data)
    except OSError as error:
        raise PhotoNotKept from error
    return photo.name


def forget_photo(name: str) -> None:
    """Remove the file after commit, unless another row still names it."""
    transaction.on_commit(partial(_remove_if_unused, name))


def _remove_if_unused(name: str) -> None:
    if not TaskPhoto.objects.filter(file=name).exists():
        private_store().delete(name)


def _open(upload: IO[bytes]) -> Image.Image:
    """Return the picture with its header read and its size judged; no pixel is decoded yet."""
    try:
        picture = Image.open(upload, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise PhotoTooManyPixels from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise PhotoNotImage from error
    if picture.width * picture.height > MAX_PIXELS:
        raise PhotoTooManyPixels
    return picture


def _upright(picture: Image.Image, max_side: int) -> Image.Image:
    """Decode, turn as the camera was held, and put what is transparent on white."""
    try:
        picture.draft("RGB", (max_side, max_side))  # lets JPEG skip detail that we'd throw away
        picture.load()
        turn = TURNS.get(_orientation(picture))
        turned = picture if turn is None else picture.transpose(turn)
        if turned.mode in ("RGBA", "LA", "P", "PA"):
            turned = Image.alpha_composite(Image.new("RGBA", turned.size, "white"), turned.convert("RGBA"))
        return turned.convert("RGB")
    except (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError) as error:
        raise PhotoBroken from error


def _orientation(picture: Image.Image) -> int:
    """Return how the camera was held, 1 to 8; 1, upright, where nobody can tell."""
    try:
        return int(picture.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001  a stranger's EXIF fails in any way it likes, and the photo is still a photo
        return 1
