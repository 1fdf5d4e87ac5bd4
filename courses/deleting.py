"""Pages that people have records on stay: whoever learned there keeps the proof."""

from django.db.models import ProtectedError
from django.db.models.deletion import Collector
from wagtail.models import Page

from core.errors import UserFault
from courses.models import CoursePage, LessonPage


class PageHasRecords(UserFault):
    """Somebody learned on this page."""

    code = "page_has_records"
    sentence = "{page} tidak dapat dihapus karena sudah ada peserta yang belajar di sana. Batalkan terbitnya saja."


def check_deletable(page: Page) -> None:
    """Raise PageHasRecords if a record points at `page` or anything below it."""
    for model in (CoursePage, LessonPage):
        try:
            Collector(using="default").collect(model.objects.filter(path__startswith=page.path))
        except ProtectedError as error:
            raise PageHasRecords(page=page.title) from error
