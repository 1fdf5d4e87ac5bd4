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


class NotApproved(OwnFault):
    """The facts as they stand are not what the head approved; a worker signs nothing else."""

    code = "not_approved"
    sentence = (
        "Data sertifikat tidak sama dengan yang disetujui. Kembalikan ke antrean agar diperiksa dan disetujui lagi."
    )


class NothingToApprove(UserFault):
    """Nothing of what was chosen waits any more."""

    code = "nothing_to_approve"
    sentence = "Tidak ada yang menunggu persetujuan di antara yang dipilih. Muat ulang daftar, lalu pilih lagi."


class PinMissing(UserFault):
    """The person has no PIN yet."""

    code = "pin_missing"
    sentence = "Anda belum mempunyai PIN persetujuan. Buat PIN dahulu, lalu setujui lagi."


class PinWrong(UserFault):
    """It isn't this one."""

    code = "pin_wrong"
    sentence = "PIN salah. Periksa, lalu ketik lagi."


class PinLocked(UserFault):
    """Too many wrong ones."""

    code = "pin_locked"
    sentence = "Terlalu banyak PIN salah. Tunggu 15 menit, lalu coba lagi."


class PinTooSimple(UserFault):
    """Not six digits, or such as everybody tries first."""

    code = "pin_too_simple"
    sentence = "PIN terdiri dari 6 angka, dengan paling sedikit 3 angka berbeda dan tidak berurutan."


class NameRefused(UserFault):
    """A row on which the office has decided."""

    code = "name_refused"
    sentence = "Nama tidak dapat diubah lagi karena sertifikat sudah disetujui. Mintalah perbaikan kepada petugas."


class NotCancellable(UserFault):
    """Only what is on its way to be issued can be taken back."""

    code = "not_cancellable"
    sentence = "Hanya yang sudah disetujui dan belum terbit yang dapat dikembalikan. Muat ulang daftar."


class Unprintable(UserFault):
    """A name holds letters of which no font of ours has a picture."""

    code = "unprintable"
    sentence = "Nama memuat huruf yang tidak dapat dicetak. Perbaiki penulisan nama atau usaha, lalu coba lagi."


class NoSigner(OwnFault):
    """This worker has no key, can't read it, or it is a demo's on a server."""

    code = "no_signer"
    sentence = "Kunci tanda tangan belum terpasang atau tidak terbaca oleh pekerja. Hubungi pengelola sistem."


class SignerRefused(OwnFault):
    """The signing service doesn't accept the account or the passphrase."""

    code = "signer_refused"
    sentence = "Layanan tanda tangan menolak akun atau sandinya. Perbaiki, lalu nyalakan ulang pekerja."


class SigningFailed(OwnFault):
    """No signature came about, or not one that holds."""

    code = "signing_failed"
    sentence = "Tanda tangan belum berhasil dibubuhkan. Sistem mencoba lagi sendiri; bila berulang, hubungi pengelola."


class RenderFailed(OwnFault):
    """The sheet could not be set."""

    code = "render_failed"
    sentence = "Lembar sertifikat belum berhasil dibuat. Sistem mencoba lagi sendiri; bila berulang, hubungi pengelola."


class StoreFailed(OwnFault):
    """The file could not be written."""

    code = "store_failed"
    sentence = "Berkas sertifikat belum dapat disimpan. Periksa ruang penyimpanan server; sistem mencoba lagi sendiri."


class NotCorrectable(UserFault):
    """Only what holds can be mended, and one mend at a time."""

    code = "not_correctable"
    sentence = "Hanya sertifikat yang sah dan belum dalam perbaikan yang dapat diperbaiki. Muat ulang daftar."


class RemakeFailed(OwnFault):
    """The file can't be made again as it was: another version of the renderer, or a row that was changed."""

    code = "remake_failed"
    sentence = "Berkas tidak dapat dibuat ulang persis sama. Pulihkan dari cadangan."


class LogoUnusable(UserFault):
    """The picture can't be read."""

    code = "logo_unusable"
    sentence = (
        "Gambar lambang hilang atau tidak terbaca. Pilih PNG atau JPEG lain sebagai lambang di Pengaturan, Sertifikat."
    )


class LogoLost(OwnFault):
    """The printed logo that a decision froze is not in the store."""

    code = "logo_lost"
    sentence = (
        "Berkas lambang yang disetujui hilang dari penyimpanan. Buka Lihat contoh lembar di Pengaturan, Sertifikat: "
        "bila lambangnya masih sama, berkasnya dibuat lagi dan sertifikat terbit sendiri. Bila tidak, pulihkan dari "
        "cadangan."
    )


class NotRevocable(UserFault):
    """Only an issued certificate can be revoked."""

    code = "not_revocable"
    sentence = "Hanya sertifikat yang sah yang dapat dicabut. Muat ulang daftar untuk melihat keadaan terbaru."


class NotAllowed(UserFault):
    """The person may not do this."""

    code = "certificate_not_allowed"
    sentence = "Anda tidak berwenang melakukan ini. Mintalah petugas, kepala dinas, atau administrator."


class TooManyChecks(UserFault):
    """More checks from one address than a person makes."""

    code = "too_many_checks"
    sentence = "Terlalu banyak pemeriksaan dari jaringan ini. Tunggu {minutes} menit, lalu coba lagi."
