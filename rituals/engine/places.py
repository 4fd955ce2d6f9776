"""Places as people write them."""

from __future__ import annotations


def place_name(name: str) -> str:
    """A channel as people write it."""
    return name if name.startswith("#") else f"#{name}"
