"""Replies, cards and forms as text, and back: JSON, tagged by class name, for a closed set of classes.

The inbox keeps answers with it, and a platform of ours its cards. What was written by an older version reads
back as long as a field that it lacks has a default.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields

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
    Small,
    Strong,
    Text,
    TextField,
    Voice,
)
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import FormErrors, Nothing, Private, Reply, ShowForm

Encodable = Reply | Card | Form

_TOP = (Private, ShowForm, FormErrors, Nothing, Card, Form)
_PARTS = (
    Button, Buttons, ChoiceField, DateField, Facts, FileField, Image, Key, Link, More, Offers, Option,
    PersonField, Ref, Rule, Small, Strong, Text, TextField, Voice,
)  # fmt: skip
_CLASSES: Mapping[str, Callable[..., object]] = {kind.__name__: kind for kind in (*_TOP, *_PARTS)}
_NAMES: Mapping[type, tuple[str, ...]] = {kind: tuple(one.name for one in fields(kind)) for kind in (*_TOP, *_PARTS)}
_TAG = "is"
_MAPPING = "mapping"
_OF = "of"


class Undecodable(ValueError):
    """The text is not something that `encode` wrote."""


def encode(thing: Encodable) -> str:
    """Equal things give equal texts."""
    return json.dumps(thing, separators=(",", ":"), sort_keys=True, default=_plain)


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
    names = _NAMES.get(type(thing))
    if names is None:
        raise TypeError(f"{type(thing).__name__} is not part of the vocabulary of cards")
    plain: dict[str, object] = {name: getattr(thing, name) for name in names}
    if isinstance(thing, FormErrors):
        plain["errors"] = {_TAG: _MAPPING, _OF: dict(thing.errors)}
    plain[_TAG] = type(thing).__name__
    return plain


def _thing(found: object) -> object:
    if isinstance(found, list):
        return tuple(_thing(item) for item in found)
    if not isinstance(found, dict):
        return found
    tag = found.get(_TAG)
    if tag == _MAPPING:
        return {name: _thing(value) for name, value in dict(found.get(_OF, {})).items()}
    if not isinstance(tag, str) or tag not in _CLASSES:
        raise Undecodable(f"unknown class {str(tag)[:40]!r}")
    return _CLASSES[tag](**{name: _thing(value) for name, value in found.items() if name != _TAG})
