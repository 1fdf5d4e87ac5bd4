"""Every text can be filled, and a forgotten placeholder is loud."""

import re

import pytest

from messaging.errors import PlaceholderMissing, TemplateTaken, TemplateUnknown
from messaging.extensions import register_template
from messaging.templating import fill, placeholders_of, template_names, template_text

NAMES = {
    "angkatan_dimulai",
    "angkatan_pesan",
    "belum_lulus",
    "belum_lulus_habis",
    "kode_masuk",
    "lulus",
    "lulus_kehadiran",
    "pertanyaan_dijawab",
    "selamat_datang",
    "sertifikat_terbit",
    "surat_keterangan",
    "tes_awal",
    "tugas_diterima",
    "tugas_perbaiki",
}


def test_all_texts_of_learning_are_there():
    assert set(template_names()) >= NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_text_can_be_filled_and_leaves_no_placeholder(name):
    assert placeholders_of(name)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", placeholder) for placeholder in placeholders_of(name))
    text, used = fill(name, {placeholder: f"<{placeholder}>" for placeholder in placeholders_of(name)})
    assert "{" not in text
    assert list(used) == placeholders_of(name)
    assert "\n" not in text


def test_missing_placeholder_is_named():
    with pytest.raises(PlaceholderMissing, match="kursus, tautan"):
        fill("tes_awal", {"nama": "Siti Contoh"})


def test_unknown_template_is_named():
    with pytest.raises(TemplateUnknown, match="salam"):
        template_text("salam")


def test_values_are_one_line_and_never_read_as_placeholders():
    text, used = fill(
        "tugas_diterima",
        {"nama": "Siti", "tugas": "Uji", "kursus": "Kemasan", "catatan": "Bagus {kode}\n\n sekali", "tautan": "/x/"},
    )
    assert used["catatan"] == "Bagus {kode} sekali"
    assert "Bagus {kode} sekali." in text


def test_a_room_may_register_its_own_text_once():
    register_template("uji_ruang", "Halo {nama}.")
    register_template("uji_ruang", "Halo {nama}.")
    assert fill("uji_ruang", {"nama": "Siti"})[0] == "Halo Siti."
    with pytest.raises(TemplateTaken):
        register_template("uji_ruang", "Halo lain.")
    with pytest.raises(TemplateTaken):
        register_template("kode_masuk", "{kode}")
