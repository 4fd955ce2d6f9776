"""The outbox at fifty messages at a time, against the bare SQL; and whole rounds of delivery."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from time import perf_counter
from typing import Any

from rituals.engine.cards import Card, text
from rituals.engine.courier import BATCH
from rituals.engine.ritual import Ritual
from store import leases, outbox, sending
from store.base import Store
from store.open import open_store
from store.outbox import Row, Wanted
from store.tx import DialectName, Tx
from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, in_turn, own
from tests.fakes.world import MONDAY, World

MESSAGES = 3000
LEASE = "delivery:1"
GOAL = Goal(0.5, 0.8)

_CLAIM = (
    "UPDATE outbox SET state = 'claimed', fence = 1 WHERE id IN (SELECT id FROM outbox WHERE state = 'waiting' "
    "AND workspace_id = 1 AND due <= {p} ORDER BY rank, due, id LIMIT {p}{skip}) RETURNING id"
)
_SENDING = "UPDATE outbox SET state = 'sending', drawn_at = {p} WHERE id IN ({ids}) AND state = 'claimed' AND fence = 1"
_SENT = "UPDATE outbox SET state = 'sent', posted = {p}, posted_at = {p}, changed_at = {p} WHERE id = {p}"


async def run(databases: Databases) -> list[Line]:
    """On both databases."""
    lines: list[Line] = []
    dialects: tuple[DialectName, ...] = ("sqlite", "postgresql")
    for dialect in dialects:
        template = await databases.template(dialect, _fill)
        ours, anchor = await in_turn(
            lambda template=template: _ours(databases.copy(template)),  # type: ignore[misc]
            lambda template=template, dialect=dialect: _bare(databases, template, dialect),  # type: ignore[misc]
        )
        lines += [
            Line(f"outbox: claimed, sending, sent, {BATCH} at once, {dialect}", ours, "/s", anchor, GOAL),
            await _delivered(databases.copy(template), dialect),
        ]
    return lines


async def _fill(store: Store) -> None:
    world = await World(store).open()

    def fill(tx: Tx) -> None:
        outbox.want(tx, [_wanted(number) for number in range(MESSAGES)], world.now - timedelta(seconds=1))
        leases.take(tx, LEASE, "bench", 3600)

    await store.transact(fill)


def _wanted(number: int) -> Wanted:
    return Wanted(
        key=f"bench:{number}", target="place:1", workspace_id=1, place_id=1, person_id=None, account_id=None,
        kind="post", rank=2, policy="at_most_once", thread=None,
        not_before=MONDAY - timedelta(seconds=1 + number % 60), until=MONDAY + timedelta(hours=1),
    )  # fmt: skip


async def _ours(url: str) -> float:
    store = open_store(url)
    started = perf_counter()
    while rows := await store.transact(_claim):
        ids = [row.id for row in rows]
        await store.transact(lambda tx, ids=ids: sending.commit_to_send(tx, ids, LEASE, 1, MONDAY))  # type: ignore[misc]
        await store.transact(lambda tx, ids=ids: _acknowledge(tx, ids))  # type: ignore[misc]
    taken = perf_counter() - started
    left = await store.read(sending.states)
    await store.close()
    if left != {"sent": MESSAGES}:
        raise RuntimeError(f"not everything was sent: {left}")
    return MESSAGES / taken


def _claim(tx: Tx) -> list[Row]:
    rows = sending.candidates(tx, 1, MONDAY, BATCH)
    sending.claim(tx, rows, 1)
    return rows


def _acknowledge(tx: Tx, ids: Sequence[int]) -> None:
    for row_id in ids:
        sending.sent(tx, row_id, f"m{row_id}", MONDAY)


async def _bare(databases: Databases, template: str, dialect: DialectName) -> float:
    anchor = databases.anchor(template)
    mark = "?" if dialect == "sqlite" else "%s"
    at = round(MONDAY.timestamp() * 1_000_000)
    claim = _CLAIM.format(p=mark, skip="" if dialect == "sqlite" else " FOR UPDATE SKIP LOCKED")
    sent = _SENT.format(p=mark)

    def claimed(cursor: Any) -> list[int]:
        cursor.execute(claim, (at, BATCH))
        return [row[0] for row in cursor.fetchall()]

    def to_sending(ids: list[int], cursor: Any) -> None:
        cursor.execute(_SENDING.format(p=mark, ids=",".join([mark] * len(ids))), (at, *ids))

    def acknowledged(ids: list[int], cursor: Any) -> None:
        cursor.executemany(sent, [(f"m{row_id}", at, at, row_id) for row_id in ids])

    started = perf_counter()
    while ids := await anchor.transact(claimed):
        await anchor.transact(partial(to_sending, ids))
        await anchor.transact(partial(acknowledged, ids))
    taken = perf_counter() - started
    anchor.close()
    return MESSAGES / taken


async def _delivered(url: str, dialect: DialectName) -> Line:
    """Everything delivery does for a message: draw, fit, hand over to a platform that takes no time, write down."""
    store = open_store(url)
    await store.transact(lambda tx: leases.give(tx, LEASE, "bench"))
    card = Card((text("De bel gaat."),))
    world = World(store, rituals=[Ritual(name="bench", title="Bench", draw=lambda _drawing, _key: card)])
    started = perf_counter()
    moved = await world.engine.delivery.drain()
    taken = perf_counter() - started
    await store.close()
    if moved != MESSAGES or len(world.platform.posted) != MESSAGES:
        raise RuntimeError(f"{len(world.platform.posted)} of {MESSAGES} messages were delivered")
    return own(
        f"outbox: delivered to a platform without limits, {dialect}", MESSAGES / taken, "/s", Goal(500, 1000, "/s")
    )
