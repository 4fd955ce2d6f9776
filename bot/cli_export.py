"""The commands that write something to a file, to be used elsewhere."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from bot.cli_told import UNEXPECTED, told


@click.group()
def export() -> None:
    """Write something to a file, to use elsewhere."""


@export.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option(
    "--format", "kind", type=click.Choice(["md", "docx"]), default="docx", show_default=True, help="md or docx."
)
def verhaal(file: Path, kind: str) -> None:
    """Write the newest customer story that no meeting had yet to FILE, as a page for the meeting papers.

    Without a new one, the last one that was given. It only reads: `/verhaal stuk` in the chat is what marks a story
    as given.
    """
    with told():
        page = _page(kind)
        if page is None:
            click.echo("klantritme: no story has been looked over yet, so nothing was written", err=True)
            sys.exit(UNEXPECTED)
        try:
            file.write_bytes(page)
        except OSError as error:
            click.echo(f"klantritme: {file} cannot be written: {error.strerror}", err=True)
            sys.exit(UNEXPECTED)
        click.echo(f"{file} is written.")


@export.command()
@click.argument("file", type=click.Path(dir_okay=False, writable=True, path_type=Path))
@click.option("--format", "kind", type=click.Choice(["csv"]), default="csv", show_default=True, help="csv.")
def rounds(file: Path, kind: str) -> None:
    """Write the rounds of the klantverbeteraar to FILE: dates, turnout, and whom and what may be told.

    Nobody who voted or nominated is in it, and no number of votes. Somebody who did not agree is not named. No cell
    begins a formula.
    """
    with told():
        page = _rounds()
        try:
            file.write_bytes(page)
        except OSError as error:
            click.echo(f"klantritme: {file} cannot be written: {error.strerror}", err=True)
            sys.exit(UNEXPECTED)
        click.echo(f"{file} is written as {kind}.")


def _rounds() -> bytes:
    """The rounds as CSV."""
    from bot.check import load_or_raise
    from bot.looking import looking
    from bot.organisation import organisation_of
    from rituals.engine.translate import Languages
    from rituals.klantverbeteraar.exporting import rows
    from rituals.quote.files_example import written
    from store.migrate import require_current

    loaded = load_or_raise(os.environ)
    url = loaded.environment.database_url
    require_current(url)
    organisation = organisation_of(loaded.settings)
    say = Languages(organisation).say(organisation.locale)
    with looking(url) as look:
        return written(look(lambda tx: rows(tx, say, organisation.calendar.zone)))


def _page(kind: str) -> bytes | None:
    """The story as a file; None when there is none."""
    from bot.check import load_or_raise
    from bot.looking import looking
    from bot.organisation import organisation_of
    from rituals.engine.clock import Clock
    from rituals.engine.localtime import local_day
    from rituals.engine.translate import Languages
    from rituals.verhaal.docx import docx
    from rituals.verhaal.paper import markdown, newest
    from store.migrate import require_current

    loaded = load_or_raise(os.environ)
    url = loaded.environment.database_url
    require_current(url)
    organisation = organisation_of(loaded.settings)
    say = Languages(organisation).say(organisation.locale)
    today = local_day(Clock().now(), organisation.calendar.zone)
    with looking(url) as look:
        paper = look(lambda tx: newest(tx, say, today))
    if paper is None:
        return None
    return docx(paper) if kind == "docx" else ("\n\n".join(markdown(paper)) + "\n").encode()
