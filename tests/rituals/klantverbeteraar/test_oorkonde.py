"""The oorkonde holds any name and any words, as they are."""

from __future__ import annotations

import json
import struct
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.engine.organisation import Colours
from rituals.engine.papers import Paper, Papers, Printed
from rituals.engine.translate import Languages
from rituals.klantverbeteraar.oorkonde import TEMPLATE, oorkonde
from tests.fakes.world import an_organisation

ROOT = Path(__file__).parents[3]
LONG = "Anne-Fleur van den Berg-Oosterhuis de Graaff"


def made(*names: str, locale: str = "nl", period: str = "november 2026", **more: Any) -> Paper:
    organisation = an_organisation(**more.pop("organisation", {}))
    say = Languages(organisation).say(locale)
    return oorkonde(say, organisation, names=names, period=period, day=date(2026, 11, 26), **more)


def texts(paper: Paper, part: str) -> list[str]:
    return [one["text"] for one in paper.told[part]]


def elements(paper: Paper, selector: str) -> list[dict[str, Any]]:
    """What the template makes of it."""
    inputs = {"told": json.dumps(paper.told)}
    found = typst.query(ROOT / TEMPLATE, selector, sys_inputs=inputs, ignore_system_fonts=True)
    read: list[dict[str, Any]] = json.loads(found)
    return read


async def printed(paper: Paper) -> Printed:
    return await Papers().printed(paper)


def test_what_stands_on_it() -> None:
    paper = made("Youssef el Amrani", reasons=["Hij belde terug."], customer="Eindelijk iemand die meedenkt.")

    told = paper.told
    assert told["heading"]["text"] == "Klantverbeteraar van november 2026"
    assert texts(paper, "names") == ["Youssef el Amrani"]
    assert texts(paper, "reasons") == ["“Hij belde terug.”"]
    assert told["customer"]["said"] == "Een huurder zei"
    assert told["customer"]["words"]["text"] == "“Eindelijk iemand die meedenkt.”"
    assert (told["date"], told["signed"]["text"]) == ("26 november 2026", "Namens Woonstichting Waterrand")
    assert paper.name == "oorkonde-november-2026"


def test_two_winners_have_one_together() -> None:
    paper = made(LONG, "Youssef el Amrani")

    assert paper.told["heading"]["text"] == "Klantverbeteraars van november 2026"
    assert texts(paper, "names") == [LONG, "Youssef el Amrani"]


def test_only_the_first_two_reasons_stand_on_it() -> None:
    assert texts(made("Bo", reasons=["een", "", "twee", "drie"]), "reasons") == ["“een”", "“twee”"]


def test_it_is_printed_in_the_organisations_colours() -> None:
    paper = made("Bo", organisation={"colours": Colours("#7a0019", "#ffcc33")})

    assert paper.told["colours"] == {"main": "#7a0019", "accent": "#ffcc33"}


@pytest.mark.parametrize(
    ("typed", "stands"),
    [
        ("Bo 🎉👩🏽‍🚀", "Bo"),
        ("Top ❤️!", "Top !"),
        ("Ko\u202eob", "Koob"),
        ("Jan\nde\x00 Vries", "Jan de Vries"),
        ("Ayşe Yılmaz-Ünlü", "Ayşe Yılmaz-Ünlü"),
    ],
)
def test_what_no_ink_can_say_is_left_out(typed: str, stands: str) -> None:
    assert texts(made(typed), "names") == [stands]


@pytest.mark.parametrize(("name", "rtl"), [("فاطمة الزهراء", True), ("משה", True), ("Bo", False), ("2 משה", True)])
def test_words_run_in_the_direction_of_their_script(name: str, rtl: bool) -> None:
    assert [one["rtl"] for one in made(name).told["names"]] == [rtl]


@pytest.mark.parametrize(
    "words",
    [
        "#panic()",
        "$x$",
        "@bron",
        "[a](b)",
        "a \\ b",
        "*b* _c_",
        "`d`",
        "<e>",
        "// f",
        "~ -- ---",
        "= kop",
        "#sys.inputs",
    ],
)
def test_signs_of_markup_are_only_signs(words: str) -> None:
    (heading,) = elements(made("Bo", period=words), "heading")

    assert f'"text": "Klantverbeteraar van {json.dumps(words)[1:-1]}"' in json.dumps(heading)


@pytest.mark.parametrize(
    "paper",
    [
        made("Bo"),
        made(LONG, reasons=["Een zin. " * 200, "Nog een. " * 200], customer="Heel blij. " * 200),
        made(LONG, f"{LONG} {LONG}", reasons=["Een zin. " * 200]),
        made("x" * 10_000, reasons=["W" * 10_000] * 2, customer="i" * 10_000),
        made(*(LONG for _ in range(6))),
        made("فاطمة الزهراء", reasons=["“שלום”, zei ze"], customer="#panic()"),
        made("Grace Mensah", locale="en", period="November 2026"),
        made("Bo", organisation={"name": "Stichting voor Wonen, Welzijn en Zorg aan de Waterrand en Omgeving " * 3}),
    ],
    ids=["short", "long", "two long", "endless", "six", "right to left", "english", "long house"],
)
async def test_it_is_one_page_whatever_stands_on_it(paper: Paper) -> None:
    page = await printed(paper)

    assert struct.unpack(">II", page.png[16:24]) == (1600, 1131)
    assert b"/Type/Pages/Count 1/" in page.pdf


async def test_the_same_oorkonde_is_the_same_file() -> None:
    assert await printed(made(LONG)) == await printed(made(LONG))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_words_become_a_line_that_can_be_set(words: str) -> None:
    for one in texts(made(words, reasons=[words], customer=words), "names"):
        one.encode()
        assert "\n" not in one
        assert all(len(piece) <= 41 for piece in one.replace("\u200b", " ").split())
