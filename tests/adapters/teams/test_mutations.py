"""Every kind of activity that Teams sends, with one thing in it changed: answered, never stumbled over."""

from __future__ import annotations

import asyncio
import copy
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.adapters.teams.house import House, housed, nothing_breaks
from tests.fakes.teams.activities import check_inbound
from tests.fakes.teams.reading import pinged
from tests.fakes.teams.state import Conversation, Member

Json = dict[str, Any]
Path = tuple[str | int, ...]
GONE = "gone"
"""Stands for a key that is taken away."""
ODD: list[Any] = [
    None, "", " ", 0, -1, 1.5, True, [], {}, ["x"], [None], [[]], {"x": 1}, {"id": None}, [{"id": "29:x"}],
    "x" * 10_000,    "\x00", "\ud800", "é", "<at>iedereen</at>", "&lt;b&gt;", "../..", "１２３", "1e9", 10**400,
    float("inf"), "28:bot",
    "29:onbekend", "19:x@thread.tacv2", "19:x@thread.tacv2;messageid=1", "a:1x", "msteams", "webchat",
    "message", "invoke",    "personal", "task/fetch", "bel.clap", "bell:1", "add", "remove", "channelDeleted", "https://kwaad.example/",
]  # fmt: skip
KINDS = (
    "message in a channel", "message under another", "message in private", "message in a chat", "slash command",
    "press",    "press in private", "submit of a card", "opens a dialog", "form", "extension", "extension on a message",
    "form of the extension", "search", "reaction", "comes in", "goes", "renamed", "deleted channel", "archived",
    "installed in a team", "installed in private", "removed from a chat",
)  # fmt: skip


@dataclass
class Known:
    """The house, and one true activity of each kind that people there made."""

    house: House
    runner: asyncio.Runner
    kinds: dict[str, Json]
    numbers: Iterator[int]


async def recorded(house: House) -> dict[str, Json]:
    """What goes over the wire on an ordinary day."""
    fake, fatima, sanne = house.fake, house.fatima, house.sanne
    chat = fake.group_chat("Project", fatima, sanne)
    await sanne.says("bel De lift doet het weer, met dank aan Mevrouw Aziz")
    (answer,) = await house.private(sanne)
    pressed = sanne.pressing(answer, "Nu luiden")
    await house.walk(seconds=11)
    (bell,) = house.general.posted()
    await fatima.says("bel")
    (invitation,) = await house.private(fatima)
    dialog = await fatima.opens_dialog(invitation, "Invullen")
    picked = await fatima.picks("bel")
    told = fake.sender.base("message", sanne, sanne.chat(), id="1", value={"action": "bel.clap", "ref": "bell:1"})
    data = {"queryText": "san", "queryOptions": {"skip": 0, "top": 15}, "dataset": "names"}
    found = {
        "message in a channel": sanne.saying("bel Dank aan @Fatima Bouzid", house.noord, mentions=(fatima,)),
        "message under another": sanne.saying("bel Er is taart", house.noord, under=bell),
        "message in private": sanne.saying("bel Het dak is dicht"),
        "message in a chat": sanne.saying("bel Het dak lekt niet", chat),
        "slash command": sanne.typing("/bel", "De trap is schoon", house.noord),
        "press": fatima.pressing(bell, "👏 Klap mee"), "press in private": pressed, "submit of a card": told,
        "opens a dialog": fatima.opening(invitation, "Invullen"),
        "form": fatima.submitting(dialog, text="De lift doet het weer", makers="person:1,Kees"),
        "extension": fatima.picking("bel", house.noord), "extension on a message": fatima.picking("bel", on=bell),
        "form of the extension": fatima.submitting(picked, text="De lift doet het weer"),
        "search": fake.sender.invoke("application/search", fatima, fatima.chat(), data),
        "reaction": fake.sender.base("messageReaction", fatima, house.general, thread=bell.thread,
                                     reactionsAdded=[{"type": "like"}], replyToId=bell.id),
        "comes in": update(house, "teamMemberAdded", membersAdded=[sanne.account()]),
        "goes": update(house, "teamMemberRemoved", membersRemoved=[sanne.account()]),
        "renamed": update(house, "channelRenamed"), "deleted channel": update(house, "channelDeleted"),
        "archived": update(house, "teamArchived"),
        "installed in a team": fatima.installing(house.general, "add"),
        "installed in private": fatima.installing(fatima.chat(), "add"),
        "removed from a chat": fatima.installing(chat, "remove"),
    }  # fmt: skip
    return {name: copy.deepcopy(one) for name, one in found.items()}


def update(house: House, event: str, **fields: list[Json]) -> Json:
    """What happens to a team, or to a channel that is not used."""
    other: Conversation = next((one for one in house.team.channels if one.name == "Zuid"), house.noord)
    who: Member = house.fatima
    data = {"team": {"id": house.team.id, "name": house.team.name}}
    data |= {"channel": {"id": other.id, "name": other.name}} if event.startswith("channel") else {}
    return house.fake.events.update(other, who, event, data, **fields)


@pytest.fixture(scope="module")
def known() -> Iterator[Known]:
    with asyncio.Runner() as runner:
        made = housed()
        house = runner.run(made.__aenter__())
        house.fake.channel(house.team, "Zuid")
        yield Known(house, runner, runner.run(recorded(house)), count(1))
        house.fake.problems.clear()  # forms whose seal was broken have answers that no client would take
        runner.run(made.__aexit__(None, None, None))


def paths(found: Any, above: Path = ()) -> Iterator[Path]:
    """Every place in an activity."""
    if isinstance(found, dict | list):
        for name, inner in found.items() if isinstance(found, dict) else enumerate(found):
            yield (*above, name)
            yield from paths(inner, (*above, name))


def changed(activity: Json, path: Path, value: Any) -> Json:
    """A copy with another value there, or without it."""
    made: Any = copy.deepcopy(activity)
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    if value is GONE:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    return dict(made)


def test_each_kind_is_as_teams_sends_it(known: Known) -> None:
    assert tuple(known.kinds) == KINDS
    assert {name: check_inbound(one) for name, one in known.kinds.items() if check_inbound(one)} == {}


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_not_changed_is_taken(known: Known, kind: str) -> None:
    async def send() -> None:
        with nothing_breaks():
            reply = await known.house.fake.sender.deliver(copy.deepcopy(known.kinds[kind]))
            await known.house.teams.settle()
        assert reply.status == 200

    known.runner.run(send())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_activity_with_one_thing_changed_breaks_nothing(known: Known, kind: str, data: st.DataObject) -> None:
    house, activity = known.house, copy.deepcopy(known.kinds[kind])
    activity["id"] = f"f:{next(known.numbers)}"  # so that it is no redelivery
    path = data.draw(st.sampled_from(sorted(paths(activity), key=str)), label="where")
    value = data.draw(st.one_of(st.just(GONE), st.sampled_from(ODD), st.text(max_size=20)), label="what")
    body = json.dumps(changed(activity, path, value)).encode()

    async def send() -> None:
        with nothing_breaks():
            reply = await house.fake.sender.post(body, house.signed)
            await house.teams.settle()
        assert reply.status in (200, 400, 401)

    known.runner.run(send())


def test_none_of_all_this_called_anybody_or_posted_what_teams_would_refuse(known: Known) -> None:
    with nothing_breaks():
        known.runner.run(known.house.walk(minutes=2))

    assert [pinged(one) for one in known.house.fake.world.messages() if pinged(one)] == []
    assert [one for one in known.house.fake.problems if "answer to" not in one] == []
