"""A lesson with the module and the course above it, in one question in SQL; through Django it were three."""

from django.db import connection
from wagtail.models import Page

from core.partial_rows import row_with
from courses.models import CoursePage, LessonPage, ModulePage

PAGES = Page._meta.db_table
LESSON = ("id", "path", "depth", "slug", "title", "url_path", "live", "live_revision_id", "latest_revision_id")
MODULE = ("id", "path", "depth", "slug", "title", "live")
COURSE = (*MODULE, "live_revision_id", "latest_revision_id")
NAMED = (
    [("lesson", name) for name in LESSON]
    + [("module", name) for name in MODULE]
    + [("course", name) for name in COURSE]
)
STEP = Page.steplen
LESSON_SQL = f"""SELECT {", ".join(f"{table}.{name}" for table, name in NAMED)}, content.body
FROM {LessonPage._meta.db_table} content JOIN {PAGES} lesson ON lesson.id = content.page_ptr_id
JOIN {PAGES} module ON module.path = substr(lesson.path, 1, length(lesson.path) - {STEP})
JOIN {PAGES} course ON course.path = substr(lesson.path, 1, length(lesson.path) - {2 * STEP})
WHERE lesson.id = %s"""  # noqa: S608  our own tables' names


def read_lesson(pk: int) -> LessonPage | None:
    """Return the lesson with its module and course as far as they are named above, published or not."""
    with connection.cursor() as cursor:
        cursor.execute(LESSON_SQL, [pk])
        row = cursor.fetchone()
    if row is None:
        return None
    told: dict[str, dict[str, object]] = {"lesson": {}, "module": {}, "course": {}}
    for (table, name), value in zip(NAMED, row, strict=False):
        told[table][name] = value
    for values in told.values():
        values["page_ptr_id"] = values["id"]
    body = LessonPage._meta.get_field("body").from_db_value(row[-1], None, connection)
    lesson = row_with(LessonPage, {**told["lesson"], "body": body})
    lesson.module, lesson.course = row_with(ModulePage, told["module"]), row_with(CoursePage, told["course"])
    return lesson
