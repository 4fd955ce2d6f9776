"""Where somebody lives, in a plain text: a street with its number."""

import re
from collections.abc import Iterator

from rituals.engine.redact_counts import is_counted
from rituals.engine.redact_name_lists import FIRST_NAMES
from rituals.engine.redact_postcodes import HOUSE, NUMBERED, YEAR
from rituals.engine.redact_street_words import (
    ARTICLES,
    ENDS,
    FIRST_OF_STREET,
    INSIDE,
    MIDDLE_ENDS,
    NO_NAMES,
    NO_PARTS,
    NO_STREETS,
    OLD_AND_NEW,
    OPENERS,
    OPENERS_INSIDE,
    PARTICLES,
    PEOPLE,
    SURE_ENDS,
    TITLES,
)
from rituals.engine.redact_sure import Hit, Sure

_BEHIND_WORD = re.compile(rf"(?<= )(?P<house>{HOUSE})")
_STREET_WORD = re.compile(
    rf"(?<![\w'.-])(?P<word>'?[^\W\d_](?:[^\W\d_]|['.-](?=[^\W\d_])){{1,45}}\.?),? {{1,2}}{NUMBERED}$", re.IGNORECASE
)
_LONGEST_WORD = 64
_MORE_HOUSES = re.compile(rf"(?:, ?{HOUSE}){{0,4}} ?(?:en|t/m|tot en met|tot|&|/|-|, ?en) ?{HOUSE}")
_PLACES = re.compile(
    r"(?:woon\w{0,3}|wonend|wonen|adres|huis|woning|flat|appartement|verhuis\w{0,3}|verhuizen|verhuizing|gewoond|opgegroeid"
    r"|buren|zit|zitten)(?: ik| wij| we| nu| al| is| sinds \w{1,10}| \w{1,4} jaar){0,2}:?"
    r" (?:naar |op |aan |van |te |nabij )?(?:de |het |'t )?$",
    re.IGNORECASE,
)
_DOOR = re.compile(r"(?:op|aan|in|naar|van|adres:?|langs|bij)(?: de| het)? $", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"(?P<word>\d{1,2}e|'?[^\W\d_](?:[^\W\d_]|['.-](?=[^\W\d_])){0,40}\.?) {1,2}$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,5}")
_LONGEST_STREET = 7
# "De Dreef 22", "op het Plein 4": with a capital it is no dreef or plein, but the one that is called so.
_BEFORE_PROPER = frozenset({"de", "het", "De", "Het", "'t"})
# What stands in a surname, but not between "op" and a street.
_SURNAME_INSIDE = frozenset({"den", "der", "ten", "ter", "'t"})


_BOX = re.compile(r"(?<!\w)(?:postbus|antwoordnummer) \d{1,6}(?!\w)", re.IGNORECASE)


def boxes(text: str) -> Iterator[Hit]:
    return ((*match.span(), Sure.CERTAIN) for match in _BOX.finditer(text))


def streets(text: str) -> Iterator[Hit]:
    done = 0
    for match in _BEHIND_WORD.finditer(text):
        start = match.start()
        if start < done or YEAR.fullmatch(match["house"]) or is_counted(text, match.end()):
            continue
        street = _STREET_WORD.search(text, max(0, start - _LONGEST_WORD), start)
        hit = _street(text, street, match.end()) if street else None
        if hit:
            done = hit[1]
            yield hit


def _street(text: str, street: re.Match[str], end: int) -> Hit | None:
    before = _words_before(text, street.start("word"))
    word, start = street["word"], street.start("word")
    end = _last_house(text, end)
    opened = _opener(text, before, word)
    if opened is not None:
        return opened, end, Sure.CERTAIN
    if _is_street(text, word, start, before):
        return _first_word(text, before, word, start), end, Sure.CERTAIN
    return _place(text, before, start, word, end)


def _last_house(text: str, end: int) -> int:
    """The end of "12 en 14" or "12 t/m 18"."""
    more = _MORE_HOUSES.match(text, end)
    return more.end() if more and not is_counted(text, more.end()) else end


Word = tuple[int, str]


def _words_before(text: str, at: int) -> list[Word]:
    """Up to seven words before, back to the first that is in no street, the nearest first, with where each begins."""
    words: list[Word] = []
    while len(words) < _LONGEST_STREET and (found := _WORD_BEFORE.search(text, max(0, at - 44), at)):
        at, word = found.start(), found["word"]
        if word.endswith(".") and word.casefold() not in TITLES and not _INITIALS.fullmatch(word):
            break
        words.append((at, word))
        if not (_is_capital(word) or word.casefold() in PARTICLES | TITLES):
            break
    return words


def _opener(text: str, words: list[Word], word: str) -> int | None:
    """Where "Laan van Nieuw Oost-Indië" begins, or nothing when this is no such street."""
    if word[:1].islower():
        return None
    for at, (start, before) in enumerate(words):
        small = before.casefold()
        opens = small in OPENERS or (small in OPENERS_INSIDE and not _begins_sentence(text, start))
        if opens and before[:1].isupper():
            surname = at + 1 < len(words) and words[at + 1][1] in _SURNAME_INSIDE
            return start if at and words[at - 1][1] in PARTICLES and not surname else None
        if before[:1].islower() and before not in PARTICLES:
            return None
    return None


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at].rstrip(" \"'(")
    return not before or before[-1] in ".!?:-"


def _is_street(text: str, word: str, start: int, words: list[Word]) -> bool:
    small = word.casefold()
    if small in NO_STREETS - set(ENDS) or small in NO_NAMES:
        return False
    if word[:1].islower():
        named = _longer(small, SURE_ENDS) or (
            _longer(small, MIDDLE_ENDS) and _DOOR.search(text, max(0, start - 12), start)
        )
        return bool(named)
    before = words[0][1] if words and _is_capital(words[0][1]) else ""
    alone = before and before.casefold() not in NO_PARTS
    proper = bool(words) and words[0][1] in _BEFORE_PROPER and small in (*SURE_ENDS, *MIDDLE_ENDS)
    return _longer(small, ENDS) or bool(alone and small in ENDS) or before.casefold() in OLD_AND_NEW or proper


def _longer(word: str, ends: tuple[str, ...]) -> bool:
    return word[2:].endswith(ends)


def _is_capital(word: str) -> bool:
    return word.lstrip("'")[:1].isupper() or word[:1].isdecimal()


def _first_word(text: str, words: list[Word], word: str, start: int) -> int:
    """Where the street begins: "Burgemeester van der Lindenlaan", "Jan van Galenstraat", "1e Dorpsstraat"."""
    pending: list[str] = []
    for place, (at, before) in enumerate(words if word[:1].isupper() else []):
        small = before.casefold()
        if before in ARTICLES and not pending and not _begins_sentence(text, at):
            return at
        if before[:1].isupper() and small in NO_PARTS:
            break
        if _begins_sentence(text, at) and small not in FIRST_OF_STREET and not _INITIALS.fullmatch(before):
            break
        if _is_capital(before) or small in TITLES - PARTICLES:
            if pending and not _is_named_after(text, words, place, pending):
                break
            start, pending = at, []
        elif small in INSIDE:
            pending.append(small)
        else:
            break
    return start


def _is_named_after(text: str, words: list[Word], place: int, pending: list[str]) -> bool:
    """ "Jan van Galenstraat" is a street; "Jansen van de Kerkstraat" and "mevrouw Visser van Kerkweg" live in one."""
    at, word = words[place]
    if pending == ["de", "van"] or (word == "Van" and pending == ["de"] and _begins_sentence(text, at)):
        return False
    if pending != ["van"] or word.casefold() in TITLES:
        return True
    before = [one for _, one in words[place + 1 : place + 3]]
    if before[:1] == ["van"]:
        return word.casefold() in FIRST_NAMES
    if before[:1] == ["de"]:
        del before[0]
    return not before or not (_is_capital(before[0]) or before[0].casefold() in PEOPLE | _SURNAME_INSIDE)


def _place(text: str, words: list[Word], start: int, word: str, end: int) -> Hit | None:
    """A street that only its sentence tells: "ik woon op Achterom 12"."""
    if not _is_capital(word) or word.casefold() in NO_NAMES | NO_STREETS:
        return None
    for at, before in words:
        article = before in ARTICLES and not _begins_sentence(text, at)
        if not article and (not _is_capital(before) or before.casefold() in NO_PARTS):
            break
        start = at
    lettered = text[end - 1].isalpha() and _DOOR.search(text, max(0, start - 12), start)
    told = lettered or _PLACES.search(text, max(0, start - 60), start)
    return (start, end, Sure.LIKELY) if told else None
