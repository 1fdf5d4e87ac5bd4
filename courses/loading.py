"""Writes courses from files into pages. What an editor has touched since the last load stays as it is."""

from collections import Counter
from collections.abc import Callable, Collection
from pathlib import Path
from urllib.parse import urlsplit

import yaml
from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from core.clock import now
from core.errors import UserFault
from courses.composing import (
    BANK,
    Values,
    bank_values,
    course_values,
    digest_of,
    lesson_values,
    module_values,
    question_key,
    quiz_values,
)
from courses.models import BankQuestion, CatalogPage, CoursePage, LessonPage, LoadedItem, ModulePage
from courses.permitting import permit_roles
from courses.syllabus import CourseText, ModuleText, read_syllabus
from reference.public import sectors, topics

CONTENT = Path(__file__).parent / "content"
CATALOG_SLUG = "kursus"
FILTERS = "filters.yaml"

Report = Callable[[str, "Counter[str]"], None]


class ReferenceMissing(UserFault):
    """Topics or sectors that the courses name aren't there."""

    code = "reference_missing"
    sentence = "{what} belum ada di data rujukan. Jalankan dahulu: manage.py load_reference"


def ensure_catalog() -> CatalogPage:
    """Return the catalogue page, made below the site's root the first time."""
    found = CatalogPage.objects.first()
    if found:
        return found
    root = Page.objects.get(pk=Site.objects.get(is_default_site=True).root_page_id)
    _name_the_tree(root)
    catalog: CatalogPage = root.add_child(instance=CatalogPage(title="Kursus", slug=CATALOG_SLUG))
    catalog.save_revision().publish()
    return catalog


def _name_the_tree(root: Page) -> None:
    """Give the two pages which Wagtail makes itself, and staff see above every course, Indonesian names."""
    Page.objects.filter(pk=root.pk).update(title="Situs", draft_title="Situs")
    Page.objects.filter(depth=1).update(title="Semua halaman", draft_title="Semua halaman")


def name_site() -> None:
    """Tell Wagtail the product's name and address, which its own screens and links show."""
    address = urlsplit(settings.SITE_URL)
    site = Site.objects.get(is_default_site=True)
    wanted = (settings.WAGTAIL_SITE_NAME, address.hostname, address.port or (443 if address.scheme == "https" else 80))
    if (site.site_name, site.hostname, site.port) != wanted:
        site.site_name, site.hostname, site.port = wanted
        site.save()


def load_courses(
    directory: Path = CONTENT, *, only: Collection[str] = (), report: Report = lambda slug, counts: None
) -> dict[str, "Counter[str]"]:
    """Load the course files of `directory`; return per course how many items were new, changed, same, kept or retired.

    `only` names files without `.md`; none means all. All files are read before anything is written.
    `report` is called after each course. Raises SyllabusFault, ReferenceMissing.
    """
    paths = sorted(directory.glob("*.md"))
    texts = [read_syllabus(path) for path in paths if not only or path.stem in only]
    filters = _read_filters(directory / FILTERS)
    name_site()
    catalog = ensure_catalog()
    permit_roles(catalog)
    counts = {}
    for text in texts:
        counts[text.slug] = _CourseLoader(text, filters.get(text.slug, {})).load(catalog)
        report(text.slug, counts[text.slug])
    return counts


def _read_filters(path: Path) -> dict[str, Values]:
    """Return topics and sectors per course as rows. Raises ReferenceMissing."""
    wanted: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text()) if path.exists() else {}
    known_topics, known_sectors = topics().in_bulk(), sectors().in_bulk(field_name="name")
    missing = {name for names in wanted.values() for name in names.get("topics", []) if name not in known_topics}
    missing |= {name for names in wanted.values() for name in names.get("sectors", []) if name not in known_sectors}
    if missing:
        raise ReferenceMissing(what=", ".join(sorted(missing)))
    return {
        slug: {
            "topics": [known_topics[name] for name in names.get("topics", [])],
            "sectors": [known_sectors[name] for name in names.get("sectors", [])],
        }
        for slug, names in wanted.items()
    }


class _CourseLoader:
    """Loads one course in one transaction."""

    def __init__(self, text: CourseText, filters: Values) -> None:
        self.text = text
        self.filters = filters
        self.counts: Counter[str] = Counter()
        own = LoadedItem.objects.filter(key__regex=rf"^{text.slug}(/|$)").select_related("page", "question")
        self.items = {item.key: item for item in own}

    @disable_reference_index_auto_update()  # what comes from a file refers to no picture, file or page
    @transaction.atomic
    def load(self, catalog: CatalogPage) -> "Counter[str]":
        values = {**course_values(self.text), **self.filters}
        course = self._page(self.text.slug, CoursePage, catalog, values)
        if course:
            self._reviewed(course)
            for module in self.text.modules:
                self._module(course, module)
            self._bank(course)
        return +self.counts

    def _reviewed(self, course: Page) -> None:
        """A file may say that its course was reviewed; only a person can say so by name."""
        if self.text.is_reviewed:
            CoursePage.objects.filter(pk=course.pk, reviewed_at=None).update(reviewed_at=now())

    def _module(self, course: Page, module: ModuleText) -> None:
        key = f"{self.text.slug}/{module.number}"
        page = self._page(key, ModulePage, course, module_values(module))
        if not page:
            return
        for lesson in module.lessons:
            lesson_key = f"{key}.{lesson.number}"
            self._page(lesson_key, LessonPage, page, lesson_values(lesson, module, lesson_key))
        if module.quiz:
            quiz = self._page(f"{key}.kuis", LessonPage, page, quiz_values(module, f"{key}.kuis"))
            self._keep_last(quiz, page)

    def _keep_last(self, quiz: Page | None, module: Page) -> None:
        """A lesson that came to an older module was put after its quiz: the quiz goes to the end again."""
        last = module.get_children().last()
        if quiz and last and last.pk != quiz.pk and any(item.page_id == last.pk for item in self.items.values()):
            quiz.move(module, pos="last-child")

    def _page(self, key: str, model: type[Page], parent: Page, values: Values) -> Page | None:
        """Make or update one page; return it, or None where an editor removed it or has a page of that name."""
        digest, item = digest_of(values), self.items.get(key)
        if item is None:
            return self._new_page(key, model, parent, values, digest)
        if item.page is None:
            self.counts["kept"] += 1
            return None
        if not item.page.live or item.page.latest_revision_id != item.revision_id:
            self.counts["kept"] += 1
        elif item.digest == digest:
            self.counts["same"] += 1
        else:
            self._publish(item.page.specific, values, item, digest)
            self.counts["changed"] += 1
        return item.page

    def _new_page(self, key: str, model: type[Page], parent: Page, values: Values, digest: str) -> Page | None:
        if parent.get_children().filter(slug=values["slug"]).exists():
            self.counts["kept"] += 1
            return None
        page = parent.add_child(instance=model(**_without_lists(values)))
        self._publish(page, values, LoadedItem(key=key, page=page), digest)
        self.counts["new"] += 1
        return page

    def _publish(self, page: Page, values: Values, item: LoadedItem, digest: str) -> None:
        """Write `values` into a new revision and publish it; an existing page keeps its address."""
        for name, value in values.items():
            if name != "slug":
                setattr(page, name, value)
        revision = page.save_revision(changed=False)
        revision.publish()
        item.digest, item.revision = digest, revision
        item.save()
        self.items[item.key] = item

    def _bank(self, course: Page) -> None:
        """Load the test questions; one that the file no longer holds is retired."""
        wanted = {question_key(self.text.slug, question): bank_values(question) for question in self.text.bank}
        self._new_questions(course.pk, {key: values for key, values in wanted.items() if key not in self.items})
        for key, item in self.items.items():
            if BANK in key:
                self.counts[_update_question(item, wanted.get(key))] += 1

    def _new_questions(self, course_id: int, wanted: dict[str, Values]) -> None:
        """Add questions, except those that an editor has already written with the same text."""
        there = set(BankQuestion.objects.filter(course_id=course_id).values_list("text", flat=True))
        fresh = {key: values for key, values in wanted.items() if values["text"] not in there}
        rows = BankQuestion.objects.bulk_create(
            BankQuestion(course_id=course_id, **values) for values in fresh.values()
        )
        LoadedItem.objects.bulk_create(
            LoadedItem(key=key, question=row, digest=digest_of(values))
            for (key, values), row in zip(fresh.items(), rows, strict=True)
        )
        self.counts["new"] += len(fresh)
        self.counts["kept"] += len(wanted) - len(fresh)


def _update_question(item: LoadedItem, values: Values | None) -> str:
    """Bring one test question up to date, or retire it without `values`; return what became of it."""
    question = item.question
    if question is None or not question.is_active or digest_of(_question_values(question)) != item.digest:
        return "kept"
    if values is None:
        question.is_active = False
        question.save(update_fields=["is_active"])
        return "retired"
    if digest_of(values) == item.digest:
        return "same"
    for name, value in values.items():
        setattr(question, name, value)
    question.save()
    item.digest = digest_of(values)
    item.save(update_fields=["digest"])
    return "changed"


def _question_values(question: BankQuestion) -> Values:
    """Return what the question holds now, in the form of `bank_values`."""
    return {name: getattr(question, name) for name in ("text", "options", "correct", "explanation")}


def _without_lists(values: Values) -> Values:
    """Leave out what can only be set on a page that has a row."""
    return {name: value for name, value in values.items() if name not in {"topics", "sectors"}}
