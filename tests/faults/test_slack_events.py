"""What Slack tells twice, late, out of order, or not at all; and channels that close while a bell is on its way."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from itertools import permutations

import pytest
from structlog.testing import capture_logs

from store import installations, places
from store.tx import Tx
from tests.adapters.slack.house import House, in_two_channels, nothing_breaks
from tests.fakes.slack import faults, payloads
from tests.fakes.slack.fake import BOT_TOKEN, TEAM
from tests.fakes.slack.people import Person
from tests.fakes.slack.state import Message

pytestmark = pytest.mark.faults

BELL = "/bel De lift doet het weer"
Happening = Callable[[House], Awaitable[object]]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with in_two_channels() as made:
        yield made


async def ringing(house: House) -> Person:
    fatima = house.fake.user("U1")
    assert (await fatima.types(BELL, "C1")).status == 200
    return fatima


def workspace_state(tx: Tx) -> str:
    found = installations.find(tx, "slack", TEAM)
    return found.state if found else "unknown"


def place_state(channel: str) -> Callable[[Tx], str | None]:
    def look(tx: Tx) -> str | None:
        workspace = installations.find(tx, "slack", TEAM)
        place = places.find(tx, workspace.id, channel) if workspace else None
        return place.state if place else None

    return look


async def test_an_event_that_comes_back_after_a_moment_a_minute_and_five_minutes_is_one_bell(house: House) -> None:
    await house.fake.user("U1").mentions("bel De lift doet het weer", "C1")
    statuses = []
    for attempt, later in ((1, 0), (2, 60), (3, 300)):
        await house.walk(later)
        statuses += [one.status for one in await house.fake.redelivers(attempt=attempt)]
    await house.walk(30)

    assert statuses == [200, 200, 200]
    assert len(house.rung()) == 1
    (told,) = house.fake.user("U1").private
    assert "gaat de bel ook in" in told.text


async def test_a_mention_that_comes_as_two_events_with_two_times_is_one_bell(house: House) -> None:
    fatima, state = house.fake.user("U1"), house.fake.state
    for _ in range(2):
        message = Message(state.ts(), "C1", "U1", f"<@{state.teams[TEAM].bot_user}> bel De lift doet het weer")
        message.asked["client_msg_id"] = "0000-een"
        for kind in ("message", "app_mention"):
            await house.fake.event(payloads.said(state, fatima.user, state.channels["C1"], message, kind))
    await house.walk(30)

    assert len(house.rung()) == 1


async def clap(house: House) -> None:
    (bell,) = house.fake.messages("C1", hidden=True)
    if "clap" not in bell.reactions:
        await house.fake.user("U2").reacts(bell, "clap")


async def say_more(house: House) -> None:
    await house.somebody().mentions("bel Nog een bel", "C1")


HAPPENINGS: tuple[Happening, ...] = (clap, say_more, lambda h: h.fake.uninstalls(), lambda h: h.fake.revokes())


async def installed_again(house: House) -> None:
    """As it was before, with nothing in any channel."""
    house.fake.state.tokens[BOT_TOKEN].error = None
    house.fake.state.messages.clear()
    await house.parts.store.transact(lambda tx: installations.put(tx, "slack", TEAM, "Waterrand", "admitted"))


async def test_in_whatever_order_slack_tells_of_its_end_the_end_is_the_same(house: House) -> None:
    ends = set()
    for order in permutations(HAPPENINGS):
        await installed_again(house)
        await house.somebody().types(BELL, "C1")
        await house.walk(60)
        with nothing_breaks():
            for happening in order:
                await happening(house)
            await house.slack.settled()
            sent = house.fake.count()
            await house.walk(60)
        ends.add((await house.read(workspace_state), len(house.rung()), house.fake.count() - sent))

    assert ends == {("gone", 1, 0)}


@pytest.mark.parametrize("order", [("uninstalls", "revokes"), ("revokes", "uninstalls")])
async def test_after_the_app_was_taken_out_nothing_more_goes_out(house: House, order: tuple[str, str]) -> None:
    await ringing(house)
    for how in order:
        await getattr(house.fake, how)()
    before = house.fake.count()

    await house.walk(600)

    assert house.fake.count() == before
    assert house.rung() == house.rung("C8") == []
    assert await house.read(workspace_state) == "gone"


async def test_slack_leaving_out_events_is_acknowledged_and_told_to_the_operator(house: House) -> None:
    with capture_logs() as logged:
        (reply,) = await house.fake.limits_events()

    assert reply.status == 200
    assert [one["workspace"] for one in logged if "leaves out events" in one["event"]] == [TEAM]


async def test_a_token_that_was_withdrawn_is_not_tried_over_and_over_and_works_again_when_it_is_back(
    house: House,
) -> None:
    await ringing(house)
    token = house.fake.state.tokens[BOT_TOKEN]
    token.error = "token_revoked"
    await house.walk(3600)
    tried = house.fake.count("chat.postMessage")

    token.error = None
    await house.slack._people.bring_up_to_date(TEAM)
    await house.fake.user("U2").types("/bel Het dak is dicht", "C1")
    await house.walk_slowly(15)

    assert tried <= 3
    assert ["Het dak is dicht" in one.text for one in house.rung()][-1]


async def test_a_channel_that_is_archived_before_the_bell_goes_stops_no_other(house: House) -> None:
    fatima = await ringing(house)
    await house.fake.archives("C8", "U1")
    with nothing_breaks():
        await house.walk_slowly(15)

    assert (len(house.rung()), len(house.rung("C8"))) == (1, 0)
    assert fatima.private[-1].text == (
        "🔔 De bel ging in #successen.\n#team-noord is gearchiveerd. Daar gaat deze bel niet."
    )
    assert house.fake.count("chat.postMessage") == 2


async def test_a_channel_that_is_open_again_gets_the_bell_that_waited_for_it(house: House) -> None:
    fatima = await ringing(house)
    await house.fake.archives("C8", "U1")
    await house.walk_slowly(15)

    await house.fake.archives("C8", "U1", undone=True)
    await house.walk_slowly(5)

    assert (len(house.rung()), len(house.rung("C8"))) == (1, 1)
    assert fatima.private[-1].text == "🔔 De bel ging in #successen en #team-noord."


@pytest.mark.parametrize("error", ["is_archived", "channel_not_found", "not_in_channel", "restricted_action"])
async def test_a_channel_of_which_only_the_post_tells_that_it_is_closed_is_not_tried_again(
    house: House, error: str
) -> None:
    house.fake.always("chat.postMessage", faults.says(error), channel="C8")
    fatima = await ringing(house)

    await house.walk_slowly(15)
    await house.walk(7200)

    assert len(house.fake.server.times("chat.postMessage", "C8")) == 1
    assert "In #team-noord lukt het niet: ik zit daar niet in" in fatima.private[-1].text
    assert await house.read(place_state("C8")) == "absent"


@pytest.mark.parametrize("kind", ["channel_deleted", "channel_left"])
async def test_a_bell_goes_on_without_a_channel_that_is_gone(house: House, kind: str) -> None:
    await house.fake.event({"type": kind, "channel": "C8", "event_ts": house.fake.state.ts()})

    fatima = await ringing(house)
    await house.walk_slowly(15)

    assert (len(house.rung()), len(house.rung("C8"))) == (1, 0)
    assert house.fake.server.times("chat.postMessage", "C8") == []
    assert "De bel ging in #successen." in fatima.private[-1].text


async def test_a_channel_under_another_name_is_called_so(house: House) -> None:
    await house.fake.renames("C8", "team-zee")

    fatima = await ringing(house)
    await house.walk_slowly(15)

    assert fatima.private[-1].text == "🔔 De bel ging in #successen en #team-zee."


async def test_a_channel_that_became_another_one_stops_no_other(house: House) -> None:
    await house.fake.changes_id("C8", "C88")
    await house.slack.settled()

    await ringing(house)
    await house.walk_slowly(15)

    assert len(house.rung()) == 1
    assert await house.read(place_state("C8")) == "absent"
    assert await house.read(place_state("C88")) == "open"


async def test_no_bell_goes_into_a_channel_that_has_outsiders_by_then(house: House) -> None:
    await house.fake.event({"type": "channel_shared", "channel": "C8", "connected_team_id": "T0BUREN"})

    await ringing(house)
    await house.walk_slowly(15)

    assert (len(house.rung()), len(house.rung("C8"))) == (1, 0)


async def test_somebody_who_left_is_still_thanked_and_nothing_breaks(house: House) -> None:
    await house.fake.user("U1").types("/bel De lift doet het weer, dank <@U2>", "C1", raw=True)
    with nothing_breaks():
        await house.fake.changes("U2", deleted=True)
        await house.walk_slowly(15)

    assert "Sanne" in house.rung()[0].text


async def test_the_ringer_who_left_gets_no_more_messages(house: House) -> None:
    fatima = await ringing(house)
    with nothing_breaks():
        await house.fake.changes("U1", deleted=True)
        await house.walk_slowly(15)

    assert len(house.rung()) == 1
    assert house.fake.messages(fatima.chat.id) == []


async def test_a_form_that_could_not_open_in_time_loses_no_word(house: House) -> None:
    fatima, sanne = house.fake.user("U1"), house.fake.user("U2")
    message = sanne.stands("Mevrouw A. belde om te bedanken", "C1")
    house.fake.next("views.open", faults.says("expired_trigger_id"))

    await fatima.picks("bel", message)
    await house.slack.settled()
    told = fatima.private[-1].text
    await fatima.types("/bel", "C1")
    await house.slack.settled()

    assert told == "Het formulier ging niet op tijd open. Probeer het nog eens: wat je typte is bewaard."
    assert "Mevrouw A. belde om te bedanken" in str(fatima.view.blocks)


async def test_the_bell_of_another_workspace_is_none_of_ours(house: House) -> None:
    house.fake.team("T0VREEMD", "Vreemd", "xoxb-vreemd")
    house.fake.person("U7777", "Iemand", team="T0VREEMD")
    house.fake.channel("C7777", "daar", ("U7777",), team="T0VREEMD")
    stranger, before = house.fake.user("U7777"), house.fake.count()

    done = await stranger.types(BELL, "C7777")
    await stranger.mentions("bel De lift doet het weer", "C7777")
    await house.walk(60)

    assert done.status == 200
    assert house.fake.count() == before
