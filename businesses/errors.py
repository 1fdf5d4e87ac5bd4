"""What people of the office can get wrong about the registry."""

from core.errors import UserFault


class OwnerDiffers(UserFault):
    """A number belongs to somebody of another name."""

    code = "owner_differs"
    sentence = "Nomor ini sudah dipakai akun dengan nama lain. Periksa nomor dan nama pemiliknya."


class FileUnknown(UserFault):
    """Neither a workbook nor CSV."""

    code = "import_unknown"
    sentence = "Berkas ini bukan XLSX atau CSV. Di Excel, pilih Simpan Sebagai lalu XLSX."


class FileBroken(UserFault):
    """It can't be opened."""

    code = "import_broken"
    sentence = "Berkas ini tidak dapat dibuka. Buka di Excel, simpan lagi sebagai XLSX, lalu unggah ulang."


class FileTooLarge(UserFault):
    """Too many bytes or rows."""

    code = "import_too_large"
    sentence = "Berkas ini terlalu besar: paling banyak 10 MB dan 30.000 baris. Bagi menjadi beberapa berkas."


class FileEmpty(UserFault):
    """No headings."""

    code = "import_empty"
    sentence = "Judul kolom tidak ditemukan. Baris judul harus memuat paling sedikit tiga kolom."


class ColumnsMissing(UserFault):
    """What every business needs has no column."""

    code = "import_columns_missing"
    sentence = "Pilih kolom untuk {names}."


class ImporterGone(UserFault):
    """Whose rights would it have?"""

    code = "import_without_person"
    sentence = "Akun yang mengunggah berkas ini sudah tidak ada. Unggah lagi berkasnya."
