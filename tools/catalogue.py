"""The project's own Indonesian catalogue: what it lacks, and its compiled form.

    python -m tools.catalogue            check: every fault on a line, exit 1 if there is one
    python -m tools.catalogue compile    write the .mo files from the .po files

No gettext binary is needed. Why we keep a catalogue of our own: docs/decisions/0004-own-wagtail-catalogue.md
"""

import importlib.util
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[1]
MESSAGES = ROOT / "locale" / "id" / "LC_MESSAGES"
DOMAINS = ("django", "djangojs")
# Relative to the package `wagtail`; everything in them that can be translated is.
WAGTAIL_PACKAGES = (
    "", "admin", "images", "documents", "users", "snippets", "search", "sites", "embeds", "contrib/settings",
)  # fmt: skip
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|<[^>]+>")
Key = tuple[str | None, str]


def catalogue(domain: str) -> polib.POFile:
    """Return our own catalogue of `django` or `djangojs`."""
    return polib.pofile(str(MESSAGES / f"{domain}.po"))


def package_path(name: str) -> Path:
    """Return the folder of an installed package."""
    spec = importlib.util.find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise LookupError(f"package {name} is not installed")
    return Path(next(iter(spec.submodule_search_locations)))


def wagtail_entries(domain: str) -> Iterator[polib.POEntry]:
    """Yield every entry of the English catalogues which the installed Wagtail ships."""
    for package in WAGTAIL_PACKAGES:
        path = package_path("wagtail") / package / "locale" / "en" / "LC_MESSAGES" / f"{domain}.po"
        if path.exists():
            yield from (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def key_of(entry: polib.POEntry) -> Key:
    """Return what gettext looks an entry up by."""
    return entry.msgctxt, entry.msgid


def missing_entries(ours_file: polib.POFile, domain: str) -> list[Key]:
    """Return what the installed Wagtail says and `ours_file` does not; a plural needs its plural form."""
    ours = {key_of(entry): entry for entry in ours_file if entry.translated() and not entry.fuzzy}
    return [
        key_of(entry)
        for entry in wagtail_entries(domain)
        if key_of(entry) not in ours or (entry.msgid_plural and not ours[key_of(entry)].msgid_plural)
    ]


def placeholders(text: str) -> list[str]:
    """Return the placeholders and tags of a message, sorted."""
    return sorted(PLACEHOLDER.findall(text))


def edges(text: str) -> tuple[bool, bool]:
    """Return whether a message begins and ends with white space: templates glue messages together."""
    return text[:1].isspace(), text[-1:].isspace()


def faults_of(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with one translation."""
    text = entry.msgstr_plural.get(0, "") if entry.msgid_plural else entry.msgstr
    sources = [entry.msgid_plural, entry.msgid] if entry.msgid_plural else [entry.msgid]
    if not text.strip():
        yield f"no translation: {entry.msgid!r}"
    elif placeholders(text) not in [placeholders(source) for source in sources]:
        yield f"placeholders differ: {entry.msgid!r} -> {text!r}"
    elif edges(text) != edges(entry.msgid):
        yield f"white space at the edge differs: {entry.msgid!r} -> {text!r}"


def faults(domain: str) -> list[str]:
    """Return every fault of one domain in words, an empty list if it is whole."""
    ours = catalogue(domain)
    found = [fault for entry in ours for fault in faults_of(entry)]
    keys = [key_of(entry) for entry in ours]
    found += [f"twice: {key!r}" for key in set(keys) if keys.count(key) > 1]
    found += [f"missing: {key!r}" for key in missing_entries(ours, domain)]
    if (MESSAGES / f"{domain}.mo").read_bytes() != ours.to_binary():
        found.append(f"{domain}.mo is older than {domain}.po: run `python -m tools.catalogue compile`")
    return found


def compile_catalogues() -> None:
    """Write the .mo files."""
    for domain in DOMAINS:
        catalogue(domain).save_as_mofile(str(MESSAGES / f"{domain}.mo"))


def main(arguments: list[str]) -> int:
    """Run the program; return its exit code."""
    if arguments == ["compile"]:
        compile_catalogues()
        return 0
    found = [f"{domain}: {fault}" for domain in DOMAINS for fault in faults(domain)]
    print("\n".join(found) or "catalogue whole")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
