"""A token that Slack takes no more: that is the workspace's matter, and nobody's in it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from structlog.testing import capture_logs

from store import accounts, installations, places, sending
from store.tx import Tx
from tests.adapters.slack.house import House, in_two_channels
from tests.fakes.slack import faults
from tests.fakes.slack.fake import BOT_TOKEN, TEAM

pytestmark = pytest.mark.faults

DEAD = ["account_inactive", "invalid_auth", "token_expired", "token_revoked"]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with in_two_channels() as made:
        yield made


def token_says(house: House, error: str | None) -> None:
    house.fake.state.tokens[BOT_TOKEN].error = error


def faultless(tx: Tx) -> bool:
    """Nothing is laid aside; every place is open and everybody can be reached."""
    workspace = installations.find(tx, "slack", TEAM)
    assert workspace
    channels = [places.find(tx, workspace.id, one) for one in ("C1", "C8")]
    people = [accounts.find(tx, workspace.id, one) for one in ("U1", "U2")]
    return (
        all(one and one.state == "open" for one in channels)
        and not any(one and one.account.blocked for one in people)
        and "parked" not in sending.states(tx)
    )


async def nominated(house: House) -> None:
    """Sanne gets something to read in private, which she did not ask for."""
    fatima = house.fake.user("U1")
    await fatima.types("/nomineer <@U2|sanne> omdat zij mevrouw A. terugbelde", "C1", raw=True)
    await fatima.presses(fatima.private[-1], "Laat Sanne dit nu al lezen")


def read_by_sanne(house: House) -> list[str]:
    return [one.text for one in house.fake.messages(house.fake.user("U2").chat.id)]


@pytest.mark.parametrize("error", DEAD)
async def test_what_waited_while_the_token_was_refused_arrives_by_itself(house: House, error: str) -> None:
    await house.fake.user("U1").types("/bel De lift doet het weer", "C1")
    await nominated(house)
    token_says(house, error)
    await house.walk(3600)
    meanwhile = await house.read(faultless)

    token_says(house, None)
    await house.walk(60)
    await house.walk_slowly(5)

    assert meanwhile
    assert (len(house.rung()), len(house.rung("C8"))) == (1, 1)
    (told,) = read_by_sanne(house)
    assert "terugbelde" in told


async def test_a_refused_token_is_asked_about_now_and_then_and_told_to_the_operator_once(house: House) -> None:
    await house.fake.user("U1").types("/bel De lift doet het weer", "C1")
    await nominated(house)
    token_says(house, "invalid_auth")
    before = house.fake.count() - house.fake.count("auth.test")
    with capture_logs() as logged:
        await house.walk(3600)

    told = [one for one in logged if "remedy" in one]
    assert house.fake.count("chat.postMessage") <= 3
    assert house.fake.count() - house.fake.count("auth.test") - before <= 5
    assert [(one["detail"], "klantritme doctor" in one["remedy"]) for one in told] == [("invalid_auth", True)]


async def test_one_person_whose_account_is_closed_holds_up_nobody_else(house: House) -> None:
    """Slack says the same of them as of a bot that was taken out."""
    house.fake.always("conversations.open", faults.says("account_inactive"))
    await nominated(house)
    await house.fake.user("U3").types("/bel De lift doet het weer", "C1")
    await house.walk_slowly(30)

    assert (len(house.rung()), len(house.rung("C8"))) == (1, 1)
    assert read_by_sanne(house) == []
    assert await house.read(lambda tx: "parked" in sending.states(tx))
