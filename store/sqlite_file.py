"""The SQLite database itself: where it lies, how it is opened, who holds it, and what its errors mean."""

import errno
import fcntl
import os
import sqlite3
from pathlib import Path
from urllib.parse import quote

from store.errors import AlreadyRunning, Busy, Conflict, Full, ReadOnly, StoreError, Unavailable

_KINDS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: Busy,
    sqlite3.SQLITE_LOCKED: Busy,
    sqlite3.SQLITE_READONLY: ReadOnly,
    sqlite3.SQLITE_FULL: Full,
    sqlite3.SQLITE_IOERR: Unavailable,
    sqlite3.SQLITE_CORRUPT: Unavailable,
    sqlite3.SQLITE_NOTADB: Unavailable,
    sqlite3.SQLITE_CANTOPEN: Unavailable,
    sqlite3.SQLITE_CONSTRAINT: Conflict,
}
# An extended code that says more than its primary one.
_EXACT: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_READONLY_DBMOVED: Unavailable,
    sqlite3.SQLITE_IOERR_SHMSIZE: Full,
}
_PATH = "Let DATABASE_URL name a file, in a folder that exists or can be made."
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA foreign_keys=ON",
    # The writer copies its log into the database when nobody waits; only at 32 MB somebody has to.
    "PRAGMA wal_autocheckpoint=8000",
)


def _access(place: object) -> str:
    return f"Give the user that runs this write access to {place}."


class SqliteFile:
    """A database file, or one in memory when `path` is None."""

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.where = ":memory:" if path is None else str(path)
        self._lock: int | None = None
        self._identity: tuple[int, int] | None = None

    def take(self) -> None:
        """Create the file when it is not there yet, and hold it against every other process."""
        if self.path is None:
            return
        self.look()
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(f"{self.path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        except BlockingIOError as error:
            self.release()
            raise AlreadyRunning(self.where, f"{self.path}.lock is held") from error
        except OSError as error:
            self.release()
            raise self._refused(error) from error
        self._identity = self._look()

    def look(self) -> None:
        """Raise what `take` would say of the place, and change nothing."""
        if self.path is None:
            return
        try:
            folder = next(one for one in self.path.absolute().parents if one.exists())
            if not folder.is_dir():
                raise Unavailable(self.where, f"{folder} is not a folder", _PATH)
            if self.path.is_dir():
                raise Unavailable(self.where, "this is a folder", _PATH)
            file = self.path if self.path.exists() else folder
        except OSError as error:
            raise self._refused(error) from error
        for one in (folder, file):
            if not os.access(one, os.W_OK):
                raise ReadOnly(self.where, f"{one} is read-only for this user", _access(one))

    def _refused(self, error: OSError) -> StoreError:
        where = error.filename or self.where
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            return ReadOnly(self.where, f"{where}: {error.strerror}", _access(where))
        if error.errno == errno.ENOSPC:
            return Full(self.where, f"{where}: {error.strerror}")
        return Unavailable(self.where, f"{where}: {error.strerror}", _PATH)

    def release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def check(self) -> None:
        """Refuse to go on with a file that is not the one that was opened: what we write would be lost."""
        if self._identity != self._look():
            raise Unavailable(self.where, "the file was removed or replaced while in use")

    def connect(self) -> sqlite3.Connection:
        _say_how_to_store()
        name = ":memory:" if self.path is None else f"file:{quote(str(self.path))}?mode=rw"
        try:
            connection = sqlite3.connect(
                name,
                uri=True,
                timeout=5,
                isolation_level=None,  # we say BEGIN ourselves
                check_same_thread=False,
                cached_statements=512,
            )
        except sqlite3.Error as error:
            raise self.translate(error) from error
        try:
            # SQLite's own knows the letters of ASCII only.
            connection.create_function("lower", 1, _lower, deterministic=True)
            for pragma in _PRAGMAS:
                connection.execute(pragma)
            # The writer does its own waiting, so that it can go on answering people meanwhile.
            connection.execute("PRAGMA busy_timeout=0")
        except sqlite3.Error as error:
            connection.close()
            raise self.translate(error) from error
        return connection

    def translate(self, error: Exception) -> Exception:
        """The store's word for a driver's error; a fault in our own SQL stays what it is."""
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:
            return error
        kind = _EXACT.get(code) or _KINDS.get(code & 0xFF)
        return error if kind is None else kind(self.where, str(error))

    def _look(self) -> tuple[int, int] | None:
        if self.path is None:
            return None
        try:
            found = os.stat(self.path)  # noqa: PTH116 - before every transaction, at a third of the cost
        except OSError:
            return (0, 0)
        return found.st_dev, found.st_ino


def _say_how_to_store() -> None:
    """For what is no number and no text the driver looks for an adapter each time that it is bound, and finding none
    costs more than most statements. So it finds one that leaves the value as it is.
    """
    sqlite3.register_adapter(type(None), lambda nothing: nothing)
    sqlite3.register_adapter(bool, int)
    sqlite3.register_adapter(bytes, bytes)


def _lower(value: object) -> str | None:
    return None if value is None else str(value).lower()


def is_io_error(error: Exception) -> bool:
    code = getattr(error, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_IOERR and code not in _EXACT


def is_busy(error: Exception) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_BUSY
