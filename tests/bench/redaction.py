"""How long it takes to look through a text for customers' data, and that ten times the text takes ten times as long."""

from __future__ import annotations

from statistics import median
from time import process_time

from rituals.engine.redaction import LONGEST, redact
from tests.bench.databases import Databases
from tests.bench.measure import ROUNDS, Goal, Line, own
from tests.corpus.redaction.quotes import lines, quotes

HOSTILE = ("0", "Aa 1 ", "NL91 ABNA ", "Van der ", "Kerkstraat 12 en ", "geboren op 1-1-1", "J.")


async def run(databases: Databases) -> list[Line]:
    """No database is needed: `databases` is what every benchmark is given."""
    quoted = "\n".join(one.text for name in ("tuned", "by_hand") for one in quotes(name))
    short, long = quoted[: LONGEST // 10], quoted[:LONGEST]
    worst = max(_growth((piece * LONGEST)[:LONGEST]) for piece in HOSTILE)
    per_thousand = _seconds(short) / len(short) * 1e9
    return [
        own("redaction, 1,000 signs of quotes", per_thousand, "us", Goal(10_000, 5_000, "us", most=True)),
        own("redaction, ten times the quotes", _seconds(long) / _seconds(short), "x", Goal(20, 12, most=True)),
        own("redaction, ten times a hostile text, the worst", worst, "x", Goal(20, 15, most=True)),
    ]


def _growth(text: str) -> float:
    return _seconds(text) / _seconds(text[: len(text) // 10])


def _seconds(text: str) -> float:
    colleagues = tuple(lines("colleagues"))
    times: list[float] = []
    for _ in range(ROUNDS):
        begun = process_time()
        redact(text, colleagues)
        times.append(process_time() - begun)
    return median(times)
