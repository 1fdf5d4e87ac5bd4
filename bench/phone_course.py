"""Puts videos of random bytes into a course of the prepared demo: `python -m bench.phone_course MEGABYTES`.

Runs within the product (IKM_VAR names its data). Done again with the same size it changes nothing.
"""

import hashlib
import os
import sys
from pathlib import Path

import django

django.setup()

from courses.models import CoursePage, LessonPage  # noqa: E402  models need django.setup()
from media.models import Source  # noqa: E402
from media.storages import public_storage  # noqa: E402
from tests.factories.media import make_source  # noqa: E402

COURSE = "kemasan"
VIDEOS = 6
PREFIX = "Ukuran "


def main() -> None:
    """Give the first lessons of the course one video each; together they weigh what was asked for."""
    megabytes = int(sys.argv[1])
    title = f"{PREFIX}{megabytes}"
    if Source.objects.filter(title=title).exists():
        return
    course = CoursePage.objects.get(slug=COURSE)
    for lesson in LessonPage.objects.live().descendant_of(course).order_by("path")[:VIDEOS]:
        put_video(lesson, title, megabytes * 1_000_000 // VIDEOS)


def put_video(lesson: LessonPage, title: str, size: int) -> None:
    """Put one at the head of a lesson, in place of one of an earlier run."""
    source = make_source(title=title, renditions=[("hemat", "h264", size)])
    rendition = source.published.renditions.get()
    content = os.urandom(size)
    rendition.file.name = f"video/uji/{hashlib.sha256(content).hexdigest()}.mp4"
    rendition.save()
    path = Path(public_storage().path(rendition.file.name))
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    if lesson.body and lesson.body[0].block_type == "video" and lesson.body[0].value.title.startswith(PREFIX):
        del lesson.body[0]
    lesson.body.insert(0, ("video", source))
    lesson.save_revision().publish()


if __name__ == "__main__":
    main()
