"""Praise is never taken for criticism nor the other way round: what a score or a word leaves open, a person decides."""

from __future__ import annotations

import pytest

from rituals.quote.files_values import score_of, side_of
from tests.rituals.quote.test_files import rows, summary


@pytest.mark.parametrize(
    ("written", "score"),
    [("85%", (85, 100)), ("9 %", (9, 100)), ("4 sterren", (4, 5)), ("4 ★", (4, 5)), ("4 (van 5)", (4, 5)),
     ("8 sterren", None), ("8/20", None), ("3 van de 4", None), ("4 (van de 6)", None), ("3-11-2026", None),
     ("10-11-2026", None), ("10.11.2026", None), ("09:05:00", None), ("7-8", None), ("1 = goed, 5 = slecht", None),
     ("2 weken gewacht", None), ("10 dagen niets gehoord", None), ("9x gebeld", None), ("9 (heel goed)", (9, None)),
     ("9: heel goed", (9, None)), ("8+", (8, None)), ("7-", (7, None)), ("8.", (8, None)), ("10!", (10, None)),
     ("8 punten", (8, None)), ("5 - Zeer tevreden", (5, None)), ("⭐️⭐️⭐️⭐️", (4, 5))],
)  # fmt: skip
def test_a_number_that_may_be_something_else_is_no_score(written: str, score: object) -> None:
    assert score_of(written) == score


@pytest.mark.parametrize(
    ("written", "side"),
    [("niet tevreden", None), ("Niet goed, not good", None), ("geen klacht", None), ("tevreden noch ontevreden", None),
     ("positief en kritisch", None), ("zeer tevreden", "positive"), ("Klacht", "critical"),
     ("negatief / kritisch", "critical")],
)  # fmt: skip
def test_a_word_that_is_denied_or_contradicted_decides_nothing(written: str, side: str | None) -> None:
    assert side_of(written) == side


def sides(heading: str, *scores: str) -> list[str | None]:
    lines = "\n".join(f"Tekst van klant {number};{score}" for number, score in enumerate(scores))
    return [one["side"] for one in rows(f"tekst;{heading}\n{lines}\n".encode())]


def test_one_score_that_was_mistyped_turns_no_other_one_round() -> None:
    assert sides("cijfer", "8", "9", "88", "3") == ["positive", "positive", None, "critical"]
    assert sides("sterren", "5", "4", "44") == ["positive", "positive", None]
    assert sides("sterren", "8", "4") == [None, None]
    assert sides("score (0-100)", "88", "8") == ["positive", "critical"]
    assert sides("score", "8", "9", "88") == [None, None, "positive"]


def test_whoever_sent_a_list_with_two_scales_reads_how_to_name_one() -> None:
    assert summary(b"tekst;score\nGoed;8\nPrima;9\nSnel;88\n")["notes"]["scale"]
    assert summary(b"tekst;cijfer\nGoed;8\nPrima;9\nSnel;88\n")["notes"]["scale"]
    assert not summary(b"tekst;score\nGoed;80\nPrima;95\nSnel;88\n")["notes"]["scale"]


def test_percentages_are_out_of_a_hundred_however_low_they_are() -> None:
    assert sides("tevredenheid", "9%", "10%", "85%") == ["critical", "critical", "positive"]


@pytest.mark.parametrize("heading", ["cijfer (1=slecht, 5=goed)", "NPS 2025-10 vraag 3", "CES", "CES-score"])
def test_a_heading_that_leaves_the_scale_open_decides_nothing(heading: str) -> None:
    assert sides(heading, "5", "4", "2") == [None, None, None]


def test_effort_is_no_praise_as_more_of_it_can_be_worse() -> None:
    assert sides("CES", "7", "6", "9") == [None, None, None]
    assert sides("CES (1-7)", "7", "1") == [None, None]
