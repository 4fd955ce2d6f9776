"""A million quotes beside a thousand: choosing the next one, and opening its card, must cost the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter, thread_time

from rituals.engine.context import Context
from rituals.quote import files_taking, rules
from rituals.quote.files_rows import Found
from store import quote_days, quote_stock, quotes
from store.base import Store
from store.open import open_store
from store.quotes import Side
from store.tx import Tx
from tests.bench.databases import Databases
from tests.bench.measure import Goal, Line, in_turn, own
from tests.fakes.world import World

FEW, MANY = 1_000, 1_000_000
EACH = 50
TODAY = date(2026, 11, 23)
CHUNK = 20_000
PARTS = 40
_ROW = "Mevrouw Aziz wacht al drie weken op de monteur voor de lekkage in de badkamer, en niemand belt haar terug."
SIDES: tuple[Side, ...] = ("positive", "critical", "mixed")
_FILL = """
WITH RECURSIVE one(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM one WHERE n < :last)
INSERT INTO quote (source, text, same, side, state, theme, afdeling, channel, month, lot, received_on, shown_on,
                   anonymous, allowed, at)
SELECT 'bench', 'Uitspraak ' || n, 'h' || n,
       CASE n % 5 WHEN 0 THEN 'mixed' WHEN 1 THEN 'positive' WHEN 2 THEN 'positive' ELSE 'critical' END,
       'ready', 'thema ' || (n % 7), 'afdeling ' || (n % 4), 'telefoon', '2026-10', n * 7919 % 1000003,
       date('2020-01-01', '+' || (n % 2000) || ' days'), NULL, 0, 0, n
FROM one
"""


async def run(databases: Databases) -> list[Line]:
    """On SQLite, with every theme and afdeling in use and the last half year shown already."""
    many = await databases.template("sqlite", lambda store: _fill(store, MANY))
    few = await databases.template("sqlite", lambda store: _fill(store, FEW))
    goal = Goal(1.5, 1.2, most=True)
    lines = []
    for name, work in (
        ("choosing the next one", _choose),
        ("how long there is enough", _count),
        ("opening its card", _open),
    ):
        ours, anchor = await in_turn(lambda work=work: _timed(many, work), lambda work=work: _timed(few, work))  # type: ignore[misc]
        lines.append(Line(f"quotes: {name}, of {MANY:,}; anchor: of {FEW:,}", ours, "us", anchor, goal))
    return [*lines, *await _taking_in(few)]


async def _taking_in(url: str) -> list[Line]:
    """What the writer is held for by some rows of a list: rows of a real length, redacted and compared."""
    store = open_store(url)
    world = await World(store).open(bell_in=())
    taken: list[float] = []
    for part in range(PARTS):
        rows = [Found(number, f"{_ROW} Melding {part}-{number}.", "critical") for number in range(files_taking.AT_ONCE)]

        def work(context: Context, rows: list[Found] = rows) -> None:
            begun = thread_time()
            files_taking.take(context, rows, ready=True)
            taken.append((thread_time() - begun) * 1000)

        await world.engine.within("quote", work)
    await store.close()
    name = f"quotes: taking in {files_taking.AT_ONCE} rows of a list"
    goal = Goal(20, 20, "ms", most=True)
    return [
        own(f"{name}, CPU, median", median(taken), "ms", goal), Line(f"{name}, CPU, longest", max(taken), "ms"),
    ]  # fmt: skip


async def _fill(store: Store, many: int) -> None:
    for first in range(1, many + 1, CHUNK):
        last = min(first + CHUNK - 1, many)
        statement = _FILL.replace(":first", str(first)).replace(":last", str(last))
        await store.transact(lambda tx, statement=statement: tx.connection.exec_driver_sql(statement))  # type: ignore[misc]

    def show(tx: Tx) -> None:
        for number in range(1, 127):
            quotes.shown(tx, number, TODAY - timedelta(days=number))
            quote_days.add(tx, quote_days.ORGANISATION, TODAY - timedelta(days=number), number, "positive")

    await store.transact(show)


async def _timed(url: str, work: Callable[[Tx], object]) -> float:
    """Microseconds for one, once warm."""
    store = open_store(url)
    await store.read(work)

    def many(tx: Tx) -> float:
        begun = perf_counter()
        for _ in range(EACH):
            work(tx)
        return (perf_counter() - begun) / EACH * 1_000_000

    taken = await store.read(many)
    await store.close()
    return taken


def _choose(tx: Tx) -> object:
    past = quote_days.past(tx, quote_days.ORGANISATION)
    before = rules.rested(TODAY)
    pools = {side: quote_stock.candidates(tx, side, before, lambda _: False) for side in SIDES}
    return rules.choose("positive", pools, past)


def _count(tx: Tx) -> object:
    return rules.lasts(quote_stock.left(tx, rules.rested(TODAY)))


def _open(tx: Tx) -> object:
    day = quote_days.get(tx, quote_days.ORGANISATION, TODAY - timedelta(days=1))
    return quotes.get(tx, day.quote_id) if day else None
