"""Once a week one story stands where the ritual is on; all of it is read in private, and it goes with one press."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from rituals.engine.errors import SurelyNotSent
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from rituals.engine.workdays import Calendar
from rituals.verhaal.names import page_ref, ref_of
from rituals.verhaal.rules import posts_on
from store import choices, roles, stories
from store.base import Store
from store.roles import Given
from tests.fakes.world import World, card_of, failing, form_of, labels, words_of
from tests.rituals.verhaal.steps import LONG, SHORT, a_world, posts_in, private_to, ready

UNTIL_FRIDAY = timedelta(days=4, hours=3, minutes=1)
"""From Monday eight o'clock to Friday eleven."""


async def until_friday(world: World) -> None:
    await world.walk(seconds=UNTIL_FRIDAY.total_seconds())


async def set_day(world: World, day: str) -> None:
    await world.store.transact(lambda tx: choices.put(tx, "organisation", "verhaal", "day", day, None, world.now))


async def test_on_friday_at_eleven_it_stands_where_it_is_on_and_nowhere_else(store: Store) -> None:
    world = await a_world(store)
    await ready(world)

    await world.walk(days=4, hours=2, minutes=59)
    before = posts_in(world)
    await world.walk(minutes=2)

    assert before == []
    for place in ("algemeen", "team-noord"):
        (post,) = posts_in(world, place)
        assert post.text.startswith("De vraag\nDe lift stond stil")
        assert labels(post.card) == ["Lees verder"]
        assert len(post.text) < 600
    assert [posts_in(world, place) for place in ("successen", "partners", "mt")] == [[], [], []]


async def test_one_a_week_the_oldest_first_each_once(store: Store) -> None:
    world = await a_world(store)
    first, second = await ready(world), await ready(world, SHORT)

    await world.walk(days=28)

    assert [one.key for one in posts_in(world)] == [f"verhaal:{first}", f"verhaal:{second}"]


async def test_another_day_in_the_same_week_brings_no_second_one(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world)
    await ready(world, SHORT)
    await set_day(world, "tuesday")
    await world.walk(days=1, hours=4)
    assert len(posts_in(world)) == 1

    await set_day(world, "thursday")
    await world.walk(days=3)

    assert len(posts_in(world)) == 1


async def test_in_a_pause_it_waits_for_the_next_week(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world)
    await world.say("fatima", "algemeen", "/klant pauzeer verhaal t/m 29 november")
    await until_friday(world)
    assert posts_in(world) == []

    await world.walk(days=7)

    assert len(posts_in(world)) == 1


async def test_all_of_it_is_read_in_private_page_by_page(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, "\n\n".join(f"Op dag {day} wachtte ze weer. " + "Er kwam niemand. " * 60 for day in range(7)))
    await until_friday(world)

    answer, read = await world.press("grace", posts_in(world)[0].card, "Lees verder", place="algemeen"), []
    while "Read on" in labels(card_of(answer)):
        read.append(words_of(answer))
        answer = await world.press("grace", card_of(answer), "Read on")
    read.append(words_of(answer))

    assert all(f"Op dag {day} wachtte" in "\n".join(read) for day in range(7))
    assert len(read) == 4
    assert read[-1].endswith("A customer, November")


async def test_a_short_one_stands_there_whole(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, SHORT)

    await until_friday(world)

    assert SHORT in posts_in(world)[0].text
    assert labels(posts_in(world)[0].card) == []


async def test_a_story_of_a_quote_is_in_the_customer_s_own_words(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, SHORT, about="quote:1")

    await until_friday(world)

    assert f"“{SHORT}”" in posts_in(world)[0].text


async def test_a_curator_takes_it_away_everywhere_with_one_press_and_no_word_stays(store: Store) -> None:
    world = await a_world(store)
    number = await ready(world)
    await until_friday(world)

    more = card_of(await world.more("sanne", posts_in(world)[0].card, place="algemeen"))
    answer = await world.press("sanne", more, "Haal weg", place="algemeen")
    await world.walk(seconds=10)

    assert words_of(answer) == "Weggehaald. Het stond in #algemeen en #team-noord."
    for place in ("algemeen", "team-noord"):
        (post,) = posts_in(world, place)
        assert post.text == "Dit verhaal hebben we weggehaald."
    story = await world.read(lambda tx: stories.get(tx, number))
    assert story is not None
    assert (story.state, story.text, story.title) == ("gone", "", "")
    for action, ref in (("read", page_ref(number, 1)), ("wrong", ref_of(number)), ("back", ref_of(number))):
        assert "weggehaald" in words_of(await world.act("sanne", f"verhaal.{action}", ref))
    assert words_of(await world.act("sanne", "verhaal.away", ref_of(number))) == "Dit verhaal hebben we al weggehaald."


async def test_only_a_curator_takes_it_away(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world)
    await until_friday(world)

    more = labels(card_of(await world.more("youssef", posts_in(world)[0].card, place="algemeen")))
    answer = await world.act("youssef", "verhaal.away", ref_of(number), place="algemeen")

    assert more == ["Er klopt iets niet"]
    assert words_of(answer) == "Dit kan alleen degene die de verhalen bekijkt."
    assert len(posts_in(world)[0].text) > 400


LOOKED_AT = "Deze melding is bekeken. Het verhaal blijft staan."
BACK = "Een collega herkende iemand in dit verhaal. Het is bekeken en staat er weer."


@pytest.mark.parametrize(
    ("reason", "hidden", "settled"),
    [("person", True, BACK), ("untrue", False, LOOKED_AT), ("other", False, LOOKED_AT)],
)
async def test_only_that_somebody_is_recognised_hides_it_at_once(
    sqlite_store: Store, reason: str, hidden: bool, settled: str
) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world)
    await until_friday(world)
    form = form_of(await world.act("ron", "verhaal.wrong", ref_of(number), place="algemeen"))

    empty = await world.submit("ron", form)
    await world.submit("ron", form, reason=(reason,), text="Bel 06-12345678")
    await world.walk(seconds=10)

    assert empty.reply == FormErrors({"reason": "Kies wat er mis is."})
    assert (posts_in(world)[0].text == "Dit verhaal kijken we even na.") is hidden
    (report,) = private_to(world, "sanne", "report")
    assert "Erbij gezegd: Bel [telefoon]" in report.text
    await world.press("sanne", report.card, "Laat staan")
    await world.walk(seconds=10)
    assert posts_in(world)[0].text.startswith("De vraag")
    assert labels(report.card) == []
    assert report.text.startswith(settled)
    await world.act("sanne", "verhaal.away", ref_of(number))
    await world.walk(seconds=10)
    assert report.text == "Dit verhaal hebben we weggehaald."


async def test_a_report_that_one_curator_settled_has_no_buttons_for_the_other(store: Store) -> None:
    world = await a_world(store)
    await world.store.transact(lambda tx: roles.give(tx, Given(3, "curator"), None, world.now))
    number = await ready(world)
    await until_friday(world)
    form = form_of(await world.act("ron", "verhaal.wrong", ref_of(number), place="algemeen"))
    await world.submit("ron", form, reason=("untrue",))
    await world.walk(seconds=10)

    await world.act("sanne", "verhaal.back", ref_of(number))
    await world.walk(seconds=10)

    (other,) = private_to(world, "youssef", "report")
    assert other.text.startswith("Deze melding is bekeken. Het verhaal blijft staan.")
    assert labels(other.card) == []


async def test_a_curator_s_change_is_seen_where_it_stands(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world)
    await until_friday(world)
    form = form_of(await world.act("sanne", "verhaal.change", ref_of(number)))

    await world.submit("sanne", form, text1=SHORT, title="Dozen")
    await world.walk(seconds=10)

    assert posts_in(world)[0].text.startswith(f"Dozen\n{SHORT}")


@pytest.mark.parametrize(
    ("day", "weekday", "free", "posts"),
    [
        (date(2026, 11, 27), 4, (), True),
        (date(2026, 11, 26), 4, (), False),
        (date(2026, 11, 26), 4, (date(2026, 11, 27),), True),
        (date(2026, 11, 27), 0, (date(2026, 11, 30),), True),
        (date(2026, 11, 25), 2, (), True),
    ],
)
def test_on_the_chosen_day_or_the_working_day_before_it(
    day: date, weekday: int, free: tuple[date, ...], posts: bool
) -> None:
    assert posts_on(day, weekday, Calendar(ZoneInfo("Europe/Amsterdam"), free=frozenset(free))) is posts


async def test_nothing_is_posted_where_it_is_on_nowhere(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    await ready(world, LONG)

    await world.walk(days=8)

    assert not [one for one in world.platform.posted if one.key.startswith("verhaal:") and one.place]


async def test_where_it_does_not_stand_yet_nobody_reads_that_it_was_taken_away(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world)
    world.platform.fails = failing(SurelyNotSent("down"), times=1000, place="algemeen")
    await world.walk(days=4, hours=3, minutes=5)
    assert (len(posts_in(world)), len(posts_in(world, "team-noord"))) == (0, 1)

    await world.act("sanne", "verhaal.away", Ref("story", str(number)))
    world.platform.fails = lambda _call, _parcel: None
    await world.walk(hours=1)

    assert posts_in(world) == []
