"""A narrator: Indonesian speech from text, by the espeak-ng library that a PyPI package brings along.

The library keeps a state from sentence to sentence, so that the same sentence sounds a little different each time. So
this file is also a program, `speaking.py FOLDER`, which speaks a whole list from a fresh start: the same list gives the
same sound. As a program it imports nothing of ours.
"""

import ctypes
import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import espeakng_loader

VOICE = b"id"
WORDS_PER_MINUTE = 160
SAMPLE_BYTES = 2
WALL_S = 120
TEXTS, SOUND = "texts.json", "sound.json"
SYNCHRONOUS, CHARS_UTF8, POSITION_CHARACTER, RATE_PARAMETER = 2, 1, 1, 1
SoundCallback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)

# What the voice would spell or swallow.
SPOKEN = (
    (re.compile(r"(?<=\d)\.(?=\d{3}\b)"), ""),
    (re.compile(r"\bRp ?(\d+(?:,\d+)?)( (?:ribu|juta|miliar))?"), r"\1\2 rupiah"),
    (re.compile(r"(\d),(\d)"), r"\1 koma \2"),
    (re.compile(r"(\d) ?%"), r"\1 persen"),
    (re.compile(r"(?<=\d) ?[-–] ?(?=\d)"), " sampai "),
    (re.compile(r"(?<=\d) ?[x×] ?(?=\d)"), " kali "),
    (re.compile(r"\bP-?IRT\b"), "pe i er te"),
    (re.compile(r"\bIKM\b"), "i ka em"),
    (re.compile(r"\bNIB\b"), "en i be"),
    (re.compile(r"\bBPOM\b"), "be pe o em"),
    (re.compile(r"\bHP\b"), "ha pe"),
    (re.compile(r"\bWA\b"), "WhatsApp"),
    (re.compile(r"(\d) ?kg\b"), r"\1 kilogram"),
    (re.compile(r"(\d) ?(?:g|gr)\b"), r"\1 gram"),
    (re.compile(r"(\d) ?ml\b"), r"\1 mililiter"),
    (re.compile(r"(\d) ?cm\b"), r"\1 sentimeter"),
    (re.compile(r"(\d) ?°C"), r"\1 derajat"),
    (re.compile(r"[“”\"()\[\]]"), " "),
)


class NarratorMissing(Exception):
    """The speech library can't be loaded on this machine, or has no Indonesian voice."""


@dataclass(frozen=True)
class Speech:
    """What was said: for each text its samples, mono, 16 bits, `rate` a second."""

    rate: int
    pieces: list[bytes]

    def silence(self, seconds: float) -> bytes:
        """Return a pause."""
        return b"\0" * (SAMPLE_BYTES * int(self.rate * seconds))

    def seconds(self, samples: bytes) -> float:
        """Return how long `samples` sound."""
        return len(samples) / SAMPLE_BYTES / self.rate


def as_spoken(text: str) -> str:
    """Return `text` as a person would read it out: `Rp15.000` becomes `15000 rupiah`."""
    for pattern, replacement in SPOKEN:
        text = pattern.sub(replacement, text)
    return " ".join(text.split())


def speak(texts: list[str], folder: Path, run: Callable[..., object]) -> Speech:
    """Say `texts` one after another in a process of its own, which `run` starts; `folder` is for what passes between.

    Raises what `run` raises when the program fails.
    """
    (folder / TEXTS).write_text(json.dumps([as_spoken(text) for text in texts]))
    run([sys.executable, "-I", __file__, str(folder)], wall_s=WALL_S)
    said = json.loads((folder / SOUND).read_text())
    return Speech(rate=said["rate"], pieces=[bytes.fromhex(piece) for piece in said["pieces"]])


def say_all(texts: list[str]) -> Speech:
    """Say `texts` in this process."""
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    heard = bytearray()

    @SoundCallback
    def hear(samples: "ctypes._Pointer[ctypes.c_short]", count: int, _events: object) -> int:
        if samples and count > 0:
            heard.extend(ctypes.string_at(samples, count * SAMPLE_BYTES))
        return 0

    rate: int = library.espeak_Initialize(SYNCHRONOUS, 0, espeakng_loader.get_data_path().encode(), 0)
    if rate <= 0 or library.espeak_SetVoiceByName(VOICE):
        raise NarratorMissing
    library.espeak_SetParameter(RATE_PARAMETER, WORDS_PER_MINUTE, 0)
    library.espeak_SetSynthCallback(hear)
    pieces = []
    for text in texts:
        words = text.encode()
        library.espeak_Synth(words, ctypes.c_size_t(len(words) + 1), 0, POSITION_CHARACTER, 0, CHARS_UTF8, None, None)
        library.espeak_Synchronize()
        pieces.append(bytes(heard))
        heard.clear()
    return Speech(rate, pieces)


def main() -> None:
    """Say what the folder asks for, and leave the samples there."""
    folder = Path(sys.argv[1])
    said = say_all(json.loads((folder / TEXTS).read_text()))
    (folder / SOUND).write_text(json.dumps({"rate": said.rate, "pieces": [piece.hex() for piece in said.pieces]}))


if __name__ == "__main__":
    main()
