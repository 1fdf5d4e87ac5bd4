"""Finds English left on a screen of the admin: what still reads like a message of Wagtail, allauth or Django.

    assert untranslated(page) == []

Two nets. One knows the English messages of the installed packages, with their placeholders. The other knows the small
words of English, and catches what no package marks for translation.
"""

import re
from collections.abc import Iterator
from functools import cache

import polib
from playwright.sync_api import Page

from tests.journeys.watching import run_in_page
from tools.catalogue import DOMAINS, catalogue, package_path, wagtail_entries

OTHER_CATALOGUES = ("django/conf", "django/contrib/auth", "django/contrib/contenttypes", "allauth", "taggit")
# English and Indonesian alike, or names; not evidence.
SAME_IN_BOTH = {
    "Minimum",
    "Maximum",
    "Admin",
    "admin",
    "Popular",
    "Instances",
    "Media",
    "Video",
    "Filter",
    "Item",
    "item",
}
LETTERS_BETWEEN_PLACEHOLDERS = 10
SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "the you your this these that of and to is are be been was were will with without for from has have had not can"
        " cannot by at or when which who yes",
    )
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")
COLLECT = """(() => {
  const found = [];
  const add = (text, place) => {
    text = (text || '').replace(/\\s+/g, ' ').trim();
    if (text) found.push([text, place]);
  };
  const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (parent.closest('script, style, noscript, svg, code, pre, [data-side-panel-toggle-counter]')) continue;
    add(node.data, parent.tagName.toLowerCase());
  }
  for (const name of ['placeholder', 'title', 'aria-label', 'alt'])
    for (const element of document.querySelectorAll(`[${name}]`)) add(element.getAttribute(name), name);
  for (const element of document.querySelectorAll('input[type=submit], input[type=button]'))
    add(element.value, 'value');
  return found;
})()"""


def untranslated(page: Page) -> list[str]:
    """Return what is English on the page, hidden text included, as `place: text`, each once."""
    texts = {(text, place) for text, place in run_in_page(page, COLLECT)}
    return sorted(f"{place}: {text}" for text, place in texts if is_english_message(text) or has_small_words(text))


def is_english_message(text: str) -> bool:
    """Say whether the text is an English message of a package, exactly or with its placeholders filled in."""
    return text in exact_messages() or any(pattern.fullmatch(text) for pattern in message_patterns())


def has_small_words(text: str) -> bool:
    """Say whether two different small words of English stand in the text, or a value that isn't there."""
    return (
        re.search(r"\bNone\b", text) is not None
        or len(SMALL_WORDS.intersection(re.findall(r"[a-z']+", text.lower()))) >= 2
    )


def english_messages() -> Iterator[str]:
    """Yield the English messages that our people read in Indonesian, both forms of a plural."""
    same = {entry.msgid for domain in DOMAINS for entry in catalogue(domain) if entry.msgstr == entry.msgid}
    for entry in [*(e for domain in DOMAINS for e in wagtail_entries(domain)), *other_entries()]:
        for message in (entry.msgid, entry.msgid_plural):
            if message and message not in same:
                yield message


def other_entries() -> Iterator[polib.POEntry]:
    """Yield the entries of the other packages whose Indonesian differs from their English."""
    for name in OTHER_CATALOGUES:
        package, *rest = name.split("/")
        locale = package_path(package).joinpath(*rest, "locale")
        id_path = locale / "id" / "LC_MESSAGES" / "django.po"
        same = {e.msgid for e in polib.pofile(str(id_path)) if e.msgstr == e.msgid} if id_path.exists() else set()
        for entry in polib.pofile(str(locale / "en" / "LC_MESSAGES" / "django.po")):
            if entry.msgid not in same and not entry.obsolete:
                yield entry


@cache
def exact_messages() -> frozenset[str]:
    """Return the messages without placeholders; tags split a message as they split the text on screen."""
    pieces = (squeeze(piece) for m in english_messages() if not PLACEHOLDER.search(m) for piece in TAG.split(m))
    messages = {piece for piece in pieces if re.search("[A-Za-z]{2}", piece)} - SAME_IN_BOTH
    return frozenset(messages | {message[0].upper() + message[1:] for message in messages})


@cache
def message_patterns() -> tuple[re.Pattern[str], ...]:
    """Return patterns of the messages with placeholders that hold enough letters of their own."""
    pieces = {squeeze(piece) for m in english_messages() for piece in TAG.split(m) if PLACEHOLDER.search(piece)}
    telling = (
        p for p in pieces if len(re.sub("[^A-Za-z]", "", PLACEHOLDER.sub("", p))) >= LETTERS_BETWEEN_PLACEHOLDERS
    )
    return tuple(re.compile(".+?".join(map(re.escape, PLACEHOLDER.split(piece)))) for piece in sorted(telling))


def squeeze(text: str) -> str:
    """Return the text as the screen shows it: white space is one space, none at the edges."""
    return re.sub(r"\s+", " ", text).strip()
