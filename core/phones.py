"""Phone numbers: whatever an owner types becomes E.164, or a sentence that says what is wrong."""

import re

import phonenumbers

from core.errors import UserFault

E164_LENGTH = 16  # the plus and 15 digits


class PhoneRejected(UserFault):
    """The number can't be read."""

    code = "phone_rejected"
    sentence = "Nomor telepon tidak dapat dibaca. Contoh: 0812 3456 7890."


class PhoneTooShort(UserFault):
    """Digits are missing."""

    code = "phone_too_short"
    sentence = "Nomor telepon terlalu pendek. Periksa lagi angkanya. Contoh: 0812 3456 7890."


class PhoneForeign(UserFault):
    """A number of another country where only Indonesian ones are taken."""

    code = "phone_foreign"
    sentence = "Nomor luar negeri belum dapat dipakai. Masukkan nomor Indonesia, misalnya 0812 3456 7890."


class PhoneNotMobile(UserFault):
    """A land line, which gets neither WhatsApp nor SMS."""

    code = "phone_not_mobile"
    sentence = "Nomor telepon rumah tidak dapat menerima kode. Masukkan nomor HP, misalnya 0812 3456 7890."


def normalise_phone(raw: str, *, mobile: bool = True, allow_foreign: bool = False) -> str:
    """Return `raw` as E.164, e.g. `+6281234567890`.

    Rules and vectors: the office's form conventions (08..., 8..., 62..., 0062..., +62 08...).
    Raises a subclass of UserFault whose message says what to correct.
    """
    digits = re.sub(r"[\s.\-()]", "", raw.strip())
    digits = re.sub(r"^(\+62|0062|62)0?(?=\d)", "+62", digits)
    if re.fullmatch(r"8\d{7,}", digits):
        digits = "+62" + digits
    try:
        number = phonenumbers.parse(digits, "ID")
    except phonenumbers.NumberParseException as error:
        raise PhoneRejected from error
    if number.country_code != 62:
        if not allow_foreign:
            raise PhoneForeign
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        if not phonenumbers.is_valid_number(number) or len(e164) > E164_LENGTH:
            raise PhoneRejected
        return e164
    return _check_indonesian(str(number.national_number), mobile=mobile)


def _check_indonesian(national: str, *, mobile: bool) -> str:
    """Return +62 and `national`; a mobile is 8 and 8 to 11 more digits (demo numbers 899... included)."""
    if national.startswith("8"):
        if len(national) < 9:
            raise PhoneTooShort
        if len(national) > 12:
            raise PhoneRejected
    elif mobile:
        raise PhoneNotMobile
    elif len(national) < 8:
        raise PhoneTooShort
    elif len(national) > 11:
        raise PhoneRejected
    return "+62" + national


def display_phone(e164: str) -> str:
    """Return `+6281234567890` as `0812-3456-7890`; other numbers unchanged."""
    if not e164.startswith("+628"):
        return e164
    local = "0" + e164[3:]
    return "-".join(part for part in (local[:4], local[4:8], local[8:]) if part)
