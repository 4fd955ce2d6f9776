"""After closing nobody finds out for whom somebody voted, whatever they have got hold of."""

from __future__ import annotations

import asyncio
import random
import re
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from rituals.engine.cards import Form
from rituals.engine.events import Action, FormClosed, FormSubmitted, Origin
from rituals.engine.keyring import FileKeyring
from rituals.engine.ritual import Ritual
from rituals.engine.seal import Sealer
from rituals.klantverbeteraar import ballot, ritual
from rituals.klantverbeteraar.names import ballot_ref, slot
from store import candidates, rounds, sightings, slots, sqlite_writer
from store.accounts import AccountSeen
from store.backup import backup
from store.migrate import create_all
from store.open import open_store
from store.rounds import Dates
from store.tx import Tx
from tests.fakes.world import MONDAY, World, form_of
from tests.faults.ballot_adversary import TRICKS, Choice, Found, by_chance, right, rows_since

pytestmark = pytest.mark.faults

FEWEST, MOST = 5, 50
MARGIN = 0.01
A_HOUSE = 50
"""Polls in one database: all of it is copied and read three times for each of them."""
FIRST = 9_000_000_001
"""Numbers of candidates, that stand nowhere by chance."""
CLOSES = MONDAY + timedelta(hours=8)
_EARLIER = [MONDAY - timedelta(days=days) for days in (9, 8, 7)]
DATES = Dates(_EARLIER[0], _EARLIER[1], _EARLIER[2], CLOSES, CLOSES + timedelta(days=2))


@dataclass
class Polls:
    """One house in which poll after poll is held, and what an adversary collects of each."""

    world: World
    folder: Path
    chance: random.Random
    people: dict[str, int] = field(default_factory=dict)
    next_candidate: int = FIRST

    async def furnish(self) -> None:
        """Everybody who will ever vote."""
        seen = [AccountSeen(f"v{n}", f"Collega {n}", f"v{n}@waterrand.example", locale="nl") for n in range(MOST)]

        def add(tx: Tx) -> None:
            for one in seen:
                self.people[one.external] = sightings.see(tx, 1, one, self.world.now).person.id

        await self.world.store.transact(add)

    async def hold(self, number: int) -> tuple[Found, Mapping[int, Choice]]:
        """One poll from its opening to the destruction of its key; what is found, and what is true."""
        chance, name = self.chance, f"poll{number}"
        voters = chance.sample(sorted(self.people), chance.randint(FEWEST, MOST))
        names = await self._open(name, chance.randint(2, 8))
        before = self._stolen("before")
        wanted = {who: tuple(chance.sample(names, chance.randint(1, min(3, len(names))))) for who in voters}
        await asyncio.gather(*(self._vote(name, who, wanted[who]) for who in voters))
        during = rows_since(before, self._stolen("during"))
        told = self._backed_up(name) if number % 50 == 0 else []
        await self._close(name)
        after = rows_since(before, self._stolen("after"))
        totals = await self.world.read(lambda tx: {one.id: one.total or 0 for one in candidates.of_round(tx, name)})
        found = Found(
            ballots=[(int(str(row[1])), bytes(row[2])) for row in during["ballot"] if row[0] == name],  # type: ignore[call-overload]
            participants=[int(str(row[1])) for row in after["participant"] if row[0] == name],
            rows=[*_texts(during, name), *_texts(after, name), *told],
            totals=totals,
            keys=[one.read_bytes() for one in self._keys() if name in one.name],
        )
        return found, {self.people[who]: choice for who, choice in wanted.items()}

    async def _open(self, name: str, n: int) -> list[int]:
        numbers = list(range(self.next_candidate, self.next_candidate + n))
        self.next_candidate += n

        def begin(tx: Tx) -> None:
            rounds.add(tx, name, DATES, f"{name}-key", state="voting")
            tx.run(candidates.candidate.insert(), [
                {"id": one, "round_id": name, "name": f"Kandidaat {one}", "state": "candidate", "consent": "none",
                 "won": False} for one in numbers
            ])  # fmt: skip
            self.world.desk.keyring.make(f"{name}-key")

        await self.world.store.transact(begin)
        return numbers

    async def _vote(self, name: str, who: str, choice: Choice) -> None:
        """Some vote twice; some open the form once more, tick the same and close it."""
        origin = Origin("fake", "w1", AccountSeen(who, f"Collega {who[1:]}", f"{who}@waterrand.example", locale="nl"))
        ticked = {"choice1": tuple(map(str, choice))}
        for turn in range(self.chance.choice((1, 1, 1, 2))):
            form = await self._pressed(f"{name}-{who}-{turn}", origin, name)
            sent = FormSubmitted(delivery=f"{name}-{who}-{turn}-sent", at=self.world.now, origin=origin, form=form.name,
                                 draft=form.draft, values=ticked, ref=form.ref)  # fmt: skip
            told = await self.world.engine.dispatch(sent)
            assert "stem" in str(told.reply)
        if self.chance.random() < 0.2:
            form = await self._pressed(f"{name}-{who}-again", origin, name)
            closed = FormClosed(delivery=f"{name}-{who}-closed", at=self.world.now, origin=origin, form=form.name,
                                draft=form.draft, values=ticked)  # fmt: skip
            await self.world.engine.dispatch(closed)

    async def _pressed(self, delivery: str, origin: Origin, name: str) -> Form:
        press = Action(delivery=delivery, at=self.world.now, origin=origin, action="klantverbeteraar.vote",
                       ref=ballot_ref(name))  # fmt: skip
        return form_of(await self.world.engine.dispatch(press))

    async def _close(self, name: str) -> None:
        """The clock does not move, so the ballot is said to have ended."""
        now = self.world.now
        ended = replace(DATES, vote_until=now - timedelta(minutes=2))

        def end(tx: Tx) -> None:
            rounds.set_dates(tx, name, ended)
            due = slot("close", name, now)
            slots.plan(tx, due.ritual, due.name, due.subject, due.local, now)

        await self.world.store.transact(end)
        for _ in ("the ballot", "its key"):
            await self.world.engine.schedule.tick(now)

    def _stolen(self, moment: str) -> Path:
        """A copy of the file and of its log."""
        copy = self.folder / f"{moment}.stolen"
        for end in ("", "-wal"):
            shutil.copy(f"{self._file}{end}", f"{copy}{end}")
        return copy

    def _backed_up(self, name: str) -> list[str]:
        """During the vote, as an operator makes one."""
        path = self.folder / f"{name}.backup"
        backup(f"sqlite:///{self._file}", path, "1", self.world.now)
        return re.findall(r"\[.*?\]", path.read_bytes().decode("latin-1"))

    def _keys(self) -> list[Path]:
        return sorted((self.folder / "keys").iterdir())

    @property
    def _file(self) -> Path:
        return self.folder / "store.db"


def _texts(rows: Mapping[str, list[tuple[object, ...]]], name: str) -> Iterator[str]:
    return (repr(row) for table, some in rows.items() if table not in ("candidate", "ballot") for row in some)


async def seen_through(folder: Path, n: int, of: Ritual) -> tuple[Counter[str], int]:
    """How often each trick was right in `n` polls, and how many votes there were."""
    chance, hits, cast = random.Random(2611), Counter[str](), 0
    for first in range(0, n, A_HOUSE):
        own = folder / f"from{first}"
        own.mkdir()
        hit, votes = await _in_one_house(own, range(first, min(n, first + A_HOUSE)), of, chance)
        hits.update(hit)
        cast += votes
    return hits, cast


async def _in_one_house(folder: Path, polls_held: range, of: Ritual, chance: random.Random) -> tuple[Counter[str], int]:
    create_all(f"sqlite:///{folder}/store.db")
    store = open_store(f"sqlite:///{folder}/store.db")
    world = await World(store, rituals=[of]).open()
    world.desk.keyring = FileKeyring(folder / "keys")
    polls = Polls(world, folder, chance)
    await polls.furnish()
    hits, cast = Counter[str](), 0
    for number in polls_held:
        found, truth = await polls.hold(number)
        assert len(found.ballots) == len(found.participants) == len(truth)
        hits.update({name: right(trick(found), truth) for name, trick in TRICKS.items()})
        cast += len(truth)
    await store.close()
    return hits, cast


@pytest.fixture
def folder(in_memory: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    # The log is copied and read three times a poll: it need not grow to its 32 MB.
    monkeypatch.setattr(sqlite_writer, "QUIET", 0.0)
    made = in_memory / "polls"
    made.mkdir()
    yield made
    shutil.rmtree(made)


async def test_no_trick_is_better_than_chance(
    folder: Path, full: bool, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    hits, cast = await seen_through(folder, 1000 if full else 200, ritual())

    best = {name: n / cast for name, n in hits.items()}
    assert max(best.values()) <= best[by_chance.__name__] + MARGIN, best
    assert _keys_left(folder) == []
    told = caplog.text + "".join(capsys.readouterr())
    assert re.findall(r"\b9\d{9}\b", told) == []


def _keys_left(folder: Path) -> list[Path]:
    return [key for house in folder.iterdir() for key in (house / "keys").iterdir()]


def _longer(sealer: Sealer, choice: Choice) -> bytes:
    return sealer.seal(" " * (choice[0] % 100) + ",".join(map(str, choice)))


def _without_chance(sealer: Sealer, choice: Choice) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return bytes(12) + AESGCM(b"k" * 32).encrypt(bytes(12), str(sorted(choice)[0]).encode(), None)


@pytest.mark.parametrize("leak", ["length", "sameness", "mention", "key"])
async def test_a_ballot_that_leaks_is_caught(folder: Path, leak: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The adversary is worth something: each of these would have been found out."""
    of = ritual()
    if leak == "length":
        monkeypatch.setattr(ballot, "sealed", _longer)
        monkeypatch.setattr(ballot, "_choice", lambda text: tuple(map(int, text.strip().split(","))))
    elif leak == "sameness":
        monkeypatch.setattr(ballot, "sealed", _without_chance)
        monkeypatch.setattr(ballot, "opened", _any_order)
    elif leak == "mention":
        of = replace(of, unkept=frozenset())
    else:
        monkeypatch.setattr(FileKeyring, "destroy", lambda _self, _name: None)

    hits, cast = await seen_through(folder, 12, of)

    assert hits[f"by_{leak}"] / cast > hits[by_chance.__name__] / cast + MARGIN


def _any_order(_sealer: Sealer, ballots: list[object]) -> list[Choice]:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from store.votes import Ballot

    found = [one for one in ballots if isinstance(one, Ballot)]
    return [(int(AESGCM(b"k" * 32).decrypt(bytes(12), one.sealed[12:], None)),) for one in found]
