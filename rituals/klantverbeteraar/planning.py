"""The moments of a round as slots; the row of a round comes with them."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import datetime, timedelta

from rituals.engine.context import Context
from rituals.engine.outcome import Effect, Outcome, Plan, Unplan
from rituals.klantverbeteraar import month, rules
from rituals.klantverbeteraar.names import slot
from rituals.klantverbeteraar.places import audience
from store import rounds, votes
from store.rounds import Dates, Round

GRACE = timedelta(seconds=10)
"""A vote that came in just before closing may still be on its way to the store."""


def plan(context: Context) -> Outcome:
    """The coming round, its moments and those of every round under way, and keys that have to go."""
    if audience(context):
        _begin(context)
    under_way = rounds.under_way(context.tx)
    effects = [effect for one in under_way for effect in planned(one.id, one.dates)]
    effects += [_revealing(one, context.now) for one in under_way if _is_stuck(context, one)]
    effects += [destroying(one, context.now) for one in rounds.with_keys_left(context.tx)]
    return Outcome(effects=tuple(effects))


def _begin(context: Context) -> None:
    found = month.coming(context.now, context.organisation.calendar)
    if found is not None:
        round_id, dates = found
        rounds.add(context.tx, round_id, dates, key_name(round_id))


def key_name(round_id: str) -> str:
    """A name that no other key has, whatever is restored where."""
    return f"{round_id}-{secrets.token_hex(8)}"


def moments(dates: Dates) -> dict[str, datetime]:
    """By the name of their slots."""
    return {
        "look": dates.nominate_until,
        "vote": dates.vote_from,
        "close": dates.vote_until + GRACE,
        "reveal": dates.reveal,
    }


def planned(round_id: str, dates: Dates) -> tuple[Effect, ...]:
    """Its moments; those that are done stay done."""
    return tuple(Plan(slot(name, round_id, at), at) for name, at in moments(dates).items())


def moved(of: Round, dates: Dates) -> tuple[Effect, ...]:
    """Other moments in the place of the ones it had."""
    before, after = moments(of.dates), moments(dates)
    away = tuple(Unplan(slot(name, of.id, at)) for name, at in before.items() if after[name] != at)
    return (*away, *planned(of.id, dates))


def _is_stuck(context: Context, of: Round) -> bool:
    """Whether the reveal passed by with votes that could not be opened: the key may have been put back since."""
    late = of.state == "voting" and of.reveal < context.now
    return late and votes.count(context.tx, of.id) >= rules.FEWEST


def _revealing(of: Round, now: datetime) -> Effect:
    return Plan(slot("reveal", of.id, now), now)


def destroying(of: Round, now: datetime) -> Effect:
    """The key goes in a moment of its own, after what was counted is stored; every day again until it is gone."""
    return Plan(slot("destroy", of.id, now), now)


def replaced(of: Round, now: datetime) -> tuple[Effect, ...]:
    """The key that a ballot had until now goes too: wherever a copy of its votes lies, nobody shall open them."""
    at = slot("destroy", of.id, now)
    return (Plan(replace(at, local=f"{at.local}/{of.key}"), now),) if of.key else ()
