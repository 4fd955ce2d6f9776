"""Who and what is in Slack: at start, at first sight, and from what Slack tells by itself."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta

import pytest

from adapters.slack import pages, people, rosters
from adapters.slack.events import account_of
from adapters.slack.sync import Sync
from adapters.slack.tokens import Team, Tokens
from store import accounts, installations, places
from store.accounts import Account, AccountSeen
from store.base import Store
from store.places import Place
from store.tx import Tx
from tests.adapters.slack.conftest import Tried, opened
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.faults import delay, held, says, status, throttled
from tests.fakes.slack.sender import HttpSender


async def account(tried: Tried, user: str) -> Account | None:
    def look(tx: Tx) -> Account | None:
        workspace = installations.find(tx, "slack", TEAM)
        known = accounts.find(tx, workspace.id, user) if workspace else None
        return known.account if known else None

    return await tried.engine.store.read(look)


async def place(tried: Tried, channel: str) -> Place | None:
    def look(tx: Tx) -> Place | None:
        workspace = installations.find(tx, "slack", TEAM)
        return places.find(tx, workspace.id, channel) if workspace else None

    return await tried.engine.store.read(look)


async def state(tried: Tried) -> str:
    found = await tried.engine.store.read(lambda tx: installations.find(tx, "slack", TEAM))
    return found.state if found else "unknown"


async def bring_up_to_date(tried: Tried) -> None:
    await tried.slack._people.bring_up_to_date(TEAM)


async def test_the_list_of_people_is_read_with_who_is_what(tried: Tried) -> None:
    await bring_up_to_date(tried)

    found = {user: await account(tried, user) for user in ("U1", "U4", "U5", "U6", "U7")}
    kinds = {user: one.kind if one else None for user, one in found.items()}
    assert kinds == {"U1": "member", "U4": "member", "U5": "guest", "U6": None, "U7": None}
    fatima = found["U1"]
    assert fatima is not None
    assert (fatima.name, fatima.email) == ("Fatima Bouzid", "fatima@waterrand.example")


async def test_a_long_list_is_read_to_its_end(tried: Tried) -> None:
    for number in range(450):
        tried.fake.person(f"U9{number:03}", f"Collega {number}")

    await bring_up_to_date(tried)

    assert tried.fake.count("users.list") == 3
    assert await account(tried, "U9449") is not None


async def test_a_page_of_a_long_list_that_slack_wants_us_to_wait_for_is_waited_for(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LONGEST_WAIT", 0.01)
    monkeypatch.setattr(rosters, "PAUSE", 0.0)
    for number in range(450):
        tried.fake.person(f"U9{number:03}", f"Collega {number}")
        tried.fake.channel(f"C9{number:03}", f"kanaal-{number}")
    for method in ("users.list", "conversations.list"):
        tried.fake.next(method, delay(0), throttled("30"))

    await bring_up_to_date(tried)

    assert await account(tried, "U9449") is not None
    assert await place(tried, "C9449") is not None


async def test_only_channels_where_the_bot_is_become_places(tried: Tried) -> None:
    await bring_up_to_date(tried)

    names = {channel: found.name if (found := await place(tried, channel)) else None for channel in ("C1", "C2", "C3")}
    assert names == {"C1": "successen", "C2": None, "C3": "verkoop"}
    buren = await place(tried, "C5")
    assert buren is not None
    assert buren.shared


async def test_a_list_that_cannot_be_read_changes_nothing(tried: Tried) -> None:
    await bring_up_to_date(tried)
    for method in ("users.list", "conversations.list"):
        tried.fake.always(method, status(404))

    await bring_up_to_date(tried)

    assert (found := await place(tried, "C1")) is not None
    assert found.state == "open"


async def test_somebody_new_bears_the_name_of_the_request_until_slack_tells_their_own(tried: Tried) -> None:
    tried.fake.always("users.info", says("user_not_found"))
    await tried.fake.user("U2").types("/proef ja", "C1")
    await tried.slack.settled()
    first = await account(tried, "U2")

    tried.fake.always("users.info", None)
    await bring_up_to_date(tried)
    await tried.fake.user("U2").types("/proef ja", "C1")
    second = await account(tried, "U2")

    assert first is not None and second is not None
    assert first.name != "U2"
    assert second.name == "Sanne de Wit"


async def test_a_guest_is_known_for_one_at_first_sight(tried: Tried) -> None:
    await tried.fake.user("U5").types("/proef ja", "C1")
    await tried.fake.user("U1").types("/proef ja", "C1")

    ron, fatima = await account(tried, "U5"), await account(tried, "U1")
    assert ron is not None and fatima is not None
    assert (ron.kind, fatima.kind) == ("guest", "member")
    assert (fatima.name, fatima.email) == ("Fatima Bouzid", "fatima@waterrand.example")


async def test_fifty_requests_of_somebody_new_ask_once_who_it_is(tried: Tried) -> None:
    await tried.fake.user("U1").times(50).types("/proef ja", "C1")

    assert tried.fake.count("users.info") == 1


async def test_a_slack_that_is_slow_to_tell_keeps_nobody_waiting(tried: Tried, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = asyncio.Event()
    monkeypatch.setattr(people, "FIRST_SIGHT", 0.01)
    tried.fake.next("users.info", held(gate))

    await tried.fake.user("U5").types("/proef ja", "C1")
    first = await account(tried, "U5")
    gate.set()
    await tried.slack.settled()
    second = await account(tried, "U5")

    assert first is not None and second is not None
    assert (second.name, second.kind) == ("Ron Bakker", "guest")


async def test_a_guest_is_known_for_one_though_slack_takes_half_a_second(tried: Tried) -> None:
    tried.fake.always("users.info", delay(0.5))

    await tried.fake.user("U5").types("/proef ja", "C1")

    ron = await account(tried, "U5")
    assert ron is not None
    assert ron.kind == "guest"
    assert tried.fake.count("users.info") == 1


async def test_a_workspace_that_tells_of_nobody_does_not_silence_another(tried: Tried) -> None:
    tried.fake.team("T0BUREN", "De Buren", "xoxb-buren")
    tried.fake.person("U5", "Ron Bakker", restricted=True)
    tried.slack._tokens.put(Team("T0BUREN", "xoxb-buren"))
    tried.fake.next("users.info", says("unknown_method"))
    await tried.slack._people.at_sight("T0BUREN", AccountSeen("U5"), "ron")

    told = await tried.slack._people.at_sight(TEAM, AccountSeen("U5"), "ron")

    assert told.kind == "guest"


async def test_a_stand_in_that_knows_nobody_is_not_asked_for_each(tried: Tried) -> None:
    tried.fake.always("users.info", says("unknown_method"))

    for user in ("U1", "U2", "U3"):
        await tried.fake.user(user).types("/proef ja", "C1")

    assert tried.fake.count("users.info") == 1


async def test_a_colleague_who_leaves_or_comes_is_known_at_once(tried: Tried) -> None:
    await bring_up_to_date(tried)

    await tried.fake.changes("U2", deleted=True)
    tried.fake.person("U20", "Nieuwe Collega")
    await tried.fake.arrives("U20")

    gone, new = await account(tried, "U2"), await account(tried, "U20")
    assert gone is not None and new is not None
    assert not gone.active
    assert new.name == "Nieuwe Collega"


async def test_a_place_follows_its_channel(tried: Tried) -> None:
    await bring_up_to_date(tried)

    await tried.fake.renames("C1", "trots")
    await tried.fake.archives("C3", "U1")
    renamed, archived = await place(tried, "C1"), await place(tried, "C3")
    await tried.fake.archives("C3", "U1", undone=True)
    back = await place(tried, "C3")

    assert renamed is not None and archived is not None and back is not None
    assert (renamed.name, archived.state, back.state) == ("trots", "archived", "open")


async def test_the_bot_coming_and_going_opens_and_closes_a_place(tried: Tried) -> None:
    await tried.fake.joins("C2", tried.fake.state.teams[TEAM].bot_user)
    await tried.slack.settled()
    come = await place(tried, "C2")
    await tried.fake.kicks_bot("C2")
    gone = await place(tried, "C2")

    assert come is not None and gone is not None
    assert (come.name, come.state, gone.state) == ("algemeen", "open", "absent")


async def test_channels_where_the_bot_never_was_stay_unknown(tried: Tried) -> None:
    await tried.fake.renames("C2", "anders")
    await tried.fake.joins("C2", "U1")

    assert await place(tried, "C2") is None


async def test_a_channel_that_got_another_id_is_found_anew(tried: Tried) -> None:
    await bring_up_to_date(tried)

    await tried.fake.changes_id("C1", "C100")
    await tried.slack.settled()

    old, new = await place(tried, "C1"), await place(tried, "C100")
    assert old is not None and new is not None
    assert (old.state, new.state, new.name) == ("absent", "open", "successen")


@pytest.mark.parametrize("how", ["uninstalls", "revokes"])
async def test_a_workspace_without_the_app_gets_nothing_more(tried: Tried, how: str) -> None:
    await tried.fake.user("U1").types("/proef ja", "C1")

    await getattr(tried.fake, how)()
    await tried.walk()

    assert await state(tried) == "gone"
    assert tried.fake.messages("C1", hidden=True) == []


@pytest.mark.parametrize(("ago", "found"), [(60, "admitted"), (0, "gone")])
async def test_an_uninstallation_told_late_is_nothing_to_an_app_that_was_put_back(
    tried: Tried, ago: int, found: str
) -> None:
    at = int(tried.engine.clock.now().timestamp()) - ago
    body = {
        "type": "event_callback", "team_id": TEAM, "event_id": "Ev1", "event_time": at,
        "event": {"type": "app_uninstalled"},
    }  # fmt: skip

    assert isinstance(tried.fake.sender, HttpSender)
    await tried.fake.sender.raw(json.dumps(body).encode(), {"Content-Type": "application/json"})

    assert await state(tried) == found


async def test_outsiders_and_shared_channels_are_known_for_what_they_are(tried: Tried) -> None:
    await tried.fake.user("U8").mentions("proef ja", "C5")
    await tried.fake.user("U1").mentions("proef ja", "C5")
    await tried.walk()

    here = await place(tried, "C5")
    assert here is not None
    assert here.shared
    assert tried.trial.commands == []


@pytest.mark.parametrize(("enterprise", "kind"), [({"id": "E1", "name": "Waterrand"}, "member"), (None, "outsider")])
async def test_in_an_enterprise_a_colleague_may_have_their_home_in_another_workspace(
    tried: Tried, enterprise: dict[str, str] | None, kind: str
) -> None:
    await bring_up_to_date(tried)
    body = {
        "type": "block_actions", "team": {"id": TEAM}, "enterprise": enterprise, "trigger_id": "1.2",
        "user": {"id": "U1", "team_id": "T0ANDERS"},
        "actions": [{"type": "button", "action_id": "0:x", "value": "proef.klap bericht:1"}],
    }  # fmt: skip

    assert isinstance(tried.fake.sender, HttpSender)
    await tried.fake.sender.raw(json.dumps(body).encode(), {"Content-Type": "application/json"})

    found = await account(tried, "U1")
    assert found is not None
    assert found.kind == kind


@pytest.mark.parametrize(
    ("teams", "kind"), [([TEAM, "T0ANDERS"], "member"), (["T0ANDERS"], "outsider"), (1, "outsider")]
)
def test_the_list_of_an_enterprise_says_in_which_workspaces_somebody_is(teams: object, kind: str) -> None:
    user = {"id": "W1", "team_id": "T0ANDERS", "enterprise_user": {"id": "W1", "enterprise_id": "E1", "teams": teams}}

    assert account_of(user, TEAM).kind == kind


async def test_slack_leaving_out_events_is_in_the_log(tried: Tried, capsys: pytest.CaptureFixture[str]) -> None:
    await tried.fake.limits_events()

    assert "Slack leaves out events" in capsys.readouterr().out


async def test_slack_being_away_at_start_stops_nothing_and_a_signed_request_tells_where_we_are(
    sqlite_store: Store,
) -> None:
    async with opened(sqlite_store, {"SLACK_API_URL": "http://127.0.0.1:9/api/"}) as tried:
        done = await tried.fake.user("U1").types("/proef ja", "C1")

        assert done.status == 200
        assert await state(tried) == "admitted"
        assert [one.text for one in tried.trial.commands] == ["ja"]


async def test_a_stand_in_that_knows_only_messages_is_enough(sqlite_store: Store) -> None:
    async with opened(sqlite_store) as tried:
        for method in ("users.list", "users.info", "conversations.list", "conversations.open", "conversations.info"):
            tried.fake.always(method, says("unknown_method"))
        await bring_up_to_date(tried)

        await tried.fake.user("U1").types("/proef ja", "C1")
        await tried.walk()

        assert len(tried.fake.messages("C1")) == 1


async def test_the_lists_are_read_again_in_the_night(tried: Tried) -> None:
    sync = Sync(tried.engine, tried.slack._web, Tokens(None), tried.slack._people)
    now = tried.engine.clock.now()

    following = sync._next(now)

    local = following.astimezone(tried.engine.organisation.calendar.zone)
    assert local.hour == 3
    assert timedelta() < following - now <= timedelta(days=1)
