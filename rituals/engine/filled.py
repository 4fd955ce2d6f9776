"""What was filled in: the values of a form that was sent, by the name of the field."""

from __future__ import annotations

from collections.abc import Mapping

from rituals.engine.events import Value


def one(values: Mapping[str, Value], name: str) -> str:
    """The answer to a field with one answer; empty when there is none."""
    found = values.get(name, "")
    return found if isinstance(found, str) else next(iter(found), "")


def several(values: Mapping[str, Value], name: str) -> tuple[str, ...]:
    """The answers to a field with several."""
    found = values.get(name, ())
    return ((found,) if found else ()) if isinstance(found, str) else tuple(found)
