"""Files that are broken or made to do harm, as a curator sends them: one sentence, and nothing else happens."""

from __future__ import annotations

import re

import pytest

from rituals.engine.outcome import FormErrors
from store.base import Store
from tests.fakes.world import words_of
from tests.rituals.quote.spreadsheets import sheet, workbook
from tests.rituals.quote.steps import a_world, ready
from tests.rituals.quote.test_files import BOMB, FAR
from tests.rituals.quote.test_files_sending import all_of, sent

MEGABYTE = 1024 * 1024
TOO_WIDE = "Er staan meer dan 200 kolommen in. Laat alleen de kolommen staan die nodig zijn."
TOO_HEAVY = "Dit bestand is te zwaar om te lezen. Zet de rijen in een nieuw bestand en stuur dat."
NO_LIST = "Dit is geen lijst. Sla hem in Excel op als .xlsx of .csv en stuur hem opnieuw."
HOSTILE = {
    "a million columns": (b"tekst" + b";x" * 1_000_000, TOO_WIDE),
    "nothing but marks that are not closed": (
        b"tekst\n" + b'"a\n' * 3_000_000,
        "Er staan meer dan 20.000 rijen in. Splits het bestand in stukken.",
    ),
    "a bomb": (workbook(BOMB), TOO_HEAVY),
    "a cell at the far end": (workbook(FAR), TOO_HEAVY),
    "letters of no alphabet": (
        b"tekst\n\x81\x8d\x8f\n",
        "De letters in dit bestand kan ik niet lezen. Sla het in Excel op als ‘CSV UTF-8’.",
    ),
    "a web page": (
        b"<!doctype html><title>Log in</title>",
        "Dit is een webpagina en geen lijst. Download het bestand opnieuw, en log daarvoor eerst in.",
    ),
    "json": (b'[{"tekst": "Goed"}]', NO_LIST),
    "deep json": (b"[" * MEGABYTE, NO_LIST),
    "ten megabytes and more": (
        b"tekst\n" + b"a" * (10 * MEGABYTE),
        "Dit bestand is groter dan 10 MB. Splits het in stukken en stuur ze een voor een.",
    ),
    "half a workbook": (
        workbook(sheet([["tekst"], ["Goed"]]))[:300],
        "Dit bestand is beschadigd. Open het in Excel, sla het op en stuur het opnieuw.",
    ),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600,
        "Dit is een oud soort Excel-bestand. Sla het op als .xlsx en stuur het opnieuw.",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_one_sentence_and_the_quotes_that_were_there_stay(sqlite_store: Store, name: str) -> None:
    world = await a_world(sqlite_store)
    await ready(world, "Dit stond er al", "positive")
    before = await all_of(world)
    data, sentence = HOSTILE[name]

    answer = await sent(world, data)

    assert answer.reply == FormErrors({"file": sentence})
    assert await all_of(world) == before


async def test_a_formula_is_words_and_is_never_run(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await sent(world, workbook(sheet([["tekst"], ["=HYPERLINK(A1)"], ["Fijn geholpen"]])))

    words = words_of(answer)
    assert "2 quotes herkend." in words
    assert "“uitkomst van de formule”" in words
    assert "HYPERLINK" not in words


ODD = {
    "a cell of a megabyte": b"tekst;cijfer\nGoed;9\n" + b"a b " * 250_000 + b";2\n",
    "empty columns": b";;;tekst;;;cijfer;;;;\n;;;Goed;;;9;;;;\n;;;Niets\x0bgedaan;;;2;;;;\n",
    "headings twice": b"tekst;tekst;cijfer;cijfer\nGoed;;9;\n;Slecht;;2\n",
    "letters that turn and hide": "tekst;cijfer\nGo\u202eed\u200b;9\n\u2028\x1a;2\n".encode(),
    "UTF-16 the other way": b"\xfe\xff" + "tekst;cijfer\nGoed, één;9\n".encode("utf-16-be"),
    "a scale for each row": "tekst;cijfer\nGoed;8/10\nFijn;9,5\nMatig;85%\nNiets;★★☆☆☆\n".encode(),
}


@pytest.mark.parametrize("name", ODD)
async def test_an_odd_list_shows_its_rows_and_what_is_left_out(sqlite_store: Store, name: str) -> None:
    world = await a_world(sqlite_store)

    words = words_of(await sent(world, ODD[name]))

    assert re.match(r"\d+ quotes? herkend[,.]", words), words
