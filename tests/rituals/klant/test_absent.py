"""Days off: told once, and nobody is disturbed on them."""

from __future__ import annotations

from datetime import date

import pytest

from rituals.engine.cards import ChoiceField, TextField
from rituals.engine.context import View
from rituals.engine.events import Value
from rituals.engine.outcome import FormErrors
from store.tx import Tx
from tests.fakes.world import World, form_of, words_of

FREE, AWAY = "klant.person.free_days", "klant.person.away_until"
ASKED = "Welke dagen? Typ bijvoorbeeld: /klant vrij woensdag vrijdag. Of: /klant vrij geen."


def preferred(free: tuple[str, ...], away: str) -> dict[str, Value]:
    return {FREE: free, AWAY: away}


async def works(world: World, name: str, *days: date) -> list[bool]:
    """Whether somebody works on these days."""

    def read(tx: Tx) -> list[bool]:
        view: View = world.desk.view(tx, world.desk.ritual("klant"))
        known = view.directory.known(tx, 1, name)
        assert known is not None
        return [view.working(known.person.id, day) for day in days]

    return await world.store.read(read)


MONDAY, WEDNESDAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 27)


@pytest.mark.parametrize(
    "typed",
    ["/klant vrij woensdag vrijdag", "klant vrij op woensdag en vrijdag", "vrij wo, vr", "vrij woensdagen en vrijdags"],
)
async def test_somebody_does_not_work_on_their_fixed_days_off(world: World, typed: str) -> None:
    answer = await world.say("sanne", None, typed)

    assert words_of(answer) == "Goed, op woensdag en vrijdag laat ik je met rust."
    assert await works(world, "sanne", MONDAY, WEDNESDAY, FRIDAY) == [True, False, False]
    assert await works(world, "youssef", MONDAY, WEDNESDAY, FRIDAY) == [True, True, True]


async def test_fixed_days_off_end_when_somebody_says_so(world: World) -> None:
    await world.say("sanne", None, "vrij woensdag")

    answer = await world.say("sanne", None, "vrij geen")

    assert words_of(answer) == "Goed, je hebt geen vaste vrije dag meer."
    assert await works(world, "sanne", WEDNESDAY) == [True]


@pytest.mark.parametrize("typed", ["vrij", "vrij ooit", "vrij t/m vrijdag"])
async def test_days_that_are_not_understood_are_asked(world: World, typed: str) -> None:
    assert words_of(await world.say("sanne", None, typed)) == ASKED


async def test_a_week_without_a_working_day_is_not_taken(world: World) -> None:
    answer = await world.say("sanne", None, "vrij ma di wo do vr")

    assert words_of(answer).startswith("Dan blijft er geen werkdag over.")
    assert await works(world, "sanne", MONDAY) == [True]


async def test_whoever_is_away_works_again_the_day_after(world: World) -> None:
    answer = await world.say("sanne", None, "/klant weg t/m woensdag")

    assert (
        words_of(answer) == "Goed, ik laat je met rust t/m woensdag 25 november. Eerder terug? Typ dan: /klant terug."
    )
    assert await works(world, "sanne", MONDAY, WEDNESDAY, FRIDAY) == [False, False, True]


@pytest.mark.parametrize(
    "typed", ["/klant ik ben er weer", "Ik ben er weer!", "terug", "/klant I’m back", "weer terug"]
)
async def test_whoever_is_back_says_so(world: World, typed: str) -> None:
    await world.say("sanne", None, "weg t/m vrijdag")

    answer = await world.say("sanne", None, typed)

    assert words_of(answer) == "Fijn dat je er weer bent!"
    assert await works(world, "sanne", MONDAY) == [True]


async def test_whoever_was_not_away_is_told_so(world: World) -> None:
    assert words_of(await world.say("sanne", None, "terug")).startswith("Ik wist niet dat je weg was.")


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ("weg", "Tot wanneer ben je weg?"),
        ("weg ooit", "Tot wanneer ben je weg?"),
        ("weg t/m 1 december 2031", "Dat is wel erg lang."),
    ],
)
async def test_a_day_that_is_not_understood_or_too_far_is_asked(world: World, typed: str, answer: str) -> None:
    assert words_of(await world.say("sanne", None, typed)).startswith(answer)
    assert await works(world, "sanne", MONDAY) == [True]


async def test_days_off_are_chosen_in_the_form_of_preferences_too(world: World) -> None:
    form = form_of(await world.say("sanne", None, "/klant voorkeuren"))
    await world.submit("sanne", form, **preferred(("wed", "fri"), "2026-11-23"))

    again = form_of(await world.say("sanne", None, "/klant voorkeuren"))

    values = {field.name: field.value for field in again.fields if isinstance(field, ChoiceField | TextField)}
    assert (values[FREE], values[AWAY]) == (("wed", "fri"), "2026-11-23")
    assert await works(world, "sanne", MONDAY, date(2026, 11, 24), WEDNESDAY) == [False, True, False]
    await world.submit("sanne", again, **preferred((), ""))
    assert await works(world, "sanne", MONDAY, WEDNESDAY) == [True, True]


@pytest.mark.parametrize("days", [("mon", "tue", "wed", "thu", "fri"), ("payday",)])
async def test_the_form_refuses_days_that_cannot_be(world: World, days: tuple[str, ...]) -> None:
    form = form_of(await world.say("sanne", None, "/klant voorkeuren"))

    answer = await world.submit("sanne", form, **{FREE: days})

    assert isinstance(answer.reply, FormErrors)
    assert answer.reply.errors == {FREE: "Dan laat ik je met rust. Laat minstens één werkdag over."}


async def test_a_day_in_the_form_that_does_not_exist_counts_for_nothing(world: World) -> None:
    form = form_of(await world.say("sanne", None, "/klant voorkeuren"))

    await world.submit("sanne", form, **{AWAY: "2027-02-31"})

    assert await works(world, "sanne", MONDAY) == [True]
