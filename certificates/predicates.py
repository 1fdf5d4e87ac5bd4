"""Words for marks: `Sangat Memuaskan`, `Memuaskan`, `Baik`; the scale is the office's."""

import re

_LINE = re.compile(r"(\d{1,3})\s+(\S.*)")


def read_scale(raw: str) -> list[tuple[int, str]]:
    """Return [(lowest mark, word)], the highest first; an empty list when a line can't be read."""
    matches = [_LINE.fullmatch(line.strip()) for line in raw.splitlines() if line.strip()]
    if not all(matches):
        return []
    return sorted(((int(match[1]), match[2]) for match in matches if match), reverse=True)


def predicate_for(score: int, raw_scale: str) -> str:
    """Return the word for `score` (0 to 100), or an empty string below the scale."""
    return next((word for lowest, word in read_scale(raw_scale) if score >= lowest), "")
