"""What people agree to: being matched (each side), and working together (both). A changed text gets a new version."""

from typing import Any

from core.clock import now

CONSENT_VERSION = 1
CONSENT = (
    "Saya setuju dinas memakai data yang saya isi di sini, letak usaha saya, dan hasil belajar saya untuk mencarikan "
    "pasangan pendampingan. Pencocokan dihitung komputer, lalu diputuskan petugas dan saya sendiri. Nomor HP saya baru "
    "dibuka setelah kedua pihak setuju. Persetujuan ini dapat saya tarik kapan saja di halaman Mentor."
)
AGREEMENT_VERSION = 1
AGREEMENT = (
    "Bertemu atau berkabar sedikitnya sekali sebulan, dan memberi tahu bila berhalangan.",
    "Saling menghargai; tidak ada pungutan, pinjaman, atau paksaan membeli.",
    "Resep, harga, dan data usaha pasangan tidak diceritakan kepada orang lain.",
    "Nomor HP pasangan hanya dipakai untuk pendampingan.",
    "Siapa pun boleh berhenti kapan saja tanpa menyalahkan; kejadian yang tidak patut dilaporkan ke dinas.",
)


def record_consent(profile: Any) -> None:
    """Write down on `profile` (not saved) that its person agrees now to the present sentence."""
    profile.consent_version, profile.consent_text, profile.consented_at = CONSENT_VERSION, CONSENT, now()


def forget_consent(profile: Any) -> None:
    """Take the consent back (not saved); the sentence stays, to show what had been agreed to."""
    profile.consented_at = None
