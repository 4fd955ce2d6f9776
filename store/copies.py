"""The copy of a SQLite database that is made before each upgrade, and kept for a week.

Erasing a person covers these copies as well: `existing` finds them.
"""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from store.errors import Unavailable
from store.sqlite_file import SqliteFile

KEEP = timedelta(days=7)


def copy_before_upgrade(path: Path) -> Path:
    """A consistent copy beside the file, complete and on disk before it gets its name."""
    now = datetime.now(UTC)
    _remove_old(path, now)
    copy = path.with_name(f"{path.name}.{now:%Y%m%dT%H%M%S%f}Z.copy")
    unfinished = copy.with_suffix(".unfinished")
    file = SqliteFile(path)
    try:
        with closing(file.connect()) as source, closing(sqlite3.connect(unfinished)) as target:
            source.backup(target)
        _to_disk(unfinished)
        unfinished.rename(copy)
    except sqlite3.Error as error:
        unfinished.unlink(missing_ok=True)
        raise file.translate(error) from error
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise Unavailable(str(path), f"no copy before the upgrade: {error}") from error
    return copy


def existing(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.name}.*Z.copy"))


def _remove_old(path: Path, now: datetime) -> None:
    for copy in existing(path):
        if datetime.fromtimestamp(copy.stat().st_mtime, UTC) < now - KEEP:
            copy.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
