"""Opens the office's spreadsheets: XLSX, and CSV with semicolons, commas or tabs in any usual encoding."""

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl

from businesses.errors import FileBroken, FileEmpty, FileTooLarge, FileUnknown

MOST_BYTES = 10 * 1024 * 1024
MOST_UNPACKED_BYTES = 150 * 1024 * 1024  # a workbook is a zip archive, and may be a bomb
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 30_000, 100, 1_000
LOOKED_AT = 30  # rows in which the headings are looked for: sheets begin with a title

Row = list[str]


def read_table(path: Path, name: str) -> tuple[Row, Iterator[Row]]:
    """Return the headings of the file at `path` and an iterator of its rows as texts, blank rows left out.

    `name` is the file's name, for its kind. Raises a UserFault; the iterator may raise one too.
    """
    if path.stat().st_size > MOST_BYTES:
        raise FileTooLarge
    kind = name.rpartition(".")[2].lower()
    if kind == "xlsx":
        rows = _workbook_rows(path)
    elif kind in {"csv", "txt"}:
        rows = _text_rows(path.read_bytes())
    else:
        raise FileUnknown
    return _split(_whole(rows))


def _split(rows: Iterator[Row]) -> tuple[Row, Iterator[Row]]:
    """Part the headings from the rows: the headings are the first row with three filled cells or more."""
    for _ in range(LOOKED_AT):
        heads = next(rows, None)
        if heads is None:
            break
        if sum(bool(cell) for cell in heads) >= 3:
            width = max(at for at, cell in enumerate(heads, start=1) if cell)
            heads = heads[:width]
            return heads, ((row + [""] * width)[:width] for row in rows)
    raise FileEmpty


def _whole(rows: Iterator[Row]) -> Iterator[Row]:
    """Pass on what is filled in, with limits to number, width and length."""
    count = 0
    for row in rows:
        cells = [" ".join(cell.split())[:MOST_LETTERS] for cell in row[:MOST_COLUMNS]]
        if not any(cells):
            continue
        count += 1
        if count > MOST_ROWS:
            raise FileTooLarge
        yield cells


def _workbook_rows(path: Path) -> Iterator[Row]:
    """Read the first sheet as values: formulas are neither run nor kept."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MOST_UNPACKED_BYTES:
                raise FileTooLarge
        with path.open("rb") as file:  # by its name openpyxl would take it for another kind
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            for row in book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS):
                yield [_said(value) for value in row]
    except FileTooLarge:
        raise
    except Exception as error:  # a broken workbook fails anywhere in zipfile, expat or openpyxl
        raise FileBroken from error


def _said(value: Any) -> str:
    """Return a cell as a person would type it: whole numbers without a point, dates day first."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.strftime("%d/%m/%Y") if hasattr(value, "strftime") else str(value)


def _text_rows(content: bytes) -> Iterator[Row]:
    """Read CSV; of semicolon, comma and tab the one that the first lines hold most of."""
    text = _decoded(content)
    if "\x00" in text:
        raise FileBroken
    beginning = "\n".join(text.splitlines()[:LOOKED_AT])
    delimiter = max(";,\t", key=beginning.count)
    try:
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    except csv.Error as error:
        raise FileBroken from error


def _decoded(content: bytes) -> str:
    """Return the text: UTF-8 or UTF-16 where it says so or fits, else Windows' Western encoding, which always does."""
    is_utf16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf16 else ["utf-8-sig", "cp1252", "latin-1"]:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileBroken
