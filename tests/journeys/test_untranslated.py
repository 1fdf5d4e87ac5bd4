"""The scanner for English: finds what is left, and leaves Indonesian and data alone."""

import pytest
from playwright.sync_api import Page

from tests.journeys.untranslated import has_small_words, is_english_message, untranslated

CLEAN = """<title>Studio</title><h1>Halaman</h1><p>Status: <b>Draf</b></p><a title="Ubah">Kemasan produk</a>
<input placeholder="Cari…"><script>const a = "Save draft";</script><p>Ratna Contoh masuk pukul 14.30 WITA</p>"""
PLANTED = [
    ("<p>Save draft</p>", "p: Save draft"),
    ("<p>\n Keyboard\n shortcuts </p>", "p: Keyboard shortcuts"),
    ("<p hidden>Page 'Kemasan' created and published.</p>", "p: Page 'Kemasan' created and published."),
    ("<input placeholder='Search…'>", "placeholder: Search…"),
    ("<button aria-label='More actions'>x</button>", "aria-label: More actions"),
    ("<button title='Toggle sidebar'>x</button>", "title: Toggle sidebar"),
    ("<img alt='Default avatar'>", "alt: Default avatar"),
    ("<input type=submit value='Sign in'>", "value: Sign in"),
    ("<label>This field is required.</label>", "label: This field is required."),
    ("<p>You have <span>unsaved edits</span></p>", "p: You have"),
    ("<p>1-20 dari 218 None</p>", "p: 1-20 dari 218 None"),
    ("<p>Nobody said that this was in the catalogue</p>", "p: Nobody said that this was in the catalogue"),
]


@pytest.mark.parametrize("text", ["Save draft", "Delete 3 pages", "Incorrect code.", "title", "(New)", "Yes"])
def test_message_of_a_package_is_recognised(text):
    assert is_english_message(text)


@pytest.mark.parametrize(
    "text", ["Simpan draf", "Status", "URL", "Slug", "Dewi Contoh", "Kemasan", "3 pelajaran", "Kuis 2"]
)
def test_indonesian_names_and_words_of_both_languages_are_left_alone(text):
    assert not is_english_message(text)
    assert not has_small_words(text)


@pytest.fixture
def blank(browser) -> Page:
    """An empty page which needs no running product."""
    return browser.new_page()


def test_screen_in_indonesian_is_clean(blank):
    blank.set_content(CLEAN)
    assert untranslated(blank) == []


def test_every_planted_piece_of_english_is_found(blank):
    blank.set_content(CLEAN + "".join(html for html, _ in PLANTED))
    found = untranslated(blank)
    assert [line for _, line in PLANTED if line not in found] == []
