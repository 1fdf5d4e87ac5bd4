"""What can go wrong with accounts, each with a sentence that says what to do next."""

from core.errors import UserFault


class PhoneTaken(UserFault):
    """Another person has this number."""

    code = "phone_taken"
    sentence = "Nomor ini sudah dipakai akun lain. Periksa lagi nomornya atau masuk dengan nomor itu."


class UsernameTaken(UserFault):
    """Another person has this sign-in name."""

    code = "username_taken"
    sentence = "Nama pengguna ini sudah dipakai. Pilih nama pengguna lain."


class NotAllowed(UserFault):
    """The one who asked may not do this to that person."""

    code = "account_not_allowed"
    sentence = "Anda tidak berwenang mengubah akun ini. Hubungi administrator."


class ReasonMissing(UserFault):
    """An act that is logged came without its reason."""

    code = "reason_missing"
    sentence = "Tulis alasan perubahan nomor, misalnya: HP hilang, pemilik datang membawa KTP."
