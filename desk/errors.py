"""What can be wrong with a pasted list as a whole, or with a request of the office."""

from core.errors import UserFault


class ListTooLong(UserFault):
    """More lines than one class has."""

    code = "list_too_long"
    sentence = "Daftar berisi {count} baris. Kirim paling banyak {most} baris sekali jalan; sisanya sesudah itu."


class ListEmpty(UserFault):
    """Nothing but blanks or a heading."""

    code = "list_empty"
    sentence = "Daftar masih kosong. Tempel paling sedikit satu baris: nama; nomor HP; desa."
