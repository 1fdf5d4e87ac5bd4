"""The stylesheet inside the first page: a phone that has none yet can paint after one answer instead of two.

Read once from its source. The content security policy allows exactly this text, by its hash. A cookie tells the next
page that the file itself, fetched behind the first page, lies in the phone's cache; should it not, it is fetched then.
"""

import base64
import hashlib
import re
from pathlib import Path

COOKIE = "k"
YEAR_S = 365 * 24 * 3600
SOURCE = Path(__file__).resolve().parents[1] / "static" / "css" / "base.css"


def shortened(css: str) -> str:
    """Return CSS without comments and line ends: what compressing it does not take away by itself."""
    return re.sub(r"\s*\n\s*", "", re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL))


STYLE = shortened(SOURCE.read_text())
_DIGEST = hashlib.sha256(STYLE.encode()).digest()
POLICY_HASH = f"'sha256-{base64.b64encode(_DIGEST).decode()}'"
MARK = _DIGEST.hex()[:8]
