"""Lesson videos made by the program itself from a lesson's own text: slides, a narrator, 1080p, 60 to 120 seconds.

One piece of sound a sentence, one picture a sentence (the one being read is marked), joined by ffmpeg. The same text
gives the same video.
"""

import re
import tempfile
import wave
from dataclasses import dataclass
from pathlib import Path

from demo.slides import fits, text_slide, title_slide
from demo.speaking import SAMPLE_BYTES, Speech, speak
from media.public import run_ffmpeg, run_program

LONGEST_S, SHORTEST_S = 115.0, 62.0
PAUSE_S, SLIDE_PAUSE_S, EDGE_S = 0.35, 0.6, 0.8
SENTENCES_A_SLIDE = 4
PICTURES_A_SECOND = 5
SENTENCE_END = re.compile(r"(?<=[.!?])[”\"]?\s+(?=[A-Z“\"0-9])")
MARKS = re.compile(r"\*\*|__|`|^\s*[-*]\s+|^\s*\d+\.\s+", re.MULTILINE)


@dataclass
class Sentence:
    """What is read out while one picture shows, and the pause after it."""

    text: str
    sound: bytes = b""
    pause_s: float = PAUSE_S


Slide = list[Sentence]


def make_lesson_video(title: str, paragraphs: list[str], out_path: Path, *, course_title: str) -> None:
    """Write the video of a lesson to `out_path` (MP4, H.264 and AAC, 1920 x 1080).

    Long texts lose sentences at the ends of their slides; short ones are read with longer pauses.
    """
    slides = spread([split_sentences(paragraph) for paragraph in paragraphs])
    opening = Sentence(f"{title}.", pause_s=EDGE_S)
    out_path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out_path.parent) as name:
        folder = Path(name)
        speech = _give_voice([opening, *(sentence for slide in slides for sentence in slide)], folder)
        slides = shorten(slides, speech, opening)
        for slide in slides:
            slide[-1].pause_s = SLIDE_PAUSE_S
        _settle_lengths([opening, *(sentence for slide in slides for sentence in slide)], speech)
        shown = _draw(folder, title, course_title, opening, slides)
        _write_sound(folder / "sound.wav", shown, speech)
        _encode(folder, shown, speech)
        (folder / "video.mp4").replace(out_path)


def split_sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph, without marks of emphasis and lists."""
    plain = " ".join(MARKS.sub("", paragraph).split())
    return [part.strip() for part in SENTENCE_END.split(plain) if part.strip()]


def spread(paragraphs: list[list[str]]) -> list[Slide]:
    """Spread sentences over slides: a paragraph begins a new one, and none is fuller than can be read."""
    slides: list[Slide] = []
    for sentences in paragraphs:
        room = False
        for text in sentences:
            room = room and len(slides[-1]) < SENTENCES_A_SLIDE
            if room and fits([*(one.text for one in slides[-1]), text]):
                slides[-1].append(Sentence(text))
            else:
                slides.append([Sentence(text)])
            room = True
    return slides


def shorten(slides: list[Slide], speech: Speech, opening: Sentence) -> list[Slide]:
    """Drop last sentences, from the fullest of the last slides first, until the whole can be said in time."""
    edges_s = speech.seconds(opening.sound) + 3 * EDGE_S

    def length_s() -> float:
        said_s = sum(speech.seconds(sentence.sound) + PAUSE_S for slide in slides for sentence in slide)
        return edges_s + said_s + len(slides) * (SLIDE_PAUSE_S - PAUSE_S)

    while length_s() > LONGEST_S:
        fullest = max(range(len(slides)), key=lambda number: (len(slides[number]), number))
        slides[fullest].pop()
        slides = [slide for slide in slides if slide]
    return slides


def _give_voice(sentences: list[Sentence], folder: Path) -> Speech:
    speech = speak([sentence.text for sentence in sentences], folder, run_program)
    for sentence, sound in zip(sentences, speech.pieces, strict=True):
        sentence.sound = sound
    return speech


def _settle_lengths(sentences: list[Sentence], speech: Speech) -> None:
    """Add the pauses, longer ones to a short text, and let each picture last whole frames, so that none runs ahead."""
    said_s = sum(speech.seconds(sentence.sound) + sentence.pause_s for sentence in sentences)
    more_s = max(0.0, SHORTEST_S - 2 * EDGE_S - said_s) / len(sentences)
    frame_bytes = speech.rate // PICTURES_A_SECOND * SAMPLE_BYTES
    for sentence in sentences:
        sentence.sound += speech.silence(sentence.pause_s + more_s)
        sentence.sound += b"\0" * (-len(sentence.sound) % frame_bytes)


def _draw(folder: Path, title: str, course: str, opening: Sentence, slides: list[Slide]) -> list[tuple[str, bytes]]:
    """Draw every picture; return their file names with the sound that goes with each."""
    title_slide(title, course=course).save(folder / "0000.png", compress_level=1)
    shown = [("0000.png", opening.sound)]
    total = sum(len(slide) for slide in slides)
    for number, slide in enumerate(slides, start=1):
        texts, part = [sentence.text for sentence in slide], f"{number} / {len(slides)}"
        for place, sentence in enumerate(slide):
            name = f"{len(shown):04}.png"
            picture = text_slide(title, texts, spoken=place, part=part, done=len(shown) / total)
            picture.save(folder / name, compress_level=1)
            shown.append((name, sentence.sound))
    return shown


def _write_sound(path: Path, shown: list[tuple[str, bytes]], speech: Speech) -> None:
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(SAMPLE_BYTES)
        sound.setframerate(speech.rate)
        edge = speech.silence(EDGE_S)
        sound.writeframes(edge + b"".join(piece for _, piece in shown) + edge)


def _encode(folder: Path, shown: list[tuple[str, bytes]], speech: Speech) -> None:
    """Let ffmpeg join pictures and sound: the first and the last picture also show during the silent edges."""
    lengths_s = [speech.seconds(sound) for _, sound in shown]
    lengths_s[0] += EDGE_S
    lengths_s[-1] += EDGE_S
    lines = [f"file '{name}'\nduration {length_s:.3f}" for (name, _), length_s in zip(shown, lengths_s, strict=True)]
    # The list counts the last picture's duration only when it is named once more.
    (folder / "pictures.txt").write_text("\n".join(["ffconcat version 1.0", *lines, f"file '{shown[-1][0]}'\n"]))
    run_ffmpeg(
        [
            *["-f", "concat", "-safe", "1", "-i", f"file:{folder / 'pictures.txt'}"],
            *["-i", f"file:{folder / 'sound.wav'}", "-t", f"{sum(lengths_s):.3f}"],
            *["-vf", f"fps={PICTURES_A_SECOND},format=yuv420p", "-c:v", "libx264", "-preset", "veryfast"],
            *["-tune", "stillimage", "-crf", "20", "-g", "50", "-threads", "2", "-c:a", "aac", "-b:a", "96k"],
            *["-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact", "-movflags", "+faststart"],
            *["-f", "mp4", f"file:{folder / 'video.mp4'}"],
        ],
        wall_s=600,
    )
