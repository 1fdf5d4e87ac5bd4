"""Loads the CSV files of `reference/data/`. What the office has edited since the last load stays as it is."""

import csv
from collections import Counter
from pathlib import Path
from typing import Any

from django.db import models, transaction

from reference.models import District, IndustryRule, LoadedRow, MsmeRule, Regency, Sector, Topic, Village

DATA = Path(__file__).parent / "data"
# Order matters: a village names its district. The second value is the column that finds a row again.
FILES: tuple[tuple[str, type[LoadedRow], str], ...] = (
    ("regencies.csv", Regency, "code"),
    ("districts.csv", District, "code"),
    ("villages.csv", Village, "code"),
    ("sectors.csv", Sector, "name"),
    ("topics.csv", Topic, "slug"),
    ("industry_rules.csv", IndustryRule, "code"),
    ("msme_rules.csv", MsmeRule, "code"),
)


@transaction.atomic
def load_reference(directory: Path = DATA) -> dict[str, Counter[str]]:
    """Load every file of `directory`; return per file how many rows were `new`, `changed`, `same` and `kept`.

    `kept` rows hold at least one value that the office changed and the file would set back.
    """
    return {name: _load_file(directory / name, model, key) for name, model, key in FILES}


def _load_file(path: Path, model: type[LoadedRow], key: str) -> Counter[str]:
    """Load one file into one table."""
    known = {str(getattr(row, key)): row for row in model._default_manager.all()}
    counts: Counter[str] = Counter()
    with path.open(newline="", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            counts[_load_row(known.get(line[key]) or model(), line)] += 1
    return counts


def _load_row(row: LoadedRow, line: dict[str, str]) -> str:
    """Write `line` into `row` where nobody edited it; return what became of the row."""
    is_new, kept, changed = row._state.adding, False, []
    for name, text in line.items():
        field: Any = row._meta.get_field(name)
        attname, value = field.attname, _read(field, text)
        if is_new or row.loaded.get(name) == _write(getattr(row, attname)):
            if is_new or getattr(row, attname) != value:
                setattr(row, attname, value)
                changed.append(attname)
        elif getattr(row, attname) != value:
            kept = True
    # Kept per column as the file says it now: a later edit back to the file's value hands the column back to the file.
    loaded = {name: _write(_read(row._meta.get_field(name), text)) for name, text in line.items()}
    if is_new or changed or row.loaded != loaded:
        row.loaded = loaded
        row.save(force_insert=is_new, update_fields=None if is_new else [*changed, "loaded"])
    if is_new:
        return "new"
    return "kept" if kept else "changed" if changed else "same"


def _read(field: Any, text: str) -> Any:
    """Turn a cell into the field's value; an empty cell is NULL where the field allows it."""
    if text == "" and field.null:
        return None
    if isinstance(field, models.BooleanField):
        return text == "1"
    target = field.target_field if field.is_relation else field
    value = target.to_python(text)
    if isinstance(target, models.DecimalField):
        return value.quantize(type(value)(1).scaleb(-target.decimal_places))
    return value


def _write(value: Any) -> str | None:
    """Return a value in the form kept in `loaded`."""
    return None if value is None else str(value)
