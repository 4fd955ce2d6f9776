"""Quotation marks in a CSV: of cells that keep to the rules, and of those that do not."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.engine.tidy import tidy
from rituals.quote import files_csv
from rituals.quote.files_marks import sound
from tests.rituals.quote.test_files import rows

UNCLOSED = {
    "to the end": 'tekst;cijfer\n"Heel goed;9\nSlecht;2\nFijn;8\n',
    "to the next that is not closed": 'tekst;cijfer\n"Heel goed;9\nSlecht;2\n"Fijn;8\n',
    "to a cell in quotes": 'tekst;cijfer\n"Heel goed;9\nSlecht;2\n"Fijn; hoor";8\n',
    "to a quote in a text": 'tekst;cijfer\n"Heel goed;9\nSlecht;2\nFijn, zei "iemand" toen;8\n',
    "in the last row": 'tekst;cijfer\nHeel goed;9\nSlecht;2\n"Fijn;8',
    "to a mark at the very end": 'tekst;cijfer\n"Heel goed;9\nSlecht;2\nFijn ""hoor"";8',
    "in the last column": 'cijfer;tekst\n9;"Heel goed\n2;Slecht\n8;"Fijn; hoor"\n',
    "after a cell of two lines": 'tekst;cijfer\n"Heel\n\ngoed";9\n"Slecht;2\nFijn;8\n',
    "with the lines of an old Mac": 'tekst,cijfer\r"Heel goed,9\rSlecht,2\r"Fijn, hoor",8\r',
    "between rows that are blank": 'tekst;cijfer\n"Heel goed;9\n\n\n\nSlecht;2\n\nFijn;8\n\n\n\n\n',
    "below a title": 'Quotes van maart\n\ntekst;cijfer\n"Heel goed;9\nSlecht;2\nFijn;8\n',
    "below headings with empty cells": 'tekst;cijfer;;;\n"Heel goed;9\nSlecht;2\nFijn;8\n',
}


@pytest.mark.parametrize("name", UNCLOSED)
def test_a_mark_that_is_never_closed_takes_no_other_row_along(name: str) -> None:
    found = rows(UNCLOSED[name].encode())

    assert [re.split('[;,]| "', one["text"].strip('"'))[0] for one in found] == ["Heel goed", "Slecht", "Fijn"]
    assert [one["side"] for one in found] == ["positive", "critical", "positive"]


def test_an_answer_of_two_paragraphs_is_one_quote_whatever_stands_in_it() -> None:
    words = 'Fijn, snel; goed.\n\nDe monteur zei "tot ziens", en ging;\nnetjes, hoor.'
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([("tekst", "cijfer"), (words, 9), ("Slecht", 2)])

    first, second = rows(out.getvalue().encode())

    assert (first["text"], first["side"]) == (tidy(words), "positive")
    assert (second["text"], second["side"]) == ("Slecht", "critical")


def test_an_answer_whose_own_marks_were_not_doubled_stays_with_its_score() -> None:
    (found,) = rows(b'tekst;cijfer;datum\n"Het begon goed.\n\nMaar hij zei "nee" en ging.";2;1-11-2026\n')

    assert found["text"].startswith("Het begon goed. Maar hij zei")
    assert (found["side"], found["month"]) == ("critical", "2026-11")


CELLS = st.text(alphabet='ab";,\t\r\n', max_size=8)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), max_size=6), st.sampled_from(";,\t"), st.integers(1, 5),
       st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]), st.sampled_from(["\r\n", "\n", "\r"]))  # fmt: skip
def test_a_file_that_keeps_to_the_rules_is_read_by_them(
    cells: list[list[str]], sign: str, width: int, quoting: int, ends: str
) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=sign, quoting=quoting, lineterminator=ends).writerows(cells)  # type: ignore[arg-type]

    assert sound(out.getvalue(), sign, width) == out.getvalue()


OPENED = st.builds("{}{}{}".format, st.sampled_from(["", '"']), st.sampled_from(["goed", "niet goed", 'zei "nee" en']),
                   st.sampled_from([" hoor", ' "of', ' 15" breed']))  # fmt: skip


@given(st.lists(OPENED, min_size=1, max_size=12), st.sampled_from(";,\t"), st.sampled_from(["\r\n", "\n", "\r"]))
def test_a_file_that_knows_no_cells_in_quotes_keeps_each_row_with_its_score(
    texts: list[str], sign: str, ends: str
) -> None:
    scores = [str(number % 11) for number in range(len(texts))]
    lines = [f"{text}{sign}{score}" for text, score in zip(["tekst", *texts], ["cijfer", *scores], strict=True)]

    _, *found = files_csv.rows(ends.join(lines).encode(), 200)

    assert [row[1] for row in found] == scores


@given(st.text(alphabet='ab";,\n\r', max_size=40), st.integers(1, 4))
def test_no_mark_takes_a_letter_of_anybody_away(text: str, width: int) -> None:
    read = csv.reader(io.StringIO(sound(text, ";", width), newline=""), delimiter=";")

    kept = "".join(cell for row in read for cell in row)

    assert [*filter(str.isalpha, kept)] == [*filter(str.isalpha, text)]
