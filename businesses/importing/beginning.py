"""A file arrives: it is looked into, kept, and its columns are guessed."""

import hashlib
import tempfile
from pathlib import Path
from typing import Any

from businesses.errors import FileTooLarge
from businesses.importing.columns import guess_mapping, heads_key
from businesses.importing.reading import MOST_BYTES, read_table
from businesses.models import Import
from core.store import private_store


def begin_import(upload: Any, *, by: Any) -> Import:
    """Keep an uploaded file and return its import, with the mapping of the last file that had the same headings.

    All rows are read once, so that a broken file is told now. Raises a UserFault.
    """
    if upload.size > MOST_BYTES:
        raise FileTooLarge
    content = upload.read()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "impor"
        path.write_bytes(content)
        heads, rows = read_table(path, upload.name)
        total = sum(1 for _ in rows)
    batch = Import(by=by, file_name=upload.name[-200:], heads=heads, rows_total=total, heads_key=heads_key(heads))
    before = Import.objects.filter(heads_key=batch.heads_key).exclude(mapping={}).first()
    batch.mapping = before.mapping if before else guess_mapping(heads)
    batch.save()
    batch.stored_as = f"impor/{batch.pk}-{hashlib.sha256(content).hexdigest()[:32]}"
    private_store().keep(batch.stored_as, content)
    batch.save(update_fields=["stored_as"])
    return batch
