"""The commands that put everything into one file, and back."""

from __future__ import annotations

import os
from pathlib import Path

import click

from bot import __version__
from bot.cli_told import told

_FILE = click.argument("file", type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@_FILE
def backup(file: Path) -> None:
    """Write all that is in the database to FILE, also while `run` is running.

    The same for SQLite and PostgreSQL. Keys are not in it: keep SECRET_KEYS (for SQLite data/secret.key) elsewhere.
    """
    with told():
        from rituals.engine.clock import Clock
        from store.backup import backup as write

        rows = write(_database(), file, __version__, Clock().now())
        click.echo(f"{file} holds {rows} rows. SECRET_KEYS are not in it: keep them elsewhere.")


@click.command()
@_FILE
@click.option("--replace", is_flag=True, help="Delete all that is in the database first.")
def restore(file: Path, replace: bool) -> None:
    """Put a backup into the database of DATABASE_URL, with `run` stopped: all of it, or nothing.

    What may have been sent since the backup is looked up, or asked about, before it is sent.
    """
    with told():
        from rituals.engine.clock import Clock
        from store.restore import restore as read

        done = read(_database(), file, Clock().now(), replace=replace)
        at = f"{done.manifest.at:%Y-%m-%d %H:%M} UTC"
        click.echo(f"The database is as it was on {at}: {done.manifest.rows} rows.")
        click.echo(f"Perhaps sent since, so looked up or asked about: {done.doubtful}.")
        click.echo(f"Perhaps handled since, so not handled again unless it must always happen: {done.passed}.")


def _database() -> str:
    from bot.check import load_or_raise

    return load_or_raise(os.environ).environment.database_url
