"""What is read in a file, as Dutch and English programs write them, and what hostile ones come to."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example as example_of
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import process

from rituals.engine.files import Files, Reading, Unreadable
from rituals.engine.tidy import tidy
from rituals.quote import files_example
from rituals.quote.files import Known, read
from rituals.quote.files_example import example, safe, written
from rituals.quote.files_rows import says_nothing
from rituals.quote.files_values import day_of, score_of, side_of
from tests.rituals.quote.spreadsheets import cell, sheet, workbook

KNOWN = Known(date(2026, 11, 23), ("reparaties",), ("Balie",))
RECIPE = "rituals.quote.files:read"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def rows(data: bytes, known: Known = KNOWN) -> list[dict[str, Any]]:
    """What was found, by name."""
    names = ("row", "text", "side", "theme", "afdeling", "channel", "month", "like")
    found = read(data, json.loads(json.dumps(known.encoded())))
    return [dict(zip(names, one, strict=True)) for part in found["parts"] for one in json.loads(part)]


def summary(data: bytes) -> dict[str, Any]:
    return read(data, json.loads(json.dumps(KNOWN.encoded())))


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("letters", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_separator_and_letters_are_found_out(separator: str, letters: str) -> None:
    lines = [("Datum", "Cijfer", "Toelichting"), ("3-11-2026", '"8,5"', '"Fijn, één dag; klaar"')]
    data = "\r\n".join(separator.join(line) for line in lines).encode(letters)

    (found,) = rows(data)

    assert (found["text"], found["side"], found["month"]) == ("Fijn, één dag; klaar", "positive", "2026-11")


def test_a_line_that_only_names_the_separator_is_no_heading() -> None:
    (found,) = rows(b"sep=;\ntekst;thema\nGoed;Reparaties\n")

    assert (found["row"], found["text"], found["theme"]) == (3, "Goed", "reparaties")


def test_columns_are_known_by_their_heading_in_any_order_and_in_english() -> None:
    data = b"Department,Channel,Created at,Rating (1-5),Comment\nbalie,Phone,2026-10-05T10:00:00,2,Rude\n"

    (found,) = rows(data)

    assert found == {
        "row": 2, "text": "Rude", "side": "critical", "theme": "", "afdeling": "Balie", "channel": "telefoon",
        "month": "2026-10", "like": "",
    }  # fmt: skip


def test_the_heading_line_may_come_after_a_title() -> None:
    (found,) = rows(b"Klanttevredenheid 2026\n\nNr;Wat zei de klant?;Cijfer\n1;Netjes;10\n")

    assert (found["row"], found["text"], found["side"]) == (4, "Netjes", "positive")


@pytest.mark.parametrize("title", ["Quotes maart 2026\n\n", "Quotes maart 2026;;\n;;\n", "Quotes\n"])
@pytest.mark.parametrize("headings", ["Datum;Quote;Score", "Datum;Uw toelichting;Score"])
def test_a_title_that_sounds_like_a_heading_is_a_title(title: str, headings: str) -> None:
    (found,) = rows(f"{title}{headings}\n2026-03-02;Snel, en netjes;9\n".encode())

    assert (found["text"], found["side"], found["month"]) == ("Snel, en netjes", "positive", "2026-03")


def test_a_title_above_other_separators_is_a_title_too() -> None:
    (found,) = rows(b"Quotes maart 2026\n\nDatum,Quote,Score\n2026-03-02,Netjes; en snel,9\n")

    assert (found["text"], found["side"]) == ("Netjes; en snel", "positive")


@pytest.mark.parametrize(
    "heading",
    ["Toelichting op uw cijfer", "Toelichting bij de score", "Opmerking over de afdeling", "Comment on rating"],
)
def test_a_remark_about_something_is_a_remark(heading: str) -> None:
    (found,) = rows(f"Datum van de reactie;Rapportcijfer;{heading}\n3-11-2026;9;Snel geholpen\n".encode())

    assert (found["text"], found["side"], found["month"]) == ("Snel geholpen", "positive", "2026-11")


@pytest.mark.parametrize("words", ["De score was goed, fijne reactie", "Na mijn bericht niets, afdeling was dicht"])
def test_a_list_of_one_column_is_not_cut_where_its_words_sound_like_headings(words: str) -> None:
    (found, _) = rows(f"Quote\n{words}\nSnel geholpen\n".encode())

    assert found["text"] == words


@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_one_line_in_other_letters_spoils_no_other_line(begin: bytes) -> None:
    data = begin + "tekst;cijfer\nHeel fijn, één dag\nIn het café\n".encode() + "Ook één\n".encode("cp1252")

    assert [one["text"] for one in rows(data)] == ["Heel fijn, één dag", "In het café", "Ook één"]


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_two_files_after_one_another_have_their_headings_once(mark: str) -> None:
    data = f'{mark}"Tekst";Cijfer;;\nGoed;9\n{mark}"Tekst";Cijfer;;\nSlecht;2\n'.encode()

    assert [(one["row"], one["text"]) for one in rows(data)] == [(2, "Goed"), (4, "Slecht")]


NOTHING = ["nvt", "N.v.t.", "geen", "Geen opmerkingen.", "nee", "NULL", "nan", "#N/B", "#VERW!", "#NAAM?", "#DIV/0!"]


@pytest.mark.parametrize("words", NOTHING)
def test_an_answer_that_says_there_is_none_is_no_quote(words: str) -> None:
    found = summary(f"tekst;cijfer\n{words};9\nGeen gedoe, goed;9\n".encode())

    assert (found["samples"], found["reasons"]) == (["Geen gedoe, goed"], [[2, "no_text", ""]])


def test_a_sheet_that_explains_is_passed_over() -> None:
    data = workbook(
        sheet([["Toelichting bij dit bestand"], ["Vul het tweede blad in."]]),
        sheet([["Opmerking", "Cijfer"], ["Snel geholpen", 9]]),
        sheet([["Thema", "Kanaal", "Afdeling"], ["reparaties", "balie", "Balie"]]),
    )

    (found,) = rows(data)

    assert (found["text"], found["side"]) == ("Snel geholpen", "positive")


def test_a_workbook_is_read_with_its_numbers_days_and_the_values_of_formulas() -> None:
    data = workbook(
        sheet([["Uitleg"]]),
        sheet([["Ingevuld op", "Opmerking", "Rapportcijfer"], [46329, "Snel geholpen", 9], [46329, "=1+1", 5.5]]),
    )

    first, second = rows(data)

    assert (first["text"], first["side"], first["month"]) == ("Snel geholpen", "positive", "2026-11")
    assert (second["text"], second["side"]) == ("uitkomst van de formule", "critical")


def test_a_formula_in_a_csv_is_its_own_text() -> None:
    (found,) = rows(b'tekst\n"=HYPERLINK(""http://kwaad.example"")"\n')

    assert found["text"] == '=HYPERLINK("http://kwaad.example")'


def test_each_row_that_is_left_out_has_its_reason() -> None:
    found = summary(("tekst;cijfer\nGoed;9\n;8\ngoed!;7\n---;1\n" + "a b " * 1000 + ";1\n;;\n").encode())

    assert found["count"] == 1
    assert found["reasons"] == [[3, "no_text", ""], [4, "twice", "2"], [5, "no_text", ""], [6, "too_long", ""]]


def test_a_score_up_to_five_without_a_scale_decides_nothing() -> None:
    found = summary(b"tekst;score\nGoed;5\nSlecht;2\n")

    assert (found["sure"], found["notes"]["scale"]) == (0, True)
    assert [one["side"] for one in rows(b"tekst;score (1-5)\nGoed;5\nSlecht;2\n")] == ["positive", "critical"]
    assert [one["side"] for one in rows(b"tekst;score\nGoed;8\nSlecht;2\n")] == ["positive", "critical"]


def test_what_is_not_understood_is_named_and_nothing_is_lost() -> None:
    found = summary(b"tekst;thema;afdeling;datum\nGoed;Kabouters;Elfen;ooit\n")

    assert found["count"] == 1
    assert found["notes"] == {"scale": False, "dates": 1, "themes": ["Kabouters"], "afdelingen": ["Elfen"]}


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n;;;\r\n", "empty"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "web_page"),
        (b"  <html>", "web_page"),
        (b'{"reviews": []}', "not_a_table"),
        (b'[{"tekst": 1}]', "not_a_table"),
        (b"tekst\n\x00\x01\x02", "not_a_table"),
        (b"tekst\n\x81\x8d\x8f", "letters"),
        (b"naam;plaats\nA;B\n", "no_text"),
        (b"tekst" + b";x" * 1_000_000, "too_many_columns"),
        (b"tekst\n" + b"goed\n" * 20_001, "too_many_rows"),
        (b"a" * (10 * 1024 * 1024 + 1), "too_big"),
        (b"PK\x03\x04 en dan niets", "broken"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (OLE + b"een oud werkblad", "old_excel"),
    ],
)
def test_what_cannot_be_read_has_one_reason(data: bytes, what: str) -> None:
    with pytest.raises(Unreadable) as found:
        summary(data)

    assert found.value.what == what


WIDE = sheet([["tekst"] * 1000])
FAR = f'<row r="1">{cell("A1", "tekst")}</row><row r="1048576">{cell("XFD1048576", "x")}</row>'
BOMB = f'<row r="1">{cell("A1", "a" * 150_000_000)}</row>'
HEAVY = f'<row r="1">{cell("A1", "a" * 110_000_000)}</row>'


@pytest.mark.parametrize(
    ("words", "what"),
    [(WIDE, "too_many_columns"), (FAR, "too_heavy"), (BOMB, "too_heavy"), (HEAVY, "too_heavy")],
    ids=["a thousand columns", "one cell at the far end", "a bomb", "more than fits"],
)
async def test_a_hostile_workbook_ends_its_own_process_alone(words: str, what: str) -> None:
    assert await Files().read(RECIPE, workbook(words), KNOWN.encoded()) == Reading(problem=what)


async def test_a_reader_that_never_ends_is_stopped() -> None:
    found = await Files().read("tests.rituals.quote.endless:read", b"", {})

    assert found == Reading(problem="too_heavy")


async def test_a_child_knows_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEYS", "geheim")

    found = await Files().read("tests.rituals.quote.endless:environment", b"", {})

    assert "PATH" in found.value["names"]
    assert "SECRET_KEYS" not in found.value["names"]


TEXTS = st.text(min_size=1, max_size=60).filter(
    lambda text: "\x00" not in text and "\r" not in text and not says_nothing(tidy(text)) and text.isprintable()
)


@given(st.lists(TEXTS, min_size=1, max_size=8, unique_by=lambda text: "".join(filter(str.isalnum, text)).casefold()),
       st.sampled_from(";,\t"))  # fmt: skip
def test_every_text_comes_back_whatever_stands_between_the_cells(texts: list[str], separator: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([("datum", "tekst"), *(("3-11-2026", one) for one in texts)])

    found = rows(out.getvalue().encode("utf-8-sig"))

    kept = [tidy(text) for text in texts]
    assert {one["text"] for one in found} <= set(kept)
    assert found[0]["text"] == kept[0]


MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december",
)  # fmt: skip


@given(st.dates(date(2000, 1, 1), date(2068, 12, 31)))
def test_a_day_is_understood_however_it_is_written(day: date) -> None:
    name = MONTHS[day.month - 1]
    for words in (f"{day.day}-{day.month}-{day.year}", f"{day:%d/%m/%y}", f"{day:%d.%m.%Y}", day.isoformat(),
                  f"{day.isoformat()}T10:00:00Z", f"{day:%d-%m-%Y} 09:30", f"{day.day} {name} {day.year}",
                  f"{day.day} {name[:3]}. {day.year}" if name != "maart" else f"{day.day} mrt {day.year}",
                  (day - date(1899, 12, 30)).days, float((day - date(1899, 12, 30)).days)):  # fmt: skip
        assert day_of(words) == day, words
    assert day_of(f"{name} {day.year}") == day_of(f"{day:%Y-%m}") == day_of(f"{day:%m-%Y}") == day.replace(day=1)


@given(st.one_of(st.text(max_size=40), st.integers(), st.floats(), st.booleans(), st.none()))
@example_of(float("nan"))
@example_of(float("inf"))
def test_no_cell_is_too_odd_to_look_at(odd: object) -> None:
    day_of(odd)
    score_of(odd)
    side_of(odd)


@pytest.mark.parametrize(
    ("written", "score"),
    [("8,5", (8.5, None)), ("8.5", (8.5, None)), ("4/5", (4.0, 5.0)), ("7 van 10", (7.0, 10.0)), ("★★★☆☆", (3.0, 5.0)),
     (9, (9.0, None)), ("9 - heel goed", (9.0, None)), ("goed", None), ("", None), (-1, None), ("11/10", None)],
)  # fmt: skip
def test_a_score_is_understood_however_it_is_written(written: object, score: object) -> None:
    assert score_of(written) == score


@given(st.text(max_size=20))
def test_no_cell_that_we_write_begins_a_formula(text: str) -> None:
    assert not safe(text).lstrip().startswith(("=", "+", "-", "@"))
    assert not safe(text).startswith(("\t", "\r"))


def test_a_list_of_long_stories_is_not_too_heavy_beside_as_many_that_we_have(monkeypatch: pytest.MonkeyPatch) -> None:
    compared = []
    monkeypatch.setattr(process, "extractOne", lambda text, texts, **_: compared.append(len(text) * len(texts)))
    known = replace(KNOWN, texts=tuple(f"{number} {'a b ' * 740}" for number in range(2000)))

    found = rows("tekst\n{}".format("\n".join(f"{number} {'c d ' * 740}" for number in range(200))).encode(), known)

    assert len(found) == 200
    assert 0 < sum(compared) < 110_000_000


def test_the_example_is_read_as_it_says() -> None:
    assert [one["side"] for one in rows(example())] == ["positive", "critical", "positive"]
    assert written((("=1+1",),)) == b"\xef\xbb\xbf'=1+1\r\n"


def test_the_example_is_a_workbook_too_with_the_same_rows_and_the_same_bytes() -> None:
    assert [one["text"] for one in rows(files_example.workbook())] == [one["text"] for one in rows(example())]
    assert [one["side"] for one in rows(files_example.workbook())] == ["positive", "critical", "positive"]
    assert files_example.workbook() == files_example.workbook()
