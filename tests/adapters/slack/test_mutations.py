"""Every kind of request that Slack sends, with one thing in it changed: answered, and pinging nobody."""

from __future__ import annotations

import asyncio
import copy
import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.slack.house import House, housed, nobody_was_pinged, nothing_breaks
from tests.fakes.slack.sender import Delivery
from tests.fakes.slack.state import Json

EXAMPLES = 1_000 if os.environ.get("KLANTRITME_FAULTS") == "full" else 30
Path = tuple[str | int, ...]
GONE = "gone"
"""Stands for a key that is taken away."""
ODD: list[Any] = [
    None, "", " ", 0, -1, 1.5, True, [], {}, ["x"], [None], [[]], {"x": 1}, {"id": None}, {"type": "mrkdwn"},
    "x" * 10_000, "\x00", "\ud800", "é", "<!channel>", "<@U1>", "<http://evil.example|hier>", "&lt;!here&gt;",
    "../..", "１２３",
    "-1", "1e9", 10**400, float("inf"), "T0ANDERS", "C5", "D1", "U5", "USLACKBOT", "events_api", "message",
    "block_actions",
]  # fmt: skip


@dataclass(repr=False)
class Known:
    """The house, and one true request of each kind that people there made."""

    house: House
    runner: asyncio.Runner
    kinds: dict[str, Delivery]
    numbers: Iterator[int]


async def recorded(house: House) -> dict[str, Delivery]:
    """What goes over the wire on an ordinary day."""
    fake, kept = house.fake, dict[str, Delivery]()
    fatima, sanne = fake.user("U1"), fake.user("U2")

    def keep(name: str) -> None:
        assert fake.last
        kept[name] = copy.deepcopy(fake.last)

    await fatima.types("/bel De lift doet het weer, met dank aan <@U2>", "C1", raw=True)
    keep("command")
    await house.slack.settled()
    await fatima.presses(fatima.private[-1], "Nu luiden")
    keep("press in private")
    await house.walk()
    (bell,) = house.rung()
    await sanne.presses(bell, "👏")
    keep("press")
    await sanne.reacts(bell, "clap")
    keep("reaction")
    await sanne.picks("bel", sanne.stands("Mevrouw A. belde", "C1"))
    keep("message shortcut")
    await fatima.picks("bel")
    keep("shortcut")
    await house.slack.settled()
    await fatima.searches(fatima.view, "makers", "san")
    keep("search")
    view = fatima.view
    await fatima.closes(view)
    keep("closing")
    view.open = True
    await fatima.submits(view, {"text": "Het dak is dicht"})
    keep("form")
    await fatima.mentions("bel Het lukte weer", "C1")
    keep("mention")
    await fatima.tells_bot("bel Het lukte alweer")
    keep("message")
    await fatima.opens_home()
    keep("home")
    await fake.renames("C2", "iedereen")
    keep("rename")
    await fake.joins("C2", fake.state.teams["T0WATERRAND"].bot_user)
    keep("join")
    await fake.changes("U3", name="Youssef A.")
    keep("person")
    await fake.archives("C4", "U1")
    keep("archive")
    await fake.changes_id("C3", "C33")
    keep("other id")
    await fake.limits_events()
    keep("limited")
    await fake.verifies_url()
    keep("verification")
    return kept


@pytest.fixture(scope="module")
def known() -> Iterator[Known]:
    with asyncio.Runner() as runner:
        made = housed()
        house = runner.run(made.__aenter__())
        yield Known(house, runner, runner.run(recorded(house)), count(1))
        runner.run(made.__aexit__(None, None, None))


def paths(found: Any, above: Path = ()) -> Iterator[Path]:
    """Every place in a request."""
    if isinstance(found, dict):
        for name, inner in found.items():
            yield (*above, name)
            yield from paths(inner, (*above, name))
    elif isinstance(found, list):
        for n, inner in enumerate(found):
            yield (*above, n)
            yield from paths(inner, (*above, n))


def changed(payload: Json, path: Path, value: Any) -> Json:
    """A copy with another value there, or without it."""
    made: Any = copy.deepcopy(payload)
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    if value is GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return dict(made)


def renewed(delivery: Delivery, number: int) -> Json:
    """With ids of its own, so that it is no redelivery."""
    payload: Json = copy.deepcopy(delivery.payload)
    for name in ("trigger_id", "event_id"):
        if name in payload:
            payload[name] = f"{payload[name]}.{number}"
    event = payload.get("event")
    if isinstance(event, dict) and "client_msg_id" in event:
        event["client_msg_id"] = f"m{number}"
        event["ts"] = f"{1_795_424_400 + number}.000100"
    return payload


def encodable(delivery: Delivery) -> bool:
    """A form cannot hold half of a pair of surrogates."""
    try:
        delivery.encoded()
    except UnicodeEncodeError:
        return False
    return True


KINDS = (
    "command", "press in private", "press", "reaction", "message shortcut", "shortcut", "search", "closing", "form",
    "mention", "message", "home", "rename", "join", "person", "archive", "other id", "limited", "verification",
)  # fmt: skip


def test_each_kind_was_recorded(known: Known) -> None:
    assert tuple(known.kinds) == KINDS


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=st.integers(0, 10_000), what=st.one_of(st.just(GONE), st.sampled_from(ODD), st.text(max_size=20)))
def test_a_request_with_one_thing_changed_breaks_nothing(known: Known, kind: str, where: int, what: Any) -> None:
    house, true = known.house, known.kinds[kind]
    payload = renewed(true, next(known.numbers))
    places = sorted(paths(payload), key=str)
    delivery = Delivery(true.kind, changed(payload, places[where % len(places)], what))
    if not encodable(delivery):
        return

    async def send() -> None:
        with nothing_breaks():
            (reply,) = await house.fake.deliver(delivery)
            await house.slack.settled()
        assert reply.status in (200, 400)

    known.runner.run(send())


def test_none_of_all_this_pinged_anybody_or_showed_what_slack_would_refuse(known: Known) -> None:
    known.runner.run(known.house.walk(120))

    assert known.house.fake.count("chat.postMessage") > 1
    assert nobody_was_pinged(known.house.fake)
    assert not [one for one in known.house.fake.state.refused if "block" in one]
