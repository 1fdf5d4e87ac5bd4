"""WebVTT and SRT as plain values: read as programs and people write them, written so that every player reads them.

Libraries were tried on broken files: `pysubs2` hides a line that it cannot read in the text before it, `webvtt-py`
drops the rest of the file without a word, `srt` knows no WebVTT. None names the line, which is what instructors need.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from media.errors import CaptionLineUnread, CaptionsTooBig, NotCaptions

MAX_BYTES = 1_000_000
MAX_CUES = 5000
MAX_TEXT = 500
MAX_LINE = 2000  # with tags; a number of 5000 digits behind `&#` is more than Python reads
MAX_MS = 100 * 3_600_000

ARROW = "-->"
TIME = r"(?:(\d{1,3}):)?(\d{1,3}):([0-5]?\d)(?:[.,](\d{1,3})\d*)?"
TIMING = re.compile(rf"\s*{TIME}\s*{ARROW}\s*{TIME}(?:\s.*)?")
CLOCK = re.compile(r"\d:\d\d")
ASIDES = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")
# A tag begins with a letter or is a time; "3 < 5" is text. Braces with a backslash are orders to other players.
TAGS = re.compile(r"</?[A-Za-z][^<>\n]{0,300}>|<[\d:.]+>|\{\\[^{}\n]{0,300}\}")
# Control characters, and those that turn the direction of writing round.
UNSEEN = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2028\u2029\u2066-\u2069\ufeff]")


@dataclass(frozen=True)
class Cue:
    """What is said from one moment to another; `text` is plain, lines are parted by a newline."""

    start_ms: int
    end_ms: int
    text: str

    @property
    def start_s(self) -> int:
        """The full second in which it begins: where a link leads."""
        return self.start_ms // 1000

    def as_json(self) -> dict[str, Any]:
        """Return the cue as it is kept on a row."""
        return asdict(self)


def cues_from(kept: Iterable[dict[str, Any]]) -> tuple[Cue, ...]:
    """Return the cues kept on a row."""
    return tuple(Cue(one["start_ms"], one["end_ms"], one["text"]) for one in kept)


def parse_captions(content: bytes) -> list[Cue]:
    """Read a WebVTT or SRT file, ordered by time; raises CaptionsTooBig, NotCaptions, or CaptionLineUnread."""
    if len(content) > MAX_BYTES:
        raise CaptionsTooBig
    text = _decode(content)
    if "\x00" in text or ARROW not in text:
        raise NotCaptions
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    is_vtt = lines[0].lstrip().startswith("WEBVTT")
    found = [cue for cue in _read(lines, is_vtt=is_vtt) if cue.text]
    if not found:
        raise NotCaptions
    return sorted(found, key=lambda cue: (cue.start_ms, cue.end_ms))


def clean_text(text: str) -> str:
    """Return text without characters that nobody sees, without empty lines and spare spaces."""
    lines = (" ".join(UNSEEN.sub(" ", line).split()) for line in re.split(r"\r\n?|\n", text))
    return "\n".join(line for line in lines if line)


def parse_time(text: str) -> int | None:
    """Return `1:02:03,4`, `62:03.4`, `01.23` or `83` in milliseconds; None for what is no time.

    A comma stands before fractions; so does a dot after colons, while `01.23` is a minute and 23 seconds.
    """
    whole, _, fraction = text.strip().partition(",") if "," in text or ":" not in text else text.strip().partition(".")
    parts = re.split("[.:]", whole)
    if len(parts) > 3 or not all(re.fullmatch(r"\d{1,5}", part, re.ASCII) for part in parts):
        return None
    if not re.fullmatch(r"\d{0,3}", fraction, re.ASCII) or any(int(part) > 59 for part in parts[1:]):
        return None
    hours, minutes, seconds = ["0"] * (3 - len(parts)) + parts
    return _milliseconds((hours, minutes, seconds, fraction))


def to_vtt(cues: Iterable[Cue]) -> str:
    """Return a WebVTT file; text is escaped, so nothing in it is a tag."""
    blocks = (f"{_clock(cue.start_ms, '.')} {ARROW} {_clock(cue.end_ms, '.')}\n{_escape(cue.text)}\n" for cue in cues)
    return "\n".join(["WEBVTT\n", *blocks])


def to_srt(cues: Iterable[Cue]) -> str:
    """Return an SRT file. It cannot escape: an arrow in the text would be read as a time, so it becomes another one."""
    return "\n".join(
        f"{number}\n{_clock(cue.start_ms, ',')} {ARROW} {_clock(cue.end_ms, ',')}\n{cue.text.replace(ARROW, '→')}\n"
        for number, cue in enumerate(cues, start=1)
    )


def field_time(ms: int) -> str:
    """Return `01:23,450`, with hours where there are any: what stands in a field of the editor."""
    return _clock(ms, ",").removeprefix("00:")


def spoken_time(ms: int) -> str:
    """Return `01.23` or `1.02.03`: what stands before a line of text."""
    hours, minutes, seconds, _ = _split(ms)
    return f"{hours}.{minutes:02}.{seconds:02}" if hours else f"{minutes:02}.{seconds:02}"


def _read(lines: list[str], *, is_vtt: bool) -> Iterator[Cue]:
    """Yield cues with plain text. A name or number right before a line of times belongs to that cue."""
    times: tuple[int, int] | None = None
    said: list[str] = []
    after_gap, aside, count, begun = True, is_vtt, 0, 0
    for number, line in enumerate(lines, start=1):
        following = lines[number] if number < len(lines) else ""
        if not line.strip():
            after_gap, aside = True, False
        elif ARROW in line:
            if times:
                yield _cue(times, said, begun, is_vtt)
            times, said, aside, count, begun = _times(line, number), [], False, count + 1, number
            if count > MAX_CUES:
                raise CaptionLineUnread(line=number, why=f"lebih dari {MAX_CUES} takarir dalam satu berkas")
        elif aside or (ARROW in following and (after_gap or line.strip().isdigit())):
            pass
        elif is_vtt and after_gap and ASIDES.match(line):
            aside = True
        else:
            _check_text(line, number, after_gap=after_gap, is_first=times is None)
            said.append(line)
        if line.strip():
            after_gap = False
    if times:
        yield _cue(times, said, begun, is_vtt)


def _check_text(line: str, number: int, *, after_gap: bool, is_first: bool) -> None:
    """Refuse what stands where a cue should begin but has no times; other text after an empty line goes on."""
    if len(line) > MAX_LINE:
        raise CaptionLineUnread(line=number, why=f"lebih dari {MAX_LINE} huruf dalam satu baris")
    if _is_like_times(line):
        raise CaptionLineUnread(line=number, why=f"di antara dua waktu harus ada “{ARROW}”")
    if is_first:
        raise CaptionLineUnread(line=number, why="belum ada waktunya, misalnya 00:00:01,000 --> 00:00:04,000")
    if after_gap and line.strip().isdigit():
        raise CaptionLineUnread(line=number + 1, why="sesudah nomor harus ada waktunya")


def _is_like_times(line: str) -> bool:
    """Say whether it begins with a time and another one follows, with something else than an arrow between."""
    first, *others = line.split()
    return bool(re.match(r"\d+:\d\d", first)) and any(CLOCK.search(word) for word in others)


def _times(line: str, number: int) -> tuple[int, int]:
    match = TIMING.fullmatch(line)
    start = _milliseconds(match.groups()[:4]) if match else None
    end = _milliseconds(match.groups()[4:]) if match else None
    if start is None or end is None:
        raise CaptionLineUnread(line=number, why="waktunya harus seperti 00:00:01,000 --> 00:00:04,000")
    if end <= start:
        raise CaptionLineUnread(line=number, why="waktu selesai harus sesudah waktu mulai")
    return start, end


def _milliseconds(groups: tuple[str | None, ...]) -> int | None:
    """Return hours, minutes, seconds and fraction as one number; None for more than any video has."""
    hours, minutes, seconds, fraction = groups
    whole = int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    ms = whole * 1000 + int((fraction or "").ljust(3, "0"))
    return ms if ms < MAX_MS else None


def _cue(times: tuple[int, int], said: list[str], number: int, is_vtt: bool) -> Cue:
    text = TAGS.sub("", "\n".join(said))
    text = clean_text(html.unescape(text) if is_vtt else text)
    if len(text) > MAX_TEXT:
        raise CaptionLineUnread(line=number, why=f"teks sesudahnya lebih dari {MAX_TEXT} huruf")
    return Cue(*times, text)


def _decode(content: bytes) -> str:
    """Return the text: by its mark, else UTF-16 when every other byte is empty, else UTF-8, else Windows-1252."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    if content.count(0) > len(content) // 4:
        is_little = content[1::2].count(0) > content[::2].count(0)
        return content.decode("utf-16-le" if is_little else "utf-16-be", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(ms: int, mark: str) -> str:
    hours, minutes, seconds, rest = _split(ms)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{rest:03}"


def _split(ms: int) -> tuple[int, int, int, int]:
    seconds, rest = divmod(ms, 1000)
    return seconds // 3600, seconds // 60 % 60, seconds % 60, rest
