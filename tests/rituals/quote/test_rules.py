"""The choice over two years: fair, reproducible, and never twice within half a year."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.quote import rules
from store.quote_days import Past
from store.quote_stock import Candidate
from store.quotes import Side

START = date(2026, 1, 1)
DAYS = 730
SIDES: tuple[Side, ...] = ("positive", "critical", "mixed")
texts = st.text(min_size=1, max_size=4000)


@dataclass
class Pool:
    """Quotes that come in at random, and the days on which they were shown."""

    seed: int
    quotes: list[tuple[Candidate, Side]] = field(default_factory=list)
    shown: dict[int, date] = field(default_factory=dict)
    told: list[tuple[date, Past, int, bool]] = field(default_factory=list)

    def live(self, plenty: float) -> Pool:
        """Two years of working days, holidays, outages and times in which one side runs dry."""
        chance = Random(self.seed)
        dry: dict[Side, date] = {}
        for number in range(DAYS):
            day = START + timedelta(days=number)
            if chance.random() < 0.01:
                dry[chance.choice(SIDES)] = day + timedelta(days=30)
            self._come_in(day, chance, plenty, dry)
            if day.weekday() < 5 and chance.random() > 0.05:
                self._turn(day)
        return self

    def _come_in(self, day: date, chance: Random, plenty: float, dry: dict[Side, date]) -> None:
        while chance.random() < plenty:
            side = chance.choices(SIDES, (4, 4, 1))[0]
            if dry.get(side, START) <= day:
                theme, afdeling = chance.choice("abcdef"), chance.choice("xyz")
                one = Candidate(len(self.quotes), theme, afdeling, day.isoformat(), chance.randrange(2**32))
                self.quotes.append((one, side))

    def usable(self, day: date) -> dict[Side, list[Candidate]]:
        pools: dict[Side, list[Candidate]] = {side: [] for side in SIDES}
        for one, side in self.quotes:
            if self.shown.get(one.id, date.min) <= rules.rested(day):
                pools[side].append(one)
        return pools

    def _turn(self, day: date) -> None:
        past = [one for _, one, _, _ in reversed(self.told)]
        pools = self.usable(day)
        choice = rules.choose(rules.wanted(past), pools, past)
        if choice is None:
            assert not any(pools.values())
            return
        self.shown[choice.candidate.id] = day
        one = Past(choice.candidate.theme, choice.candidate.afdeling, choice.side)
        self.told.append((day, one, choice.candidate.id, choice.missing))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([0.3, 0.5, 0.65]))
def test_two_years_keep_every_promise(seed: int, plenty: float) -> None:
    told = Pool(seed).live(plenty).told

    for (_, before, _, _), (_, after, _, missing) in pairwise(told):
        assert missing or after.side != before.side, "praise and criticism take turns unless one side has run dry"
    seen: dict[int, date] = {}
    for day, _, number, _ in told:
        assert number not in seen or day - seen[number] >= rules.REST, "no quote comes back within half a year"
        seen[number] = day


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 10_000))
def test_with_plenty_of_everything_praise_and_criticism_balance_and_themes_take_turns(seed: int) -> None:
    chance = Random(seed)
    pool = Pool(seed)
    for number in range(1200):
        one = Candidate(
            number, chance.choice("abcdef"), chance.choice("xyz"), START.isoformat(), chance.randrange(2**32)
        )
        pool.quotes.append((one, SIDES[number % 2]))
    told = pool.live(0).told

    sides = Counter(one.side for _, one, _, _ in told)
    themes = Counter(one.theme for _, one, _, _ in told)
    assert abs(sides["positive"] - sides["critical"]) <= 1
    assert max(themes.values()) - min(themes.values()) <= len(told) / 20


def test_the_same_past_and_pool_give_the_same_choice() -> None:
    assert Pool(7).live(0.5).told == Pool(7).live(0.5).told


def test_mixed_words_count_for_the_side_whose_turn_it_is() -> None:
    mixed = Candidate(1, "a", "", "2026-01-01", 5)

    choice = rules.choose("critical", {"mixed": [mixed]}, [])

    assert choice == rules.Choice(mixed, "critical", missing=False)


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_stock_lasts_exactly_as_long_as_the_turns_can_go_on(positive: int, critical: int, mixed: int) -> None:
    best = 0
    for first in (0, 1):
        left, free, days = [positive, critical], mixed, 0
        while True:
            side = (first + days) % 2
            if left[side]:
                left[side] -= 1
            elif free:
                free -= 1
            else:
                break
            days += 1
        best = max(best, days)

    stock: dict[Side, int] = {"positive": positive, "critical": critical, "mixed": mixed}
    assert rules.lasts(stock) == best


@given(texts)
def test_a_fragment_is_the_beginning_of_the_text(text: str) -> None:
    words, more = rules.fragment(text)

    read = words.removeprefix("\u2068").removesuffix("\u2069")  # around words that run from right to left
    assert len(read) <= rules.FRAGMENT + 2
    assert (read == text) is not more
    assert text.startswith(read.removesuffix(" …") if more else read)


@pytest.mark.parametrize("text", ["xxx", "AAAA", "asdfasdf", "Asdf, asdf!", "qwerty", "jkljkl", "lkjh", "asdf" * 700])
def test_keys_that_were_only_tried_are_no_words(text: str) -> None:
    assert rules.is_only_keys(text)


@pytest.mark.parametrize(
    "text", ["Top!", "Ok", "Super", "Nee", "Dank u", "Haha", "Pfff", "Hmm...", "10", "👍👍👍", "Were"]
)
@pytest.mark.parametrize("after", ["", " xxx", " asdf"])
def test_a_short_word_is_heard_also_among_keys(text: str, after: str) -> None:
    assert not rules.is_only_keys(text + after)


def test_no_word_is_taken_for_keys() -> None:
    lists = (Path(__file__).parents[2] / "corpus" / "redaction").glob("*.txt")
    words = {word for one in lists for word in one.read_text(encoding="utf-8").split()}

    assert len(words) > 1000
    assert [word for word in sorted(words) if rules.is_only_keys(word)] == []


def test_praise_is_never_held_back() -> None:
    far = date(2099, 1, 1)

    assert not rules.is_protected("positive", "balie", ["balie"], far, START)
    assert rules.is_protected("critical", "Balie", ["balie"], None, START)
    assert rules.is_protected("mixed", "", [], far, START)
    assert not rules.is_protected("critical", "planning", ["balie"], START - timedelta(days=1), START)


def test_the_kind_is_suggested_by_the_score_before_the_words() -> None:
    assert rules.suggest("Fijn geholpen", 3) == "critical"
    assert rules.suggest("Fijn geholpen") == "positive"
    assert rules.suggest("Nooit meer, zo lang wachten") == "critical"
    assert rules.suggest("De bal is rond") is None
    assert rules.suggest("ok", 4, best=5) == "positive"
