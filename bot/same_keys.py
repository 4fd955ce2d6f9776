"""Every process on a database must have the key that encrypts there, or it could not read what others wrote."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from bot.problems import ConfigurationError, Problem
from store import versions
from store.tx import Tx

_MARKED = b"klantritme: which key is this?"
OTHER_KEYS = Problem(
    "SECRET_KEYS",
    "this database is encrypted with a key that is not among these",
    "Give every process the same SECRET_KEYS, or put back secret.key; a new key goes before the old one. If the key "
    "is lost, run DELETE FROM version WHERE name = 'secret keys': what it encrypted then stays unreadable.",
)


def use_keys(tx: Tx, keys: Sequence[bytes]) -> None:
    """Note which key encrypts here from now on; raises ConfigurationError for a process with other keys."""
    if not versions.knows_key(tx, marks_of(keys)):
        raise ConfigurationError((OTHER_KEYS,))
    versions.note_key(tx, marks_of(keys)[0])


def marks_of(keys: Sequence[bytes]) -> list[int]:
    """For each key a number of 63 bits by which it is known again, and that says nothing about it."""
    return [int.from_bytes(hmac.digest(key, _MARKED, "sha256")[:8], "big") >> 1 for key in keys]
