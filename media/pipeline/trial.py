"""Placeholder until merged."""

from typing import Any


def make_chunk(*a: Any, **k: Any) -> Any:
    raise NotImplementedError


def make_sounds(*a: Any, **k: Any) -> Any:
    raise NotImplementedError


def join_rendition(*a: Any, **k: Any) -> Any:
    raise NotImplementedError


def choose_plan(*a: Any, **k: Any) -> Any:
    raise NotImplementedError


def sample_times(*a: Any, **k: Any) -> Any:
    return []


def sample_from(*a: Any, **k: Any) -> Any:
    raise NotImplementedError


def try_sample(*a: Any, **k: Any) -> Any:
    raise NotImplementedError
