"""What people can get to see of everything that is installed; rehearsed once for all who look, for it takes seconds."""

from __future__ import annotations

import asyncio
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters import Drawn
from bot.config import Loaded, Settings
from bot.environment import Environment
from bot.rehearsal import rehearse


@cache
def rehearsed() -> tuple[Drawn, tuple[str, ...]]:
    """And the names of the files that were left behind."""
    with TemporaryDirectory() as folder:
        drawn = asyncio.run(rehearse(loaded(Path(folder))))
        return drawn, tuple(one.name for one in Path(folder).iterdir())


def loaded(folder: Path, **changes: object) -> Loaded:
    """With a database and keys in this folder, and these settings."""
    environment = Environment(database_url=f"sqlite:///{folder}/own.db", key_dir=folder / "keys")
    return Loaded(Settings.model_validate(changes), environment, ())
