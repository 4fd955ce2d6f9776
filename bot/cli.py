"""The command line. Everything is imported inside the commands, so that help and errors come at once."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from typing import TYPE_CHECKING

import click

from bot import __version__, cli_backup, cli_export, cli_platforms, cli_quotes
from bot.cli_told import CONFIGURATION, DATABASE, PORT, UNEXPECTED, told

if TYPE_CHECKING:
    from bot.config import Loaded

__all__ = ["CONFIGURATION", "DATABASE", "PORT", "UNEXPECTED", "main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="klantritme")
def main() -> None:
    """Klantritme: customer rituals in the chat of your organisation.

    Choices stand in config.yaml (or the file KLANTRITME_CONFIG names); secrets and addresses come from the
    environment. Exit codes: 0 well, 1 unexpected, 2 configuration, 3 database, 4 the port is in use.
    """


main.add_command(cli_backup.backup)
main.add_command(cli_backup.restore)
main.add_command(cli_export.export)
main.add_command(cli_platforms.doctor)
main.add_command(cli_platforms.slack)
main.add_command(cli_platforms.teams)
main.add_command(cli_quotes.quotes)


@main.command()
def run() -> None:
    """Start everything, and stop on Ctrl+C or SIGTERM."""
    with told():
        from bot import logs
        from bot.check import load_or_raise

        loaded = load_or_raise(os.environ)
        logs.configure(sys.stderr)
        _warn(loaded)
        _run(loaded)


@main.command()
@click.option("--settings", is_flag=True, help="Also show every setting, where it comes from and what it does.")
def check(settings: bool) -> None:
    """Print every problem of the configuration at once; exits 2 when there is one."""
    with told():
        from bot.check import all_problems, load_all

        loaded = load_all(os.environ)
        problems = all_problems(loaded)
        for problem in problems:
            click.echo(str(problem))
        if settings:
            _show_settings(loaded)
        if problems:
            click.echo(f"\n{len(problems)} problem{'s' if len(problems) > 1 else ''}.", err=True)
            sys.exit(CONFIGURATION)
        click.echo("Everything is in order.")


@main.command()
@click.option("--after", is_flag=True, help="The second half, when every replica runs the new version.")
def migrate(after: bool) -> None:
    """Bring the database to this version. SQLite is copied first; `run` does this for SQLite by itself."""
    with told():
        from bot.check import load_or_raise
        from store.migrate import HEAD, require_current, upgrade

        url = load_or_raise(os.environ).environment.database_url
        if after:
            # No migration so far has a second half; it must not be run before the first.
            require_current(url)
        else:
            upgrade(url)
        click.echo(f"The database is at {HEAD}.")


@main.command()
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day.")
@click.option("--days", type=click.IntRange(1, 3660), required=True, help="How many days.")
def simulate(first: datetime, days: int) -> None:
    """Show what would be posted on these days, on a database that is thrown away."""
    with told():
        from bot import logs
        from bot.check import load_or_raise
        from bot.simulate import simulate as walk

        logs.configure(sys.stderr)
        posted = walk(load_or_raise(os.environ), first.date(), days, click.echo)
        if posted:
            click.echo(f"{_many(days, 'day')}, {_many(posted, 'message')}.", err=True)
        else:
            click.echo("Nothing would be posted by itself in these days: the bell rings when somebody rings it.")


def _many(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"


def _warn(loaded: Loaded) -> None:
    import structlog

    from bot.environment_teams import hears_of_no_address

    if hears_of_no_address(loaded.environment.values):
        remedy = "set it to the https:// address that Teams calls"
        structlog.get_logger(__name__).warning("PUBLIC_URL is not set", remedy=remedy)


def _run(loaded: Loaded) -> None:
    import asyncio

    from bot.loop import loop_factory
    from bot.run import run as run_until_stopped

    with asyncio.Runner(loop_factory=loop_factory(loaded.environment)) as runner:
        runner.run(run_until_stopped(loaded))


def _show_settings(loaded: Loaded) -> None:
    from bot.check import chosen_in_chat, settings_table
    from bot.found import find_rituals

    chosen = chosen_in_chat(loaded.environment.database_url)
    rows = list(settings_table(loaded.settings, find_rituals(), chosen))
    wide = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    for name, value, source, label in rows:
        click.echo(f"{name:<{wide[0]}}  {value:<{wide[1]}}  {source:<{wide[2]}}  {label}")
