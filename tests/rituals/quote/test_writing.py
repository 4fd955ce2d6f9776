"""Words in every writing, with what does not show in them, and more of them than fit."""

from __future__ import annotations

import pytest

from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from rituals.engine.tidy import isolated, tidy
from store import quotes
from store.base import Store
from store.sameness import sameness
from tests.fakes.world import World, card_of, form_of, words_of
from tests.rituals.idee.steps import EFFECT, home_of
from tests.rituals.quote.steps import CRITICISM, a_world, cards_in, ready

ARABIC = "اضطررت إلى شرح الأمر ثلاث مرات."
HIDDEN = "Ik moest\u200b drie\u00ad keer het\u200czelfde\ufeff uit\u2060leg\u200dgen."
TURNED = "\u202eIk moest drie keer\u202c \u2066hetzelfde\u2069 uitleggen.\u200f"


async def texts(world: World) -> list[str]:
    return [one.text for one in await world.read(lambda tx: quotes.to_look_at(tx, 100))]


@pytest.mark.parametrize("typed", [HIDDEN, TURNED])
async def test_what_does_not_show_is_taken_out_and_hides_no_double(store: Store, typed: str) -> None:
    world = await a_world(store)
    await world.say("youssef", None, f"/klant quote {typed}")

    answer = await world.say("anouk", None, f"/klant quote {CRITICISM}")

    assert await texts(world) == [CRITICISM]
    assert words_of(answer) == "Deze quote is al bewaard en wordt nog bekeken."


async def test_a_name_is_found_whatever_hides_in_it(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    await world.say("youssef", None, "/klant quote Mevrouw Az\u200diz belt op 06\u200c-123\u200b45678")

    (text,) = await texts(world)
    assert "Aziz" not in text and "678" not in text


def test_the_hash_sees_no_difference_that_nobody_sees() -> None:
    alike = {CRITICISM, HIDDEN, TURNED, "IK MOEST DRIE KEER; HETZELFDE UITLEGGEN"}

    assert len({sameness(one) for one in alike}) == 1
    assert sameness("een café") == sameness("een cafe\u0301")
    assert sameness("twee keer") != sameness("drie keer")


def test_joiners_stay_where_they_shape_something() -> None:
    family, persian = "Fijn 👨\u200d👩\u200d👧 gezin", "می\u200cخواهم"

    assert tidy(family) == family
    assert tidy(persian) == persian


async def test_right_to_left_words_leave_the_card_around_them_in_order(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, ARABIC, "critical", channel="telefoon")
    await world.walk(hours=2)
    (quote,) = cards_in(world)
    await world.press("sanne", quote.card, "Ik pak dit op", place="algemeen")
    form = form_of(await world.act("sanne", "idee.done", Ref("idea", "1")))
    await world.submit("sanne", form, effect=EFFECT, hears=("all",))
    await world.walk(days=4)

    assert quote.text.startswith(f"“\u2068{ARABIC}\u2069”\nEen huurder, aan de telefoon")
    told = [one.text for one in home_of(world, "algemeen")]
    assert any(f"“\u2068{ARABIC}\u2069”" in one for one in told)
    assert any(f"Het begon met: ‘\u2068{ARABIC}\u2069’ Met dank aan Sanne." in one for one in told)


def test_words_from_the_left_need_nothing_around_them() -> None:
    assert isolated(CRITICISM) == CRITICISM
    assert isolated("Één cafétje 🔔") == "Één cafétje 🔔"


async def test_more_than_three_thousand_signs_is_said_and_loses_nothing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    long = "Ik heb heel lang moeten wachten. " * 100

    typed = await world.say("youssef", None, f"/klant quote {long}")
    form = form_of(await world.act("youssef", "quote.new"))
    sent = await world.submit("youssef", form, text=long)

    said = "Dat is te lang voor een quote. Kies het stuk dat je bijbleef, hooguit 3000 tekens."
    assert words_of(typed).replace(".000", "000") == said
    assert isinstance(sent.reply, FormErrors) and sent.reply.errors["text"].replace(".000", "000") == said
    assert await texts(world) == []


async def test_just_three_thousand_signs_stand_there_as_a_fragment(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    exact = ("Ik heb heel lang moeten wachten. " * 100)[:2999] + "."

    await world.say("youssef", None, f"/klant quote {exact}")
    await world.press("sanne", card_of(await world.act("sanne", "quote.look")), "Goed, kritisch")
    await world.walk(hours=2)

    assert len(cards_in(world)[0].text) < 700
