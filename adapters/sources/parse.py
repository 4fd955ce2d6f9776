"""From the bytes of a request to plain values: JSON or a form, no deeper and no odder than a system would send."""

from __future__ import annotations

import json
from email.message import Message
from typing import Any
from urllib.parse import parse_qs

DEEPEST = 32
_MOST_PAIRS = 1000
_LETTERS = frozenset({"utf-8", "utf8", "us-ascii", "iso-8859-1", "latin-1", "windows-1252", "cp1252", "utf-16"})


class Malformed(ValueError):
    """What came in is not what a source sends; the text is for operators."""


def parse(body: bytes, content_type: str) -> Any:
    """Strings, numbers, lists and dictionaries. Raises Malformed."""
    kind, letters = _kind(content_type)
    try:
        text = body.decode("utf-8-sig" if letters in ("utf-8", "utf8") else letters)
    except UnicodeError as error:
        raise Malformed(f"the body is not {letters}") from error
    found = _form(text) if kind == "application/x-www-form-urlencoded" else _json(text)
    _require_shallow(found)
    return found


def _kind(content_type: str) -> tuple[str, str]:
    header = Message()
    header["Content-Type"] = "".join(one for one in content_type if one.isprintable())[:200]
    letters = header.get_content_charset("utf-8")
    if letters not in _LETTERS:
        raise Malformed("its charset is not known")
    return header.get_content_type(), letters


def _json(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise Malformed("it is not JSON, or not well formed") from error


def _form(text: str) -> dict[str, Any]:
    try:
        found = parse_qs(text, max_num_fields=_MOST_PAIRS)
    except ValueError as error:
        raise Malformed("it has too many fields") from error
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a name that stands twice nobody knows which one is meant."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _require_shallow(value: Any) -> None:
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise Malformed("it is too deep")
        level = [inner for one in level for inner in _inside(one)]


def _inside(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [one for one in inner if isinstance(one, dict | list)]
