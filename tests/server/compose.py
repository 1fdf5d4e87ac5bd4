"""Reads docker-compose.yml as Compose does: variables filled in, what is shared merged."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "docker-compose.yml"
NAMES = re.compile(r"\$(?:\$|\{(\w+)(?::([-?])((?:[^{}]|\$\{[^{}]*\})*))?\})")


def filled(text: str, values: Mapping[str, str]) -> str:
    """Fill `${NAME}`, `${NAME:-default}` and `${NAME:?}` in; raises KeyError for one that is required and not given."""

    def value(match: re.Match[str]) -> str:
        name, kind, default = match.groups()
        if name is None:
            return "$"
        if kind == "?" and not values.get(name):
            raise KeyError(name)
        return values.get(name) or (filled(default, values) if kind == "-" else "")

    return NAMES.sub(value, text)


def project(values: Mapping[str, str]) -> dict[str, Any]:
    """Return the whole file; `values` is what stands in the file .env."""
    tree = _fill(yaml.safe_load(FILE.read_text()), values)
    for service in tree["services"].values():
        given = service.get("environment", {})
        # A name without a value passes on what .env has, and nothing where it has none.
        service["environment"] = {
            name: values.get(name) if value is None else value
            for name, value in given.items()
            if value is not None or name in values
        }
    return tree


def services(values: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Return the services by name."""
    return project(values)["services"]


def _fill(tree: Any, values: Mapping[str, str]) -> Any:
    if isinstance(tree, dict):
        return {name: _fill(value, values) for name, value in tree.items()}
    if isinstance(tree, list):
        return [_fill(value, values) for value in tree]
    return filled(tree, values) if isinstance(tree, str) else tree
