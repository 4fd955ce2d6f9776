"""Which message is drawn by what: by the part of its key after the round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from rituals.engine.cards import Card
from rituals.engine.context import Drawing
from rituals.engine.names import Key, Ref
from rituals.engine.papers import Paper
from rituals.klantverbeteraar import (
    answers,
    checking,
    closing,
    consent,
    ending,
    mine,
    moving,
    opening,
    reminding,
    result,
    spotlight,
    texts,
    trial,
    voting,
)
from store import candidates, nominations, rounds
from store.rounds import Round

DRAWN: Mapping[str, Callable[[Drawing, Round, str], Card | None]] = MappingProxyType(
    {
        "vote": lambda drawing, of, _: voting.card(drawing, of),
        "result": lambda drawing, of, _: result.card(drawing, of),
        "longer": lambda drawing, of, _: opening.longer_card(drawing, of),
        "alone": lambda drawing, of, _: ending.alone_card(drawing, of),
        "few": lambda drawing, of, _: closing.few_card(drawing, of),
        "locked": lambda drawing, of, _: closing.locked_card(drawing, of),
        "again": lambda drawing, of, _: voting.again_card(drawing, of),
        "moved": lambda drawing, of, _: moving.card(drawing, of),
        "doubt": lambda drawing, of, rest: result.doubt_card(drawing, of, rest),
        "untold": lambda drawing, of, _: result.untold_card(drawing, of),
        "halfway": lambda drawing, of, _: reminding.card(drawing, of, last=False),
        "last": lambda drawing, of, _: reminding.card(drawing, of, last=True),
        "look": lambda drawing, of, _: checking.card(drawing, of),
        "texts": lambda drawing, of, rest: texts.card(drawing, of, rest),
        "hidden": lambda drawing, of, rest: checking.hidden_card(drawing, of, rest),
        "consent": lambda drawing, of, rest: consent.card(drawing, of, rest),
        "changed": lambda drawing, of, _: voting.changed_card(drawing, of),
        "vouch": lambda drawing, _, rest: _vouch(drawing, rest),
        "passed": lambda drawing, _, rest: _passed(drawing, rest),
        "words": lambda drawing, of, rest: spotlight.words_card(drawing, of, rest),
        "sun": lambda drawing, of, rest: spotlight.late_card(drawing, of, rest),
    }
)
"""The rest of a key comes along."""


def draw(drawing: Drawing, of: Key) -> Card | None:
    """The messages of a round."""
    round_id, _, what = of.rest.partition("/")
    kind, _, rest = what.partition("/")
    found = rounds.get(drawing.tx, round_id)
    drawn = DRAWN.get(kind)
    return drawn(drawing, found, rest) if found and drawn else None


def _passed(drawing: Drawing, rest: str) -> Card | None:
    number = rest.partition(":")[2].partition("/")[0]
    found = nominations.get(drawing.tx, Ref("nomination", number).number)
    if found is None or mine.source(found) != rest:
        return None
    (giver,) = mine.givers(drawing, [found.nominator_id])
    return answers.passed(drawing, found, giver)


def _vouch(drawing: Drawing, rest: str) -> Card | None:
    found = nominations.get(drawing.tx, Ref("nomination", rest).number)
    candidate = candidates.get(drawing.tx, found.candidate_id) if found else None
    return answers.vouch(drawing, found, candidate) if found and candidate else None


def paper(drawing: Drawing, of: Key) -> Paper | None:
    """The oorkonde, or what was written about somebody."""
    first, _, what = of.rest.partition("/")
    kind, _, rest = what.partition("/")
    if first == "woorden":
        return mine.paper(drawing, what)
    if first == trial.TRIAL:
        return trial.paper(drawing)
    found = rounds.get(drawing.tx, first)
    return spotlight.paper(drawing, found, rest) if found and kind == "oorkonde" else None
