"""The words people use for a rhythm, in Dutch and English, each brought back to one: typing errors are forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

_WEEKDAYS = (
    "maandag maandags maandagen ma monday mondays mon",
    "dinsdag dinsdags dinsdagen di tuesday tuesdays tue tues",
    "woensdag woensdags woensdagen wo wednesday wednesdays wed",
    "donderdag donderdags donderdagen do thursday thursdays thu thur thurs",
    "vrijdag vrijdags vrijdagen vr friday fridays fri",
    "zaterdag zaterdags zaterdagen za saturday saturdays sat",
    "zondag zondags zondagen zo sunday sundays sun",
)
_NUMBERS = (
    "een one", "twee two", "drie three", "vier four", "vijf five", "zes six", "zeven seven", "acht eight",
    "negen nine", "tien ten", "elf eleven", "twaalf twelve noon",
)  # fmt: skip
_MEANINGS = {
    **{f"wd{number}": words for number, words in enumerate(_WEEKDAYS)},
    "werkdag": "werkdag werkdagen weekdag weekdagen doordeweeks dagelijks workday workdays weekday weekdays daily",
    "dag": "dag dagen day days",
    "week": "week weken weeks",
    "tweewekelijks": "tweewekelijks veertiendaags biweekly fortnightly",
    "maand": "maand maanden maandelijks month months monthly",
    "elke": "elke elk iedere ieder every each",
    "andere": "andere other",
    "nr1": "eerste first",
    "nr2": "tweede second",
    "nr3": "derde third",
    "nr4": "vierde fourth",
    "nr-1": "laatste last",
    "half": "half",
    "kwart": "kwart quarter",
    "over": "over past",
    "voor": "voor",
    "tot": "tot until till to",
    "tm": "tm through",
    "uur": "uur uren oclock",
    "minuten": "minuten minuut min minutes minute",
    "anderhalf": "anderhalf",
    "kwartier": "kwartier",
    "duurt": "duurt duur lasts",
    "ochtend": "ochtend ochtends sochtends morgens smorgens morning am",
    "middag": "middag middags smiddags avond avonds savonds afternoon evening pm",
    "nacht": "nacht nachts snachts night",
    "keer": "keer maal once",
    "om": "om",
    "de": "de",
    "per": "per",
    "even": "even oneven odd",
    "": "s op on at the van from of en and in a an het is ons onze our we wekelijks weekly steeds altijd always vanaf "
    "overleg teamoverleg werkoverleg vergadering meeting",
}
_EXACT: Mapping[str, str] = MappingProxyType(
    {word: meaning for meaning, words in _MEANINGS.items() for word in words.split()}
    | {word: str(number) for number, words in enumerate(_NUMBERS, 1) for word in words.split()}
)
"""A number that is typed wrong is not guessed at: it would be another time."""
_GUESSED = tuple(word for meaning, words in _MEANINGS.items() for word in words.split() if len(word) > 4 and meaning)
_SHORTEST_GUESS = 4
_ALIKE = 0.75

_ORDINALS = {"1": "nr1", "2": "nr2", "3": "nr3", "4": "nr4"}
_TOKEN = re.compile(r"\d{1,2}:\d\d|\d+|nr-?\d|[^\W\d_]+|-")
_COMPOUND = re.compile(r"(\w+?dag)(ochtend|middag|avond)s?\b")
_WRITTEN = (
    (re.compile(r"[\u2010-\u2015]"), "-"),
    (re.compile(r"['\u2018\u2019`]"), ""),
    (re.compile(r"\b([ap])\.m\."), r"\1m"),
    (re.compile(r"\bt ?/ ?m\b|\btot en met\b"), " tm "),
    (re.compile(r"\bworking days?\b"), "werkdag"),
    (re.compile(r"\b(\d{1,2}) ?[:.uh] ?(\d\d)\b"), r"\1:\2"),
    (re.compile(r"\b(\d{1,2}) ?[uh]\b"), r"\1 uur"),
    (re.compile(r"\b(\d)x\b"), r"\1 keer"),
    (_COMPOUND, r"\1 \2"),
)
_NTH = re.compile(r"\b([1-4])(?:e|de|ste|st|nd|rd|th)\b")


def plain(text: str) -> str:
    """In small letters without accents, and times and ranges written in one way."""
    split = unicodedata.normalize("NFKD", text.casefold())
    said = "".join(char for char in split if not unicodedata.combining(char))
    for pattern, instead in _WRITTEN:
        said = pattern.sub(instead, said)
    return _NTH.sub(lambda found: _ORDINALS[found[1]], said)


def canonical(said: str) -> str:
    """Each word in its one form, and a word that nobody knows as it is: "elke wd1 10:00"."""
    words = (_meaning(word) for word in _TOKEN.findall(said))
    return " ".join(word for word in words if word)


def _meaning(word: str) -> str:
    if word in _EXACT:
        return _EXACT[word]
    return _guess(word) if word.isalpha() and len(word) >= _SHORTEST_GUESS else word


def _guess(word: str) -> str:
    from rapidfuzz.distance import OSA, JaroWinkler  # only who types something unknown needs it

    scored = ((OSA.normalized_similarity(word, one), JaroWinkler.similarity(word, one), one) for one in _GUESSED)
    alike, _, best = max(scored)
    return _EXACT[best] if alike >= _ALIKE else word
