"""Sentences of messages and forms that differ by the field a course teaches.

Source: the office's message texts, table "Kalimat menurut bidang".
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class FieldSentences:
    """What to have ready, what a task's photo must show, what one can do afterwards."""

    prepare: str
    hint: str
    benefit: str


PACKAGING = FieldSentences(
    "satu produk Anda beserta kemasannya",
    "segel dan tulisan label terlihat jelas di foto",
    "memperbaiki kemasan produk saya",
)
MARKETING = FieldSentences(
    "ponsel dan satu produk yang ingin Anda promosikan",
    "nama dan nomor pelanggan sudah ditutup",
    "memasarkan produk saya dengan ponsel",
)
FOOD = FieldSentences(
    "satu resep, timbangan, dan buku catatan",
    "takaran, tanggal, dan hasil terlihat jelas di foto",
    "menjaga keamanan dan mutu produk saya",
)
OTHER = FieldSentences(
    "buku catatan dan satu contoh pekerjaan dari usaha Anda",
    "hasil kerja dan keterangannya terlihat jelas",
    "menerapkan cara kerja baru di usaha saya",
)
BY_COURSE = {
    "kemasan": PACKAGING,
    "pemasaran-digital": MARKETING,
    "kuliner": FOOD,
    "kue": FOOD,
    "es-krim": FOOD,
    "teh-kelor": FOOD,
}


def sentences_for(course_slug: str) -> FieldSentences:
    """Return the sentences of a course; one that isn't in the table gets the general ones."""
    return BY_COURSE.get(course_slug, OTHER)
