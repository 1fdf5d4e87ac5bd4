"""Why a phone's request or one of its events was turned down, and the sentence that says what to do next."""

from core.errors import OwnFault, UserFault


class EventUnreadable(UserFault):
    """An event that this server doesn't understand: broken, or of a newer phone."""

    code = "event_unreadable"
    sentence = "Kiriman ini tidak dapat dibaca. Muat ulang halaman, lalu kerjakan dan kirim lagi."


class SignInNeeded(UserFault):
    """No session, or one that is over."""

    code = "sign_in"
    sentence = "Masuk dahulu. Yang belum terkirim tetap tersimpan di HP ini."


class ConsentNeeded(UserFault):
    """The office made the account, and the person hasn't been asked yet."""

    code = "consent"
    sentence = "Kami perlu persetujuan Anda dahulu. Yang belum terkirim tetap tersimpan di HP ini."


class OtherAccount(UserFault):
    """What is sent belongs to another person than the session."""

    code = "other_account"
    sentence = "Kiriman ini milik akun lain. Masuk dengan akun itu untuk mengirimnya; semuanya tetap tersimpan."


class ForeignPage(UserFault):
    """Another site asks a browser of ours to send something."""

    code = "foreign_page"
    sentence = "Kiriman dari situs lain tidak diterima. Buka situs ini langsung, lalu coba lagi."


class NoJson(UserFault):
    """The content type is another one."""

    code = "no_json"
    sentence = "Kiriman ini tidak dapat dibaca. Muat ulang halaman, lalu coba lagi."


class BatchUnreadable(UserFault):
    """No JSON, cut in the middle, or not in the shape that was agreed."""

    code = "unreadable"
    sentence = "Kiriman tidak utuh sampai di sini. Coba lagi saat sinyal lebih baik."


class BatchTooLarge(UserFault):
    """More bytes or events than one request may carry."""

    code = "too_large"
    sentence = "Kiriman ini terlalu besar. Kirim sebagian demi sebagian."


class TooFast(UserFault):
    """The limit of requests is used up."""

    code = "too_fast"
    sentence = "Terlalu banyak kiriman dalam waktu singkat. Tunggu satu menit, lalu coba lagi."


class FileWrong(UserFault):
    """The bytes don't match the address they were sent to, or there are none."""

    code = "file_wrong"
    sentence = "Foto tidak utuh sampai di sini. Kirim lagi fotonya."


class FileNotKept(OwnFault):
    """The disk is full or broken."""

    code = "file_not_kept"
    sentence = "Foto belum dapat kami simpan. Foto tetap ada di HP Anda; coba lagi nanti."


class KeyUnreadable(UserFault):
    """What should be a public key on P-256 is none."""

    code = "key_unreadable"
    sentence = "HP ini belum dapat didaftarkan. Muat ulang halaman, lalu coba lagi."


class ResultMissing(UserFault):
    """The form came without a file."""

    code = "result_missing"
    sentence = "Pilih berkas hasil dahulu. Namanya diawali hasil-bimtek."


class ResultTooLarge(UserFault):
    """More bytes or events than a phone of ours puts into one file."""

    code = "result_too_large"
    sentence = "Berkas ini terlalu besar untuk berkas hasil. Pilih berkas yang namanya diawali hasil-bimtek."


class ResultUnreadable(UserFault):
    """Another kind of file, or one that was cut."""

    code = "result_unreadable"
    sentence = "Ini bukan berkas hasil yang utuh. Buat dan kirim lagi berkasnya dari HP itu, di Tersimpan di HP."


class ResultOtherFormat(UserFault):
    """Made by an older or a newer phone's program than this server reads."""

    code = "result_other_format"
    sentence = (
        "Berkas ini dibuat dengan versi situs yang lain. Buka situs ini sekali di HP itu saat ada sinyal; "
        "jawabannya masih tersimpan di sana."
    )


class ResultForeign(UserFault):
    """Made on another site."""

    code = "result_foreign"
    sentence = "Berkas ini dibuat untuk situs lain, yaitu {site}. Unggah berkas ini di sana."


class ResultUnknownDevice(UserFault):
    """No key of this phone was ever registered, or the account is gone."""

    code = "result_unknown_device"
    sentence = (
        "HP yang membuat berkas ini belum terdaftar. Buka situs ini di HP itu saat ada sinyal dan masuk; "
        "jawabannya lalu terkirim sendiri."
    )


class ResultChanged(UserFault):
    """The signature doesn't fit the content."""

    code = "result_changed"
    sentence = "Isi berkas ini berubah setelah dibuat, jadi tidak diterima. Buat dan kirim lagi berkasnya dari HP itu."


class ResultOfOther(UserFault):
    """It belongs to somebody else, and the reader is no officer."""

    code = "result_of_other"
    sentence = "Berkas ini milik peserta lain. Ia sendiri atau petugas dinas yang dapat mengunggahnya."


class ResultNeedsFactor(UserFault):
    """An officer who signed in without the second factor brings somebody else's."""

    code = "result_needs_factor"
    sentence = (
        "Berkas ini milik peserta lain. Buka Studio dahulu dan masuk dengan pengaman akun Anda, lalu unggah lagi."
    )


class ResultWithoutConsent(UserFault):
    """The person was never asked, or took it back."""

    code = "result_without_consent"
    sentence = (
        "Peserta ini belum menyetujui pemakaian datanya. Minta ia masuk dan menyetujuinya dahulu, lalu unggah lagi."
    )
