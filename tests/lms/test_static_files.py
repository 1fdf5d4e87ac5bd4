"""Scripts as phones get them: what only speaks to readers stays at home."""

import json
import os
import time

from django.conf import settings
from django.core.files.base import ContentFile

from lms.static_files import KEPT_DAYS, HashedStorage, sweep_static

SCRIPT = b'// Why.\n(() => {\n  // And how.\n  // More.\n  const far = "https://x"; // stays\n})();\n'
OWN = sorted((settings.BASE_DIR / "static" / "js").glob("*.js"))


def test_own_script_is_collected_without_comments_and_indents(tmp_path):
    name = HashedStorage(location=tmp_path).save("js/mine.js", ContentFile(SCRIPT))
    assert (tmp_path / name).read_bytes() == b'(() => {\nconst far = "https://x"; // stays\n})();\n'


def test_script_of_others_is_collected_as_it_is(tmp_path):
    name = HashedStorage(location=tmp_path).save("vendor/theirs.js", ContentFile(SCRIPT))
    assert (tmp_path / name).read_bytes() == SCRIPT


def test_no_script_of_ours_holds_a_text_of_several_lines():
    broken = [f"{path.name}: {line}" for path in OWN for line in path.read_text().splitlines() if line.count("`") % 2]
    assert OWN and broken == []


def test_static_files_are_swept_a_month_after_the_last_version_that_used_them(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    for name in ("now.1.js", "now.1.js.br", "before.1.js", "forgotten.1.js", "now.js"):
        (tmp_path / name).touch()
    (tmp_path / "staticfiles.json").write_text(json.dumps({"paths": {"now.js": "now.1.js"}}))
    for path in tmp_path.iterdir():
        days = 1 if path.name.startswith("before") else KEPT_DAYS + 1
        os.utime(path, (time.time() - days * 24 * 3600,) * 2)
    assert sweep_static() == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "before.1.js",
        "now.1.js",
        "now.1.js.br",
        "now.js",
        "staticfiles.json",
    ]
    assert time.time() - (tmp_path / "now.1.js.br").stat().st_mtime < 60  # in use until now: its month begins anew


def test_nothing_is_swept_before_the_first_version(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path / "not-there"
    assert sweep_static() == 0
