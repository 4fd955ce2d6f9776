"""Whether the short sample runs or all of it, and places for databases that are thrown away."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

MEMORY = Path("/dev/shm")


@pytest.fixture(scope="session")
def full() -> bool:
    """`make faults` wants all of it."""
    return os.environ.get("KLANTRITME_FAULTS") == "full"


@pytest.fixture(scope="module")
def in_memory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder for runs that are killed: a killed process needs no fsync, and a disk would make a kill take seconds."""
    if not MEMORY.is_dir():
        yield tmp_path_factory.mktemp("kills")
        return
    folder = Path(tempfile.mkdtemp(prefix="klantritme", dir=MEMORY))
    yield folder
    shutil.rmtree(folder)
