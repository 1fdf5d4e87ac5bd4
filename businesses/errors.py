"""What people of the office can get wrong about the registry."""

from core.errors import OwnFault, UserFault


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


class FieldNotAllowed(UserFault):
    """Whoever sends it is no officer, or none any more."""

    code = "field_not_allowed"
    sentence = "Akun ini tidak boleh mendata usaha. Hubungi administrator; isian Anda tetap ada di HP."


class FieldRowWrong(UserFault):
    """A row from the field that can't be taken as it is; `faults` says what is wrong and how it is mended."""

    code = "field_row_wrong"
    sentence = "{faults} Pilih Perbaiki, lalu simpan lagi."


class FieldPhotoMissing(UserFault):
    """A photo that is named has not come, or was let go of."""

    code = "field_photo_missing"
    sentence = "Foto usaha belum sampai di sini. Pilih Kirim lagi; bila tetap begitu, ambil fotonya lagi."


class FieldPhotosWait(OwnFault):
    """The store is full or broken; the phone keeps everything and sends it again."""

    code = "field_photos_wait"
    sentence = "Foto belum dapat kami simpan. Data tetap ada di HP dan dikirim lagi nanti."


class MergeStale(UserFault):
    """One of the two changed, or is gone, since the officer looked."""

    code = "merge_stale"
    sentence = "Salah satu data ini baru saja diubah atau digabungkan. Periksa lagi, lalu gabungkan."


class NikClosed(UserFault):
    """No key is set."""

    code = "nik_closed"
    sentence = "NIK belum dapat dicatat atau dibuka: kunci penyandinya belum dipasang. Hubungi administrator server."


class NikSealed(UserFault):
    """The key that sealed it is gone, or the text was changed."""

    code = "nik_sealed"
    sentence = "NIK ini tidak dapat dibuka: kunci penyandinya sudah tidak dipasang. Hubungi administrator server."


class NikWrong(UserFault):
    """Its form can't be right."""

    code = "nik_wrong"
    sentence = "NIK terdiri dari 16 angka dan memuat tanggal lahir. Periksa lagi nomornya di KTP."


class NikElsewhere(UserFault):
    """Somebody else has it: who is not told."""

    code = "nik_elsewhere"
    sentence = (
        "NIK ini sudah tercatat pada orang lain. Periksa nomornya; bila benar, mungkin pemiliknya tercatat dua kali."
    )
