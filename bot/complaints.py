"""From pydantic's errors to problems in the words of an operator, with the dotted name of the key."""

from __future__ import annotations

from difflib import get_close_matches
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.problems import Problem

_REMEDIES = {
    "missing": "Write the key, or take the whole section away",
    "string_type": "Write a text, between quotes if need be",
    "bool_type": "Write true or false",
    "dict_type": "Write keys with values under it",
    "model_type": "Write keys with values under it",
    "tuple_type": "Write a list: [one, two]",
    "date_from_datetime_parsing": "Write dates as 2026-12-24",
    "date_parsing": "Write dates as 2026-12-24",
}


_SHAPES = {
    "mail_domains": "Write a domain such as example.nl",
    "roles": "Write an e-mail address, or platform:account",
    "commands": "Write one word in small letters, without a slash",
}
_MARKS = frozenset({"str", "date"})


def problems_of(error: ValidationError, model: type[BaseModel], source: str) -> tuple[Problem, ...]:
    """One problem per key, whatever number of alternatives pydantic tried for it."""
    found: dict[str, Problem] = {}
    for details in error.errors(include_url=False):
        problem = _problem(details, model, source)
        found.setdefault(problem.name, problem)
    return tuple(found.values())


def _problem(details: ErrorDetails, model: type[BaseModel], source: str) -> Problem:
    kind = details["type"]
    path = _path(details["loc"])
    name = ".".join(path) or source
    if kind == "extra_forbidden":
        return Problem(name, "this key does not exist", _known(path, model))
    if kind == "value_error":
        text, _, remedy = str(details["ctx"]["error"]).partition("; ")
        return Problem(name, text, _sentence(remedy or "Mend the value"))
    if kind == "string_pattern_mismatch":
        return Problem(name, f"{details['input']!r} does not belong here", _sentence(_SHAPES[path[0]]))
    remedy = _REMEDIES.get(kind, f"Mend the value in {source}")
    return Problem(name, _lower(details["msg"]), _sentence(remedy))


def _path(location: tuple[int | str, ...]) -> list[str]:
    """The location without the marks of union members, which are names of types and no keys."""
    return [str(part) for part in location if not (isinstance(part, str) and part in _MARKS)]


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


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."
