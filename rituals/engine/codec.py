"""Replies, cards and forms as text, and back: JSON, tagged by class name, for a closed set of classes.

The inbox keeps answers with it, and a platform of ours its cards. A thing is written as its class name with the
values of its fields, in order: what was written by an older version reads back as long as new fields come last
and have a default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from operator import attrgetter

from rituals.engine.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    DateField,
    Facts,
    FileField,
    Form,
    Image,
    Link,
    More,
    Offers,
    Option,
    PersonField,
    Rule,
    Sheet,
    Small,
    Strong,
    Text,
    TextField,
    Voice,
)
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import FormErrors, Nothing, Private, Reply, ShowForm

Encodable = Reply | Card | Form


def _picker(kind: type) -> Callable[[object], Iterable[object]]:
    """The values of all fields, in order."""
    names = [one.name for one in fields(kind)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda thing: [getattr(thing, name) for name in names]


_TOP = (Private, ShowForm, FormErrors, Nothing, Card, Form)
_PARTS = (
    Button, Buttons, ChoiceField, DateField, Facts, FileField, Image, Key, Link, More, Offers, Option,
    PersonField, Ref, Rule, Sheet, Small, Strong, Text, TextField, Voice,
)  # fmt: skip
_CLASSES: Mapping[str, Callable[..., object]] = {kind.__name__: kind for kind in (*_TOP, *_PARTS)}
_FIELDS: Mapping[type, Callable[[object], Iterable[object]]] = {kind: _picker(kind) for kind in (*_TOP, *_PARTS)}
_MAPPING = "mapping"


class Undecodable(ValueError):
    """The text is not something that `encode` wrote."""


def encode(thing: Encodable) -> str:
    """Equal things give equal texts."""
    return _ENCODER.encode(thing)


def decode(text: str) -> Encodable:
    """The thing that was encoded. Raises Undecodable for anything else."""
    try:
        found = _thing(json.loads(text))
    except (ValueError, TypeError, RecursionError) as error:
        raise Undecodable(f"not an encoded card, form or reply: {type(error).__name__}") from error
    if not isinstance(found, _TOP):
        raise Undecodable(f"{type(found).__name__} cannot stand alone")
    return found


def _plain(thing: object) -> dict[str, object]:
    """One thing of the vocabulary, one level deep: the encoder itself goes down into tuples and comes back for more."""
    pick = _FIELDS.get(type(thing))
    if pick is None:
        raise TypeError(f"{type(thing).__name__} is not part of the vocabulary of cards")
    if isinstance(thing, FormErrors):
        return {"FormErrors": [{_MAPPING: dict(sorted(thing.errors.items()))}]}
    return {type(thing).__name__: pick(thing)}


_ENCODER = json.JSONEncoder(separators=(",", ":"), check_circular=False, default=_plain)


def _thing(found: object) -> object:
    if isinstance(found, list):
        return tuple(map(_thing, found))
    if not isinstance(found, dict):
        return found
    (tag, values), *more = found.items() or [("", None)]
    if tag == _MAPPING and isinstance(values, dict):
        return values
    if more or tag not in _CLASSES or not isinstance(values, list):
        raise Undecodable(f"unknown class {tag[:40]!r}")
    return _CLASSES[tag](*map(_thing, values))
