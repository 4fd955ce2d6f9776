"""The question cards."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.engine.organisation import Organisation, Word
from rituals.engine.translate import Languages
from rituals.klantpet import questions
from rituals.klantpet.questions import KINDS, QUESTIONS, Kind, Question, next_question, question, questions_for
from tests.rituals.klantpet.test_rhythm import CALENDAR

ALL = [Question(*one) for of in QUESTIONS.values() for one in of.items()]
CHILD = Organisation("De Speelbrug", CALENDAR, customer=Word("kind", "kinderen", "het"))
BLAMING = ("schuld", "fout", "waarom doen", "nog steeds niet", "eindelijk", "jullie", "moet je")


def test_there_are_more_than_enough_for_a_year_each_with_an_id_of_its_own() -> None:
    assert len(ALL) >= 60
    assert len({one.id for one in ALL}) == len(ALL)
    assert len({one.words for one in ALL}) == len(ALL)
    assert set(QUESTIONS) == set(KINDS) == set(questions.LABELS)


@pytest.mark.parametrize("locale", ["nl", "en"])
def test_each_is_one_short_question_in_the_words_of_the_organisation(locale: str) -> None:
    say = Languages(CHILD).say(locale)

    for one in ALL:
        words = say(one.words)
        assert words.endswith("?")
        assert words[0].isupper()
        assert not {".", "!", "{"} & set(words), words
        assert words.count("?") == 1
        assert len(words) <= 100, words
        assert locale == "nl" or words != one.words


def test_none_blames_anybody() -> None:
    for one in ALL:
        assert not any(word in one.words.casefold() for word in BLAMING), one.words


@pytest.mark.parametrize("kind", KINDS)
def test_all_were_used_before_one_returns_and_none_comes_twice_in_a_row(kind: Kind) -> None:
    fitting = len(questions_for(kind))
    used: list[str] = []

    for number in range(3 * fitting):
        used.append(next_question(kind, used[-100:], f"rota/{number}").id)

    for start in range(2 * fitting):
        assert len(set(used[start : start + fitting])) == fitting


@given(st.sampled_from(KINDS), st.lists(st.sampled_from([*(one.id for one in ALL), "gone"])), st.text(max_size=9))
def test_the_next_one_fits_the_meeting_and_is_never_the_last_one_again(kind: Kind, used: list[str], seed: str) -> None:
    chosen = next_question(kind, used, seed)

    assert chosen in questions_for(kind)
    assert chosen == next_question(kind, used, seed)
    assert not used or chosen.id != used[-1]


def test_two_teams_do_not_begin_with_the_same_one() -> None:
    assert len({next_question("team", (), f"rota:{team}").id for team in range(20)}) > 5


def test_a_question_is_found_by_its_id_as_long_as_it_is_there() -> None:
    assert question("g1") == Question("g1", "Wat merkt {de_klant} hiervan?")
    assert question("gone") is None


def test_the_klantminuut_opens_with_a_voice_where_there_is_one() -> None:
    say = Languages(CHILD).say("nl")

    assert questions.minute(say) == "De klantminuut: begin dit overleg met één verhaal van een kind."
    assert questions.minute(say, "Ik wil buiten spelen.") == (
        "De klantminuut: een kind zei ‘Ik wil buiten spelen’. Wat betekent dat voor vandaag?"
    )
