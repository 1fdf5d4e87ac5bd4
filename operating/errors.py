"""What can be wrong with a backup, a restore or a start."""

import contextlib
import errno
from collections.abc import Iterator

from django.db import DatabaseError

from core.errors import OwnFault, UserFault

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}


@contextlib.contextmanager
def told_in_words() -> Iterator[None]:
    """Turn what disks and databases say within the block into NoRoom, DiskFailed or DatabaseAway."""
    try:
        yield
    except OSError as error:
        if error.errno in FULL:
            raise NoRoom from error
        raise DiskFailed(reason=errno.errorcode.get(error.errno or 0, type(error).__name__)) from error
    except DatabaseError as error:
        raise DatabaseAway(reason=type(error).__name__) from error


class FolderUnusable(UserFault):
    """The folder of backups can't be made or written."""

    code = "folder_unusable"
    sentence = "Folder {folder} tidak dapat ditulisi. Beri hak tulis atau pilih folder lain, lalu coba lagi."


class BackupRunning(UserFault):
    """Another backup into the same folder has not ended."""

    code = "backup_running"
    sentence = "Pencadangan lain ke folder ini sedang berjalan. Tunggu sampai selesai, lalu coba lagi."


class RecipientWrong(UserFault):
    """What was given is no public key of age."""

    code = "recipient_wrong"
    sentence = "Kunci penerima tidak terbaca. Berikan kunci publik age yang diawali age1."


class ProgramFailed(OwnFault):
    """A program of the database failed or is missing."""

    code = "program_failed"
    sentence = "{program} gagal: {reason}"


class NoRoom(OwnFault):
    """The disk of the backups, or the machine's temporary one, is full."""

    code = "no_room"
    sentence = (
        "Ruang di disk habis. Hapus cadangan lama, setel BACKUP_KEEP lebih kecil, atau pakai disk yang lebih besar."
    )


class DiskFailed(OwnFault):
    """A disk or the object store failed; `reason` is the system's own name for it, such as EIO."""

    code = "disk_failed"
    sentence = "Disk atau penyimpanan berkas gagal ({reason}). Periksa keduanya, lalu coba lagi."


class DatabaseAway(OwnFault):
    """The database did not answer, or no longer."""

    code = "database_away"
    sentence = "Basis data berhenti menjawab ({reason}). Periksa apakah ia berjalan, lalu coba lagi."


class NoBackup(UserFault):
    """There is no complete backup where one was looked for."""

    code = "no_backup"
    sentence = "Tidak ada cadangan yang utuh di {folder}. Periksa alamat foldernya."


class Incomplete(UserFault):
    """The backup was interrupted while it was made."""

    code = "backup_incomplete"
    sentence = "{folder} adalah cadangan yang terputus di tengah jalan. Pakai cadangan lain di folder yang sama."


class KeyMissing(UserFault):
    """An encrypted backup and no key."""

    code = "backup_key_missing"
    sentence = "Cadangan ini terkunci. Berikan berkas kunci rahasianya: --identity BERKAS."


class KeyUnreadable(UserFault):
    """The file that was given holds no secret key of age, or is not there."""

    code = "backup_key_unreadable"
    sentence = (
        "Berkas {file} tidak memuat kunci rahasia. Berikan berkas dari age-keygen, dengan baris AGE-SECRET-KEY-1..."
    )


class KeyWrong(UserFault):
    """The key does not open this backup."""

    code = "backup_key_wrong"
    sentence = "Kunci itu tidak membuka cadangan ini. Pakai kunci rahasia pasangan {recipients}."


class PartMissing(UserFault):
    """A file of the backup is not there."""

    code = "backup_part_missing"
    sentence = "Berkas {name} hilang dari cadangan ini. Jangan dipakai; ambil cadangan lain atau salinan lainnya."


class PartDamaged(UserFault):
    """A file of the backup is not what was written."""

    code = "backup_part_damaged"
    sentence = (
        "Berkas {name} dalam cadangan ini rusak atau terpotong. Jangan dipakai; ambil cadangan atau salinan lain."
    )


class NotEmpty(UserFault):
    """The machine to restore on holds data already."""

    code = "not_empty"
    sentence = (
        "Mesin ini sudah berisi data ({what}). Pemulihan hanya ke mesin kosong: pakai basis data dan folder berkas "
        "yang baru (DATABASE_URL, IKM_VAR), lalu ulangi."
    )


class OtherEngine(UserFault):
    """A backup of PostgreSQL for SQLite or the other way round."""

    code = "other_engine"
    sentence = "Cadangan ini dari {theirs}, sedangkan mesin ini memakai {ours}. Setel DATABASE_URL ke {theirs}."


class NotEqual(OwnFault):
    """What was restored is not what was backed up."""

    code = "not_equal"
    sentence = "Hasil pemulihan berbeda dari cadangan: {what}. Jangan dipakai; laporkan kepada pengelola."
