"""The 300 fictional businesses of the demo, over all kecamatan: for lists, map, gaps and proposals."""

import random
from typing import Any

from accounts.public import create_people
from businesses.public import Entry, count_demo_businesses, register_businesses
from core.clock import today
from core.phones import normalise_phone
from demo.inventing import HEADS, invent_rows
from reference.public import sectors, villages

COUNT = 300
A_FEW = 50  # more demo businesses than the demo's people have: the registry is there already
NEEDS = ("packaging", "marketing", "legality", "tools", "funding", "export")
MARKETS = ("sells_in_village", "sells_in_regency", "sells_outside", "sells_online")
ORIGINS = ("village", "regency", "province", "")


def fill_registry() -> None:
    """Write the businesses down, once; what somebody changed or removed since is left alone."""
    if count_demo_businesses() > A_FEW:
        return
    rows = [dict(zip(HEADS, row, strict=True)) for row in invent_rows(COUNT)]
    places = {(place.district.name, place.name): place for place in villages()}
    lines = {line.name: line for line in sectors()}
    homes = [places[row["Kecamatan"], row["Desa"]] for row in rows]
    owners = create_people([_owner(row, home) for row, home in zip(rows, homes, strict=True)])
    chance = random.Random(1)  # noqa: S311  made-up data
    register_businesses(
        [
            _entry(row, owner, home, lines[row["Bidang usaha"]], chance)
            for row, owner, home in zip(rows, owners, homes, strict=True)
        ]
    )


def _owner(row: dict[str, str], home: Any) -> dict[str, Any]:
    phone = normalise_phone(row["Nomor WA"]) if row["Nomor WA"] else None
    return {"full_name": row["Pemilik"], "phone": phone, "village_id": home.pk, "is_demo": True}


def _entry(row: dict[str, str], owner: Any, home: Any, line: Any, chance: random.Random) -> Entry:
    values = {
        "name": row["Nama usaha"],
        "product": row["Produk utama"],
        "sector": line,
        "kbli": row["KBLI"],
        "kbli_edition": int(row["Edisi KBLI"]) if row["Edisi KBLI"] else None,
        "village": home,
        "started_year": int(row["Tahun mulai"]),
        "raw_material_origin": chance.choice(ORIGINS),
        "local_suppliers": chance.choice((None, 0, 1, 3, 5)),
        "produced_on": today(),
        "is_demo": True,
        **{name: chance.random() < 0.5 for name in MARKETS},
    }
    figures = {
        "year": int(row["Tahun angka"]),
        "workers": int(row["Tenaga kerja"]),
        "workers_female": int(row["Tenaga kerja perempuan"]),
        "investment_rupiah": int(row["Nilai investasi"]),
        "sales_rupiah": int(row["Omzet"]),
    }
    return Entry(owner, values, figures, chance.sample(NEEDS, chance.randint(0, 2)))
