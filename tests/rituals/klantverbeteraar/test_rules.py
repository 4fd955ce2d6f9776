"""Who wins, which votes count, and lots that come out the same for one voter and evenly over all."""

from __future__ import annotations

from collections import Counter
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from rituals.engine.seal import Sealer
from rituals.klantverbeteraar import ballot, rules
from store.candidates import Candidate
from store.votes import Ballot

KEY = bytes(range(32))
CHI_SQUARED = 49.73
"""With 23 degrees of freedom a fair lot is above this once in a thousand."""
numbers = st.lists(st.integers(1, 10**15 - 1), min_size=1, max_size=3, unique=True)


def candidate(number: int) -> Candidate:
    return Candidate(number, "2026-11", None, f"Nummer {number}", "candidate", "none", None, None, None, False)


def test_one_to_three_of_the_offered_are_a_vote() -> None:
    assert rules.choice_of(["3", "1"], [1, 2, 3, 4]) == (1, 3)
    assert rules.choice_of(["1", "1"], [1, 2]) == (1,)
    for wrong in ([], ["1", "2", "3", "4"], ["5"], ["person:1"], ["²"], ["1", ""], ["-1"], ["1" * 30]):
        assert rules.choice_of(wrong, [1, 2, 3, 4]) is None, wrong


@given(st.lists(st.sampled_from([(1,), (2,), (5,), (1, 2), (3, 6), (1, 2, 3), (4, 5, 6)]), max_size=20))
def test_totals_count_each_vote_once_for_each_name_on_it(choices: list[rules.Choice]) -> None:
    totals = rules.tally(choices, [1, 2, 3])

    assert totals == {one: sum(one in choice for choice in choices) for one in (1, 2, 3)}


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 5)))
def test_winners_have_most_and_nobody_wins_without_a_vote(totals: dict[int, int]) -> None:
    won = rules.winners(totals)

    assert all(totals[one] >= max(totals.values()) > 0 for one in won)
    assert bool(won) == any(totals.values())
    assert set(totals) - set(won) == {one for one, n in totals.items() if n < max(totals.values()) or n == 0}


def test_a_tie_has_two_winners() -> None:
    assert rules.winners({1: 4, 2: 7, 3: 7}) == [2, 3]


@given(numbers)
def test_a_vote_opens_as_it_was_and_every_vote_is_as_long(chosen: list[int]) -> None:
    sealer, choice = Sealer([KEY]), tuple(sorted(chosen))

    sealed = ballot.sealed(sealer, choice)

    assert len(sealed) == len(ballot.sealed(sealer, (1,)))
    assert ballot.opened(sealer, [Ballot(1, sealed)]) == [choice]
    assert ballot.sealed(sealer, choice) != sealed


def test_under_another_key_nothing_opens() -> None:
    ours, other = Sealer([KEY]), Sealer([KEY[::-1]])
    ballots = [Ballot(1, ballot.sealed(ours, (1,))), Ballot(2, ballot.sealed(other, (1,)))]

    assert ballot.opened(ours, ballots) is None
    assert ballot.opened(ours, []) == []


def test_one_voter_reads_the_same_order_every_time() -> None:
    some = [candidate(number) for number in range(1, 8)]

    first = ballot.shuffled(Sealer([KEY]), 5, some)

    assert ballot.shuffled(Sealer([KEY]), 5, some[::-1]) == first
    assert ballot.shuffled(Sealer([KEY[::-1]]), 5, some) != first


def test_over_all_voters_every_order_is_as_likely() -> None:
    some, voters = [candidate(number) for number in (11, 12, 13, 14)], 6_000

    seen = Counter(
        tuple(one.id for one in ballot.shuffled(Sealer([KEY]), person, some)) for person in range(1, voters + 1)
    )

    expected = voters / 24
    assert set(seen) == set(permutations((11, 12, 13, 14)))
    assert sum((n - expected) ** 2 / expected for n in seen.values()) < CHI_SQUARED
