"""A backup file: a zip with the rows of each table as JSON lines, and a manifest with counts and checksums.

It is the same for both databases. Moments are microseconds since the epoch, bytes are base64.
"""

from __future__ import annotations

import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

from store.errors import BadBackup

FORMAT = 1
_MANIFEST = "manifest.json"
_BROKEN = (BadZipFile, zlib.error, EOFError, KeyError, ValueError, TypeError, AttributeError, NotImplementedError)
"""What the libraries raise for a file that is cut off, damaged or something else."""

Row = Sequence[Any]


@dataclass(frozen=True)
class Manifest:
    """What is in a backup. `tables` has the columns, in the order of the values in a row."""

    program: str
    schema: str
    at: datetime
    tables: Mapping[str, tuple[str, ...]]
    rows: int


class Writing:
    """A backup in the making; it is whole once `finish` was called."""

    def __init__(self, file: ZipFile) -> None:
        self._zip = file
        self._tables: dict[str, dict[str, object]] = {}

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Row]) -> int:
        """Write one table; how many rows it has."""
        digest, n = sha256(), 0
        with self._zip.open(_file(table), "w", force_zip64=True) as out:
            for n, row in enumerate(rows, 1):  # noqa: B007 - the last number is the count
                line = json.dumps([_plain(value) for value in row], separators=(",", ":")).encode() + b"\n"
                digest.update(line)
                out.write(line)
        self._tables[table] = {"columns": list(columns), "rows": n, "sha256": digest.hexdigest()}
        return n

    def finish(self, program: str, schema: str, at: datetime) -> None:
        told = {"format": FORMAT, "program": program, "schema": schema, "at": at.isoformat(), "tables": self._tables}
        self._zip.writestr(_MANIFEST, json.dumps(told, indent=1))


def writing(path: Path) -> ZipFile:
    return ZipFile(path, "w", ZIP_DEFLATED)


def checked(path: Path) -> Manifest:
    """Read all of it once. Raises BadBackup for a file that is not whole, or from a newer version."""
    try:
        with ZipFile(path) as file:
            told = json.loads(file.read(_MANIFEST))
            if told["format"] > FORMAT:
                raise BadBackup(path, "it was made by a newer version", "Restore it with that version.")
            broken = [name for name, one in told["tables"].items() if not _is_whole(file, name, one)]
            if broken:
                raise BadBackup(path, f"the checksum of {', '.join(broken)} is wrong")
            tables = {name: tuple(one["columns"]) for name, one in told["tables"].items()}
            rows = sum(int(one["rows"]) for one in told["tables"].values())
            return Manifest(str(told["program"]), str(told["schema"]), datetime.fromisoformat(told["at"]), tables, rows)
    except OSError as error:
        raise BadBackup(path, f"it cannot be read: {error.strerror or error}", "Mend the path.") from error
    except _BROKEN as error:
        raise BadBackup(path, type(error).__name__) from error


def rows(path: Path, table: str) -> Iterator[list[Any]]:
    """The rows of a table of a backup that was checked."""
    with ZipFile(path) as file, file.open(_file(table)) as lines:
        for line in lines:
            yield [_value(one) for one in json.loads(line)]


def _is_whole(file: ZipFile, table: str, told: Mapping[str, Any]) -> bool:
    digest, n = sha256(), 0
    with file.open(_file(table)) as lines:
        for n, line in enumerate(lines, 1):  # noqa: B007 - the last number is the count
            digest.update(line)
    return (n, digest.hexdigest()) == (told["rows"], told["sha256"])


def _file(table: str) -> str:
    return f"{table}.jsonl"


def _plain(value: object) -> object:
    return {"base64": b64encode(value).decode()} if isinstance(value, bytes | memoryview) else value


def _value(value: object) -> object:
    return b64decode(value["base64"]) if isinstance(value, dict) else value
