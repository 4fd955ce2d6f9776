"""Fair turns: by how often somebody was there, and over a hundred meetings nearly exactly so."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rituals.klantpet import rules
from rituals.klantpet.rules import TURN, Rota, Standing

FIRST = date(2026, 1, 5)
EIGHT = range(1, 9)
PART_TIME = [1 - 0.6 * step / 7 for step in range(8)]
"""How often the eight come: from always to four in ten."""

rotas = st.builds(
    lambda debts: Rota(tuple(Standing(person, debt) for person, debt in enumerate(debts)), 10, 40),
    st.lists(st.integers(-2 * TURN, 2 * TURN), min_size=3, max_size=12),
)


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def simulated(seed: int, attendance: Sequence[float], meetings: int = 100) -> tuple[list[int], Counter[int]]:
    """Who wore it, one after the other, and how often each was there."""
    chance = random.Random(seed)
    rota = rules.begun(range(1, len(attendance) + 1))
    wore: list[int] = []
    came: Counter[int] = Counter()
    for number in range(meetings):
        present = {person for person, often in enumerate(attendance, 1) if chance.random() < often}
        wearer = rules.choose(rota, present, rules.seed_of(str(seed), day(number)))
        if wearer is None:
            continue
        rota = rules.held(rota, present, wearer, day(number))
        wore.append(wearer)
        came.update(present)
    return wore, came


@pytest.mark.parametrize("seed", range(60))
def test_part_timers_and_full_timers_have_as_many_turns_for_each_meeting_they_are_at(seed: int) -> None:
    wore, came = simulated(seed, PART_TIME)

    often = [wore.count(person) / came[person] for person in EIGHT]

    assert max(often) / min(often) <= 1.2
    assert all(one != next_one for one, next_one in pairwise(wore))


@pytest.mark.parametrize("people", [3, 5, 8, 13])
def test_who_are_always_there_have_the_same_number_of_turns_or_one_more(people: int) -> None:
    wore, _ = simulated(1, [1.0] * people, meetings=101)

    turns = Counter(wore)

    assert len(turns) == people
    assert max(turns.values()) - min(turns.values()) <= 1


def test_a_group_that_doubles_stays_fair_to_who_is_there_less() -> None:
    chance = random.Random(3)
    rota = rules.begun(EIGHT)
    turns, came = Counter[int](), Counter[int]()
    for number in range(600):
        group = range(1, 9) if number < 300 else range(1, 17)
        present = {person for person in group if chance.random() < (0.5 if person % 2 else 1)}
        wearer = rules.choose(rota, present, str(number))
        assert wearer is not None
        rota = rules.held(rota, present, wearer, day(number))
        if number >= 400:
            turns[wearer] += 1
            came.update(present)

    half = sum(turns[one] for one in turns if one % 2) / sum(came[one] for one in came if one % 2)
    whole = sum(turns[one] for one in turns if not one % 2) / sum(came[one] for one in came if not one % 2)

    assert whole / half == pytest.approx(1, abs=0.1)


def test_where_all_are_equal_each_is_drawn_as_often_as_another() -> None:
    rota = rules.begun(EIGHT)

    drawn = Counter(rules.choose(rota, EIGHT, f"rota/{number}") for number in range(8000))

    chi_squared = sum((drawn[person] - 1000) ** 2 / 1000 for person in EIGHT)
    assert chi_squared < 24.32  # seven degrees of freedom, p = 0.001


def test_the_same_seed_draws_the_same_person_in_whatever_order_they_are_named() -> None:
    assert rules.choose(rules.begun([1, 2, 3]), [3, 1, 2], "a") == rules.choose(rules.begun([3, 2, 1]), [2, 3, 1], "a")


def test_who_owes_most_wears_it() -> None:
    rota = Rota((Standing(1, 5), Standing(2, 7), Standing(3, 6)), 10, 30)

    assert rules.choose(rota, {1, 2, 3}, "") == 2
    assert rules.choose(rota, {1, 3, 4}, "") == 3


def test_of_two_who_owe_as_much_it_is_the_one_who_wore_it_longest_ago_and_first_who_never_did() -> None:
    rota = Rota((Standing(1, 0, day(3)), Standing(2, 0, day(2)), Standing(3, -9, day(4))), 10, 30)
    never = Rota((*rota.standings[1:], Standing(4)), 10, 30)

    assert rules.choose(rota, {1, 2, 3}, "") == 2
    assert rules.choose(never, {2, 3, 4}, "") == 4


def test_nobody_wears_it_twice_in_a_row_when_another_can() -> None:
    rota = Rota((Standing(1, 9 * TURN, day(3)), Standing(2, 0, day(2)), Standing(3, -1, day(1))), 10, 30)

    assert rules.choose(rota, {1, 2, 3}, "") == 2


def test_who_wears_one_that_day_already_is_passed_over_when_another_can() -> None:
    rota = Rota((Standing(1, 9), Standing(2), Standing(3, -1)), 10, 30)

    assert rules.choose(rota, {1, 2, 3}, "", wearing={1}) == 2
    assert rules.choose(rota, {1, 2, 3}, "", wearing={1, 2, 3}) == 1


@pytest.mark.parametrize("coming", [(), (1,), (1, 2)])
def test_with_fewer_than_three_nobody_wears_it(coming: tuple[int, ...]) -> None:
    assert rules.choose(rules.begun([1, 2, 3]), coming, "") is None


def test_newcomers_look_on_twice_and_start_where_the_group_is() -> None:
    rota = Rota((Standing(1, 30), Standing(2, 10), Standing(3, -10)), 10, 30)

    once = rules.held(rota, {1, 2, 9}, 1, day(0))
    twice = rules.held(once, {2, 3, 9}, 2, day(1))

    assert _of(once, 9) == Standing(9, debt=10, early=1)
    assert _of(twice, 9).early == rules.SETTLED
    assert _of(twice, 9).debt == 10
    assert rules.choose(once, {2, 3, 9}, "") != 9
    assert rules.choose(twice, {1, 2, 9}, "") == 9


def test_people_who_are_all_new_have_no_wearer_yet() -> None:
    rota = rules.joined(Rota(()), {1, 2, 3})

    assert rules.choose(rota, {1, 2, 3}, "") is None


def test_a_meeting_that_nobody_wore_it_in_costs_nobody_a_turn() -> None:
    rota = rules.begun([1, 2, 3])

    assert rules.held(rota, {1, 2, 3}, None, day(0)) == rota


def test_whoever_takes_a_turn_over_pays_for_it() -> None:
    rota = rules.begun([1, 2, 3])
    first = rules.choose(rota, {1, 2, 3}, "")
    other = next(person for person in (1, 2, 3) if person != first)

    after = rules.held(rota, {1, 2, 3}, other, day(0))

    assert first is not None
    assert _of(after, other).debt < 0 < _of(after, first).debt


@given(rotas, st.data())
def test_absence_neither_gains_nor_loses(rota: Rota, data: st.DataObject) -> None:
    everybody = [one.person for one in rota.standings]
    present = data.draw(st.sets(st.sampled_from(everybody), min_size=3))
    wearer = rules.choose(rota, present, "")

    after = rules.held(rota, present, wearer, day(0))

    assert wearer in present
    away = set(everybody) - present
    assert [_of(after, person) for person in away] == [_of(rota, person) for person in away]


@given(rotas, st.data())
def test_all_who_are_there_owe_as_much_more_and_the_wearer_a_turn_less(rota: Rota, data: st.DataObject) -> None:
    everybody = [one.person for one in rota.standings]
    present = data.draw(st.sets(st.sampled_from(everybody), min_size=3))
    wearer = data.draw(st.sampled_from(sorted(present)))

    after = rules.held(rota, present, wearer, day(0))

    more = {person: _of(after, person).debt - _of(rota, person).debt for person in present}
    assert more.pop(wearer) == after.part - TURN
    assert set(more.values()) == {after.part}
    assert _of(after, wearer).last == day(0)


def test_when_all_five_come_for_five_weeks_each_wears_it_once() -> None:
    rota, team, wearers = rules.begun([1, 2, 3, 4, 5]), {1, 2, 3, 4, 5}, []

    for on in (day(7 * week) for week in range(5)):
        wearer = rules.choose(rota, team, rules.seed_of("rota:1", on))
        rota = rules.held(rota, team, wearer, on)
        wearers.append(wearer)

    assert sorted(filter(None, wearers)) == [1, 2, 3, 4, 5]


def _of(rota: Rota, person: int) -> Standing:
    return next(one for one in rota.standings if one.person == person)
