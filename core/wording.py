"""How words of ours change their form within a sentence."""


def within_sentence(text: str) -> str:
    """Return `air minum isi ulang (AMDK)` for `Air minum isi ulang (AMDK)`: only the first letter becomes small."""
    return text[:1].lower() + text[1:]
