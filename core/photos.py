"""Photos that people send: hostile until re-encoded. What we keep has no place, no camera name, no original bytes."""

import hashlib
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from PIL import Image, UnidentifiedImageError

from core.errors import UserFault
from core.templatetags.formats import ukuran

MAX_BYTES = 10_000_000
MAX_PIXELS = 50_000_000
MAX_SIDE = 1280
QUALITY = 80
FORMATS = ("JPEG", "PNG", "WEBP")
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


class PhotoNotImage(UserFault):
    """The upload isn't a picture we know."""

    code = "photo_not_image"
    sentence = "Berkas ini bukan foto yang dapat dibaca. Kirim foto JPG, PNG, atau WebP dari kamera HP Anda."


class PhotoBroken(UserFault):
    """The upload stops in the middle."""

    code = "photo_broken"
    sentence = "Foto ini rusak atau terpotong saat dikirim. Pilih lagi fotonya, lalu kirim ulang."


class PhotoTooLarge(UserFault):
    """More bytes than we take."""

    code = "photo_too_large"
    sentence = "Foto ini lebih dari {limit}. Kecilkan ukurannya atau ambil foto baru, lalu kirim lagi."


class PhotoTooManyPixels(UserFault):
    """More pixels than we decode."""

    code = "photo_too_many_pixels"
    sentence = "Gambar ini terlalu lebar atau tinggi. Ambil foto dengan ukuran biasa, lalu kirim lagi."


@dataclass(frozen=True)
class CleanPhoto:
    """Our own JPEG: at most 1280 px on its longer side, unless more was asked for."""

    data: bytes
    width: int
    height: int
    folder: str

    @property
    def name(self) -> str:
        """Place in the private store, named by the hash of the content."""
        digest = hashlib.sha256(self.data).hexdigest()
        return f"{self.folder}/{digest[:2]}/{digest}.jpg"


def clean_photo(upload: IO[bytes], *, size_bytes: int, folder: str, max_side: int = MAX_SIDE) -> CleanPhoto:
    """Decode an upload and return it re-encoded. Raises one of the UserFaults above.

    `max_side`: pixels of the longer side; `folder`: where in the private store it will lie.
    """
    if size_bytes > MAX_BYTES:
        raise PhotoTooLarge(limit=ukuran(MAX_BYTES))
    picture = _upright(_open(upload), max_side)
    picture.thumbnail((max_side, max_side))
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True)
    return CleanPhoto(out.getvalue(), picture.width, picture.height, folder)


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
