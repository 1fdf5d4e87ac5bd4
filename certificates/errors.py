"""What can go wrong with a certificate."""

from core.errors import OwnFault, UserFault


class NotCompleted(UserFault):
    """The course hasn't been passed, or its records are gone."""

    code = "not_completed"
    sentence = "Kursus ini belum lulus, jadi sertifikat belum dapat dibuat. Selesaikan dahulu semua syaratnya."


class NotConfirmed(OwnFault):
    """The office hasn't said yet which number, unit and signer its certificates carry."""

    code = "not_confirmed"
    sentence = (
        "Nomor dan penanda tangan belum disetujui. Periksa Pengaturan, Sertifikat, lalu centang persetujuannya; "
        "sertifikat yang menunggu terbit sendiri."
    )


class Unprintable(UserFault):
    """A name holds letters of which no font of ours has a picture."""

    code = "unprintable"
    sentence = "Nama memuat huruf yang tidak dapat dicetak. Perbaiki penulisan nama atau usaha, lalu coba lagi."


class RenderFailed(OwnFault):
    """The sheet could not be set."""

    code = "render_failed"
    sentence = "Lembar sertifikat belum berhasil dibuat. Sistem mencoba lagi sendiri; bila berulang, hubungi pengelola."


class StoreFailed(OwnFault):
    """The file could not be written."""

    code = "store_failed"
    sentence = "Berkas sertifikat belum dapat disimpan. Periksa ruang penyimpanan server; sistem mencoba lagi sendiri."


class NotRevocable(UserFault):
    """Only an issued certificate can be revoked."""

    code = "not_revocable"
    sentence = "Hanya sertifikat yang sah yang dapat dicabut. Muat ulang daftar untuk melihat keadaan terbaru."


class NotAllowed(UserFault):
    """The person may not do this."""

    code = "certificate_not_allowed"
    sentence = "Anda tidak berwenang mencabut sertifikat. Mintalah petugas atau administrator."


class TooManyChecks(UserFault):
    """More checks from one address than a person makes."""

    code = "too_many_checks"
    sentence = "Terlalu banyak pemeriksaan dari jaringan ini. Tunggu {minutes} menit, lalu coba lagi."
