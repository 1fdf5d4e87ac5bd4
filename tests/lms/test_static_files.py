"""Scripts as phones get them: what only speaks to readers stays at home."""

from django.conf import settings
from django.core.files.base import ContentFile

from lms.static_files import HashedStorage

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
