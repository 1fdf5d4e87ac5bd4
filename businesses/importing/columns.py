"""Which heading of a spreadsheet means which of our fields: guessed by name, then as the office chose the last time."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence

# Field: its label, and the headings that mean it, in small letters without marks.
FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "name": ("Nama usaha", ("nama usaha", "nama ikm", "nama perusahaan", "nama industri", "usaha")),
    "owner": ("Pemilik", ("pemilik", "nama pemilik", "nama pengusaha", "nama pelaku", "nama")),
    "phone": ("Nomor WA", ("nomor wa", "no wa", "nomor hp", "no hp", "telepon", "no telp", "nomor telepon", "kontak")),
    "address": ("Alamat", ("alamat", "alamat usaha")),
    "village": ("Desa", ("desa", "desakelurahan", "kelurahan", "desa kelurahan")),
    "district": ("Kecamatan", ("kecamatan", "kec")),
    "product": ("Produk utama", ("produk utama", "produk", "jenis produk", "komoditi")),
    "sector": ("Bidang usaha", ("bidang usaha", "bidang", "jenis usaha")),
    "kbli": ("KBLI", ("kbli", "kode kbli")),
    "kbli_edition": ("Edisi KBLI", ("edisi kbli", "edisi")),
    "started_year": ("Tahun mulai", ("tahun mulai", "tahun berdiri", "mulai usaha")),
    "year": ("Tahun angka", ("tahun angka", "tahun data", "tahun")),
    "workers": ("Tenaga kerja", ("tenaga kerja", "jumlah tenaga kerja", "tk", "jumlah tk")),
    "workers_male": ("Tenaga kerja laki-laki", ("tenaga kerja lakilaki", "tk l", "laki laki", "lakilaki", "l")),
    "workers_female": ("Tenaga kerja perempuan", ("tenaga kerja perempuan", "tk p", "perempuan", "p")),
    "investment_rupiah": ("Nilai investasi", ("nilai investasi", "investasi")),
    "capital_rupiah": ("Modal", ("modal", "modal usaha")),
    "sales_rupiah": ("Omzet", ("omzet", "omset", "omzet setahun")),
    "production_rupiah": ("Nilai produksi", ("nilai produksi",)),
    "raw_material_rupiah": ("Nilai bahan baku", ("nilai bahan baku",)),
    "raw_material": ("Bahan baku", ("bahan baku", "bahan baku utama")),
    "nib": ("NIB", ("nib", "nomor nib")),
    "pirt": ("P-IRT", ("pirt", "sppirt", "nomor pirt")),
    "halal": ("Halal", ("halal", "sertifikat halal", "nomor halal")),
    "md": ("BPOM MD", ("bpom md", "bpom", "md")),
    "brand": ("Merek", ("merek", "merk")),
}
NEEDED = ("name", "owner")
NIK_HEAD, NIK_HIDDEN = re.compile(r"\b(nik|ktp|kk|kartu keluarga)\b"), "(tidak disimpan)"


def guess_mapping(heads: Sequence[str]) -> dict[str, int]:
    """Return field -> position of the heading that means it."""
    plain = [_plain(head) for head in heads]
    found: dict[str, int] = {}
    for field, (_, names) in FIELDS.items():
        position = next((plain.index(name) for name in names if name in plain), None)
        if position is not None and position not in found.values():
            found[field] = position
    return found


def heads_key(heads: Sequence[str]) -> str:
    """Return what two files with the same headings share."""
    return hashlib.sha256(json.dumps([_plain(head) for head in heads]).encode()).hexdigest()


def cells_of(row: Sequence[str], mapping: Mapping[str, int]) -> dict[str, str]:
    """Return field -> what the row says."""
    return {field: row[position] for field, position in mapping.items() if position < len(row)}


def without_nik(row: Sequence[str], heads: Sequence[str], mapping: Mapping[str, int]) -> list[str]:
    """Return a row as it may be kept and shown: without what is headed as NIK or KK, or looks like one unmapped."""
    mapped = set(mapping.values())
    hidden = {at for at, head in enumerate(heads) if NIK_HEAD.search(_plain(head))}
    hidden |= {at for at, cell in enumerate(row) if at not in mapped and re.fullmatch(r"'?[\d\s.]{16,20}", cell)}
    return [NIK_HIDDEN if cell and at in hidden else cell for at, cell in enumerate(row)]


def _plain(head: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9 ]", "", head.lower().replace("_", " ")).split())
