"""KEY_DIR: whether keys can be kept there, and whether those of ballots that are open are."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from bot.environment import Environment
from bot.problems import Problem


def key_dir_problems(folder: Path) -> Iterator[Problem]:
    """It is made when a ballot first opens; until then its parent must allow that."""
    if folder.exists() and not folder.is_dir():
        yield Problem("KEY_DIR", f"{folder} is no folder", "Give the path of a folder.")
        return
    there = next((one for one in (folder, *folder.parents) if one.exists()), None)
    if there is None or not os.access(there, os.W_OK | os.X_OK):
        remedy = "Give a folder in which the process may write, the same for all replicas."
        yield Problem("KEY_DIR", f"no key can be kept in {folder}", remedy)
    elif there == folder and folder.stat().st_mode & 0o077:
        yield Problem("KEY_DIR", f"others can look into {folder}", f"Run `chmod 700 {folder}`.")


def lost_ballots(environment: Environment) -> Iterator[Problem]:
    """Votes whose key is not here cannot be counted: another replica has another folder, or a backup came back."""
    from sqlalchemy import select

    from store.migrate import connected
    from store.rounds import round_

    with connected(environment.database_url, reading=True) as connection:
        open_now = connection.execute(select(round_.c.id, round_.c.key).where(round_.c.state == "voting")).all()
    for name, key in open_now:
        if key and not (environment.key_dir / f"{key}.key").is_file():
            text = f"the key of the ballot of {name} is not in {environment.key_dir}"
            remedy = "Let all replicas share one folder, or put the file back; else the ritueelhouder can have "
            yield Problem("KEY_DIR", text, f"{remedy}everybody vote once more.")
