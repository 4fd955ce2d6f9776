"""What must hold of the application in Slack: composed as it runs, fed by signed requests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from rituals.bel.reach import key_of
from store import outbox
from tests.adapters.slack.house import House, housed, live_parts, nobody_was_pinged, nothing_breaks
from tests.fakes.slack import faults
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.poor import poor_slack

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
BELL = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with housed() as made:
        yield made
        assert made.fake.state.refused == []
        assert nobody_was_pinged(made.fake)


def typed(text: str = "De lift doet het weer", *, user: str = "U1", hook: str = "") -> bytes:
    """The form of `/bel tekst`, with nothing in it that can be missed."""
    fields = {
        "token": "x", "team_id": TEAM, "team_domain": "waterrand", "channel_id": "C1", "channel_name": "successen",
        "user_id": user, "user_name": "fatima", "command": "/bel", "text": text, "trigger_id": "1.2.a",
        "response_url": hook,
    }  # fmt: skip
    return urlencode(fields).encode()


async def posted_per_channel(house: House) -> Counter[str]:
    return Counter(one.args["channel"] for one in house.fake.server.calls if one.method == "chat.postMessage")


async def test_a_bell_is_posted_once_in_every_place_after_its_ten_seconds(house: House) -> None:
    house.fake.channel("C8", "team-noord", ("U1",))
    house.fake.channel("C9", "team-zuid", ("U1",))
    await house.slack._people.bring_up_to_date(TEAM)
    await house.bell_in("C8", "C9")

    done = await house.fake.user("U1").types(BELL, "C1")
    await house.walk(9)
    before = await posted_per_channel(house)
    await house.walk(8)

    assert (done.status, before) == (200, Counter())
    assert await posted_per_channel(house) == {"C1": 1, "C8": 1, "C9": 1}
    assert done.shown is not None
    assert "#successen, #team-noord en #team-zuid" in done.shown.text


@pytest.mark.parametrize("status", [200, 404])
async def test_a_stand_in_that_only_takes_messages_is_enough_for_a_bell(status: int) -> None:
    async with poor_slack(status) as poor, housed({"SLACK_API_URL": poor.api_url}, lists=False) as house:
        reply = await house.http.raw(typed(hook=poor.api_url.replace("/api/", "/worn-out")), FORM)
        await house.walk(60)

        assert reply.status == 200
        assert "Over 10 seconden" in reply.json["text"]
        (bell,) = poor.in_channel("C1")
        assert "De lift doet het weer" in bell["text"]
        assert [one["channel"] for one in poor.posted if one["channel"] != "C1"] == ["U1"]  # that it rang, in private
        assert [live for one in poor.posted for live in live_parts(one)] == []


async def test_a_stand_in_that_gives_each_gesture_the_same_trigger_makes_no_single_one_of_them() -> None:
    async with poor_slack() as poor, housed({"SLACK_API_URL": poor.api_url}, lists=False) as house:
        for text in ("Gelukt in huis 1", "Gelukt in huis 2", "Gelukt in huis 2"):
            assert (await house.http.raw(typed(text), FORM)).status == 200
        await house.walk(90)

        assert len(poor.in_channel("C1")) == 2


async def test_a_request_that_is_not_slacks_has_no_effect_at_all(house: House) -> None:
    body = typed()
    stale = str(int(house.engine.clock.now().timestamp()) - 301)
    for headers in ({"X-Slack-Signature": "v0=" + "0" * 64}, {"X-Slack-Request-Timestamp": stale}):
        assert (await house.http.raw(body, FORM | headers)).status == 401
    assert (await house.http.raw(b"payload={", FORM)).status == 400
    await house.walk(60)

    assert house.fake.count("chat.postMessage") == 0
    assert await house.read(lambda tx: outbox.of_key(tx, str(key_of(1)))) == []


@pytest.mark.parametrize("retried", [True, False])
async def test_the_same_command_fifty_times_at_once_is_one_bell(house: House, retried: bool) -> None:
    done = await house.fake.user("U1").times(50, retried=retried).types(BELL, "C1")
    await house.walk(20)

    assert {reply.status for reply in done.replies} == {200}
    assert {reply.body for reply in done.replies} == {done.reply.body}
    assert len(house.rung()) == 1


@pytest.mark.parametrize("retried", [True, False])
async def test_the_same_mention_fifty_times_at_once_is_one_bell(house: House, retried: bool) -> None:
    done = await house.fake.user("U1").times(50, retried=retried).mentions("bel De lift doet het weer", "C1")
    await house.walk(20)

    assert {reply.status for reply in done.replies} == {200}
    assert len(house.rung()) == 1


@pytest.mark.parametrize("retried", [True, False])
async def test_the_same_press_fifty_times_at_once_is_one_bell(house: House, retried: bool) -> None:
    fatima = house.fake.user("U1")
    await fatima.types(BELL, "C1")
    await house.slack.settled()

    done = await fatima.times(50, retried=retried).presses(fatima.private[-1], "Nu luiden")
    await house.walk(20)

    assert {reply.status for reply in done.replies} == {200}
    assert len(house.rung()) == 1
    assert len(fatima.private) == 1


@pytest.mark.parametrize("retried", [True, False])
async def test_the_same_clap_fifty_times_at_once_is_one_clap(house: House, retried: bool) -> None:
    await house.fake.user("U1").types(BELL, "C1")
    await house.walk(12)
    (bell,) = house.rung()

    await house.fake.user("U2").times(50, retried=retried).presses(bell, "👏")
    await house.fake.user("U3").times(50, retried=retried).reacts(bell, "clap")
    await house.walk(20)

    assert "Klap mee · 2" in str(house.rung()[0].blocks)


@pytest.mark.parametrize("retried", [True, False])
async def test_the_same_form_fifty_times_at_once_is_one_bell(house: House, retried: bool) -> None:
    fatima = house.fake.user("U1")
    await fatima.types("/bel", "C1")
    await house.slack.settled()

    done = await fatima.times(50, retried=retried).submits(fatima.view, {"text": "De lift doet het weer"})
    await house.walk(20)

    assert {reply.status for reply in done.replies} == {200}
    assert len(house.rung()) == 1


async def test_a_connection_that_breaks_after_slack_took_the_bell_leaves_one(house: House) -> None:
    house.fake.next("chat.postMessage", faults.accept_then_reset())
    await house.fake.user("U1").types(BELL, "C1")

    await house.walk(120)

    assert len(house.rung()) == 1
    assert house.fake.count("conversations.history") == 1
    assert house.fake.count("chat.postMessage") == 1


async def test_nothing_breaks_on_an_ordinary_day(house: House) -> None:
    fatima, sanne = house.fake.user("U1"), house.fake.user("U2")
    with nothing_breaks():
        await fatima.types(BELL, "C1")
        await house.walk(12)
        (bell,) = house.rung()
        await sanne.presses(bell, "👏")
        await sanne.presses(bell, "⋯")
        await house.slack.settled()
        await sanne.presses(sanne.private[-1], "Er klopt iets niet")
        await house.slack.settled()
        await fatima.opens_home()
        await fatima.types("/klant", "C1")
        await house.walk(60)

    assert "nog niemand" in sanne.private[-1].text


async def test_no_word_of_a_request_stands_in_the_log(house: House, tmp_path: Path) -> None:
    with nothing_breaks() as logged:
        await house.fake.user("U1").types("/bel Kenmerk geheim-woord-42", "C1")
        await house.http.raw(b'{"type": "geheim-woord-42', FORM)
        await house.walk(20)

    assert "geheim-woord-42" not in json.dumps(logged, default=str)
    assert logged


async def test_a_bell_under_a_mention_is_seen_in_the_channel_too(house: House) -> None:
    done = await house.fake.user("U1").mentions("bel De lift is klaar", "C1")
    await house.slack.settled()
    await house.walk()

    (bell,) = house.rung()
    assert done.shown is not None
    assert (bell.thread_ts, bell.broadcast) == (done.shown.ts, True)
    assert "De lift is klaar" not in bell.text
