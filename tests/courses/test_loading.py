"""Loading courses twice changes nothing; what an editor touched stays."""

import shutil

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from courses.loading import CONTENT, ReferenceMissing, load_courses
from courses.models import BankQuestion, CatalogPage, CoursePage, LessonPage, ModulePage
from courses.outline import outline_of
from tests.courses.test_syllabus import GOOD
from tests.factories.courses_content import bank_question, make_course

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path):
    """Return a folder with one small course."""
    (tmp_path / "contoh.md").write_text(GOOD, encoding="utf-8")
    return tmp_path


def rewrite(folder, old, new):
    """Change the course file."""
    path = folder / "contoh.md"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def lesson(slug="pertama"):
    """Return a loaded lesson."""
    return LessonPage.objects.get(slug=slug)


def edit(page, **values):
    """Save a new revision as an editor would, and publish it."""
    for name, value in values.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_loads_a_course_as_live_pages_with_revisions(folder):
    assert load_courses(folder)["contoh"] == {"new": 7}
    catalog = CatalogPage.objects.get()
    course = CoursePage.objects.child_of(catalog).get()
    assert (catalog.url_path, course.total_jp, course.pass_mark) == ("/home/kursus/", 5, 70)
    assert [page.slug for page in course.modules()] == ["modul-1", "modul-2"]
    assert [page.slug for page in outline_of(course).lessons] == ["pertama", "kuis", "kedua"]
    for page in [catalog, course, *course.modules(), *outline_of(course).lessons]:
        assert page.live and page.live_revision_id == page.latest_revision_id is not None
        assert not page.has_unpublished_changes


def test_text_of_a_file_is_text_and_not_html(folder):
    load_courses(folder)
    html = lesson().body[0].value.source
    assert "Paragraf &lt;b&gt;dua&lt;/b&gt; &amp; lagi." in html


def test_task_is_the_last_block_and_quiz_a_lesson_of_its_own(folder):
    load_courses(folder)
    assert [block.block_type for block in lesson().body] == ["text", "task"]
    assert (lesson().task.title, lesson().task.instruction) == ("Praktik modul 1", "Foto satu contoh.")
    quiz = lesson("kuis")
    assert quiz.title == "Kuis modul 1"
    assert quiz.quiz_questions[0].correct == 1


def test_bank_feeds_tests_and_is_not_shown_in_a_quiz(folder):
    load_courses(folder)
    question = BankQuestion.objects.get()
    assert (question.text, question.correct, question.is_active) == ("Mengapa?", 0, True)
    assert question.text not in [q.text for page in LessonPage.objects.all() for q in page.quiz_questions]


def test_loading_again_changes_nothing(folder):
    load_courses(folder)
    before = list(LessonPage.objects.order_by("pk").values())
    assert load_courses(folder)["contoh"] == {"same": 7}
    assert list(LessonPage.objects.order_by("pk").values()) == before


def test_changed_file_updates_what_nobody_touched(folder):
    load_courses(folder)
    address, keys = lesson().url_path, [block.id for block in lesson().body]
    rewrite(folder, "### 1.1 Pertama", "### 1.1 Pertama sekali")
    rewrite(folder, "Modul 2. Akhir (3 JP)", "Modul 2. Penutup (3 JP)")
    rewrite(folder, "Pembahasan: Karena.", "Pembahasan: Karena begitu.")
    assert load_courses(folder)["contoh"] == {"changed": 3, "same": 4}
    assert (lesson().title, lesson().url_path) == ("Pertama sekali", address)
    assert [block.id for block in lesson().body] == keys
    assert ModulePage.objects.get(slug="modul-2").title == "Penutup"
    assert BankQuestion.objects.get().explanation == "Karena begitu."
    assert load_courses(folder)["contoh"] == {"same": 7}


def test_page_that_an_editor_published_stays(folder):
    load_courses(folder)
    edit(lesson(), title="Judul penyunting")
    rewrite(folder, "### 1.1 Pertama", "### 1.1 Lain")
    assert load_courses(folder)["contoh"] == {"kept": 1, "same": 6}
    assert lesson().title == "Judul penyunting"


def test_page_with_an_editors_draft_stays(folder):
    load_courses(folder)
    page = lesson()
    page.title = "Konsep"
    page.save_revision()
    rewrite(folder, "### 1.1 Pertama", "### 1.1 Lain")
    assert load_courses(folder)["contoh"]["kept"] == 1
    assert lesson().title == "Pertama"
    assert lesson().get_latest_revision_as_object().title == "Konsep"


def test_page_that_an_editor_took_offline_or_deleted_stays_away(folder):
    load_courses(folder)
    lesson("kedua").unpublish()
    lesson("kuis").delete()
    assert load_courses(folder)["contoh"] == {"kept": 2, "same": 5}
    assert not lesson("kedua").live
    assert not LessonPage.objects.filter(slug="kuis").exists()


def test_question_that_an_editor_changed_retired_or_deleted_stays(folder):
    load_courses(folder)
    BankQuestion.objects.update(explanation="Dari pengajar.")
    assert load_courses(folder)["contoh"]["kept"] == 1
    assert BankQuestion.objects.get().explanation == "Dari pengajar."
    BankQuestion.objects.all().delete()
    assert load_courses(folder)["contoh"]["kept"] == 1
    assert not BankQuestion.objects.exists()


def test_question_that_left_the_file_is_retired(folder):
    load_courses(folder)
    rewrite(folder, "1. Mengapa?", "1. Bagaimana?")
    assert load_courses(folder)["contoh"] == {"new": 1, "retired": 1, "same": 6}
    assert list(BankQuestion.objects.order_by("pk").values_list("text", "is_active")) == [
        ("Mengapa?", False),
        ("Bagaimana?", True),
    ]


def test_question_that_an_editor_wrote_with_the_same_text_stays(folder):
    load_courses(folder)
    course = CoursePage.objects.get()
    own = bank_question(course)
    own.text = "Bagaimana?"
    own.save()
    rewrite(folder, "1. Mengapa?", "1. Bagaimana?")
    assert load_courses(folder)["contoh"]["kept"] == 1
    assert BankQuestion.objects.filter(text="Bagaimana?").get() == own


def test_course_that_an_editor_made_under_the_same_address_stays(folder):
    make_course(slug="contoh", title="Milik penyunting")
    assert load_courses(folder)["contoh"] == {"kept": 1}
    assert CoursePage.objects.get().title == "Milik penyunting"


def test_lesson_added_to_a_file_stands_before_the_quiz(folder):
    load_courses(folder)
    rewrite(folder, "### Kuis Modul 1", "### 1.2 Susulan\nTeks.\n\n### Kuis Modul 1")
    load_courses(folder)
    assert [page.slug for page in outline_of(CoursePage.objects.get()).lessons] == [
        "pertama",
        "susulan",
        "kuis",
        "kedua",
    ]


def test_a_fault_in_one_file_writes_nothing(folder):
    (folder / "rusak.md").write_text("rusak", encoding="utf-8")
    with pytest.raises(Exception, match=r"rusak\.md baris 1"):
        load_courses(folder)
    assert not CoursePage.objects.exists()


def test_missing_reference_data_is_said_clearly():
    with pytest.raises(ReferenceMissing, match="load_reference"):
        load_courses(CONTENT)
    with pytest.raises(CommandError, match="load_reference"):
        call_command("load_courses", verbosity=0)


def test_course_file_says_it_is_reviewed(folder):
    load_courses(folder)
    assert not CoursePage.objects.get().is_reviewed
    rewrite(folder, "ditinjau: belum", "ditinjau: sudah")
    load_courses(folder)
    assert CoursePage.objects.get().is_reviewed


def test_course_is_filed_under_topics_and_sectors(tmp_path, capsys):
    call_command("load_reference", verbosity=0)
    for name in ("kue.md", "filters.yaml"):
        shutil.copy(CONTENT / name, tmp_path)
    load_courses(tmp_path)
    course = CoursePage.objects.get()
    assert {topic.slug for topic in course.topics.all()} == {"kue", "kuliner"}
    assert {sector.name for sector in course.sectors.all()} == {"Roti dan kue kering", "Kue basah"}
    assert load_courses(tmp_path)["kue"] == {"same": 59}


def test_command_loads_all_ten_courses_and_says_so(capsys):
    call_command("load_reference", verbosity=0)
    call_command("load_courses")
    assert capsys.readouterr().out.count(" baru") >= 10
    courses = CoursePage.objects.live()
    assert courses.count() == 10
    assert all(course.topics.exists() for course in courses)
    assert BankQuestion.objects.filter(is_active=True).count() == 411


def test_loading_names_the_site_after_the_product(folder, settings):
    settings.SITE_URL = "https://belajar.example.go.id"
    load_courses(folder)
    site = Site.objects.get()
    assert (site.site_name, site.root_url) == (settings.WAGTAIL_SITE_NAME, settings.SITE_URL)
    assert CoursePage.objects.get().full_url == "https://belajar.example.go.id/kursus/contoh/"
