"""Once it hangs: change, take back, report, and who may do which."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from rituals.engine.cards import plain
from rituals.engine.errors import PerhapsSent
from rituals.engine.names import Ref
from store import roles
from store.base import Store
from store.roles import Given
from store.tx import Tx
from tests.fakes.world import GENEROUS, FakePlatform, World, card_of, failing, form_of, labels, words_of
from tests.rituals.bel.steps import bell_of, errors_of, person_of, rung, state_of

BELL = Ref("bell", "1")
OWN = ["Aanpassen", "Haal de bel weg", "Er klopt iets niet"]


@pytest.mark.parametrize(
    ("who", "minutes", "expected"),
    [
        ("fatima", 14, OWN),
        ("youssef", 14, OWN[2:]),
        ("youssef", 16, OWN[2:]),
        ("anouk", 16, OWN),
        ("ron", 1, OWN[2:]),
    ],
)
async def test_the_menu_of_a_bell_holds_what_this_person_may(
    world: World, who: str, minutes: int, expected: list[str]
) -> None:
    bell = await rung(world)
    await world.walk(minutes=minutes)

    assert labels(card_of(await world.more(who, bell.card))) == expected


async def test_after_a_quarter_of_an_hour_the_ringer_may_only_report(world: World) -> None:
    bell = await rung(world, "grace")
    early = labels(card_of(await world.more("grace", bell.card)))
    await world.walk(minutes=15)

    assert (len(early), len(labels(card_of(await world.more("grace", bell.card))))) == (3, 1)


async def test_an_edit_shows_everywhere_and_says_so(world: World) -> None:
    bell = await rung(world, "youssef", "/bel De lift is klar @sanne")

    form = form_of(await world.press("youssef", card_of(await world.more("youssef", bell.card)), "Aanpassen"))
    await world.submit("youssef", form, text="De lift is klaar", makers=())
    await world.walk(seconds=5)

    for place in ("successen", "algemeen"):
        assert world.platform.standing(place)[0].text.splitlines()[:3] == [
            "🔔 De bel gaat!",
            "“De lift is klaar.”",
            "Youssef luidde de bel. (bewerkt)",
        ]
        assert len(world.platform.standing(place)) == 1


async def test_an_edit_without_another_text_is_no_edit(world: World) -> None:
    await rung(world, "youssef")
    form = form_of(await world.act("youssef", "bel.edit", BELL))

    await world.submit("youssef", form, text="De lift doet het weer.")
    await world.walk(seconds=5)

    assert "(bewerkt)" not in world.platform.standing("successen")[0].text


async def test_an_edit_that_brings_in_a_number_is_refused_and_a_name_is_shortened(world: World) -> None:
    await rung(world, "youssef")
    form = form_of(await world.act("youssef", "bel.edit", BELL))

    refused = await world.submit("youssef", form, text="Bel 06-12345678")
    await world.submit("youssef", form, text="Mevrouw Aziz is blij")
    await world.walk(seconds=5)

    assert errors_of(refused) == {"text": "Er staat een nummer of adres in. Haal dat weg, dan pas ik de bel aan."}
    assert "“Mevrouw A. is blij.”" in world.platform.standing("successen")[0].text


async def test_a_long_text_that_is_edited_to_a_short_one_loses_its_rest(world: World) -> None:
    await rung(world, "youssef", "/bel " + "woord " * 200)
    form = form_of(await world.act("youssef", "bel.edit", BELL))

    await world.submit("youssef", form, text="Kort maar krachtig")
    await world.walk(seconds=5)

    assert [one.text.splitlines()[1] for one in world.platform.standing("successen")] == ["“Kort maar krachtig.”"]


async def test_the_ringer_is_too_late_to_edit_after_a_quarter_of_an_hour(world: World) -> None:
    await rung(world, "youssef")
    form = form_of(await world.act("youssef", "bel.edit", BELL))
    await world.walk(minutes=15)

    pressed = await world.act("youssef", "bel.edit", BELL)
    sent = await world.submit("youssef", form, text="Te laat")

    assert words_of(pressed) == "Deze bel kun je niet meer aanpassen."
    assert errors_of(sent) == {"text": "Deze bel kun je niet meer aanpassen."}


async def test_a_ritueelhouder_may_edit_always(world: World) -> None:
    await rung(world, "youssef")
    await world.walk(days=3)

    form = form_of(await world.act("anouk", "bel.edit", BELL))
    await world.submit("anouk", form, text="Netjes gezegd")
    await world.walk(seconds=5)

    assert "“Netjes gezegd.”\nYoussef luidde de bel. (bewerkt)" in world.platform.standing("successen")[0].text


async def test_a_bell_that_is_taken_back_goes_everywhere_with_its_thread(store: Store) -> None:
    world = await World(store).open()
    await rung(world, "youssef", "/bel " + "woord " * 200)
    bell = world.platform.posted[0]

    menu = card_of(await world.more("youssef", bell.card))
    answer = await world.press("youssef", menu, "Haal de bel weg")
    await world.walk(minutes=1)

    assert words_of(answer) == "Deze bel hebben we weggehaald."
    assert world.platform.standing("successen") == world.platform.standing("algemeen") == []
    assert labels(card_of(await world.more("anouk", bell.card))) == []


async def test_the_ringer_reads_it_when_somebody_else_takes_the_bell_down(world: World) -> None:
    await rung(world, "youssef")

    await world.act("anouk", "bel.take_back", BELL)
    await world.walk(seconds=5)

    assert world.platform.to("youssef")[-1].text == "Deze bel hebben we weggehaald."


@pytest.mark.parametrize("who", ["sanne", "ron"])
async def test_nobody_else_takes_a_bell_down(world: World, who: str) -> None:
    await rung(world, "youssef")

    answer = await world.act(who, "bel.take_back", BELL)

    assert await state_of(world) == "rung"
    assert "weggehaald" not in words_of(answer)


async def test_the_ringer_is_too_late_to_take_it_back_after_a_quarter_of_an_hour(world: World) -> None:
    await rung(world, "youssef")
    await world.walk(minutes=15)

    answer = await world.act("youssef", "bel.take_back", BELL)

    assert words_of(answer) == "Deze bel kun je niet meer weghalen. Vraag het aan degene die over de bel gaat."
    assert await state_of(world) == "rung"


async def test_a_report_reaches_the_ritueelhouder_without_saying_who(world: World) -> None:
    bell = await rung(world, "youssef")

    form = form_of(await world.press("sanne", card_of(await world.more("sanne", bell.card)), "Er klopt iets niet"))
    answer = await world.submit("sanne", form, reason=("untrue",), text="De lift staat stil.")
    await world.walk(minutes=1)

    assert [field.label for field in form.fields] == ["Wat is er mis?", "Wil je er iets bij zeggen?"]
    assert words_of(answer) == "Dank je. Wie over de bel gaat, kijkt ernaar."
    (report,) = world.platform.to("anouk")
    assert report.text.splitlines() == [
        "Een collega zegt dat deze bel niet klopt.",
        "“De lift doet het weer.”",
        "Erbij gezegd: De lift staat stil.",
    ]
    assert "Sanne" not in report.text
    assert world.platform.to("fatima") == []


async def test_the_ritueelhouder_takes_the_reported_bell_down_from_the_report(world: World) -> None:
    await rung(world, "youssef")
    await _report(world, "sanne")

    await world.press("anouk", world.platform.to("anouk")[0].card, "Haal de bel weg")
    await world.walk(minutes=1)

    assert world.platform.standing("successen") == []
    assert [one.key for one in world.platform.to("anouk") if one.key.startswith("bel:report")] == []


async def test_the_ritueelhouder_leaves_the_reported_bell(world: World) -> None:
    await rung(world, "youssef")
    await _report(world, "sanne")

    answer = await world.press("anouk", world.platform.to("anouk")[0].card, "Laat staan")
    await world.walk(seconds=10)

    assert words_of(answer) == "Goed, de bel blijft hangen."
    heard = "Dank je voor je melding. We hebben ernaar gekeken, en de bel blijft hangen."
    assert [one.text for one in world.platform.to("sanne")] == [heard]
    assert await state_of(world) == "rung"


async def test_a_report_that_was_settled_says_so_to_everybody_who_looks_after_the_bell(world: World) -> None:
    grace = await person_of(world, "grace")
    await world.store.transact(lambda tx: roles.give(tx, Given(grace.id, "ritueelhouder", "bel"), None, world.now))
    await rung(world, "youssef")
    await _report(world, "ron")

    await world.press("anouk", world.platform.to("anouk")[0].card, "Laat staan")
    await world.walk(seconds=10)

    (theirs,), (hers,) = world.platform.to("grace"), world.platform.to("anouk")
    assert hers.text == "Deze melding is bekeken. De bel blijft hangen.\n“De lift doet het weer.”"
    assert (labels(hers.card), labels(theirs.card)) == ([], [])


async def test_without_a_ritueelhouder_the_beheerder_gets_the_report(world: World) -> None:
    anouk = await person_of(world, "anouk")
    await world.store.transact(lambda tx: roles.take(tx, Given(anouk.id, "ritueelhouder", "bel")))
    await rung(world, "youssef")

    await _report(world, "sanne")

    assert len(world.platform.to("fatima")) == 1
    assert world.platform.to("anouk") == []


@pytest.mark.parametrize("values", [{}, {"reason": "?"}, {"reason": ("\ud800",)}, {"reason": ("x", "person")}])
async def test_a_report_without_a_reason_asks_for_one(world: World, values: dict[str, str]) -> None:
    await rung(world, "youssef")
    form = form_of(await world.act("sanne", "bel.wrong", BELL))

    assert errors_of(await world.submit("sanne", form, **values)) == {"reason": "Kies wat er mis is."}


async def test_only_who_looks_after_the_bell_may_leave_it(world: World) -> None:
    await rung(world, "youssef")

    answer = await world.act("sanne", "bel.leave", BELL)

    assert words_of(answer) == "Dit kan alleen degene die over de bel gaat."


async def test_where_nobody_can_know_whether_it_was_posted_the_ringer_decides(sqlite_store: Store) -> None:
    platform = FakePlatform(capabilities=replace(GENEROUS, lookup=False))
    platform.fails = failing(PerhapsSent("reset"), place="algemeen")
    world = await World(sqlite_store, platform=platform).open()
    await rung(world, "youssef")
    await world.walk(minutes=2)

    question = world.platform.to("youssef")[-1].card
    answer = await world.press("youssef", question, "Stuur nog eens")
    await world.walk(minutes=1)

    assert "Ik weet niet zeker of de bel in #algemeen is geplaatst." in plain(question)
    assert words_of(answer) == "Goed, ik stuur hem nog een keer."
    assert len(world.platform.standing("algemeen")) == 1
    assert world.platform.to("youssef")[-1].text == "🔔 De bel ging in #successen en #algemeen."


async def test_the_ringer_may_leave_it_at_that(sqlite_store: Store) -> None:
    platform = FakePlatform(capabilities=replace(GENEROUS, lookup=False))
    platform.fails = failing(PerhapsSent("reset"), place="algemeen")
    world = await World(sqlite_store, platform=platform).open()
    await rung(world, "youssef")
    await world.walk(minutes=2)

    await world.press("youssef", world.platform.to("youssef")[-1].card, "Laat maar")
    await world.walk(days=1)

    assert world.platform.standing("algemeen") == []
    assert (await bell_of(world)).state == "rung"


async def test_an_edit_keeps_the_moment_it_rang(world: World) -> None:
    await rung(world, "youssef")
    before = (await bell_of(world)).rung_at
    await world.walk(minutes=5)

    form = form_of(await world.act("youssef", "bel.edit", BELL))
    await world.submit("youssef", form, text="Anders")
    await world.walk(minutes=20)

    assert (await bell_of(world)).rung_at == before
    assert before is not None and world.now - before > timedelta(minutes=20)


async def _report(world: World, who: str) -> None:
    form = form_of(await world.act(who, "bel.wrong", BELL))
    await world.submit(who, form, reason=("person",))
    await world.walk(minutes=1)


async def test_whoever_changes_a_bell_that_hangs_reads_that_it_was_kept(world: World) -> None:
    await rung(world)

    form = form_of(await world.act("fatima", "bel.edit", Ref("bell", "1"), place="successen"))
    answer = await world.submit("fatima", form, text="De trap is ook klaar", makers=())

    assert words_of(answer) == "Bewaard. De bel is aangepast."


async def test_where_nobody_looks_after_the_bell_a_report_says_so_and_stays_open(world: World) -> None:
    await rung(world)
    form = form_of(await world.act("youssef", "bel.wrong", BELL, place="successen"))
    await world.store.transact(_nobody_in_charge)

    pressed = await world.act("youssef", "bel.wrong", BELL, place="successen")
    sent = await world.submit("youssef", form, reason="untrue", text="")

    nobody = "Er is nog niemand die over de bel gaat. Vertel het aan degene die de bel luidde."
    assert words_of(pressed) == nobody
    assert errors_of(sent) == {"reason": nobody}


def _nobody_in_charge(tx: Tx) -> None:
    for one in roles.every(tx):
        roles.take(tx, one)
