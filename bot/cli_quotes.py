"""The commands about quotes: take in a spreadsheet, and write an example of one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli_told import CONFIGURATION, told

if TYPE_CHECKING:
    from bot.config import Loaded
    from rituals.engine.context import Context
    from rituals.engine.engine import Engine
    from rituals.engine.translate import Say
    from rituals.quote.files_taking import Taken


@click.group()
def quotes() -> None:
    """Quotes of customers, from a spreadsheet."""


@quotes.command(name="import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Take them in; without it nothing is saved.")
@click.option("--ready", is_flag=True, help="What has a score or a side need not be looked over by a curator.")
@click.option("--column", default="", help="The heading above the quotes, when it is not recognised; remembered.")
def take_in(file: Path, yes: bool, ready: bool, column: str) -> None:
    """Say what is in an XLSX or CSV file, and take it in with --yes. On SQLite `run` must not be running."""
    import asyncio

    with told():
        from bot import logs
        from bot.check import load_or_raise
        from bot.run import prepare

        logs.configure(sys.stderr)
        loaded = load_or_raise(os.environ)
        prepare(loaded.environment.database_url)
        well = asyncio.run(_import(loaded, file, column, ready=ready, yes=yes))
        if not well:
            sys.exit(CONFIGURATION)


@quotes.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def example(file: Path) -> None:
    """Write an example: a workbook as .xlsx, and else CSV, which Excel opens as a table."""
    with told():
        from rituals.quote import files_example

        try:
            file.write_bytes((files_example.workbook if file.suffix == ".xlsx" else files_example.example)())
        except OSError as error:
            click.echo(f"klantritme: {file} cannot be written: {error.strerror}. Give another path.", err=True)
            sys.exit(CONFIGURATION)
        click.echo(f"{file} has the headings that are recognised, and three invented quotes.")


async def _import(loaded: Loaded, file: Path, column: str, *, ready: bool, yes: bool) -> bool:
    """Whether the file could be read."""
    from dataclasses import replace

    from bot.app import build
    from rituals.engine.files import BIGGEST, Files
    from rituals.quote import files_taking
    from rituals.quote.files_words import problem

    with file.open("rb") as opened:
        data = opened.read(BIGGEST + 1)
    parts = build(loaded.settings, replace(loaded.environment, values={}))
    engine = parts.engine
    try:
        args = await engine.within("quote", lambda context: files_taking.told(context, column))
        reading = await Files().read("rituals.quote.files:read", data, args)
        if reading.problem:
            click.echo(f"klantritme: {problem(engine.say('en'), reading.problem, reading.detail)}", err=True)
            return False
        before = await engine.within("quote", partial(_earlier, reading.value["mark"], engine.say("en")))
        for line in (*_told_of(engine.say("en"), reading.value), *before):
            click.echo(line)
        if yes:
            taken = await _take(engine, reading.value, file.name, column, ready=ready)
            looked = taken.added - taken.ready
            click.echo(f"\n{taken.added} taken in ({looked} for a curator to look over), {taken.known} known already.")
        else:
            click.echo("\nNothing was saved. Add --yes to take them in.")
        return True
    finally:
        await parts.store.close()


async def _take(engine: Engine, found: Mapping[str, Any], name: str, column: str, *, ready: bool) -> Taken:
    from rituals.quote import files_taking
    from rituals.quote.files_taking import Taken
    from store import quote_files

    taken = Taken()
    for part in found["parts"]:
        rows = files_taking.rows_of(part)
        work = partial(files_taking.take, rows=rows, ready=ready)
        taken = taken.plus(await engine.within("quote", work))

    def note(context: Context) -> None:
        quote_files.add(context.tx, found["mark"], name, found["count"], None, context.now)
        if column:
            quote_files.name_column(context.tx, found["heading"], column, context.now)

    await engine.within("quote", note)
    return taken


def _earlier(mark: str, say: Say, context: Context) -> list[str]:
    """That the same file came before, and when."""
    from dataclasses import replace

    from rituals.quote.files_words import earlier_sentence, earlier_words
    from store import quote_files

    before = quote_files.earlier(context.tx, mark)
    return [earlier_sentence(say, earlier_words(replace(context, say=say), before.at))] if before else []


def _told_of(say: Say, found: Mapping[str, Any]) -> Iterator[str]:
    """What the chat would show, with every reason that was kept."""
    from rituals.quote import files_words
    from rituals.quote.files import NAMED

    yield files_words.headline(say, found)
    yield from files_words.reasons(say, found, NAMED)
    yield from files_words.likes(say, found, NAMED)
    yield from files_words.notes(say, found)
