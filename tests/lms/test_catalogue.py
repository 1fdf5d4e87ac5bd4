"""The project's own Indonesian catalogue is whole, and Django and the admin's scripts really speak it."""

import polib
import pytest
from django.urls import reverse
from django.utils.translation import gettext, ngettext, override

from tools import catalogue


@pytest.mark.parametrize("domain", catalogue.DOMAINS)
def test_catalogue_is_whole(domain):
    assert catalogue.faults(domain) == []


def test_wagtail_ships_the_catalogues_we_measure_by():
    assert sum(1 for _ in catalogue.wagtail_entries("django")) > 1500
    assert sum(1 for _ in catalogue.wagtail_entries("djangojs")) > 80


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("Page '%(title)s' saved", "Halaman '%(judul)s' tersimpan"),
        ("Read <b>this</b>", "Baca <strong>ini</strong>"),
        ("%d pages", "halaman"),
        ("Locale: ", "Bahasa:"),
        ("Save", " "),
    ],
)
def test_fault_in_a_translation_is_found(msgid, msgstr):
    assert list(catalogue.faults_of(polib.POEntry(msgid=msgid, msgstr=msgstr)))


def test_plural_may_follow_either_english_form():
    entry = polib.POEntry(msgid="One page", msgid_plural="%(count)s pages", msgstr_plural={0: "%(count)s halaman"})
    assert not list(catalogue.faults_of(entry))


def test_missing_message_is_found():
    assert (None, "Save draft") in catalogue.missing_entries(polib.POFile(), "django")


def test_django_uses_our_words_before_those_of_the_packages():
    with override("id"):
        assert gettext("Save draft") == "Simpan draf"
        assert gettext("This field is required.") == "Isian ini wajib diisi."
        assert gettext("Incorrect code.").startswith("Kode tidak benar")
        assert ngettext("Delete 1 page", "Delete %(counter)s pages", 1) == "Hapus %(counter)s halaman"


def test_no_translation_addresses_people_in_small_letters():
    texts = [text for domain in catalogue.DOMAINS for e in catalogue.catalogue(domain) for text in translations(e)]
    assert not [text for text in texts if " anda " in f" {text} " or "silahkan" in text.lower()]


def translations(entry):
    """Return every form of one entry's translation."""
    return [entry.msgstr, *entry.msgstr_plural.values()]


def test_scripts_of_the_admin_get_our_words(cast, client):
    client.force_login(cast.admin)
    response = client.get(reverse("wagtailadmin_javascript_catalog"))
    assert "Tulis sesuatu atau ketik" in response.content.decode()
