"""The docs say what is there: settings, commands, links."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
ENVIRONMENT = (ROOT / "lms" / "settings" / "env.py").read_text()
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()


def names(pattern, text):
    return set(re.findall(pattern, text, re.MULTILINE))


def test_every_setting_of_the_environment_is_explained_and_no_other():
    read = names(r'\b(?:env\.\w+|secret)\(\s*"(\w+)"', ENVIRONMENT)
    assert read == names(r"^\| `([A-Z][A-Z0-9_]+)` \|", OPERATIONS[OPERATIONS.index("## Settings") :])


def test_readme_names_every_command_of_run():
    commands = names(r"^  ([\w-]+)\) ", (ROOT / "run").read_text())
    readme = (ROOT / "README.md").read_text()
    assert commands == {
        "demo",
        "test",
        "check",
        "bench",
        "screens",
        "backup",
        "restore",
        "drill",
        "deploy-check",
        "lock",
        "audit",
    }
    assert not {command for command in commands if f"./run {command}" not in readme}


def test_every_task_is_explained_to_operators():
    rooms = [path.parent for path in ROOT.glob("*/apps.py")] + [ROOT / "lms"]
    code = "\n".join(path.read_text() for room in rooms for path in room.rglob("*.py"))
    tasks = names(r'@shared_task\([^)]*name="([\w.]+)"', code)
    assert "certificates.issue" in tasks
    assert tasks == names(r"^\| `([a-z]+\.[a-z_]+)` \|", OPERATIONS)


def test_every_command_of_ours_is_explained():
    commands = {path.stem for path in ROOT.glob("*/management/commands/[!_]*.py")}
    docs = "\n".join(doc.read_text() for doc in DOCS)
    assert not {command for command in commands if f"manage.py {command}" not in docs}


def test_readme_maps_every_room():
    readme = (ROOT / "README.md").read_text()
    rooms = {path.parent.name for path in ROOT.glob("*/apps.py")}
    assert not {room for room in rooms if f"`{room}/`" not in readme}


@pytest.mark.parametrize("doc", DOCS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_within_the_docs_lead_somewhere(doc):
    targets = re.findall(r"\]\((?!\w+://|#|mailto:)([^)#\s]+)", doc.read_text())
    assert not [target for target in targets if not (doc.parent / target).exists()]
