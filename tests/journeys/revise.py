"""Adds a sentence to a lesson and publishes it: `python -m tests.journeys.revise TITLE SENTENCE`."""

import sys

import django

django.setup()

from courses.models import LessonPage  # noqa: E402  models need django.setup()


def revise(title: str, sentence: str) -> None:
    """Put the sentence at the end of the lesson."""
    lesson = LessonPage.objects.get(title=title)
    lesson.body.append(("text", f"<p>{sentence}</p>"))
    lesson.save_revision().publish()


if __name__ == "__main__":
    revise(*sys.argv[1:])
