"""What somebody in Slack sees, from top to bottom: words, buttons, what stands out, and what is asked twice."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from typing import Any

import pytest

from adapters.slack import words as own_words
from tests.adapters.slack.house import House, housed
from tests.fakes.slack.people import Person
from tests.fakes.slack.screen import On, buttons, control
from tests.fakes.slack.state import Json

BELL = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie <@U2>"


@pytest.fixture
async def house() -> AsyncIterator[House]:
    async with housed() as made:
        yield made
        assert made.fake.state.refused == []


def lines(on: On) -> list[tuple[str, str]]:
    """Each block from top to bottom: its kind, and its words."""
    return [(_kind(block), _words(block)) for block in on.blocks]


def _kind(block: Json) -> str:
    inner = block["elements"][0]["type"] if block["type"] == "rich_text" else block["type"]
    return str(inner).removeprefix("rich_text_")


def _words(block: Json) -> str:
    if block["type"] == "actions":
        return " ".join(f"[{one['text']['text']}]" for one in block["elements"])
    if block["type"] == "input":
        return str(block["label"]["text"])
    return "".join(_texts(block.get("elements", block.get("text", ""))))


def _texts(part: Any) -> list[str]:
    if isinstance(part, list):
        return [text for one in part for text in _texts(one)]
    if isinstance(part, dict):
        inner = part.get("elements", part.get("text", ""))
        return _texts(inner)
    return [str(part)]


def style(on: On, name: str) -> str | None:
    found = control(on, name).element.get("style")
    return str(found) if found else None


async def rung(house: House) -> Person:
    fatima = house.fake.user("U1")
    await fatima.types(BELL, "C1", raw=True)
    await house.walk()
    return fatima


async def menu(house: House, somebody: Person) -> On:
    await somebody.presses(house.rung()[0], "⋯")
    await house.slack.settled()
    return somebody.private[-1]


async def test_the_bell_in_the_channel(house: House) -> None:
    await rung(house)

    (bell,) = house.rung()
    assert lines(bell) == [
        ("section", "🔔 De bel gaat voor Sanne!"),
        ("quote", "“Mevrouw A. belde om te bedanken voor de snelle reparatie.”"),
        ("context", "Fatima luidde de bel."),
        ("context", "Dit is de eerste bel! Ook iets moois gelukt voor een klant? Vertel het met /bel."),
        ("actions", "[👏 Klap mee] [⋯]"),
    ]
    assert bell.text == (
        "🔔 De bel gaat voor Sanne!\n“Mevrouw A. belde om te bedanken voor de snelle reparatie.”\n"
        "Fatima luidde de bel.\nDit is de eerste bel! Ook iets moois gelukt voor een klant? Vertel het met /bel."
    )
    assert control(bell, "⋯").element["accessibility_label"] == "Meer mogelijkheden"


async def test_what_only_the_ringer_sees_before_and_after(house: House) -> None:
    fatima = house.fake.user("U1")
    await fatima.types(BELL, "C1", raw=True)

    assert lines(fatima.private[-1]) == [
        ("section", "🔔 Over 10 seconden gaat de bel in #successen."),
        ("context", "Van ‘Mevrouw Aziz’ maakte ik ‘mevrouw A.’."),
        ("quote", "“Mevrouw A. belde om te bedanken voor de snelle reparatie.”"),
        ("actions", "[Nu luiden] [Aanpassen] [Annuleren] [Naam mag erbij]"),
    ]
    await house.walk()
    assert lines(fatima.private[-1]) == [("section", "🔔 De bel ging in #successen.")]


async def test_what_may_be_private_is_asked_about_and_the_careful_answer_stands_out(house: House) -> None:
    fatima = house.fake.user("U1")
    await fatima.types("/bel De heer belde op 06-12345678", "C1")

    answer = fatima.private[-1]
    assert lines(answer) == [
        ("section", "In je tekst staat ‘06-12345678’. Zal ik dat weghalen voordat de bel gaat?"),
        ("actions", "[Haal weg] [Mag erbij] [Aanpassen] [Annuleren]"),
    ]
    assert [style(answer, name) for name in buttons(answer)] == ["primary", None, None, None]


async def test_taking_a_bell_down_is_red_and_asked_twice(house: House) -> None:
    fatima = await rung(house)

    found = await menu(house, fatima)

    assert buttons(found) == [
        "Aanpassen", "Haal de bel weg", "Er klopt iets niet", "Ik heb een idee", "Nomineer een collega",
    ]  # fmt: skip
    away = control(found, "Haal de bel weg").element
    asked = {name: one["text"] for name, one in away["confirm"].items() if isinstance(one, dict)}
    assert (away["style"], away["confirm"]["style"]) == ("danger", "danger")
    assert asked == {
        "title": "Weet je het zeker?", "text": "Zal ik de bel overal weghalen, voor iedereen?",
        "confirm": "Haal de bel weg", "deny": "Laat staan",
    }  # fmt: skip


async def test_who_did_not_ring_it_can_only_say_that_something_is_wrong(house: House) -> None:
    await rung(house)

    assert buttons(await menu(house, house.fake.user("U2"))) == [
        "Er klopt iets niet", "Ik heb een idee", "Nomineer een collega", "Vertel hoe",
    ]  # fmt: skip


async def test_the_same_menu_in_english_for_who_reads_english(house: House) -> None:
    grace = house.fake.user("U4")
    await grace.types("/bel The roof is dry", "C1")
    await house.walk()

    found = await menu(house, grace)

    confirm = control(found, "Take the bell down").element["confirm"]
    assert (confirm["title"]["text"], confirm["deny"]["text"]) == ("Are you sure?", "Leave it")


async def test_the_form_of_the_bell(house: House) -> None:
    fatima = house.fake.user("U1")
    await fatima.types("/bel", "C1")
    await house.slack.settled()

    body = fatima.view.body
    assert [body[name]["text"] for name in ("title", "submit", "close")] == ["Luid de bel", "Luid de bel", "Sluiten"]
    assert lines(fatima.view) == [("input", "Wat is gelukt?"), ("input", "Wie deden mee?")]
    assert control(fatima.view, "makers").element["placeholder"]["text"] == "Typ een naam"


async def test_the_page_of_the_bot(house: House) -> None:
    await rung(house)
    sanne = house.fake.user("U2")
    await sanne.opens_home()
    await house.slack.settled()

    assert buttons(sanne.home)[0] == "Luid de bel"
    assert {"Mijn voorkeuren", "Zo typ je het", "Bewaar een quote"} <= set(buttons(sanne.home))


def test_the_words_of_the_adapter_are_short_and_speak_to_one_person() -> None:
    sentences = [text for name, text in vars(own_words).items() if name.isupper() and isinstance(text, str)]

    assert len(sentences) > 10
    for text in sentences:
        assert not re.search(r"\b(u|uw|men|dient|middels|gelieve)\b", text.lower()), text
        assert all(len(part.split()) <= 16 for part in re.split(r"[.:;?] ", text)), text
