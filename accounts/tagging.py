"""An opaque name for an account: phones keep under it what is private, and say whose it is when they send it.

Random and kept with the account: whatever else changes here, phones find their account again.
"""

import secrets
from typing import Any

LENGTH = 16


def new_tag() -> str:
    """Return 16 hex digits for a new account."""
    return secrets.token_hex(LENGTH // 2)


def account_tag(user: Any) -> str:
    """Return what tells this account from others and says nothing else; an empty string for strangers."""
    return str(user.tag) if user.is_authenticated else ""
