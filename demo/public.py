"""The door of the room `demo`: who can sign in to it. Read without Django by `lms.embedded`."""

from dataclasses import dataclass

PASSWORD = "demo-ikm-2026"  # noqa: S105  known to everybody, and demo mode can't be on with server settings


PIN = "260817"  # with which the demo's head of office approves certificates; as public as the password


@dataclass(frozen=True)
class DemoPerson:
    """One fictional person: sign-in name, phone (E.164), full name and role (a group's name)."""

    username: str
    phone: str
    full_name: str
    role: str


PEOPLE = (
    DemoPerson("ratna", "+6289900000001", "Ratna Contoh", "Peserta"),
    DemoPerson("hasan", "+6289900000002", "Hasan Contoh", "Mentor"),
    DemoPerson("dewi", "+6289900000003", "Dewi Contoh", "Pengajar"),
    DemoPerson("petugas", "+6289900000004", "Petugas Contoh", "Petugas"),
    DemoPerson("kepala", "+6289900000005", "Kepala Contoh", "Kepala Dinas"),
    DemoPerson("admin", "+6289900000006", "Admin Contoh", "Administrator"),
)
