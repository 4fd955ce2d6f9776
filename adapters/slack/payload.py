"""Reading what Slack sent without trusting its shape: whatever is not there, or is of another kind, is Malformed."""

from __future__ import annotations

import json
from binascii import a2b_qp
from collections.abc import Mapping

Json = Mapping[str, object]

_LONGEST_NAME = 255
_NOTHING: Json = {}
_MOST_FIELDS = 100


class Malformed(Exception):
    """A signed request that does not say what Slack's requests say. Its text is for operators."""


def load(body: bytes) -> dict[str, object]:
    """The object in a body: JSON, or the fields of a form, of which `payload` holds the JSON when it is there."""
    try:
        text = body.decode()
        if text.lstrip().startswith(("{", "[")):
            return _object(json.loads(text))
        fields = _form(text)
        return _object(json.loads(fields["payload"])) if "payload" in fields else {**fields}
    except (ValueError, RecursionError) as error:
        raise Malformed("the body is not what Slack sends") from error


def _form(text: str) -> dict[str, str]:
    pairs = text.replace("+", " ").split("&")
    if len(pairs) > _MOST_FIELDS:
        raise ValueError("too many fields")
    fields: dict[str, str] = {}
    for pair in pairs:
        key, sign, value = pair.partition("=")
        if not sign:
            raise ValueError("a field without a value")
        if "%" in pair:
            key, value = _unquoted(key), _unquoted(value)
        fields[key] = value
    return fields


def _unquoted(text: str) -> str:
    """A name or a value of a form. In a dialog thousands of signs are quoted: the standard library's own way costs more
    than all the rest of a request. Quoted-printable is the same with another sign, and is read in C.
    """
    value = text.encode().replace(b"=", b"%3D")
    read = a2b_qp(value.replace(b"%", b"="))
    if len(read) + 2 * value.count(b"%") != len(value):
        raise ValueError("a percent sign without its two digits")
    return read.decode()


def _object(found: object) -> dict[str, object]:
    if not isinstance(found, dict):
        raise Malformed("the body is not an object")
    return found


def name(found: Json, key: str) -> str:
    """An id of Slack's: one word, never empty."""
    word = found.get(key)
    if not isinstance(word, str) or not _is_name(word):
        raise Malformed(f"{key} is missing or odd")
    return word


def name_or_none(found: Json, key: str) -> str | None:
    """An id that may be missing, null or empty."""
    return name(found, key) if found.get(key) not in (None, "") else None


def words(found: Json, key: str) -> str:
    """Text of people, or nothing. What no database takes goes: NUL, and half of a pair of surrogates."""
    text = found.get(key)
    if text is None:
        return ""
    if not isinstance(text, str):
        raise Malformed(f"{key} is not text")
    return clean(text)


def clean(text: str) -> str:
    """As it can be stored."""
    if text.isascii() and "\x00" not in text:  # as nearly all is
        return text
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def part(found: Json, key: str) -> Json:
    """An object inside an object."""
    inner = found.get(key)
    if not isinstance(inner, dict):
        raise Malformed(f"{key} is missing or odd")
    return inner


def part_or_nothing(found: Json, key: str) -> Json:
    """An object that may be missing or null."""
    return part(found, key) if found.get(key) is not None else _NOTHING


def rows(found: Json, key: str) -> list[Json]:
    """A list of objects, or nothing."""
    inner = found.get(key)
    if inner is None:
        return []
    if not isinstance(inner, list) or not all(isinstance(one, dict) for one in inner):
        raise Malformed(f"{key} is not a list of objects")
    return inner


def ids(found: Json, key: str) -> list[str]:
    """A list of Slack's ids."""
    inner = found.get(key)
    if not isinstance(inner, list) or not all(isinstance(one, str) and _is_name(one) for one in inner):
        raise Malformed(f"{key} is not a list of ids")
    return inner


def flag(found: Json, key: str) -> bool:
    """True only for true."""
    return found.get(key) is True


def _is_name(word: str) -> bool:
    return 0 < len(word) <= _LONGEST_NAME and word.isascii() and word.isprintable() and " " not in word
