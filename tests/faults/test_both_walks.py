"""Bells and claps on Slack and Teams at once, while both fail at random: in the end all cards say the same, once."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from random import Random

import pytest

from store import outbox, places
from store.outbox import Row
from store.tx import Tx
from tests.adapters.teams.house import read
from tests.adapters.test_both_at_once import NORTH, SUCCESSES, Both, back_on_slack, together
from tests.fakes.slack import faults as slack_faults
from tests.fakes.slack.fake import BOT_TOKEN
from tests.fakes.slack.screen import words
from tests.fakes.teams import faults as teams_faults
from tests.fakes.teams.reading import titles_of

pytestmark = pytest.mark.faults

SHORT, FULL = 16, 400
ON_SLACK = (
    slack_faults.throttled("3"), slack_faults.throttled("40"), slack_faults.status(500), slack_faults.status(503),
    slack_faults.status(502, applied=True), slack_faults.accept_then_reset(), slack_faults.half_body(),
    slack_faults.accept_then_reset(applied=False), slack_faults.says("internal_error", applied=True),
    slack_faults.says("fatal_error"), slack_faults.delay(0.01),
)  # fmt: skip
ON_TEAMS = (
    teams_faults.throttled("3"), teams_faults.throttled("40"), teams_faults.status(412), teams_faults.status(500),
    teams_faults.status(502, applied=True), teams_faults.accept_then_reset(applied=True), teams_faults.half(),
    teams_faults.accept_then_reset(applied=False), teams_faults.status(504), teams_faults.delay(0.01),
)  # fmt: skip
Happening = Callable[[Both, Random], Awaitable[object]]


async def slack_fails(both: Both, dice: Random) -> None:
    method = dice.choice(["chat.postMessage", "chat.postMessage", "chat.update", "conversations.history"])
    both.slack.next(method, *dice.choices(ON_SLACK, k=dice.randint(1, 2)))


async def teams_fails(both: Both, dice: Random) -> None:
    route = dice.choice(["post", "post", "update"])
    both.teams.connector.faults.next(route, *dice.choices(ON_TEAMS, k=dice.randint(1, 2)))


async def rings(both: Both, dice: Random) -> None:
    """The first bell is about block 1, the second about block 2."""
    number = len(await both.parts.store.read(bells)) + 1
    text = f"De lift van blok {number} doet het weer"
    if number > 5 or (number % 2 and both.slack.state.tokens[BOT_TOKEN].error):
        return  # so often may nobody ring on one day; or nobody can
    if number % 2:
        await both.fatima.types(f"/bel {text}", SUCCESSES)
    else:
        await both.youssef.says(f"bel {text}")


async def claps_on_slack(both: Both, dice: Random) -> None:
    if (hanging := [*both.on_slack(), *both.on_slack(NORTH)]) and not both.slack.state.tokens[BOT_TOKEN].error:
        await dice.choice([both.fatima, both.sanne_there]).presses(dice.choice(hanging), "👏")


async def claps_on_teams(both: Both, dice: Random) -> None:
    if (hanging := both.on_teams()) and both.team.installed:
        card, who = dice.choice(hanging), dice.choice([both.sanne, both.youssef])
        title = next(one for one in titles_of(card.card_of(who) or {}) if one.startswith("👏"))
        await who.presses(card, title)


async def channel_closes(both: Both, dice: Random) -> None:
    await both.slack.archives(NORTH, "U1")


async def channel_opens(both: Both, dice: Random) -> None:
    await both.slack.archives(NORTH, "U1", undone=True)


async def team_closes(both: Both, dice: Random) -> None:
    await both.teams.events.archives(both.team)


async def team_opens(both: Both, dice: Random) -> None:
    await both.teams.events.unarchives(both.team)


async def slack_goes(both: Both, dice: Random) -> None:
    await both.slack.uninstalls()


async def slack_comes(both: Both, dice: Random) -> None:
    await back_on_slack(both)


async def teams_goes(both: Both, dice: Random) -> None:
    await both.youssef.installs(both.team, action="remove")


async def teams_comes(both: Both, dice: Random) -> None:
    await both.youssef.installs(both.team)


MANY = (slack_fails, slack_fails, teams_fails, teams_fails, rings, claps_on_slack, claps_on_slack, claps_on_teams)
ONCE = (
    (channel_closes, channel_opens), (team_closes, team_opens), (slack_goes, slack_comes), (teams_goes, teams_comes),
)  # fmt: skip


async def walked(both: Both, seed: int) -> list[str]:
    """All that happened, for whoever has to find out what went wrong."""
    dice = Random(seed)
    done: list[str] = []
    away: list[Happening] = []
    await rings(both, dice)
    for _ in range(dice.randint(8, 16)):
        happening: Happening
        if away and dice.random() < 0.3:
            happening = away.pop()
        elif not away and dice.random() < 0.12:
            happening, back = dice.choice(ONCE)
            away.append(back)
        else:
            happening = dice.choice(MANY)
        await happening(both, dice)
        seconds = dice.choice([0, 1, 3, 8, 20, 70])
        await both.walk(seconds=seconds)
        done.append(f"{happening.__name__}, {seconds} s")
    both.slack.server.script.clear()
    both.teams.connector.faults.healed()
    for one in away:
        await one(both, dice)
    await both.walk(hours=3)
    return done


def bells(tx: Tx) -> list[int]:
    """The numbers of all bells that were rung."""
    return [number for number in range(1, 10) if outbox.of_key(tx, f"bel:{number}")]


def rows(tx: Tx) -> dict[tuple[str, str], list[Row]]:
    """What is known of each bell in each place."""
    names = {one.id: one.external for one in places.every(tx)}
    found: dict[tuple[str, str], list[Row]] = {}
    for number in bells(tx):
        for row in outbox.of_key(tx, f"bel:{number}"):
            if row.place_id is not None:
                found.setdefault((str(number), names[row.place_id]), []).append(row)
    return found


def cards(both: Both) -> list[tuple[str, str, str]]:
    """Each card that stands somewhere: its bell, its place, and how many clapped as it says."""
    texts = [(one, words(card)) for one in (SUCCESSES, NORTH) for card in both.on_slack(one)]
    texts += [(both.general.id, read(card)) for card in both.on_teams()]
    found = []
    for place, text in texts:
        bell, claps = re.search(r"blok (\d+)", text), re.search(r"👏[^·\n]*· (\d+)", text)
        assert bell, text
        found.append((bell[1], place, claps[1] if claps else "0"))
    return found


def wrong(hanging: list[tuple[str, str, str]], known: dict[tuple[str, str], list[Row]]) -> list[str]:
    """Where a card hangs too often or too seldom, is still on its way, or says another number than its like."""
    found = [f"a card that nobody knows of: {one}" for one in hanging if one[:2] not in known]
    for (bell, place), (row,) in known.items():
        claps = [one[2] for one in hanging if one[:2] == (bell, place)]
        doubtful = (row.state, row.reason) == ("uncertain", "asked")
        unsure = doubtful or row.reason == "uninstalled"  # what was in doubt then can be looked up no more
        if len(claps) > 1 or (not unsure and len(claps) != (row.state == "sent")):
            found.append(f"bell {bell} hangs {len(claps)} times in {place}: {row.state} {row.reason}")
        if not doubtful and row.state not in ("sent", "cancelled"):
            found.append(f"bell {bell} in {place} is {row.state}: {row.reason}")
    for bell in {one[0] for one in known}:
        sure = {place for (which, place), (row,) in known.items() if which == bell and row.state == "sent"}
        if len(numbers := {one[2] for one in hanging if one[0] == bell and one[1] in sure}) > 1:
            found.append(f"bell {bell} says {numbers}")
    return found


@pytest.mark.parametrize("part", range(4))
async def test_whatever_fails_every_place_has_one_card_of_a_bell_and_all_count_the_same(part: int, full: bool) -> None:
    for seed in range(part, FULL if full else SHORT, 4):
        async with together() as both:
            done = await walked(both, seed)
            hanging, known = cards(both), await both.parts.store.read(rows)

        assert not wrong(hanging, known), (seed, wrong(hanging, known), done)
