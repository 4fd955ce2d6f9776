"""The page as it is served: its language, its tour, older messages, threads, and what a walk tells."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.playground import demo, tongue, tour
from adapters.playground.render import Renderer
from bot.found import find_rituals
from rituals.engine.translate import Languages
from store import playground
from store.base import Store
from store.tx import Tx
from tests.adapters.playground.conftest import MONDAY, Tried, opened

BELL = "/bel Mevrouw Aziz belde om te bedanken @sanne"


@pytest.fixture
async def furnished(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with opened(sqlite_store, {}, find_rituals()) as tried:
        yield tried


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("", "nl"),
        ("nl-NL,nl;q=0.9,en;q=0.8", "nl"),
        ("en-GB,en;q=0.9", "en"),
        ("fr,en;q=0.4,nl;q=0.6", "nl"),
        ("de", "nl"),
        ("en;q=0", "nl"),
        ("en;q=veel,nl", "nl"),
        (";;,,q=", "nl"),
    ],
)
def test_the_browser_says_which_language(header: str, language: str) -> None:
    assert tongue.accepted(header) == language


async def test_the_switch_is_remembered_and_refusals_follow_it(tried: Tried) -> None:
    async with tried.client.get("/", params={"taal": "en"}) as answer:
        assert '<html lang="en">' in await answer.text()
        assert "klantritme_taal=en" in answer.headers["Set-Cookie"]
    async with tried.client.get("/", headers={"Accept-Language": "nl"}) as answer:
        assert "all colleagues are invented" in await answer.text()
    assert (await tried.page().post("say", 400, text=" "))["refused"] == "Type a message first."
    async with tried.client.get("/", params={"taal": "xx"}) as answer:
        assert '<html lang="en">' in await answer.text()


async def test_cards_speak_the_language_of_the_page(furnished: Tried) -> None:
    async with furnished.client.get("/", params={"taal": "en"}):
        await furnished.page().say(BELL)
    [answer] = await furnished.page().sees()
    assert "Ring now" in answer["html"]
    await furnished.page("kees", "dm:kees").sees()
    async with furnished.client.get("/playground/home", params={"as": "kees", "place": "dm:kees"}) as own:
        assert "Ring the bell" in (await own.json())["html"]
    assert "Only you can see this" in answer["html"]


async def test_the_page_speaks_of_previews_only_when_they_exist(tried: Tried) -> None:
    calendar = tried.engine.organisation.calendar
    renderer = Renderer(Languages(tried.engine.organisation), calendar.zone, demo.ORGANISATION)
    assert "/messages/" not in renderer.page("nl")
    assert "/messages/{id}/preview" in renderer.page("nl", previews={"message": "/messages/{id}/preview"})


async def test_a_step_of_the_tour_is_there_when_its_ritual_is(tried: Tried) -> None:
    say = Languages(tried.engine.organisation).say("nl")
    assert [one["name"] for one in tour.steps(say, ())] == ["walk", "organise"]
    assert [one["name"] for one in tour.steps(say, ("bel",))] == ["ring", "clap", "walk", "organise"]
    assert [one["name"] for one in tour.steps(say, ("bel", "quote"))] == ["ring", "clap", "walk", "quote", "organise"]


def test_the_tour_sends_people_to_colleagues_and_places_that_exist() -> None:
    for step in tour.STEPS:
        assert step.go != "be" or demo.colleague(step.value)
        assert step.go != "place" or demo.room(step.value)


def test_somebody_invented_has_each_role_and_two_are_also_on_teams() -> None:
    work = " ".join(one.work for one in demo.COLLEAGUES)
    for role in ("wijkbeheerder", "klantcontact", "planning", "MT", "curator", "beheerder", "ritueelhouder"):
        assert role in work
    assert sum(one.teams for one in demo.COLLEAGUES) == 2


async def test_the_newest_hundred_come_first_and_older_ones_when_asked(tried: Tried) -> None:
    def fill(tx: Tx) -> None:
        for number in range(250):
            playground.add(tx, "algemeen", "kees", f"Bericht {number}", MONDAY)

    await tried.playground.store.transact(fill)
    async with tried.page().live() as live:
        state = live.state
    assert (len(state["messages"]), state["more"]) == (100, True)
    counts = []
    while state["more"]:
        query = {"as": "fatima", "place": "algemeen", "before": str(state["messages"][0]["id"])}
        async with tried.client.get("/playground/earlier", params=query) as answer:
            state = await answer.json()
        counts.append(len(state["messages"]))
    assert counts == [100, 50]
    assert "Bericht 0" in state["messages"][0]["html"]


@pytest.mark.parametrize("before", ["", "0", "-1", "x", str(2**60)])
async def test_older_than_nothing_is_refused(tried: Tried, before: str) -> None:
    query = {"as": "fatima", "place": "algemeen", "before": before}
    async with tried.client.get("/playground/earlier", params=query) as answer:
        assert answer.status == 400


async def test_an_answer_hangs_under_the_message_that_was_answered(tried: Tried) -> None:
    await tried.page().say("Wie komt er?")
    [question] = await tried.page().sees()
    await tried.page("sanne").say("Ik", parent=question["id"])
    under = (await tried.page().sees())[-1]
    assert under["parent"] == str(question["id"])
    await tried.page("kees").say("Ik ook", parent=under["id"])
    assert (await tried.page().sees())[-1]["parent"] == str(question["id"])


async def test_nobody_answers_under_what_they_cannot_see(tried: Tried) -> None:
    await tried.page("anouk", "mt").say("Besloten")
    await tried.page().say("/proef Het lukte")
    for number in (1, 2, 99):
        await tried.page("sanne").say("Hoi", parent=number)
    assert {one["parent"] for one in await tried.page("sanne").sees()} == {None}


async def test_what_is_new_elsewhere_is_known_from_the_newest_number_of_each_place(tried: Tried) -> None:
    await tried.page("anouk", "mt").say("Besloten")
    async with tried.page("marieke").live() as live:
        assert live.state["latest"] == {"algemeen": 0, "successen": 0, "mt": 1, "dm:marieke": 0}
    async with tried.page("kees").live() as live:
        assert "mt" not in live.state["latest"]


async def test_a_command_is_picked_on_the_message_of_a_colleague(furnished: Tried) -> None:
    await furnished.page("kees").say("De sleutel was er dezelfde dag nog")
    [said] = await furnished.page().sees()
    form = (await furnished.page().post("pick", message=said["id"], word="bel"))["form"]
    assert "De sleutel was er dezelfde dag nog" in form
    assert "is er niet meer" in (await furnished.page().post("pick", 400, message=99, word="bel"))["refused"]


async def test_a_walk_tells_what_came_where_and_when(furnished: Tried) -> None:
    await furnished.page("fatima", "successen").say(BELL)
    told: dict[str, Any] = await furnished.page("ron", "bouwpartners").post("clock", step="seconds")
    places = {one["place"]: one for one in told["came"] if "De bel gaat" in one["words"]}
    assert set(places) == {"algemeen", "successen"}
    assert places["successen"]["reader"] == "fatima"
    assert places["successen"]["at"] == "10:00"
    assert "De bel gaat voor Sanne!" in places["successen"]["words"]


async def test_what_came_in_private_for_somebody_else_is_told_without_its_words(furnished: Tried) -> None:
    await furnished.page("fatima", "successen").say(BELL)
    told: dict[str, Any] = await furnished.page().post("clock", date="2026-12-15")
    private = [one for one in told["came"] if one["private"]]
    assert private
    assert {one["words"] for one in private if one["private"] != "fatima"} == {""}
    assert all(one["reader"] == one["private"] for one in private)
