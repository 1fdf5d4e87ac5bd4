"""Adds a sentence and a document to a lesson and publishes it: `python -m tests.journeys.revise TITLE SENTENCE`."""

import sys

import django

django.setup()

from django.core.files.base import ContentFile  # noqa: E402  models need django.setup()
from wagtail.documents import get_document_model  # noqa: E402

from courses.models import LessonPage  # noqa: E402


def revise(title: str, sentence: str) -> None:
    """Put the sentence at the end of the lesson, and a file that says the same."""
    lesson = LessonPage.objects.get(title=title)
    file = ContentFile(sentence.encode(), "catatan.txt")
    document = get_document_model().objects.create(title="Catatan", file=file)
    lesson.body.append(("text", f"<p>{sentence}</p>"))
    lesson.body.append(("download", {"document": document, "title": ""}))
    lesson.save_revision().publish()


if __name__ == "__main__":
    revise(*sys.argv[1:])
