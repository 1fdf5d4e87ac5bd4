"""Writes and reads the files of a backup: as they are, or sealed to recipients by age (https://age-encryption.org).

What is hashed is the content before sealing, so that one hash holds from the original to what was restored.
"""

import contextlib
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Protocol

import pyrage

from operating.errors import KeyMissing, KeyUnreadable, KeyWrong, PartDamaged, PartMissing, RecipientWrong

SEALED = ".age"
PIECE = 1 << 20


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """Return up to `size` bytes; nothing at the end."""


class Watched:
    """Passes bytes on and remembers what ended it, full disk or SIGTERM: age tells all of it as a fault of its own."""

    def __init__(self, inner: Any) -> None:
        self.inner = inner
        self.fault: BaseException | None = None

    def read(self, size: int = PIECE) -> bytes:
        """Read on."""
        with self._remembered():
            return self.inner.read(size)

    def write(self, piece: bytes) -> int:
        """Write on."""
        with self._remembered():
            return self.inner.write(piece)

    def flush(self) -> None:
        """Pass it on."""
        with self._remembered():
            self.inner.flush()

    @contextlib.contextmanager
    def _remembered(self) -> Iterator[None]:
        try:
            yield
        except BaseException as error:
            self.fault = error
            raise


class Counted:
    """Passes bytes on, either way, and knows their SHA-256 and number."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.hash, self.size = inner, hashlib.sha256(), 0

    def read(self, size: int = PIECE) -> bytes:
        """Read on."""
        piece: bytes = self.inner.read(size)
        self._count(piece)
        return piece

    def write(self, piece: bytes) -> int:
        """Write on."""
        self._count(piece)
        self.inner.write(piece)
        return len(piece)

    def flush(self) -> None:
        """Pass it on."""
        self.inner.flush()

    def _count(self, piece: bytes) -> None:
        self.hash.update(piece)
        self.size += len(piece)


def recipients_of(keys: Sequence[str]) -> list[Any]:
    """Return the recipients behind public keys such as `age1...`. Raises RecipientWrong."""
    try:
        return [pyrage.x25519.Recipient.from_str(key.strip()) for key in keys]
    except pyrage.RecipientError:
        raise RecipientWrong from None


def identities_in(path: Path | None) -> list[Any]:
    """Return the secret keys in a file as `age-keygen` writes it; none without a file. Raises KeyUnreadable."""
    if path is None:
        return []
    try:
        lines = [line.strip() for line in path.read_text().splitlines()]
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line and not line.startswith("#")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        raise KeyUnreadable(file=path) from None
    if not found:
        raise KeyUnreadable(file=path)
    return found


def seal(source: Readable, path: Path, recipients: Sequence[Any]) -> tuple[str, int]:
    """Write all of `source` to `path` (with `.age` behind it where sealed), readable by us alone.

    Returns SHA-256 and size of the content. Raises OSError of either side.
    """
    counted = Counted(source)
    target = path.with_name(path.name + SEALED) if recipients else path
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            _copy(counted, file, recipients)
        except BaseException:
            target.unlink()  # else the next of its name would find it there
            raise
        file.flush()
        os.fsync(file.fileno())
    return counted.hash.hexdigest(), counted.size


def _copy(counted: Counted, file: IO[bytes], recipients: Sequence[Any]) -> None:
    if not recipients:
        while piece := counted.read(PIECE):
            file.write(piece)
        return
    source, target = Watched(counted), Watched(file)
    try:
        pyrage.encrypt_io(source, target, recipients)
    except pyrage.EncryptError:
        if fault := source.fault or target.fault:
            raise fault from None
        raise


def unseal(path: Path, target: IO[bytes], identities: Sequence[Any]) -> str:
    """Write the content of the backup's file `path` to `target` and return its SHA-256.

    Raises PartMissing, PartDamaged, KeyMissing, KeyWrong.
    """
    counted = Counted(target)
    sealed = path.with_name(path.name + SEALED)
    if sealed.exists():
        _open(sealed, counted, identities)
    elif path.exists():
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                counted.write(piece)
    else:
        raise PartMissing(name=path.name)
    target.flush()
    return counted.hash.hexdigest()


def _open(sealed: Path, counted: Counted, identities: Sequence[Any]) -> None:
    if not identities:
        raise KeyMissing
    target = Watched(counted)
    try:
        with sealed.open("rb") as file:
            pyrage.decrypt_io(file, target, identities)
    except pyrage.DecryptError as error:
        if target.fault:
            raise target.fault from None
        if "matching keys" in str(error):
            raise KeyWrong(recipients="age1...") from None
        raise PartDamaged(name=sealed.name) from None
    except OSError as error:
        if error.errno:  # the disk's, not age's
            raise
        raise PartDamaged(name=sealed.name) from None


@contextlib.contextmanager
def unsealed(path: Path, identities: Sequence[Any], *, sha256: str, scratch: Path) -> Iterator[Path]:
    """Yield a file with the content of `path`, held against its hash; it lies in `scratch` and goes away again."""
    own = scratch / f"{path.name}.open"
    try:
        with open(os.open(own, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
            found = unseal(path, target, identities)
        if found != sha256:
            raise PartDamaged(name=path.name)
        yield own
    finally:
        own.unlink(missing_ok=True)
