"""Names of customers, shortened to an initial: "Mevrouw van der Berg" becomes "mevrouw V.".

A name is what follows a form of address, or the organisation's word for a customer, and begins with a
capital, with particles ("van der") before or in it. What is left alone: a lower-case word ("mevrouw belde"),
and names of colleagues.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable
from functools import cache, lru_cache

from rituals.engine.redact_shapes import WITHOUT_ARTICLE, ends_like_an_organisation, may_be_a_family
from store.frozen import frozen

CUSTOMERS = ("huurder", "huurders", "klant", "klanten", "bewoner", "bewoners", "cliënt", "cliënten")

# "MW" is a unit and "MS Teams" a product: without their dot these two are no titles.
_TITLES = (
    *("mevrouw", r"mevr\.?", r"mvr\.?", r"mw\.", "m(?-i:w)", "meneer", "mijnheer", "menheer", r"dhr\.?"),
    *(r"de[ \t\u00a0]heer", "heer", "heren", "dames", "juffrouw", r"mej\.?", "familie", r"fam\.?"),
    *(r"mrs\.?", r"mr\.", r"ms\."),
)
# Lower-case words that belong to a name when a capital follows; "uit" and "op" only as in "uit den Bogaard".
_PARTICLES = (
    r"van|de|der|den|het|te|ten|ter|des|du|von|zu|zum|zur|el|al|ben|bin|ibn|abu|da|do|dos|di|la|le|les|af"
    r"|v\.\s?d\.|v/d|vd|v\.|(?:uit|op|in|aan|onder)(?=\s(?:den|['’‘`´]t)\s)"
    r"(?!\s(?-i:Den)\s(?:Haag|Bosch|Helder|Dolder)\b)"  # "de heer uit Den Haag" has no name
)
_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_QUOTE = "['’‘`´]"
_SPACE = r"[ \t\u00a0\u202f]{1,3}"
_WORD = rf"(?:{_QUOTE}[ts](?:{_SPACE}|-))?{_LETTER}(?:(?:{_QUOTE}|[-\u2010\u2011])?{_LETTER}){{0,60}}"
_INITIALS = rf"(?:{_LETTER}\.[ ]?){{1,8}}(?=[\s]|\w|$)"
# Particles are skipped once and for all (*+): one with nothing behind it is no name by itself. Nor is what begins with
# two small letters, as most words do: those need not be read to their end.
_PART = re.compile(rf"(?i:(?:{_PARTICLES}){_SPACE})*+(?![a-z]{{2}})(?P<name>{_INITIALS}|{_WORD})(?P<gap>{_SPACE})?")
_PARTICLE = re.compile(rf"(?:{_PARTICLES})(?={_SPACE})", re.IGNORECASE)
_ACADEMIC = re.compile(rf"(?:(?:prof|drs|dr|ing|ir|mr|ds)(?:\.|(?={_SPACE})){_SPACE}){{1,4}}", re.IGNORECASE)
_INITIAL = re.compile(rf"(?:{_QUOTE}[ts]\W)?(ij|{_LETTER})", re.IGNORECASE)
_ONLY_PARTICLE = re.compile(_PARTICLES, re.IGNORECASE)
_PLACE = re.compile(rf"van{_SPACE}(?=[^\W\d_])(?![a-z])(?P<place>{_WORD})")
_ARTICLE = re.compile(rf"(?<!\w)de{_SPACE}$", re.IGNORECASE)
_ONE_LETTER = re.compile(rf"{_LETTER}\.?")
_FIRST_LETTER = re.compile(_LETTER)
_SMALL_WORDS = re.compile(rf"^(?:{_QUOTE}[ts]\W+|[dlo]{_QUOTE})")
_LONGEST_NAME = 8
# After "mevrouw A." these begin a sentence; as a first word they can be a name ("mevrouw Mooi").
_ORDINARY = frozenset(
    {"als", "alles", "bedankt", "bij", "daarna", "daar", "dank", "dat", "deze", "die", "dit"}
    | {"dus", "een", "en", "er", "fijn", "gisteren", "goed", "hij", "ik", "je", "jij"}
    | {"jullie", "klasse", "maar", "mijn", "mooi", "morgen", "na", "niet", "nog", "nu", "omdat"}
    | {"onze", "ook", "super", "toen", "top", "u", "vandaag", "voor", "want", "wat", "we"}
    | {"wij", "ze", "zij", "zo"}
)


@frozen
class Shortened:
    """What was made of a name, as it is told to the writer: "Mevrouw Aziz" and "mevrouw A."."""

    before: str
    after: str


def shorten_names(
    text: str, *, keep: Collection[str] = (), customers: Iterable[str] = CUSTOMERS
) -> tuple[str, tuple[Shortened, ...]]:
    """The text with customers' names as initials, and what was changed.

    `keep` holds names of colleagues, full and first names; `customers` the organisation's own words for one.
    """
    kept: frozenset[str] | None = None
    pieces: list[str] = []
    changes: list[Shortened] = []
    done = 0
    for match in _titles(tuple(customers)).finditer(text):
        if kept is None:
            kept = _all_the_same(tuple(keep))
        end = _name_end(text, match, kept) if match.start() >= done else None
        if end is None:
            continue
        initial = _initial(text[match.end() : end])
        title = match["title"]
        shown = title if _starts_sentence(text, match.start()) else _lower_first(title)
        dot = "" if text.startswith(".", end) else "."
        pieces += [text[done : match.start()], f"{shown} {initial}{dot}"]
        changes.append(Shortened(text[match.start() : end], f"{title.lower()} {initial}."))
        done = end
    pieces.append(text[done:])
    return "".join(pieces), tuple(changes)


@cache
def _titles(customers: tuple[str, ...]) -> re.Pattern[str]:
    """Forms of address and words for customers, with the academic titles that may follow."""
    forms = {unicodedata.normalize(form, word) for word in customers for form in ("NFC", "NFD")}
    words = [word[0] + re.escape(word[1:]) for word in sorted(forms, key=len, reverse=True) if word]
    # A pattern that begins with one sign out of a few is not even tried elsewhere: half the work in most texts.
    first = {sign for word in (*_TITLES, *words) for sign in (word[0].lower(), word[0].upper())}
    begins = rf"(?-i:[{re.escape(''.join(sorted(first)))}])(?<!\w.)"
    goes_on = f"{_behind_first(_TITLES)}|(?P<customer>{_behind_first(words)})"
    return re.compile(rf"(?P<title>{begins}(?:{goes_on})){_SPACE}(?:{_ACADEMIC.pattern})?", re.IGNORECASE)


def _behind_first(words: Iterable[str]) -> str:
    """A pattern for any of the words, where their first letter was read already."""
    rests: dict[str, list[str]] = {}
    for word in words:
        rests.setdefault(word[0], []).append(word[1:])
    return "|".join(f"(?<={re.escape(first)})(?:{'|'.join(some)})" for first, some in rests.items()) or "(?!)"


def _name_end(text: str, title: re.Match[str], kept: frozenset[str]) -> int | None:
    """Where the name after this title ends, or None when no name to be shortened follows."""
    if title["customer"] is not None and _PARTICLE.match(text, title.end()) and _follows_article(text, title):
        return None
    if _is_workplace(text, title):
        return None
    ends = _part_ends(text, title.end(), shouted=_is_shouted(title["title"]))
    ends = _without_colleague(text, title.end(), _without_loose_particle(text, ends), kept)
    if not ends:
        return None
    name = text[title.end() : ends[-1]]
    return None if _ONE_LETTER.fullmatch(name) else ends[-1]


def _is_workplace(text: str, title: re.Match[str]) -> bool:
    """ "mevrouw van Buurtzorg", "de mevrouw van Eneco"."""
    place = _PLACE.match(text, title.end())
    if place is None or title["customer"] is not None:
        return False
    small = place["place"].casefold()
    if _is_place_of_work("van", small):
        return True
    article = _ARTICLE.search(text, max(0, title.start() - 4), title.start())
    return article is not None and title["title"].casefold() in WITHOUT_ARTICLE and not may_be_a_family(small)


def _is_place_of_work(particles: str, name: str) -> bool:
    """ "Smit van Buurtzorg"."""
    return particles.strip() == "van" and ends_like_an_organisation(name.casefold())


def _part_ends(text: str, start: int, *, shouted: bool) -> list[int]:
    """The ends of the parts of a name that begins at `start`; particles count with the part they precede."""
    ends: list[int] = []
    at = start
    for _ in range(_LONGEST_NAME):
        part = _PART.match(text, at)
        if part is None or _is_lower(name := part["name"]) or (ends and name.casefold() in _ORDINARY):
            break
        if ends and _is_place_of_work(text[at : part.start("name")], name):
            break
        ends.append(part.start("name") + len(name.rstrip()))
        # In a text in capitals every word looks like a name.
        if shouted and not name.rstrip().endswith("."):
            break
        if not part["gap"] and name[-1] not in ". ":
            break
        at = part.end()
    return ends


def _without_loose_particle(text: str, ends: list[int]) -> list[int]:
    """No name ends in a particle: after "mevrouw A. De monteur" the sentence has begun with "De"."""
    if len(ends) > 1 and _ONLY_PARTICLE.fullmatch(text[ends[-2] : ends[-1]].strip()):
        return ends[:-1]
    return ends


def _without_colleague(text: str, start: int, ends: list[int], kept: frozenset[str]) -> list[int]:
    """The parts that are not a colleague's name: "meneer Aziz Sanne" has a customer and a colleague.

    A first name counts only as the last part: "huurder Sanne de Vries" is a customer, whoever works here.
    """
    for count, begin in enumerate([start, *ends[:-1]] if kept else []):
        for end in (names := ends[count:]):
            name = _same(text[begin:end])
            if name in kept and (" " in name or end == names[-1]):
                return ends[:count]
    return ends


@lru_cache(maxsize=512)  # the same few colleagues are thanked all day
def _all_the_same(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(map(_same, names))


def _same(name: str) -> str:
    plain = " ".join(name.split())
    if not plain.isascii():
        plain = unicodedata.normalize("NFC", plain).replace("’", "'")
    return plain.casefold().strip(".").removesuffix("'s")


def _initial(name: str) -> str:
    found = _INITIAL.match(name)
    first = found[1] if found else name[:1]
    if first in {"IJ", "ij"}:
        return "IJ"
    letter = _FIRST_LETTER.match(first)
    return (letter[0] if letter else first).upper()


def _is_lower(word: str) -> bool:
    """Whether this is no name; "d'Hondt" and "'t Hart" are, "'t huis" is not."""
    if word[:1].isupper():
        return False
    return (word if word.isalpha() else _SMALL_WORDS.sub("", word))[:1].islower()


def _is_shouted(title: str) -> bool:
    return title.isupper() and len(title) > 3


def _starts_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 8) : at].rstrip(" \t\u00a0\"'“”‘’„«(*_>-")
    return not before or before[-1] in ".!?…:\n\r"


_ALWAYS_CAPITAL = frozenset({"mrs", "mr", "ms", "miss"})
"""English titles, which begin with a capital wherever they stand."""


def _lower_first(title: str) -> str:
    keeps = _is_shouted(title) or title.lower().rstrip(".") in _ALWAYS_CAPITAL
    return title if keeps else title[:1].lower() + title[1:]


def _follows_article(text: str, title: re.Match[str]) -> bool:
    """ "een huurder van Vivare" tells where somebody rents, "huurder van Dijk" who."""
    before = text[max(0, title.start() - 12) : title.start()].casefold().split()
    return bool(before) and before[-1] in {
        "de",
        "een",
        "deze",
        "die",
        "onze",
        "elke",
        "geen",
        "a",
        "the",
        "our",
    }
