"""What a phone needs to know to keep videos for later: each file's address, size, and the hash of each piece."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from media.hashing import hashes_of
from media.models import PIECE_BYTES, FileHashes
from media.playing import Choice, Playable, Player, players_for

SAVED_WORDS = {"suara": "audio"}  # in saved lists; addresses keep the Indonesian word


@dataclass(frozen=True)
class SavableVideo:
    """A video whose files can be kept, each with its hashes."""

    player: Player
    hashes: dict[str, FileHashes]

    def as_json(self) -> dict[str, Any]:
        """Return the video for a program: every file of every choice, in the order in which a phone tries them."""
        choices = [
            _choice(choice, one, self.hashes[one.name])
            for choice in self.player.choices
            for one in choice.sources
            if one.name in self.hashes
        ]
        title, length = self.player.title, round(self.player.duration_s)
        return {"id": self.player.source_id, "title": title, "duration_s": length, "choices": choices}


def savable_videos(source_ids: Iterable[int]) -> list[SavableVideo]:
    """Return the videos with these ids in this order, those left out that are gone or can't be played yet."""
    wanted = list(dict.fromkeys(source_ids))
    players = players_for(wanted)
    names = [one.name for player in players.values() for choice in player.choices for one in choice.sources]
    hashes = hashes_of(names) if names else {}
    return [SavableVideo(players[pk], hashes) for pk in wanted if pk in players and players[pk].is_ready]


def _choice(choice: Choice, one: Playable, hashes: FileHashes) -> dict[str, Any]:
    return {
        "word": SAVED_WORDS.get(choice.word, choice.word),
        "label": choice.label,
        "codec": one.codec,
        "type": one.content_type,
        "url": one.url,
        "size": hashes.size_bytes,
        "piece_bytes": PIECE_BYTES,
        "pieces": hashes.pieces,
    }
