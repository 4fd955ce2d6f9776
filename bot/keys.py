"""The keys that encrypt secrets in the database: from SECRET_KEYS, or a file beside the SQLite database."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path
from typing import TYPE_CHECKING

from bot.problems import ConfigurationError, Problem

if TYPE_CHECKING:
    from bot.environment import Environment

_LENGTH = 32


def read_keys(text: str) -> tuple[bytes, ...] | None:
    """The keys of a comma list; None when it is not one."""
    parts = [part.strip() for part in text.split(",")]
    try:
        keys = tuple(base64.b64decode(part, altchars=b"-_", validate=True) for part in parts)
    except (binascii.Error, ValueError):
        return None
    return keys if all(len(key) == _LENGTH for key in keys) else None


def key_file(database_url: str) -> Path | None:
    """`data/secret.key` for the default database; None for a database in memory."""
    from store.open import sqlite_path

    path = sqlite_path(database_url)
    return None if path is None else path.parent / "secret.key"


def keys_for(environment: Environment) -> tuple[bytes, ...]:
    """The keys of SECRET_KEYS, or of the key file, which is made when there is none."""
    if environment.secret_keys:
        return environment.secret_keys
    path = key_file(environment.database_url)
    if path is None:
        return (os.urandom(_LENGTH),)
    try:
        return (_make(path),)
    except FileExistsError:
        return _stored(path)


def _make(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True)
    key = os.urandom(_LENGTH)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600), "wb") as file:
        file.write(base64.urlsafe_b64encode(key) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return key


def _stored(path: Path) -> tuple[bytes, ...]:
    keys = read_keys(path.read_text(encoding="ascii", errors="replace").strip())
    if keys is None:
        remedy = "Put back the file from a backup; without it what was encrypted stays unreadable."
        raise ConfigurationError((Problem("SECRET_KEYS", f"{path} holds no key", remedy),))
    return keys
