"""Fills the journeys' database: roles, places, courses, the cast, one lesson with a video.

Run as `python -m tests.journeys.prepare`, with the broker up: the video is queued for the worker.
"""

import django
from django.conf import settings
from django.core.management import call_command

django.setup()

from courses.models import LessonPage  # noqa: E402  models need django.setup()
from media.public import import_source  # noqa: E402
from tests.cast import create_cast  # noqa: E402
from tests.journeys.clips import make_clip  # noqa: E402

LESSON_WITH_VIDEO = "Mengapa kemasan menentukan"


def add_video(owner: object) -> None:
    """Put a clip at the head of the first lesson of `kemasan`."""
    clip = make_clip(settings.VAR_DIR / "clip.mp4")
    source = import_source(clip, title="Dua bungkus keripik", owner=owner)
    lesson = LessonPage.objects.get(title=LESSON_WITH_VIDEO)
    lesson.body.insert(0, ("video", source))
    lesson.save_revision().publish()


def prepare() -> None:
    """Fill the database."""
    call_command("migrate", verbosity=0)
    keys = () if settings.SERVER else ("make_demo_authority",)  # a server brings its own
    for command in ("load_roles", "load_reference", "load_courses", *keys):
        call_command(command, verbosity=0)
    add_video(create_cast().dewi)


if __name__ == "__main__":
    prepare()
