"""A Slack team and a Teams tenant in one organisation, on the application as it runs."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest

from adapters.slack.adapter import Slack
from bot.config import Settings
from bot.serve import Parts
from store import accounts, installations
from store.accounts import Person as Somebody
from store.tx import Tx
from tests.adapters.teams.house import applied, bell_in, read, settled, walking_clock
from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack import faults as slack_faults
from tests.fakes.slack.fake import BOT_TOKEN, SIGNING_SECRET, TEAM
from tests.fakes.slack.people import Person as SlackPerson
from tests.fakes.slack.screen import buttons, words
from tests.fakes.slack.state import Message as SlackMessage
from tests.fakes.teams import faults as teams_faults
from tests.fakes.teams.people import Person as TeamsPerson
from tests.fakes.teams.reading import titles_of
from tests.fakes.teams.state import Conversation, Message, Team
from tests.fakes.teams.teams import TENANT, FakeTeams, running

STORY = "Mevrouw Aziz belde om te bedanken"
SUCCESSES, NORTH = "C1", "C8"
SETTINGS = Settings(mail_domains=("organisatie.example", "waterrand.example"))


@dataclass
class Both:
    """Fatima uses Slack, Youssef uses Teams, and Sanne has an account on each. The bell goes in a channel of each."""

    slack: FakeSlack
    teams: FakeTeams
    parts: Parts
    fatima: SlackPerson
    sanne_there: SlackPerson
    sanne: TeamsPerson
    youssef: TeamsPerson
    team: Team

    @property
    def general(self) -> Conversation:
        return self.team.general

    async def walk(self, **span: float) -> None:
        """Let time pass, second by second: delivery sends no more to one channel of Slack at once."""
        whole = timedelta(**span).total_seconds()
        for step in [1.0] * min(int(whole), 20) + [max(whole - 20, 0.0)]:
            await self.settle()
            await self.parts.engine.walk(self.parts.engine.clock.now() + timedelta(seconds=step))
        await self.settle()

    async def settle(self) -> None:
        await slack_of(self.parts).settled()
        await settled(self.parts)

    def on_slack(self, channel: str = SUCCESSES) -> list[SlackMessage]:
        return self.slack.messages(channel)

    def on_teams(self) -> list[Message]:
        return self.general.posted()

    def hangs(self) -> dict[str, int]:
        """How many bells hang in each place."""
        return {
            "slack": len(self.on_slack()), "slack north": len(self.on_slack(NORTH)), "teams": len(self.on_teams()),
        }  # fmt: skip

    def claps(self) -> list[str]:
        """What the first button of each bell says."""
        return [buttons(one)[0] for one in self.on_slack()] + [titles_of(one.card or {})[0] for one in self.on_teams()]

    def whispered(self) -> dict[str, int]:
        """How many private messages everybody has on each side."""
        teams = [*self.sanne.chat().posted(), *self.youssef.chat().posted()]
        teams += [one for viewer in (self.sanne, self.youssef) for one in self.general.private_to(viewer)]
        return {"slack": sum(len(one.private) for one in (self.fatima, self.sanne_there)), "teams": len(teams)}


ONCE = {"slack": 1, "slack north": 1, "teams": 1}


def slack_of(parts: Parts) -> Slack:
    (found,) = (one for one in parts.adapters if isinstance(one, Slack))
    return found


@asynccontextmanager
async def together() -> AsyncIterator[Both]:
    """One organisation, with a bell place in two channels of Slack and one of Teams."""
    clock = walking_clock()
    async with AsyncExitStack() as stack:
        slack = await stack.enter_async_context(fake_slack(clock.now))
        teams = await stack.enter_async_context(running(clock.now, clock.elapsed))
        sanne, youssef = teams.person("Sanne de Wit"), teams.person("Youssef el Amrani")
        slack.person("U2", sanne.name, email=sanne.email)
        slack.channel(NORTH, "noord", ("U1", "U2"))
        team = teams.team("Zuid", sanne, youssef)
        values = {
            **teams.environment(), "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET,
            "SLACK_API_URL": slack.api_url,
        }  # fmt: skip
        parts, address = await stack.enter_async_context(applied(values, clock, SETTINGS))
        slack.to(f"{address}slack/events")
        teams.talks_to(f"{address}api/messages")
        await slack_of(parts)._people.bring_up_to_date(TEAM)
        await youssef.installs(team)
        found = Both(slack, teams, parts, slack.user("U1"), slack.user("U2"), sanne, youssef, team)
        await found.settle()
        await bell_in(parts, team.general)
        await bell_in(parts, NORTH, platform="slack", workspace=TEAM)
        yield found


@pytest.fixture
async def both() -> AsyncIterator[Both]:
    async with together() as found:
        yield found
        assert found.slack.state.refused == []


async def back_on_slack(both: Both) -> None:
    """The app is put back, and we start with its token in the environment."""
    slack, fake = slack_of(both.parts), both.slack.state
    fake.teams[TEAM].installed, fake.tokens[BOT_TOKEN].error = True, None
    slack._tokens._home = None
    assert await slack._sync.introduce()
    await slack._people.bring_up_to_date(TEAM)


async def ring_on_slack(both: Both, text: str = STORY) -> None:
    assert (await both.fatima.types(f"/bel {text}", SUCCESSES)).status == 200


async def ring_on_teams(both: Both, text: str = STORY) -> None:
    assert (await both.youssef.says(f"bel {text}")).status == 200


async def test_a_bell_from_slack_rings_once_in_every_place_of_both_and_answers_on_slack_alone(both: Both) -> None:
    before = both.whispered()
    await ring_on_slack(both)
    await both.walk(seconds=8)
    quiet = both.hangs()
    await both.walk(seconds=10)
    await both.walk(hours=3)

    assert quiet == dict.fromkeys(ONCE, 0)
    assert both.hangs() == ONCE
    assert all("mevrouw A. belde" in read(one).replace("Mevrouw", "mevrouw") for one in both.on_teams())
    assert both.whispered()["teams"] == before["teams"]
    for place in ("#successen", "#noord", "Zuid › Algemeen"):
        assert place in words(both.fatima.private[-1])


async def test_a_bell_from_teams_rings_once_in_every_place_of_both_and_answers_on_teams_alone(both: Both) -> None:
    before = both.whispered()
    await ring_on_teams(both)
    await both.walk(seconds=8)
    quiet = both.hangs()
    await both.walk(seconds=10)
    await both.walk(hours=3)

    assert quiet == dict.fromkeys(ONCE, 0)
    assert both.hangs() == {**ONCE, "slack": 0}  # a bell from a private chat goes to the bell places
    assert both.whispered() == {"slack": before["slack"], "teams": before["teams"] + 1}
    assert "#noord" in read(both.youssef.chat().posted()[-1])


async def test_a_mention_on_teams_rings_at_once_under_it_and_later_on_slack(both: Both) -> None:
    await both.youssef.says(f"bel {STORY}", both.general)
    await both.settle()
    early = both.hangs()
    await both.walk(seconds=15)

    (bell,) = both.on_teams()
    (asked,) = (one for one in both.general.messages if one.author is both.youssef)
    assert early == {"slack": 0, "slack north": 0, "teams": 1}
    assert both.hangs() == {**ONCE, "slack": 0}
    assert (bell.root, "bedanken" in read(bell)) == (asked.id, False)
    assert all("bedanken" in one.text and "Aziz" not in one.text for one in both.on_slack(NORTH))


async def test_accounts_with_one_address_are_one_person(both: Both) -> None:
    def people(tx: Tx) -> tuple[Somebody, Somebody]:
        workspaces = installations.find(tx, "slack", TEAM), installations.find(tx, "teams", TENANT)
        assert workspaces[0] and workspaces[1]
        here, there = accounts.find(tx, workspaces[0].id, "U2"), accounts.find(tx, workspaces[1].id, both.sanne.aad)
        assert here and there
        return here.person, there.person

    one, other = await both.parts.store.read(people)

    assert one == other


async def test_one_person_with_an_account_on_each_claps_once(both: Both) -> None:
    await ring_on_slack(both)
    await both.walk(seconds=15)
    (here,), (there,) = both.on_slack(), both.on_teams()

    await both.sanne_there.presses(here, "👏")
    answered = await both.sanne.presses(there, "👏 Klap mee")
    await both.youssef.presses(there, "👏 Klap mee")
    await both.walk(seconds=5)

    assert answered.status == 200
    assert both.claps() == ["👏 Klap mee · 2"] * 2


async def test_what_came_of_a_bell_is_told_where_it_was_rung(both: Both) -> None:
    """Sanne has an account on each, and uses both within these ten seconds."""
    before = both.whispered()
    await both.sanne_there.types(f"/bel {STORY}", SUCCESSES)
    await both.sanne.says("bel De lift doet het weer")
    await both.walk(seconds=15)

    here, (there,) = both.sanne_there.private, both.sanne.chat().posted()
    assert "De bel ging in #successen" in words(here[-1])
    assert "De bel ging in #noord" in read(there)
    assert both.on_slack(both.sanne_there.chat.id) == []
    assert both.whispered() == {"slack": before["slack"] + len(here), "teams": before["teams"] + 1}


@pytest.mark.parametrize("on_teams", [True, False])
async def test_what_is_sent_unasked_names_commands_as_they_are_typed_there(both: Both, on_teams: bool) -> None:
    await (both.sanne.says("hulp") if on_teams else both.sanne_there.tells_bot("hulp"))
    await both.walk(minutes=2)
    await both.fatima.types("/nomineer <@U2|sanne> omdat zij mevrouw A. terugbelde", SUCCESSES, raw=True)
    await both.fatima.presses(both.fatima.private[-1], "Laat Sanne dit nu al lezen")
    await both.walk(seconds=30)

    there, here = both.sanne.chat().posted(), both.on_slack(both.sanne_there.chat.id)
    read_last = read(there[-1]) if on_teams else words(here[-1])
    assert f"Je leest het terug met {'@Klantritme ' if on_teams else '/'}klant voor mij." in read_last


async def test_whoever_refuses_the_bot_in_teams_reads_on_slack_what_a_colleague_wrote(both: Both) -> None:
    await both.sanne.says("hulp")
    await both.walk(minutes=2)
    both.teams.connector.faults.always("post", teams_faults.blocked())
    await both.fatima.types("/nomineer <@U2|sanne> omdat zij mevrouw A. terugbelde", SUCCESSES, raw=True)
    await both.fatima.presses(both.fatima.private[-1], "Laat Sanne dit nu al lezen")
    await both.walk(seconds=30)

    (here,) = both.on_slack(both.sanne_there.chat.id)
    assert "“Omdat zij mevrouw A. terugbelde.”" in words(here)
    assert "Je leest het terug met /klant voor mij." in words(here)


async def test_a_clap_is_taken_back_from_the_other_side(both: Both) -> None:
    await ring_on_slack(both)
    await both.walk(seconds=15)
    await both.sanne_there.presses(both.on_slack()[0], "👏")
    await both.walk(seconds=15)

    await both.sanne.presses(both.on_teams()[0], "👏 Klap mee · 1")
    await both.walk(seconds=5)

    assert both.claps() == ["👏 Klap mee"] * 2


async def test_an_emoji_on_one_side_and_a_press_on_the_other_are_one_clap(both: Both) -> None:
    await ring_on_slack(both)
    await both.walk(seconds=15)

    await both.sanne_there.reacts(both.on_slack()[0], "clap")
    await both.sanne.presses(both.on_teams()[0], "👏 Klap mee")
    await both.walk(seconds=5)

    assert both.claps() == ["👏 Klap mee · 1"] * 2


async def test_a_maker_is_found_by_name_on_both(both: Both) -> None:
    await both.fatima.types("/bel De lift doet het weer, dankzij <@U2|sanne>", SUCCESSES, raw=True)
    await both.walk(seconds=15)

    assert all("De bel gaat voor Sanne!" in one.text for one in both.on_slack())
    assert all("De bel gaat voor Sanne!" in read(one) for one in both.on_teams())


async def test_what_is_taken_back_on_slack_goes_on_both(both: Both) -> None:
    await ring_on_slack(both)
    await both.walk(seconds=15)

    await both.fatima.presses(both.on_slack()[0], "⋯")
    await both.settle()
    await both.fatima.presses(both.fatima.private[-1], "Haal de bel weg")
    await both.walk(seconds=10)

    assert both.hangs() == dict.fromkeys(ONCE, 0)


async def test_what_is_taken_back_on_teams_goes_on_both(both: Both) -> None:
    await ring_on_teams(both)
    await both.walk(seconds=15)

    await both.youssef.presses(both.on_teams()[0], "⋯")
    await both.settle()
    menu = next(one for one in both.general.private_to(both.youssef) if "Haal de bel weg" in read(one))
    await both.youssef.presses(menu, "Haal de bel weg")
    await both.walk(seconds=10)

    assert both.hangs() == dict.fromkeys(ONCE, 0)


async def test_an_edit_on_slack_is_seen_on_both(both: Both) -> None:
    await ring_on_slack(both)
    await both.walk(seconds=15)

    await both.fatima.presses(both.on_slack()[0], "⋯")
    await both.settle()
    await both.fatima.presses(both.fatima.private[-1], "Aanpassen")
    await both.settle()
    await both.fatima.submits(both.fatima.view, {"text": "Het dak is dicht"})
    await both.walk(seconds=10)

    texts = [words(one) for one in (*both.on_slack(), *both.on_slack(NORTH))] + [read(one) for one in both.on_teams()]
    assert both.hangs() == ONCE
    assert all("Het dak is dicht" in one and "(bewerkt)" in one for one in texts)


async def test_an_edit_on_teams_is_seen_on_both(both: Both) -> None:
    await ring_on_teams(both)
    await both.walk(seconds=15)

    await both.youssef.presses(both.on_teams()[0], "⋯")
    await both.settle()
    menu = next(one for one in both.general.private_to(both.youssef) if "Aanpassen" in read(one))
    dialog = await both.youssef.opens_dialog(menu, "Aanpassen")
    await both.youssef.submits(dialog, text="Het dak is dicht")
    await both.walk(seconds=10)

    texts = [words(one) for one in both.on_slack(NORTH)] + [read(one) for one in both.on_teams()]
    assert len(texts) == 2
    assert all("Het dak is dicht" in one and "(bewerkt)" in one for one in texts)


async def test_with_teams_down_slack_rings_in_time_and_teams_later_and_in_silence(both: Both) -> None:
    await both.teams.connector.server.away()
    await ring_on_slack(both)
    await both.walk(seconds=15)
    assert both.hangs() == {**ONCE, "teams": 0}

    await both.walk(minutes=40)
    await both.teams.connector.server.start()
    await both.walk(minutes=2)

    assert both.hangs() == ONCE
    (late,) = both.on_teams()
    assert "Dat was om 10:00." in read(late)
    assert not late.alerts
    assert all("Dat was om" not in words(one) for one in both.on_slack())
    assert "Zuid › Algemeen" in words(both.fatima.private[-1])


async def test_with_teams_down_for_a_moment_it_rings_as_ever(both: Both) -> None:
    await both.teams.connector.server.away()
    await ring_on_slack(both)
    await both.walk(minutes=5)
    await both.teams.connector.server.start()
    await both.walk(minutes=2)

    assert both.hangs() == ONCE
    assert "Dat was om" not in read(both.on_teams()[0])


async def test_with_teams_down_for_over_two_hours_the_ringer_hears_that_it_did_not_ring_there(both: Both) -> None:
    await both.teams.connector.server.away()
    await ring_on_slack(both)
    await both.walk(hours=2, minutes=5)
    await both.teams.connector.server.start()
    await both.walk(minutes=10)

    assert both.hangs() == {**ONCE, "teams": 0}
    (told,) = both.on_slack(both.fatima.chat.id)  # nothing private that old can be changed in its place
    assert "Zuid › Algemeen was de chat te lang niet bereikbaar" in words(told)


async def test_with_slack_down_teams_rings_in_time(both: Both) -> None:
    both.slack.always("chat.postMessage", slack_faults.status(503))
    await ring_on_teams(both)
    await both.walk(seconds=15)

    assert len(both.on_teams()) == 1


async def test_where_slack_took_the_bot_out_no_bell_is_promised(both: Both) -> None:
    await both.slack.uninstalls()
    await both.settle()
    await ring_on_teams(both)
    await both.settle()
    before = read(both.youssef.chat().posted()[-1])
    await both.walk(seconds=15)

    after = read(both.youssef.chat().posted()[-1])
    assert "Over 10 seconden gaat de bel in Zuid › Algemeen." in before
    assert "Ik zit nog niet in #noord." in before
    assert (len(both.on_teams()), after) == (1, "🔔 De bel ging in Zuid › Algemeen.")


async def test_slack_put_back_with_its_token_in_the_environment_shows_what_changed_meanwhile(both: Both) -> None:
    await ring_on_slack(both)
    await both.walk(seconds=15)
    await both.youssef.presses(both.on_teams()[0], "👏 Klap mee")
    await both.slack.uninstalls()
    await both.walk(minutes=2)

    await back_on_slack(both)
    await both.walk(seconds=10)

    assert both.claps() == ["👏 Klap mee · 1"] * 2


async def test_a_throttled_teams_delays_no_slack(both: Both) -> None:
    both.teams.connector.faults.always("post", teams_faults.throttled("600"))
    await ring_on_slack(both)
    await both.walk(seconds=15)

    assert both.hangs() == {**ONCE, "teams": 0}


async def test_the_stop_waits_for_what_both_are_doing(both: Both) -> None:
    await ring_on_slack(both)
    await ring_on_teams(both)

    for adapter in both.parts.adapters:
        await adapter.stop()

    assert both.whispered()["teams"] == 1 + len(both.general.private_to(both.youssef))
