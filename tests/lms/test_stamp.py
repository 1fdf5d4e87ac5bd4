"""A second start skips preparing only when nothing that decides it has changed."""

import sqlite3

import pytest

from lms.stamp import code_stamp, digest, read_stamp


@pytest.fixture
def project(tmp_path):
    (tmp_path / "courses" / "content").mkdir(parents=True)
    (tmp_path / "courses" / "apps.py").write_text("")
    (tmp_path / "courses" / "content" / "kemasan.md").write_text("satu")
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "base.txt").write_text("django==5")
    (tmp_path / "templates").mkdir()
    return tmp_path


def test_same_files_give_the_same_number(project):
    assert digest(project) == digest(project) > 0


def test_changed_content_gives_another_number(project):
    before = digest(project)
    (project / "courses" / "content" / "kemasan.md").write_text("dua")
    assert digest(project) != before


def test_new_migration_gives_another_number(project):
    before = digest(project)
    (project / "courses" / "0002.py").write_text("")
    assert digest(project) != before


def test_templates_and_compiled_files_do_not_count(project):
    before = digest(project)
    (project / "templates" / "base.html").write_text("x")
    (project / "courses" / "__pycache__").mkdir()
    (project / "courses" / "__pycache__" / "apps.pyc").write_bytes(b"x")
    assert digest(project) == before


def test_stamp_of_pages_changes_with_code_templates_and_address(project):
    seen = [code_stamp(project, "http://satu"), code_stamp(project, "http://dua")]
    (project / "templates" / "base.html").write_text("x")
    seen.append(code_stamp(project, "http://satu"))
    (project / "courses" / "facing.py").write_text("x")
    seen.append(code_stamp(project, "http://satu"))
    assert len(set(seen)) == 4
    assert code_stamp(project, "http://satu") == seen[-1]


def test_missing_or_broken_database_has_no_stamp(tmp_path):
    (tmp_path / "broken.sqlite3").write_text("this is not a database, and it is long enough to be read as one")
    assert read_stamp(tmp_path / "none.sqlite3") == 0
    assert read_stamp(tmp_path / "broken.sqlite3") == 0


def test_stamp_is_read_back_from_the_database(tmp_path):
    path = tmp_path / "a b.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {2**31 - 1}")
    connection.close()
    assert read_stamp(path) == 2**31 - 1
