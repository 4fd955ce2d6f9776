"""Two people who change one quote: nobody's change is undone by a form that was opened before it."""

from __future__ import annotations

from rituals.engine.cards import Form, TextField
from rituals.engine.events import Entry, Received
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from rituals.quote.forms import NOBODY
from store import quotes
from store.base import Store
from store.quotes import Quote
from tests.fakes.world import World, card_of, form_of, words_of
from tests.rituals.quote.steps import CRITICISM, a_world, ready

CHANGED = "Deze quote is intussen veranderd. Open hem opnieuw, dan zie je wat er nu staat."
NAMELESS = "Een buurvrouw zei dat ik het drie keer moest uitleggen."


async def opened(world: World, who: str, number: int) -> Form:
    return form_of(await world.act(who, "quote.change", Ref("quote", str(number))))


async def kept(world: World, number: int) -> Quote:
    found = await world.read(lambda tx: quotes.get(tx, number))
    assert found
    return found


async def test_a_name_that_a_colleague_took_out_does_not_come_back_with_another_form(store: Store) -> None:
    world = await a_world(store)
    number = await ready(world, CRITICISM, "critical")
    before = await opened(world, "sanne", number)
    await world.submit("sanne", await opened(world, "sanne", number), text=NAMELESS, side="critical")

    answer = await world.submit("sanne", before, text=CRITICISM, side="critical", theme=("reparaties",))

    assert answer.reply == FormErrors({"text": CHANGED})
    assert (await kept(world, number)).text == NAMELESS


async def test_whoever_opens_it_again_reads_what_stands_there_now_and_can_change_that(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world, CRITICISM, "critical")
    before = await opened(world, "sanne", number)
    await world.submit("sanne", await opened(world, "sanne", number), text=NAMELESS, side="critical")
    await world.submit("sanne", before, text=CRITICISM, side="mixed")

    again = await opened(world, "sanne", number)
    shown = next(one for one in again.fields if isinstance(one, TextField)).value
    await world.submit("sanne", again, text=NAMELESS, side="mixed")

    assert shown == NAMELESS
    assert (await kept(world, number)).side == "mixed"


async def test_a_label_that_another_chose_is_not_emptied(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world, CRITICISM, "critical")
    before = await opened(world, "sanne", number)
    await world.submit("sanne", await opened(world, "sanne", number), text=CRITICISM, channel=("telefoon",))

    await world.submit("sanne", before, text="Ik moest het vier keer uitleggen.")

    assert ((await kept(world, number)).channel, (await kept(world, number)).text) == ("telefoon", CRITICISM)


async def test_a_quote_that_is_taken_away_while_somebody_changes_it_stays_away(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world, CRITICISM, "critical")
    form = await opened(world, "sanne", number)
    await world.act("sanne", "quote.away", Ref("quote", str(number)))

    await world.submit("sanne", form, text=NAMELESS, side="critical")

    assert ((await kept(world, number)).state, (await kept(world, number)).text) == ("gone", "")


def reviewed(world: World, words: str, number: int) -> Received:
    """A review site tells of a review, once more too when something about it changed."""
    entry = Entry(external="r1", text=words)
    return Received(delivery=f"hook:site:{number}", at=world.now, source="site", entries=(entry,))


async def test_what_a_curator_said_of_a_review_stays_when_its_site_tells_of_it_once_more(store: Store) -> None:
    world = await a_world(store)
    await world.engine.dispatch(reviewed(world, CRITICISM, 1))
    chosen = {"side": ("critical",), "channel": ("telefoon",), "month": ("2026-10",), "tells": (NOBODY,)}
    await world.submit("sanne", await opened(world, "sanne", 1), text=CRITICISM, **chosen)

    await world.engine.dispatch(reviewed(world, f"{CRITICISM} En nog eens.", 2))

    now = await kept(world, 1)
    assert now.text == f"{CRITICISM} En nog eens."
    assert (now.side, now.channel, now.month, now.anonymous) == ("critical", "telefoon", "2026-10", True)


async def test_words_that_changed_meanwhile_are_not_refused_unread(store: Store) -> None:
    world = await a_world(store)
    noted = card_of(await world.say("youssef", None, f"/klant quote {CRITICISM}"))
    before = card_of(await world.act("sanne", "quote.look"))
    form = form_of(await world.press("youssef", noted, "Aanpassen"))
    await world.submit("youssef", form, text=NAMELESS, side="critical")

    answer = await world.press("sanne", before, "Niet doen")

    assert words_of(answer).startswith("Deze quote is intussen veranderd. Lees hem nog een keer.\n“Een buurvrouw")
    assert (await kept(world, 1)).text == NAMELESS
    await world.press("sanne", card_of(answer), "Niet doen")
    assert (await kept(world, 1)).state == "refused"
