"""Keeps what a person sent when their session had already ended, until they have signed in again.

It waits in the new, still anonymous session; nothing is told or written before the sign-in.
"""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase

from core.errors import UserFault
from courses.attempting import save_answer

ANSWERS, DRAFTS = "kept_answers", "kept_drafts"
MOST = 20  # more than one test has; a stranger can't fill the session table with it
LONGEST = 4000


def keep_answer(session: SessionBase, attempt_id: int, position: int, choice: int) -> None:
    """Keep an answer for after the sign-in; a later one to the same question replaces it."""
    kept = [row for row in session.get(ANSWERS, []) if row[:2] != [attempt_id, position]]
    session[ANSWERS] = [*kept, [attempt_id, position, choice]][-MOST:]


def save_kept_answers(session: SessionBase, person: Any) -> tuple[int, int]:
    """Save what was kept as `person`'s answers; return how many were saved and how many refused."""
    kept = session.pop(ANSWERS, [])
    saved = 0
    for attempt_id, position, choice in kept:
        try:
            save_answer(attempt_id, position, choice, by=person)
            saved += 1
        except UserFault:
            continue  # another person signed in, or the answers were handed in elsewhere
    return saved, len(kept) - saved


def keep_draft(session: SessionBase, path: str, text: str) -> None:
    """Keep what was typed into the form at `path`."""
    drafts = {**session.get(DRAFTS, {}), path: text[:LONGEST]}
    session[DRAFTS] = dict(list(drafts.items())[-3:])


def take_draft(session: SessionBase, path: str) -> str:
    """Return what was typed into the form at `path` before the sign-in, once."""
    drafts = dict(session.get(DRAFTS, {}))
    text: str = drafts.pop(path, "")
    if text:
        session[DRAFTS] = drafts
    return text
