"""The figures that redaction reaches on the labelled quotes; docs/redaction.md tells them."""

import pytest
from stdnum import iban
from stdnum.nl import bsn

from rituals.engine.redaction import Kind
from tests.corpus.redaction.generate import generated
from tests.corpus.redaction.measure import Measured, Score, measured, table
from tests.corpus.redaction.quotes import SETS, lines, quotes

FRAMES = ("tuned", "held")


@pytest.fixture(scope="module")
def results() -> dict[str, Measured]:
    return {name: measured(quotes(name)) for name in SETS}


def test_of_structured_kinds_nearly_all_is_found_and_nearly_nothing_else(results: dict[str, Measured]) -> None:
    overall = sum((result.structured for result in results.values()), Score())

    assert overall.marked > 1_000
    assert overall.recall >= 0.995
    assert overall.precision >= 0.97


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.NAME])
def test_no_kind_lags_behind(results: dict[str, Measured], kind: Kind) -> None:
    score = sum((result.scores[kind] for result in results.values()), Score())

    assert score.marked >= 30
    assert score.recall >= 0.98
    assert score.precision >= 0.97


@pytest.mark.parametrize("name", SETS)
def test_names_are_found_where_something_announces_them(results: dict[str, Measured], name: str) -> None:
    score = results[name].scores[Kind.NAME]

    assert score.recall >= 0.90
    assert score.precision >= 0.95


def test_the_quotes_are_many_and_half_of_them_hold_nothing_private(results: dict[str, Measured]) -> None:
    count = sum(result.quotes for result in results.values())
    private = sum(result.private for result in results.values())

    assert count >= 2_300
    assert len(quotes("by_hand")) >= 300
    assert 0.4 <= private / count <= 0.6


@pytest.mark.parametrize("name", FRAMES)
def test_the_quotes_from_frames_are_what_the_generator_makes(name: str) -> None:
    assert lines(name) == generated(name), "run `python -m tests.corpus.redaction.generate`"


@pytest.mark.parametrize("name", SETS)
def test_what_is_marked_stands_there_and_is_formally_right(name: str) -> None:
    for quote in quotes(name):
        for span in quote.spans:
            text = quote.text[span.start : span.end]
            assert text and text == text.strip()
            assert span.kind is not Kind.BSN or bsn.is_valid(text)
            assert span.kind is not Kind.IBAN or text.isdecimal() or is_account(text)


def is_account(text: str) -> bool:
    return bool(iban.is_valid(text.replace("\u00a0", " "), check_country=False))


def test_no_quote_of_one_set_stands_in_another() -> None:
    every = [line for name in SETS for line in lines(name)]

    assert len(every) == len(set(every))


def test_a_mistake_is_counted_and_said() -> None:
    quote = quotes("fresh")[0]
    marked = type(quote)("Bel 06-12345678 over de {deur}", quote.spans[:1])

    result = measured([marked])

    assert (result.structured.found, result.structured.right) == (0, 0)
    assert [words.split()[0] for words in result.mistakes] == ["missed", "wrong"]
    assert len(list(table(result))) == len(Kind) + 3
