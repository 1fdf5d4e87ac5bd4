"""The rows of the room: what people have (videos), what is made of it (encodings), and what is on its way (uploads)."""

from media.models.encodings import (
    Encoding,
    EncodingState,
    Pass,
    Piece,
    PieceKind,
    PieceState,
    Rendition,
    RenditionCodec,
    RenditionKind,
    RenditionState,
    RetiredFile,
)
from media.models.hashes import PIECE_BYTES, FileHashes
from media.models.office import RUPIAH_PER_MB, VideoSettings
from media.models.transcripts import Transcript
from media.models.uploads import Upload
from media.models.videos import Source

__all__ = [
    "PIECE_BYTES",
    "RUPIAH_PER_MB",
    "Encoding",
    "EncodingState",
    "FileHashes",
    "Pass",
    "Piece",
    "PieceKind",
    "PieceState",
    "Rendition",
    "RenditionCodec",
    "RenditionKind",
    "RenditionState",
    "RetiredFile",
    "Source",
    "Transcript",
    "Upload",
    "VideoSettings",
]
