"""Photos are hostile until re-encoded."""

import io
import struct

import pytest
from django.core.files.storage import default_storage
from PIL import ExifTags, Image

from core.photos import PhotoBroken, PhotoNotImage, PhotoTooLarge, PhotoTooManyPixels
from courses.photos import MAX_BYTES, clean_photo, keep_photo
from tests.factories.courses_records import make_photo, photo_file


def cleaned(data):
    return clean_photo(io.BytesIO(data), size_bytes=len(data))


def test_photo_is_shrunk_to_1280_and_loses_place_and_camera():
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "KameraContoh"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitudeRef] = "N"
    data = photo_file(size=(3000, 2000), exif=exif)
    assert b"KameraContoh" in data
    photo = cleaned(data)
    assert (photo.width, photo.height) == (1280, 853)
    kept = Image.open(io.BytesIO(photo.data))
    assert kept.format == "JPEG"
    assert not kept.getexif()
    assert b"KameraContoh" not in photo.data


def test_photo_is_turned_as_the_camera_was_held():
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    photo = cleaned(photo_file(size=(400, 300), exif=exif))
    assert (photo.width, photo.height) == (300, 400)


@pytest.mark.parametrize(("tag", "kind"), [(0x10F, 5), (0x10F, 12), (0x100, 2), (0x100, 7)])
def test_photo_with_odd_exif_is_still_turned(tag, kind):
    odd = struct.pack("<HHI4s", tag, kind, 1, bytes(4)) if kind in {2, 7} else struct.pack("<HHII", tag, kind, 1, 38)
    entries = struct.pack("<HHIHH", 0x0112, 3, 1, 6, 0)
    tiff = b"II*\0" + struct.pack("<IH", 8, 2) + entries + odd + bytes(4) + b"\1\0\0\0\1\0\0\0"
    segment = b"Exif\0\0" + tiff
    plain = photo_file(size=(400, 300))
    data = plain[:2] + b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment + plain[2:]
    photo = cleaned(data)
    assert (photo.width, photo.height) == (300, 400)


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "JPEG"])
def test_usual_kinds_are_taken(kind):
    assert cleaned(photo_file(size=(64, 48), kind=kind)).width == 64


def test_transparent_picture_lands_on_white():
    out = io.BytesIO()
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG")
    pixel = Image.open(io.BytesIO(cleaned(out.getvalue()).data)).getpixel((5, 5))
    assert min(pixel) > 250


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload='alert(1)'/>", b"GIF89a" + b"\0" * 40, b"%PDF-1.7", b"\xff\xd8\xff", photo_file(kind="BMP")],
)
def test_what_is_no_photo_is_refused(data):
    with pytest.raises(PhotoNotImage):
        cleaned(data)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_cut_off_photo_is_refused(kind):
    noise = Image.effect_noise((400, 400), 80).convert("RGB")
    out = io.BytesIO()
    noise.save(out, kind)
    with pytest.raises((PhotoBroken, PhotoNotImage)):
        cleaned(out.getvalue()[: len(out.getvalue()) // 2])


def test_too_many_bytes_are_refused_unread():
    with pytest.raises(PhotoTooLarge) as fault:
        clean_photo(io.BytesIO(b"x"), size_bytes=MAX_BYTES + 1)
    assert "10,0 MB" in fault.value.message


def test_pixel_bomb_is_refused_before_it_is_decoded():
    out = io.BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    assert len(out.getvalue()) < 50_000
    with pytest.raises(PhotoTooManyPixels):
        cleaned(out.getvalue())
    Image.new("1", (14000, 14000)).save(out := io.BytesIO(), "PNG")
    with pytest.raises(PhotoTooManyPixels):
        cleaned(out.getvalue())


def test_photo_is_kept_once_under_its_hash():
    photo = make_photo(colour="navy")
    assert keep_photo(photo) == keep_photo(photo) == photo.name
    with default_storage.open(photo.name) as kept:
        assert kept.read() == photo.data
