"""Keys that live for a while and are then destroyed, with all that was sealed under them: files, in no database.

A key is a file of its own with 32 random bytes. Whoever has a copy of the database, of any day, has no key.
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Protocol

from rituals.engine.errors import Misfit
from rituals.engine.seal import Sealer

_LENGTH = 32


class Keyring(Protocol):
    """Makes keys by name, seals with them, and destroys them. Names are words, digits and dashes."""

    def make(self, name: str) -> None:
        """There is a key of this name; one that was there stays as it is."""

    def sealer(self, name: str) -> Sealer | None:
        """Seals and opens under this key; None when there is none, or no longer."""

    def destroy(self, name: str) -> None:
        """There is no key of this name any more, and none can be had back."""


class MemoryKeyring:
    """For tests and rehearsals: its keys are gone with the process."""

    def __init__(self) -> None:
        self._keys: dict[str, bytes] = {}

    def make(self, name: str) -> None:
        """A key in memory."""
        self._keys.setdefault(name, secrets.token_bytes(_LENGTH))

    def sealer(self, name: str) -> Sealer | None:
        """Under a key in memory."""
        key = self._keys.get(name)
        return Sealer([key]) if key else None

    def destroy(self, name: str) -> None:
        """Forgotten."""
        self._keys.pop(name, None)


class FileKeyring:
    """Keys in a folder that all processes share. They are read when used and kept nowhere else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def make(self, name: str) -> None:
        """The file of whoever comes first counts. One that a crash left half written was never used."""
        path = self._path(name)
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if path.exists() and self.sealer(name) is None:
            self.destroy(name)
        try:
            file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        except FileExistsError:
            return
        _write(file, secrets.token_bytes(_LENGTH))
        self._settle()

    def sealer(self, name: str) -> Sealer | None:
        """Raises OSError when the file is there and cannot be read."""
        try:
            file = os.open(self._path(name), os.O_RDONLY | os.O_CLOEXEC)  # a Path's own reading takes ten times as long
        except FileNotFoundError:
            return None
        try:
            key = os.read(file, _LENGTH + 1)
        finally:
            os.close(file)
        return Sealer([key]) if len(key) == _LENGTH else None

    def destroy(self, name: str) -> None:
        """Written over before it goes. Raises OSError when that cannot be; then it is there still."""
        path = self._path(name)
        try:
            file = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        except FileNotFoundError:
            return
        _write(file, secrets.token_bytes(_LENGTH))
        path.unlink(missing_ok=True)
        self._settle()

    def _path(self, name: str) -> Path:
        if not name.replace("-", "").isalnum():
            raise Misfit("a key is named with letters, digits and dashes")
        return self._folder / f"{name}.key"

    def _settle(self) -> None:
        """A name that came or went is on disk."""
        folder = os.open(self._folder, os.O_RDONLY | os.O_CLOEXEC)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _write(file: int, data: bytes) -> None:
    with os.fdopen(file, "wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
