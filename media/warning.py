"""What an instructor should know about a video before learners meet it: measured, never guessed, never a refusal.

Plain values in, sentences out. Each says what was found, why it matters to a learner, and what to do.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.templatetags.formats import desimal, ukuran
from media.costing import TEN_MINUTES_S, mb_per_ten_minutes
from media.pipeline.ladder import STEPS

# The longest lesson that the office asks for; a break falls into it, and a dropped line costs less.
LONG_S = 15 * 60
# Nothing can be taught in it: most likely a trial or a button pressed too early.
SHORT_S = 5
# Hands at work may be shown for a while without a word; who hears nothing for longer looks for the fault in the phone.
SILENCE_S = 15
# Broadcasters and shops ask for -16 to -20 LUFS on phones; 10 dB less is heard as half as loud.
QUIET_LUFS = -30
# Mean brightness from 0 to 255, where black is 16 and a room by lamplight some 60.
DARK_LUMA = 40
# Of the short side. Below it letters on a label can't be read on any screen.
SMALL_SIDE = 240
# A quarter of what a whole course of 20 hours may cost a learner (60 MB).
HEAVY_BYTES = 15_000_000
# Boxes, and a last chunk that overshoots: not worth a word.
OVER_USUAL = 1.05

# The most that ten minutes usually weigh, by kind and codec, in MB.
USUAL_MB = {(step.kind, step.codec): step.cap_mb for step in STEPS} | {("audio", "opus"): 1.5, ("audio", "aac"): 2.5}
NAMES = {"audio": "Suara saja", "hemat": "Hemat", "biasa": "Biasa", "jelas": "Jelas"}


@dataclass(frozen=True)
class File:
    """A file that learners can get. The first of a list is what most learners get by default."""

    kind: str
    codec: str
    size_bytes: int


@dataclass(frozen=True)
class Measured:
    """What is known of a video. What nobody has measured yet is None or absent, and says nothing."""

    duration_s: float | None = None
    short_side: int | None = None
    has_sound: bool | None = None
    sound: Mapping[str, Any] = field(default_factory=dict)
    picture: Mapping[str, Any] = field(default_factory=dict)
    files: Sequence[File] = ()
    usual: File | None = None
    has_av1: bool | None = None
    is_quality_measured: bool | None = None


@dataclass(frozen=True)
class Caution:
    """One warning. `code` is for programs and tests; those that are `for_office` nobody else can mend."""

    code: str
    what: str
    why: str
    what_to_do: str
    for_office: bool = False


def cautions_for(found: Measured) -> list[Caution]:
    """Return what there is to say, the gravest first."""
    return [
        *_about_sound(found),
        *_about_picture(found),
        *_about_length(found),
        *_about_weight(found),
        *_about_us(found),
    ]


def _about_sound(found: Measured) -> Iterator[Caution]:
    if found.has_sound is False:
        yield Caution(
            "no_sound",
            "Video ini tidak punya suara.",
            "Peserta yang mengira ada penjelasan akan mencari kesalahan di HP-nya.",
            "Bila seharusnya ada suara, periksa mikrofon dan rekam ulang. Bila memang tanpa suara, sebutkan itu.",
        )
    elif found.sound.get("is_silent"):
        yield Caution(
            "silent",
            "Jalur suaranya ada, tetapi tidak terdengar apa-apa.",
            "Peserta tidak mendengar penjelasan Anda.",
            "Periksa mikrofon dan izin merekam suara, lalu rekam ulang.",
        )
    elif found.sound:
        yield from _about_heard(found.sound)


def _about_heard(sound: Mapping[str, Any]) -> Iterator[Caution]:
    if sound.get("is_clipped"):
        yield Caution(
            "clipped",
            "Suaranya pecah karena terlalu keras.",
            "Di pengeras suara HP kata-kata menjadi sulit dimengerti.",
            "Jauhkan mikrofon dari mulut atau mesin, kira-kira dua jengkal, lalu rekam ulang.",
        )
    level = sound.get("loudness_lufs", sound.get("loudness_db"))
    if level is not None and level < QUIET_LUFS:
        yield Caution(
            "quiet",
            "Suaranya sangat pelan.",
            "Di rumah produksi atau di jalan peserta tidak mendengarnya, juga dengan pengeras suara penuh.",
            "Dekatkan mikrofon atau bicara lebih keras, lalu rekam ulang.",
        )
    silence_s = sound.get("longest_silence_s") or 0
    if silence_s >= SILENCE_S:
        yield Caution(
            "silence",
            f"Ada bagian tanpa suara selama {in_words(silence_s)}.",
            "Peserta mengira videonya rusak dan berhenti menonton.",
            "Potong bagian itu, atau katakan apa yang sedang terlihat.",
        )


def _about_picture(found: Measured) -> Iterator[Caution]:
    if _is_dark(found.picture):
        yield Caution(
            "dark",
            "Gambarnya sangat gelap.",
            "Di layar HP di bawah matahari hampir tidak ada yang terlihat.",
            "Rekam ulang menghadap jendela atau dengan lampu tambahan.",
        )
    if found.short_side and found.short_side < SMALL_SIDE:
        yield Caution(
            "small",
            f"Gambarnya kecil: sisi pendeknya hanya {found.short_side} piksel.",
            "Tulisan dan gerakan tangan tidak jelas, dan memperbesarnya tidak menolong.",
            "Unggah rekaman asli dari kamera, bukan yang sudah dikirim lewat WhatsApp.",
        )


def _about_length(found: Measured) -> Iterator[Caution]:
    if found.duration_s is None:
        return
    if found.duration_s > LONG_S:
        yield Caution(
            "long",
            f"Video ini {in_words(found.duration_s)}, lebih dari {LONG_S // 60} menit.",
            "Peserta menonton di sela pekerjaan; yang panjang jarang selesai, dan kuotanya terpakai sekaligus.",
            "Bagi menjadi beberapa video, satu langkah kerja satu video.",
        )
    elif found.duration_s < SHORT_S:
        yield Caution(
            "short",
            f"Video ini hanya {in_words(found.duration_s)}.",
            "Peserta belum sempat melihat apa-apa.",
            "Periksa apakah rekamannya lengkap.",
        )


def _about_weight(found: Measured) -> Iterator[Caution]:
    """One warning: the usual choice is heavy as a whole, else some files are heavy for their length."""
    todo = "Rekam dengan HP berdiri diam dan cahaya cukup, atau potong bagian yang tidak perlu."
    if found.usual and found.usual.size_bytes > HEAVY_BYTES:
        yield Caution(
            "heavy",
            f"Pilihan {NAMES[found.usual.kind]} berukuran {ukuran(found.usual.size_bytes)}.",
            f"Seluruh kursus sebaiknya tidak lebih dari {ukuran(4 * HEAVY_BYTES)}; satu video ini sudah seperempatnya.",
            todo,
        )
    elif heavy := [one for one in found.files if _is_over_usual(one, found.duration_s)]:
        words = ", ".join(dict.fromkeys(_in_mb(one, found.duration_s) for one in heavy))
        yield Caution(
            "over_usual",
            f"Lebih berat daripada biasanya untuk sepuluh menit: {words}.",
            "Gambar yang bergoyang, gelap berbintik, atau banyak bergerak memakan kuota peserta.",
            todo,
        )


def _about_us(found: Measured) -> Iterator[Caution]:
    if found.has_av1 is False:
        yield Caution(
            "no_av1",
            "Server ini belum dapat membuat AV1.",
            "Peserta membayar kira-kira dua kali lebih banyak kuota untuk mutu yang sama.",
            "Beri tahu administrator: pasang ffmpeg yang punya libsvtav1 dan libopus, lalu video dapat diolah lagi.",
            for_office=True,
        )
    if found.is_quality_measured is False:
        yield Caution(
            "no_measure",
            "Mutu video ini tidak dapat diukur; yang dipakai setelan baku.",
            "Ukurannya bisa lebih besar atau gambarnya lebih kasar daripada seharusnya.",
            "Beri tahu administrator: periksa apakah ffmpeg di server punya libvmaf.",
            for_office=True,
        )


def in_words(seconds: float | None) -> str:
    """Return 365.2 as `6 menit 5 detik`, 300 as `5 menit`, a dash for nothing."""
    if not seconds:
        return "–"
    minutes, rest = divmod(max(1, round(seconds)), 60)
    return " ".join(part for part, is_there in ((f"{minutes} menit", minutes), (f"{rest} detik", rest)) if is_there)


def _is_dark(picture: Mapping[str, Any]) -> bool:
    """Slides on black are meant to be so."""
    luma = picture.get("luma")
    return bool(luma and luma < DARK_LUMA and not picture.get("is_screen"))


def _is_over_usual(file: File, duration_s: float | None) -> bool:
    """Short clips are no measure: their boxes and their first picture weigh more than what follows."""
    usual, weight = USUAL_MB.get((file.kind, file.codec)), mb_per_ten_minutes(file.size_bytes, duration_s)
    return bool(usual and weight and (duration_s or 0) * 10 >= TEN_MINUTES_S and weight > usual * OVER_USUAL)


def _in_mb(file: File, duration_s: float | None) -> str:
    weight, usual = mb_per_ten_minutes(file.size_bytes, duration_s) or 0, USUAL_MB[file.kind, file.codec]
    return f"{NAMES[file.kind]} {desimal(weight)} MB (biasanya paling banyak {desimal(usual)} MB)"
