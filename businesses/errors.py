"""What people of the office can get wrong about the registry."""

from core.errors import UserFault


class OwnerDiffers(UserFault):
    """A number belongs to somebody of another name."""

    code = "owner_differs"
    sentence = "Nomor ini sudah dipakai akun dengan nama lain. Periksa nomor dan nama pemiliknya."
