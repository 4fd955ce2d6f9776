"""A vote, from the form that was sent to the sealed row on disk; and what a crowd costs in redraws."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from time import perf_counter
from typing import Any

from rituals.engine.events import FormSubmitted, Origin
from rituals.engine.keyring import Keyring, MemoryKeyring
from rituals.klantverbeteraar.names import ballot_ref
from store import accounts, drafts, places, rounds, votes
from store.accounts import person
from store.base import Store
from store.drafts import Draft
from store.open import open_store
from store.tx import DialectName, Tx
from tests.bench import office, vote_slack
from tests.bench.ballot import CANDIDATES, ROUND, opened
from tests.bench.bell import at_once
from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, in_turn, own
from tests.bench.recorded import RecordingStore
from tests.bench.replay import replays
from tests.fakes.world import MONDAY, World

PEOPLE = 600
WARM = 100
FEW, MANY = 10, 10_000
OLD = 100_000
CROWD = 1_000
GOALS = {"sqlite": Goal(0.25, 0.4), "postgresql": Goal(0.35, 0.5)}
FLAT = Goal(1.2, 1.1, most=True)
AT_ONCE = 500
"""Rows in one transaction while furnishing."""

Transactions = Sequence[tuple[Callable[[Any], None], tuple[str, ...]]]


async def run(databases: Databases) -> list[Line]:
    """Against the raw driver on both databases, flat in votes and in old rounds, redraws of a crowd, and in Slack."""
    keyring = MemoryKeyring()
    keyring.make(ROUND)
    return [
        await _against(databases, "sqlite", keyring),
        await _against(databases, "postgresql", keyring),
        await _flat(databases, keyring, f"vote: with {MANY:,} votes cast; anchor: with {FEW}", MANY, 0),
        await _flat(databases, keyring, f"vote: with {OLD:,} old rounds; anchor: with none", FEW, OLD),
        await _redraws(databases, keyring),
        *await vote_slack.run(),
    ]


async def _against(databases: Databases, dialect: DialectName, keyring: Keyring) -> Line:
    template = await databases.template(dialect, lambda store: _furnish(store, keyring, PEOPLE))
    transactions = await _record(databases.copy(template), keyring)
    ours, anchor = await in_turn(
        lambda: _rate(databases.copy(template), keyring), lambda: _replay(databases, template, transactions)
    )
    return Line(f"vote: stored, 16 at once, {dialect}", ours, "/s", anchor, GOALS[dialect])


async def _flat(databases: Databases, keyring: Keyring, name: str, cast: int, old: int) -> Line:
    much = await databases.template("sqlite", lambda store: _furnish(store, keyring, PEOPLE, cast, old))
    little = await databases.template("sqlite", lambda store: _furnish(store, keyring, PEOPLE, FEW))
    ours, anchor = await in_turn(
        lambda: _cost(databases.copy(much), keyring), lambda: _cost(databases.copy(little), keyring)
    )
    return Line(name, ours, "us", anchor, FLAT)


async def _redraws(databases: Databases, keyring: Keyring) -> Line:
    """A crowd that votes within twenty seconds: how often its card is drawn anew."""
    template = await databases.template("sqlite", lambda store: _furnish(store, keyring, CROWD))
    store = open_store(databases.copy(template))
    world = await _opened(store, keyring, CROWD)
    await world.walk(seconds=3)
    calls = len(world.platform.calls)
    for first in range(0, CROWD, 50):
        await at_once(world.engine.dispatch(_vote(world, number)) for number in range(first, first + 50))
        await world.walk(seconds=1)
    drawn = len([one for one in world.platform.calls[calls:] if one[0] == "update"])
    await store.close()
    return own(f"vote: redraws for {CROWD:,} voters in 20 s", drawn, "", Goal(11, 11, "", most=True))


async def _furnish(store: Store, keyring: Keyring, people: int, cast: int = 0, old: int = 0) -> None:
    await office.furnish(store, people)
    world = World(store)
    await store.transact(lambda tx: _open_ballot(tx, world))
    for first in range(0, people, AT_ONCE):
        some = range(first, min(first + AT_ONCE, people))
        await store.transact(lambda tx, some=some: _open_forms(tx, world, some))  # type: ignore[misc]
    for first in range(0, cast, AT_ONCE):
        some = range(first, min(first + AT_ONCE, cast))
        await store.transact(lambda tx, some=some: _strangers(tx, world, some))  # type: ignore[misc]
    for first in range(0, old, AT_ONCE):
        some = range(first, min(first + AT_ONCE, old))
        await store.transact(lambda tx, some=some: _old_rounds(tx, some))  # type: ignore[misc]


def _open_ballot(tx: Tx, world: World) -> None:
    place = places.find(tx, 1, "algemeen")
    if place is None:
        raise RuntimeError("nowhere to vote")
    opened(tx, place, world.now)


def _open_forms(tx: Tx, world: World, some: range) -> None:
    for number in some:
        known = accounts.find(tx, 1, office.colleague(number).external)
        if known is None:
            raise RuntimeError(f"who is number {number}?")
        ref = str(ballot_ref(ROUND, known.person.id))
        form = "klantverbeteraar.vote"
        drafts.add(tx, Draft(f"draft-{number}", known.person.id, form, ref, None, json.dumps({}), world.now))


def _strangers(tx: Tx, world: World, some: range) -> None:
    numbers = [1_000_000 + number for number in some]
    tx.run(person.insert(), [
        {"id": one, "name": f"P{one}", "first": f"P{one}", "locale": "nl", "member": True, "active": True,
         "since": world.now} for one in numbers
    ])  # fmt: skip
    tx.run(votes.ballot.insert(), [{"round_id": ROUND, "person_id": one, "sealed": b"x" * 73} for one in numbers])


def _old_rounds(tx: Tx, some: range) -> None:
    dates = {name: MONDAY - timedelta(days=1000) for name in rounds.MOMENTS}
    tx.run(rounds.round_.insert(), [
        {"id": f"old{number}", "state": "done", "nominated_longer": False, "voted_longer": False, "turnout": 9,
         "electorate": 20, **dates} for number in some
    ])  # fmt: skip


async def _opened(store: Store, keyring: Keyring, people: int) -> World:
    world = await office.opened(store, people)
    world.desk.keyring = keyring
    return world


def _vote(world: World, number: int) -> FormSubmitted:
    origin = Origin(world.platform.name, "w1", office.colleague(number))
    ticked = (str(CANDIDATES[number % len(CANDIDATES)]),)
    return FormSubmitted(
        delivery=f"vote-{number}", at=world.now, origin=origin, form="klantverbeteraar.vote", draft=f"draft-{number}",
        values={"choice1": ticked}, ref=ballot_ref(ROUND, number),
    )  # fmt: skip


async def _record(url: str, keyring: Keyring) -> Transactions:
    store = RecordingStore(open_store(url))
    world = await _opened(store, keyring, PEOPLE)
    for number in range(PEOPLE):
        answer = await world.engine.dispatch(_vote(world, number))
        if "telt" not in str(answer.reply):
            raise RuntimeError(f"this is no vote: {answer}")
    await store.close()
    return replays(store.transactions)


async def _timed(url: str, keyring: Keyring) -> float:
    """Seconds for all votes but the first ones."""
    store = open_store(url)
    world = await _opened(store, keyring, PEOPLE)
    sent = [_vote(world, number) for number in range(PEOPLE)]
    await at_once(map(world.engine.dispatch, sent[:WARM]))
    started = perf_counter()
    await at_once(map(world.engine.dispatch, sent[WARM:]))
    taken = perf_counter() - started
    await store.close()
    return taken


async def _rate(url: str, keyring: Keyring) -> float:
    return (PEOPLE - WARM) / await _timed(url, keyring)


async def _cost(url: str, keyring: Keyring) -> float:
    return await _timed(url, keyring) / (PEOPLE - WARM) * 1_000_000


async def _replay(databases: Databases, template: str, transactions: Transactions) -> float:
    anchor = databases.anchor(template)
    await at_once(anchor.transact(*one) for one in transactions[:WARM])
    started = perf_counter()
    await at_once(anchor.transact(*one) for one in transactions[WARM:])
    taken = perf_counter() - started
    anchor.close()
    return (PEOPLE - WARM) / taken
