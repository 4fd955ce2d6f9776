"""Sending, and everything that can go wrong on the way."""

from __future__ import annotations

import asyncio
from time import monotonic

import pytest

from adapters.teams import limits, tokens
from adapters.teams.references import References
from rituals.engine import courier
from rituals.engine.cards import Button, Buttons, Card, Text
from rituals.engine.errors import (
    DeliveryError,
    LockedOut,
    PerhapsSent,
    SurelyNotSent,
    Throttled,
    Unacceptable,
    Unreachable,
    Vanished,
)
from rituals.engine.platform import Parcel
from store import accounts, installations, places
from store.errors import Busy
from store.references import PersonReference
from store.tx import Tx
from tests.adapters.teams.conftest import Tried
from tests.fakes.teams import faults
from tests.fakes.teams.faults import Fault
from tests.fakes.teams.teams import TENANT

HELLO = Card((Text(("Hallo",)), Buttons((Button("Klap mee", "bel.clap"),))))


async def parcel(tried: Tried, *, to_sanne: bool = False, posted: str | None = None) -> Parcel:
    def look(tx: Tx) -> Parcel:
        workspace = installations.find(tx, "teams", TENANT)
        assert workspace
        place = places.find(tx, workspace.id, tried.general.id)
        known = accounts.find(tx, workspace.id, tried.sanne.aad)
        assert place and known
        there, somebody = (None, known.account) if to_sanne else (place, None)
        return Parcel("probe:1", workspace, HELLO, there, somebody, posted)

    return await tried.engine.store.read(look)


@pytest.mark.parametrize(
    ("fault", "kind", "standing"),
    [
        (faults.throttled("7"), Throttled, 0), (faults.status(412), SurelyNotSent, 0),
        (faults.status(500), PerhapsSent, 0), (faults.status(502, applied=True), PerhapsSent, 1),
        (faults.status(504, applied=True), PerhapsSent, 1), (faults.status(403), Unreachable, 0),
        (faults.blocked(), Unreachable, 0), (faults.status(404), Unreachable, 0),
        (faults.status(400, code="BadSyntax"), Unacceptable, 0),
        (faults.accept_then_reset(applied=True), PerhapsSent, 1),
        (faults.accept_then_reset(applied=False), PerhapsSent, 0), (faults.half(), PerhapsSent, 1),
    ],
)  # fmt: skip
async def test_what_goes_wrong_with_a_post_is_told_and_tried_once(
    tried: Tried, fault: Fault, kind: type[DeliveryError], standing: int
) -> None:
    tried.fake.connector.faults.next("post", fault)
    before = tried.fake.counters.count("post")

    with pytest.raises(DeliveryError) as told:
        await tried.teams.post(await parcel(tried))

    assert type(told.value) is kind
    assert len(tried.general.posted()) == standing
    assert tried.fake.counters.count("post") == before + 1


@pytest.mark.parametrize(
    "fault",
    [
        faults.accept_then_reset(applied=True), faults.half(), faults.status(502, applied=True), faults.status(500),
        faults.status(302),
    ],
)  # fmt: skip
async def test_without_a_personal_chat_surely_nothing_was_sent(tried: Tried, fault: Fault) -> None:
    tried.fake.connector.faults.next("create", fault)

    with pytest.raises(SurelyNotSent):
        await tried.teams.post(await parcel(tried, to_sanne=True))
    assert tried.sanne.chat().posted() == []

    await tried.teams.post(await parcel(tried, to_sanne=True))
    assert len(tried.sanne.chat().posted()) == 1


async def test_while_the_store_is_away_surely_nothing_was_sent(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    async def away(self: References, tenant: str, external: str) -> None:
        raise Busy("here")

    one, other = await parcel(tried), await parcel(tried, to_sanne=True)
    monkeypatch.setattr(References, "place", away)
    monkeypatch.setattr(References, "person", away)

    for each in (one, other):
        with pytest.raises(SurelyNotSent):
            await tried.teams.post(each)


async def test_behind_a_login_that_hangs_surely_nothing_was_sent(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever waits for another's token waits no longer than for one of its own."""
    one = await parcel(tried)
    tried.fake.login.revoke()
    tried.fake.login.faults.always("token", faults.silence())
    before = tried.fake.counters.count("token")
    first = asyncio.create_task(tried.teams.post(one))
    await tried.fake.until(lambda: tried.fake.counters.count("token") > before)
    monkeypatch.setattr(tokens, "STEP_SECONDS", 0.05)

    with pytest.raises(SurelyNotSent):
        await tried.teams.post(one)

    assert not first.done()
    first.cancel()


def test_the_steps_before_a_message_leave_time_for_the_message() -> None:
    assert 2 * limits.STEP_SECONDS < courier.TIMEOUT


async def test_a_throttled_post_tells_how_long(tried: Tried) -> None:
    tried.fake.connector.faults.next("post", faults.throttled("7"))

    with pytest.raises(Throttled) as told:
        await tried.teams.post(await parcel(tried))

    assert (told.value.retry_after, told.value.scope) == (7, "place")


async def test_a_connector_that_is_away_surely_got_nothing(tried: Tried) -> None:
    await tried.fake.connector.server.away()

    with pytest.raises(SurelyNotSent):
        await tried.teams.post(await parcel(tried))


async def test_a_card_that_is_too_large_for_teams_goes_as_words(tried: Tried) -> None:
    tried.fake.connector.faults.next("post", faults.status(413, code="MessageSizeTooBig"))

    await tried.teams.post(await parcel(tried))

    (message,) = tried.general.posted()
    assert (message.text, message.card, message.activity["textFormat"]) == ("Hallo", None, "plain")


async def test_with_a_secret_that_is_refused_nothing_is_sent_and_everything_waits(tried: Tried) -> None:
    tried.fake.login.registration.secret_expired = True
    tried.fake.login.revoke()

    with pytest.raises(LockedOut):
        await tried.teams.post(await parcel(tried))

    assert tried.general.posted() == []


async def test_many_messages_at_once_ask_for_one_token(tried: Tried) -> None:
    tried.fake.login.revoke()
    before = tried.fake.counters.count("token")

    await asyncio.gather(*(tried.teams.post(one) for one in [await parcel(tried)] * 12))

    assert tried.fake.counters.count("token") - before <= 2
    assert len(tried.general.posted()) == 12


async def test_a_message_that_is_gone_has_vanished(tried: Tried) -> None:
    posted = await tried.teams.post(await parcel(tried))
    await tried.teams.remove(await parcel(tried, posted=posted))

    with pytest.raises(Vanished):
        await tried.teams.update(await parcel(tried, posted=posted))


async def test_somebody_who_blocked_the_bot_cannot_be_reached(tried: Tried) -> None:
    tried.sanne.blocked = True

    with pytest.raises(Unreachable):
        await tried.teams.post(await parcel(tried, to_sanne=True))


async def test_the_personal_chat_is_made_once(tried: Tried) -> None:
    for _ in range(3):
        await tried.teams.post(await parcel(tried, to_sanne=True))

    assert tried.fake.counters.count("create") == 1
    assert len(tried.sanne.chat().posted()) == 3


async def test_the_personal_chat_that_somebody_began_is_used(tried: Tried) -> None:
    await tried.sanne.says("hulp")
    await tried.settle()

    await tried.teams.post(await parcel(tried, to_sanne=True))

    assert tried.fake.counters.count("create") == 0


async def test_our_token_goes_to_no_other_host(tried: Tried) -> None:
    with pytest.raises(Unreachable):
        await tried.teams.say("https://kwaad.example/emea/", tried.general.id, HELLO)


async def test_what_is_under_way_at_a_stop_may_finish_and_nothing_new_goes_out(tried: Tried) -> None:
    tried.fake.connector.faults.next("post", faults.delay(0.3))
    sending = asyncio.create_task(tried.teams.post(await parcel(tried)))
    await tried.fake.until(lambda: tried.fake.counters.under_way == 1)

    await tried.teams.stop()

    assert await sending
    with pytest.raises(SurelyNotSent):
        await tried.teams.post(await parcel(tried))


async def test_at_night_everybody_is_read_again(tried: Tried) -> None:
    kees = tried.fake.person("Kees Pronk")
    tried.team.members.append(kees)
    tried.fake.connector.page = 2
    tried.engine.clock.elapsed = lambda: 10_000_000.0  # long after the installation

    await tried.teams.members.everywhere()

    def known(tx: Tx) -> bool:
        workspace = installations.find(tx, "teams", TENANT)
        return bool(workspace and accounts.find(tx, workspace.id, kees.aad))

    assert await tried.engine.store.read(known)


async def test_a_connector_that_moves_is_followed_at_once(tried: Tried) -> None:
    """However often the old address was used just before."""
    await tried.teams.post(await parcel(tried))
    tried.fake.connector.region = "amer"

    await tried.fatima.says("hulp", tried.general)
    await tried.settle()
    await tried.teams.post(await parcel(tried))

    assert len(tried.general.posted()) == 2


async def test_an_address_that_another_replica_heard_of_is_used_within_a_minute(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    references = tried.teams._references
    other = References(tried.engine.store, tried.engine.clock)
    start = monotonic()
    await references.place(TENANT, tried.general.id)
    await references.person(TENANT, tried.sanne.aad)
    await other.keep_places(TENANT, "https://x.teams.microsoft.com/", tried.team.id, (tried.general.id,))
    await other.chat_opened(TENANT, tried.sanne.aad, PersonReference(tried.sanne.id, "a:1", "https://y/"))

    for seconds in (40, 80):  # each use in between keeps an old address no longer
        monkeypatch.setattr(tried.engine.clock, "elapsed", lambda seconds=seconds: start + seconds)
        place, person = (
            await references.place(TENANT, tried.general.id),
            await references.person(TENANT, tried.sanne.aad),
        )

    assert place and place.service_url == "https://x.teams.microsoft.com/"
    assert person and person.service_url == "https://y/"
