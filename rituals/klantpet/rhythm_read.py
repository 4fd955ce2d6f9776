"""Reads a rhythm as people type it: "elke dinsdag 10:00", "om de week op maandag half twee", "every Tuesday at 10".

What is not understood is asked, and never guessed past: "behalve in juli" must not be lost without a word.
"""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from itertools import count

from rituals.engine.translate import mark
from rituals.engine.when import parse_until
from rituals.engine.workdays import Calendar
from rituals.klantpet.rhythm import HOUR, Rhythm, days_of
from rituals.klantpet.rhythm_clock import SPAN, Span, span_of
from rituals.klantpet.rhythm_words import canonical, plain
from store.frozen import frozen

LONGEST = 200
MOST_WEEKS = 12

NO_DAY = mark("Op welke dag is het? Typ bijvoorbeeld: elke dinsdag 10:00.")
NO_TIME = mark("Hoe laat begint het? Typ bijvoorbeeld: elke dinsdag 10:00.")
NOTHING = mark("Welke dag en hoe laat? Typ bijvoorbeeld: elke dinsdag 10:00.")
NO_SUCH_TIME = mark("Die tijd klopt niet helemaal. Typ bijvoorbeeld: elke dinsdag 10:00, of dinsdag 10:00-11:30.")
TWO_TIMES = mark("Ik snap één tijd per overleg. Zet de andere tijd er daarna apart bij.")
WHICH_WEEK = mark("De hoeveelste in de maand? Typ bijvoorbeeld: elke eerste woensdag van de maand 10:00.")
EVEN_WEEKS = mark("Even weken verschuiven soms bij oud en nieuw. Typ bijvoorbeeld: om de week op maandag 10:00.")
NIGHT = mark("Tussen twee en drie uur 's nachts verspringt de klok soms. Kies een andere tijd.")
UNKNOWN = mark("‘{woord}’ snap ik nog niet. Typ bijvoorbeeld: elke dinsdag 10:00.")
FROM_WHEN = mark("Die eerste dag snap ik niet. Typ bijvoorbeeld: om de week op maandag 10:00 vanaf 30 november.")
TOO_MANY_WEEKS = mark("Dat is te ver uit elkaar. Kies elke week, om de week, of hooguit elke 12 weken.")

_FROM = re.compile(r"\b(?:vanaf|beginnend|startend|starting)\b ?(?P<rest>.*)")
_FROM_DAY = re.compile(r"\b(?:vanaf|beginnend|startend|starting)\b (?:op )?\d{1,2} (?!uur|minuten)[a-z]{3,}")
_BEFORE_MORE = frozenset({"om", "op", "de"})
_LENGTHS = (
    (re.compile(r"\b(?:duurt )?(\d{1,3}) minuten\b"), 1),
    (re.compile(r"\b(?:duurt )?(\d) kwartier\b"), 15),
    (re.compile(r"\bduurt (\d) uur\b"), HOUR),
    (re.compile(r"\b(?:duurt )?(?:1 )?anderhalf uur\b"), 90),
    (re.compile(r"\b(?:duurt )?(?:1 )?half uur\b"), 30),
)
_WEEKS = (
    (re.compile(r"\b(?:om de|elke|(?:1 keer )?per) (?:de )?(\d+) week\b"), 0),
    (re.compile(r"\b(?:om de|elke) andere (?:week\b|(?=wd))|\bom de (?:week\b|(?=wd))|\btweewekelijks\b"), 2),
    (re.compile(r"\b(?:elke|(?:1 keer )?per) week\b"), 1),
)
_RANGE = re.compile(r"\bwd(\d) (?:tm|tot|-) wd(\d)\b")
_WEEKDAY = re.compile(r"\bwd(\d)\b")
_WORKDAY = re.compile(r"\b(?:werkdag|elke dag)\b")
_NTH = re.compile(r"\bnr(-?\d)")
_MONTH = re.compile(r"\bmaand\b")
_EVEN = re.compile(r"\beven\b")
_PART = re.compile(r"\b(ochtend|middag|nacht)\b")
_FILLER = re.compile(r"\b(?:elke|om|de|per|voor|duurt|keer)\b|(?<!\S)-(?!\S)")


@frozen
class Problem:
    """What is missing, as a sentence to translate; `word` is for {woord} in it."""

    sentence: str
    word: str = ""


class _Left:
    """What has not been read yet."""

    def __init__(self, words: str) -> None:
        self.words = words

    def take(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """All that the pattern finds, which is then read."""
        found = list(pattern.finditer(self.words))
        self.words = " ".join(pattern.sub(" | ", self.words).split())
        return found

    def unread(self) -> str:
        """The first word that says something else."""
        return next(iter(_FILLER.sub(" ", self.words).replace("|", " ").split()), "")


def parse(text: str, today: date, calendar: Calendar) -> Rhythm | Problem:
    """The rhythm that the words say, from `today` on or from the day that they name."""
    said, since = _since(plain(text[:LONGEST]), today, calendar)
    if since is None and _FROM_DAY.search(said):
        return Problem(FROM_WHEN)
    left = _Left(canonical(said))
    if left.take(_EVEN):
        return Problem(EVEN_WEEKS)
    minutes, weeks = _length(left), _weeks(left)
    days = _days(left)
    nths = tuple(sorted({int(one[1]) for one in left.take(_NTH)}, key=lambda nth: (nth < 0, nth)))
    monthly = bool(left.take(_MONTH))
    span = _span(left)
    if days is None or isinstance(span, Problem):
        return _missing(left, span, days)
    if word := left.unread():
        return Problem(UNKNOWN, word)
    if monthly and not nths:
        return Problem(WHICH_WEEK)
    if not 1 <= weeks <= MOST_WEEKS or (weeks > 1 and nths):
        return Problem(TOO_MANY_WEEKS if not nths else WHICH_WEEK)
    rhythm = Rhythm(days, span.begins, span.minutes or minutes or HOUR, nths=nths, since=since)
    return _anchored(rhythm, weeks, since or today, calendar)


def _missing(left: _Left, span: Span | Problem, days: tuple[int, ...] | None) -> Problem:
    """A word that nobody knows may be the day or the time that is missing."""
    wrong = span if isinstance(span, Problem) else None
    if wrong and wrong.sentence != NO_TIME:
        return wrong
    if word := left.unread():
        return Problem(UNKNOWN, word)
    if wrong:
        return Problem(NOTHING) if days is None else wrong
    return Problem(NO_DAY)


def _since(said: str, today: date, calendar: Calendar) -> tuple[str, date | None]:
    """The words without "vanaf 30 november", and that day."""
    found = _FROM.search(said)
    words = found["rest"].split() if found else []
    for size in range(len(words), 0, -1):
        day = _first_day(" ".join(words[:size]), today, calendar)
        if found and day and words[size - 1] not in _BEFORE_MORE:
            return f"{said[: found.start()]} {' '.join(words[size:])}", day
    return said, None


def _first_day(words: str, today: date, calendar: Calendar) -> date | None:
    before = parse_until(f"tot {words}", today, calendar)
    if before:
        return before + timedelta(days=1)
    return today if parse_until(words, today, calendar) == today else None


def _length(left: _Left) -> int | None:
    for pattern, unit in _LENGTHS:
        for found in left.take(pattern):
            return int(found[1]) * unit if pattern.groups else unit
    return None


def _weeks(left: _Left) -> int:
    for pattern, weeks in _WEEKS:
        for found in left.take(pattern):
            return weeks or int(found[1])
    return 1


def _days(left: _Left) -> tuple[int, ...] | None:
    """None: no day was named; empty: every working day."""
    if left.take(_WORKDAY):
        return ()
    ranges = [(int(one[1]), int(one[2])) for one in left.take(_RANGE)]
    days = {day % 7 for first, last in ranges for day in range(first, (last if last >= first else last + 7) + 1)}
    days |= {int(one[1]) for one in left.take(_WEEKDAY)}
    return tuple(sorted(days)) or None


def _span(left: _Left) -> Span | Problem:
    found = left.take(SPAN)
    parts = {one[1] for one in left.take(_PART)}
    if not found:
        return Problem(NO_TIME)
    if len(found) > 1:
        return Problem(TWO_TIMES)
    span = span_of(found[0], parts.pop() if len(parts) == 1 else None)
    if span is None:
        return Problem(NO_SUCH_TIME)
    return Problem(NIGHT) if time(2) <= span.begins < time(3) else span


def _anchored(rhythm: Rhythm, weeks: int, first: date, calendar: Calendar) -> Rhythm:
    """Every so many weeks from its first day; a holiday does not put it off a week."""
    if weeks == 1:
        return rhythm
    every_day = Calendar(calendar.zone, calendar.weekdays)
    since = next(day for step in count() for day in days_of(rhythm, first, first + timedelta(weeks=step), every_day))
    return Rhythm(rhythm.weekdays, rhythm.at, rhythm.minutes, weeks, since=since)
