"""`klantritme export rounds`: no voters, no nominators, and no cell that begins a formula."""

import asyncio
import csv
import io
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from click.testing import CliRunner

from bot.cli import main
from store import candidates, installations, nominations, rounds, sightings, votes
from store.accounts import AccountSeen
from store.migrate import create_all
from store.open import open_store
from store.rounds import Dates
from store.tx import Tx

NOW = datetime(2026, 10, 1, 7, 0, tzinfo=UTC)


def _fill(tx: Tx) -> None:
    workspace = installations.put(tx, "fake", "w1", "Waterrand", "admitted")
    writer = sightings.see(tx, workspace.id, AccountSeen("s", "Sanne Schrijver"), NOW).person.id
    days = [NOW + timedelta(days=n) for n in (0, 8, 12, 18, 20)]
    rounds.add(tx, "2026-10", Dates(*days), "k", state="done")
    open_, closed = (candidates.add(tx, "2026-10", None, name) for name in ("=Balie", "Stil"))
    candidates.set_consent(tx, open_, "all", NOW)
    candidates.set_winners(tx, [open_])
    candidates.set_totals(tx, {open_: 77, closed: 66})
    for number in (open_, closed):
        nominations.add(tx, number, writer, "=HYPERLINK(1)", NOW)
    rounds.set_turnout(tx, "2026-10", 5, 9)
    votes.took_part(tx, "2026-10", [writer])


async def _filled(url: str) -> None:
    store = open_store(url)
    await store.transact(_fill)
    await store.close()


def test_the_rounds_are_written_without_people_who_voted_or_wrote(tmp_path: Path) -> None:
    url, file = f"sqlite:///{tmp_path}/store.db", tmp_path / "rondes.csv"
    create_all(url)
    asyncio.run(_filled(url))
    environ = {**dict.fromkeys(os.environ, None), "HOME": str(tmp_path), "DATABASE_URL": url}

    result = CliRunner().invoke(main, ("export", "rounds", "--format", "csv", str(file)), env=environ)

    assert (result.exit_code, result.output) == (0, f"{file} is written as csv.\n")
    written = file.read_text("utf-8-sig")
    head, first, second = csv.reader(io.StringIO(written), delimiter=";")
    assert head[0] == "Ronde"
    assert first == ["2026-10", "2026-10-01", "2026-10-21", "5", "9", "'=Balie", "ja", "'=HYPERLINK(1)", ""]
    assert second[5:] == ["een collega, wil niet genoemd worden", "", "", ""]
    assert not any(word in written for word in ("Sanne", "Stil", "77", "66"))
