"""From pydantic's errors to problems in the words of an operator, with the dotted name of the key."""

from __future__ import annotations

from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.problems import Problem

_DATE = ("is not a date that exists", "Write a date such as 2026-12-24")
_TEXT = ("is not a text", "Write a text, between quotes if need be")
_KEYS = ("has no keys under it", "Write keys with values under it, such as {key: value}")
_WORDS = {
    "missing": ("", "Write the key, or take the whole section away"),
    "string_type": _TEXT,
    "string_too_short": ("is empty", "Write a text, or take the key away"),
    "string_too_long": ("is too long", "Write at most 80 characters"),
    "bool_type": ("is neither true nor false", "Write true or false"),
    "dict_type": _KEYS,
    "model_type": _KEYS,
    "tuple_type": ("is not a list", "Write a list such as [one, two]"),
    "too_short": ("is an empty list", "Write at least one, such as [mon]"),
    "date_type": _DATE,
    "date_from_datetime_inexact": ("has a time in it", "Write a date such as 2026-12-24"),
}
"""What to say of the value, and the remedy."""

_SHAPES = {
    "mail_domains": "Write a domain such as example.nl",
    "roles": "Write an e-mail address, or platform:account",
    "commands": "Write one word in small letters, without a slash",
    "sources": "Write small letters, figures and dashes",
    "calendars": "Write the name of a host or its address alone, without https:// and without a port",
}
_MARKS = frozenset({"str", "date"})
_SHORT = 60


def problems_of(error: ValidationError, model: type[BaseModel], source: str, *, only: str = "") -> tuple[Problem, ...]:
    """One problem per key, whatever number of alternatives pydantic tried for it; of one kind when that is named."""
    found: dict[str, Problem] = {}
    for details in error.errors(include_url=False):
        kind = details["type"]
        if (only and kind != only) or (kind == "too_short" and details["input"]):
            continue  # too short only because its items are wrong
        problem = _problem(details, model, source)
        found.setdefault(problem.name, problem)
    return tuple(found.values())


def path_of(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The location without the marks of union members, which are names of types and no keys."""
    return tuple(part for part in location if not (isinstance(part, str) and part in _MARKS))


def _problem(details: ErrorDetails, model: type[BaseModel], source: str) -> Problem:
    path = [str(part) for part in path_of(details["loc"])]
    text, remedy = _said(details, path, model)
    return Problem(".".join(path) or source, text, _sentence(remedy))


def _said(details: ErrorDetails, path: list[str], model: type[BaseModel]) -> tuple[str, str]:
    kind, value = details["type"], _shown(details["input"])
    if kind == "extra_forbidden":
        return "this key does not exist", _known(path, model)
    if kind == "value_error":
        text, _, remedy = str(details["ctx"]["error"]).partition("; ")
        return text, remedy or "Mend the value"
    if kind == "string_pattern_mismatch" and path[0] == "mail_domains" and "@" in value:
        return f"{value} has an @ in it", "Write the domain alone, without the @, such as example.nl"
    if kind == "string_pattern_mismatch":
        return f"{value} does not belong here", _SHAPES[path[0]]
    if kind == "literal_error":
        return f"{value} is not one of the choices", f"Choose from {_plain(details['ctx']['expected'])}"
    text, remedy = _WORDS.get(kind, ("does not fit", _sentence(details["msg"])))
    return ("it is not there" if kind == "missing" else f"{value} {text}"), remedy


def _shown(value: object) -> str:
    text = repr(list(value) if isinstance(value, tuple) else value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}..."


def _plain(expected: str) -> str:
    return expected.replace("'", "")


def _known(path: list[str], model: type[BaseModel]) -> str:
    section: type[BaseModel] | None = model
    for part in path[:-1]:
        section = _section(section, part) if section else None
    if section is None:
        return "Take it away."
    keys = list(section.model_fields)
    close = get_close_matches(path[-1], keys, n=1)
    return f"Did you mean {close[0]}?" if close else f"Here you can write {', '.join(keys)}."


def _section(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = model.model_fields.get(name)
    candidates = () if field is None else (field.annotation, *get_args(field.annotation))
    return next((one for one in candidates if isinstance(one, type) and issubclass(one, BaseModel)), None)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}{'' if text.endswith('?') else '.'}"
