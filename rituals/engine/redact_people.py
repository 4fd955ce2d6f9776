"""Names of people in a plain text: of colleagues, behind a title or a role, in a signature, told by themselves."""

import re
from collections.abc import Collection, Iterator
from functools import lru_cache

from rituals.engine.redact_name_lists import AMBIGUOUS, FIRST_NAMES, SURNAMES
from rituals.engine.redact_shapes import (
    LANDSCAPE,
    WITHOUT_ARTICLE,
    ends_like_a_firm,
    ends_like_an_organisation,
    looks_like_a_surname,
    may_be_a_family,
)
from rituals.engine.redact_spelling import AFTER_TITLE, Spelling
from rituals.engine.redact_sure import Hit, Sure
from rituals.engine.redact_tokens import Token, bare_form, small_form, tokens
from rituals.engine.redact_wordlist import words
from rituals.engine.redact_words import (
    ACADEMIC,
    ARTICLES,
    CLOSINGS,
    CUSTOMERS,
    GREETINGS,
    KIN,
    LABELS,
    LOOSE_INITIALS,
    NAMED_AFTER,
    NO_INITIALS,
    NO_PERSONS,
    ORDINARY,
    PARTICLES,
    ROLES,
    SERVICES,
    TITLES,
    VERBS,
    ends_like_a_building,
)
from store.frozen import frozen

_AFTER_CLOSING = re.compile(r"[.,!:]{0,3}[ \n]{1,6}")
_AFTER_INTRODUCTION = re.compile(r"[:,]? {1,3}")
_LABELS = {last: tuple(one for one in LABELS if one[-1] == last) for last in {one[-1] for one in LABELS}}
"""By their last word, the one before the name."""
_MOST_ACADEMIC = 4
CONTACT = "\x02"
"""Stands in the text for each sign of an address or a number to call, which was found before."""


def names(text: str, colleagues: Collection[str]) -> Iterator[Hit]:
    """The names, in the order of the text and without overlaps."""
    text = NO_PERSONS.sub(lambda match: "\1" * len(match[0]), text)
    reader = _Reader(text, tokens(text))
    known = _by_first_word(colleagues, {token.bare for token in reader.tokens})
    at = 0
    while at < len(reader.tokens):
        found = reader.found(at, known)
        if found is None:
            at += 1
        while found:
            first, at, sure = found
            yield reader.tokens[first].start, reader.end(at - 1), sure
            found = reader.together(at)


def _by_first_word(colleagues: Collection[str], said: Collection[str]) -> dict[str, list[list[str]]]:
    """The words of each colleague's name whose first word stands in the text, the longest first."""
    every = _first_words(frozenset(colleagues))
    return {word: every[word] for word in said if word in every}


@lru_cache(maxsize=2)  # of thousands of colleagues, for each text of a list
def _first_words(colleagues: frozenset[str]) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for name in colleagues:
        parts = [bare_form(small_form(part)) for part in name.replace("’", "'").split()]
        if parts:
            found.setdefault(parts[0], []).append(parts)
        if parts and len(parts[0]) > 3:  # "Sannes uitleg"
            found.setdefault(f"{parts[0]}s", [])
    for names_ in found.values():
        names_.sort(key=len, reverse=True)
    return found


Found = tuple[int, int, Sure]
"""The first token of a name, the one after its last, and how sure."""


@frozen
class _Reader(Spelling):
    """Finds names among the words of a text."""

    def found(self, at: int, known: dict[str, list[list[str]]]) -> Found | None:
        """The name that begins here."""
        token = self.tokens[at]
        titled = at > 0 and self.tokens[at - 1].small in _SMALL_TITLES
        if not (token.capital or token.initials or titled or token.small in _SMALL_NAMES or token.bare in known):
            return None
        found = self.colleague(at, known) or self.cued(at) or self.bare(at)
        return None if found and self._is_firm(found[1]) else found

    def _is_firm(self, after: int) -> bool:
        """ "Hoekstra BV"."""
        return any(one.small.replace(".", "") in _FIRMS for one in self.tokens[after - 1 : after + 1])

    # A colleague

    def colleague(self, at: int, known: dict[str, list[list[str]]]) -> Found | None:
        token = self.tokens[at]
        for parts in known.get(token.bare, ()):
            if self.says(at, parts):
                return at, at + len(parts), Sure.CERTAIN
        if token.bare not in known or not (token.capital or token.small not in AMBIGUOUS | ORDINARY):
            return None
        after = self.name(at, shouted=False) if token.capital else at + 1
        return at, max(after, at + 1), Sure.CERTAIN

    # Behind a word that announces a name

    def cued(self, at: int) -> Found | None:
        if at == 0:
            return None
        before = self.tokens[at - 1]
        if before.small in TITLES and self.joined(at, AFTER_TITLE):
            return self._titled(at)
        if before.small in ROLES and self.joined(at):
            return self._of_role(at)
        if before.small in CLOSINGS and self.joined(at, _AFTER_CLOSING):
            return self._signed(at) if self.tokens[at].small not in _ON_BEHALF else None
        if before.small in _ON_BEHALF and at > 1 and self.tokens[at - 2].small in CLOSINGS:
            return self._signed(at)
        return self._introduced(at)

    def _titled(self, at: int) -> Found | None:
        before = self.tokens[at - 1]
        unit = before.word in _UNITS and not self._is_dotted(at - 1)
        if unit or (before.small == "heer" and before.word[0] == "H"):
            return None
        at = self._behind_academic(at)
        shouted = before.word.isupper() and (len(before.word) > 2 or before.word in _UNITS)
        if self._works_for(at):
            return None
        after = self.name(at, shouted=shouted)
        if after == at:
            after = self.listed(at)
        if after == at and self._is_subject(at):
            after = at + 1
        if after == at or (after == at + 1 and self.one_initial(at)):
            return None
        return at, after, Sure.CERTAIN

    def _is_dotted(self, at: int) -> bool:
        """ "MW. JANSEN", but not "5 MW. Zonnepark"."""
        title = self.tokens[at]
        amount = self.text[max(0, title.start - 2) : title.start].strip().isdecimal()
        return self.text.startswith(".", title.end) and not amount

    def _is_subject(self, at: int) -> bool:
        """ "Mevr bouzambou heeft": what stands between a title that begins a sentence and its verb is a name."""
        title, name = self.tokens[at - 1], self.tokens[at]
        if title.small not in _SMALL_TITLES or not self.begins_sentence(at - 1) or not self.joined(at + 1):
            return False
        other = name.small in _NO_SUBJECTS or len(name.small) < _SHORTEST_NAME
        return not other and self.tokens[at + 1].small in VERBS

    def _works_for(self, at: int) -> bool:
        """ "de mevrouw van Eneco": somebody works there."""
        if at < 2 or self.tokens[at - 2].small != "de" or not (self.joined(at - 1) and self.joined(at + 1)):
            return False
        title, van, following = self.tokens[at - 1 : at + 2]
        place = van.word == "van" and following.small not in PARTICLES
        return place and title.small in WITHOUT_ARTICLE and not may_be_a_family(following.small)

    def _behind_academic(self, at: int) -> int:
        """ "mevr. prof. dr. Ünal"; nobody has more than four, and a text of nothing else is read once."""
        for _ in range(_MOST_ACADEMIC):
            if at + 1 < len(self.tokens) and self.tokens[at].small.rstrip(".") in ACADEMIC:
                at += 1
        return at

    def _of_role(self, at: int) -> Found | None:
        """ "buurman Jan"; "bewoner de Vries", but not "de bewoner van Zwolle"."""
        role, token = self.tokens[at - 1], self.tokens[at]
        article = at > 1 and self.tokens[at - 2].small in ARTICLES and self.joined(at - 1)
        two = [one.small for one in self.tokens[at : at + 2]]
        particled = two[0] in PARTICLES and (two[0] != "van" or two[-1] in PARTICLES)
        named = token.capital or (particled and role.small in CUSTOMERS and not article)
        if role.word.isupper() or self.one_initial(at) or token.small in _ANNOUNCERS or not named:
            return None
        after = self.name(at, shouted=False)
        return (at, after, Sure.LIKELY) if after > at else None

    def _signed(self, at: int) -> Found | None:
        after = self.name(at, shouted=False)
        if after == at:
            after = self.listed(at)
        return (at, after, Sure.CERTAIN) if after > at else None

    def _introduced(self, at: int) -> Found | None:
        """ "mijn naam is Jan", "ik heet Jan", "u spreekt met Jan", "ik ben Jan de Vries"."""
        if not self.joined(at, _AFTER_INTRODUCTION):
            return None
        words = tuple(token.small for token in self.tokens[max(0, at - 3) : at])
        if self._greeted(at, words):
            return self._capital_name(at)
        gap = self.text[self.tokens[at - 1].end : self.tokens[at].start].strip()
        labelled = words[-1:] == ("naam",) and (gap == ":" or (gap == "," and words[-2:-1] == ("mijn",)))
        if labelled or self._is_labelled(words):
            after = self.name(at, shouted=False)
            after = self.listed(at) if after == at else after
            return (at, after, Sure.CERTAIN) if after > at else None
        if words[-2:] in {("ik", "ben"), ("ben", "ik"), ("dit", "is"), ("was", "ik")}:
            after = self.name(at, shouted=False)
            if (self.tokens[at].small in FIRST_NAMES and after > at) or after > at + 1:
                return at, after, Sure.LIKELY
        return None

    @staticmethod
    def _is_labelled(words: tuple[str, ...]) -> bool:
        one_of_two = words[-1] == "ene" and words[-2:-1] in _THE  # "het ene Formulier"
        return not one_of_two and any(words[-len(label) :] == label for label in _LABELS.get(words[-1], ()))

    def together(self, at: int) -> Found | None:
        """ "Jan en Marie", behind a name that was found."""
        if not (self.joined(at) and self.joined(at + 1) and self.tokens[at].small == "en"):
            return None
        after = self.name(at + 1, shouted=False) if self.tokens[at + 1].capital else self.listed(at + 1)
        return (at + 1, after, Sure.LIKELY) if after > at + 1 else None

    def _greeted(self, at: int, words: tuple[str, ...]) -> bool:
        """ "Met Jansen, ik bel over"; "de monteur, Delano, dronk koffie"; "de zus van Bennie"; "dit is Moniek, de"."""
        gap = self.text[self.tokens[at - 1].end : self.tokens[at].start]
        if (words[-1] in ROLES and gap == ", ") or words[-2:] == ("dit", "is") or self._calls(at, words):
            after = self.name(at, shouted=False)
            return self.text[self.tokens[after - 1].end : self.tokens[after - 1].end + 1] == ","
        return words[-1] == "van" and words[-2:-1] != () and words[-2] in KIN

    def _calls(self, at: int, words: tuple[str, ...]) -> bool:
        """ "Met Jansen, ik bel over", "Hallo, met Jansen, ik bel over"."""
        return words[-1:] == ("met",) and (at == 1 or (at == 2 and words[0] in GREETINGS))

    def _capital_name(self, at: int) -> Found | None:
        if not self.tokens[at].capital or self.one_initial(at):
            return None
        after = self.name(at, shouted=False)
        return (at, after, Sure.LIKELY) if after > at else None

    # On its own

    def bare(self, at: int) -> Found | None:
        token = self.tokens[at]
        if token.initials:
            return self._initialled(at)
        if self._is_small_last_line(at):
            return at, at + 1, Sure.LIKELY
        if not token.capital or (token.word.isupper() and len(token.word) > 1) or token.small in _ANNOUNCERS:
            return None
        after = self.name(at, shouted=False)
        if after == at:
            return None
        if token.small.split("-")[0] in FIRST_NAMES:
            return self._first_name(at, after)
        if self._surrounded(at, after) or self._has_surname(at, after):
            return at, after, Sure.LIKELY
        # "Xiomara van der Woude": no first name we know, but no other words are built like this.
        middle = tuple(one.small for one in self.tokens[at + 1 : after - 1])
        if middle in _BETWEEN_NAMES and token.small not in ORDINARY:
            return at, after, Sure.LIKELY
        return None

    def _surrounded(self, at: int, after: int) -> bool:
        """Two words or more with a capital: before an address, before "hier" or "is mijn naam", or as the last line."""
        if after < at + 2:
            return False
        if self.says(after, ["hier"]) or self.says(after, ["is", "mijn", "naam"]):
            return True
        behind = self.text[self.tokens[after - 1].end : self.tokens[after - 1].end + 4].lstrip(", \n(-")
        return (behind[:1] == CONTACT or self._is_rest(after)) and self.begins_sentence(at)

    def _has_surname(self, at: int, after: int) -> bool:
        """ "Hylke Bouma", "J Jansen", "Storm Dekker": no first name we know, but a surname that is no other word."""
        first, last = self.tokens[at], self.tokens[after - 1]
        if after < at + 2 or first.small in _NO_FIRST_NAMES or (self._is_house(first) and first.small not in AMBIGUOUS):
            return False
        if after > at + 2 and self.tokens[at + 1].small in _ANY_FIRST_NAMES:  # "Volgens Iris de Vries"
            return False
        one_letter = self.one_initial(at)
        if one_letter and at and self.tokens[at - 1].small in LOOSE_INITIALS:
            return False
        of_de = [one.word for one in self.tokens[at + 1 : after - 1]] == ["de"] and last.small not in LANDSCAPE
        known = last.small in SURNAMES and (one_letter or first.small in AMBIGUOUS or of_de)
        return known or looks_like_a_surname(last.small)

    def _is_small_last_line(self, at: int) -> bool:
        """A first name by itself below a text: "Dat was het.\\nkees"."""
        token = self.tokens[at]
        alone = token.start and self.text[token.start - 1] == "\n" and self._is_rest(at + 1)
        return bool(alone) and token.small in _SURE_FIRST_NAMES

    def _is_rest(self, after: int) -> bool:
        return after == len(self.tokens) and not self.text[self.tokens[after - 1].end :].strip()

    def _first_name(self, at: int, after: int) -> Found | None:
        last = self.tokens[after - 1]
        if after > at + 1 and ends_like_a_building(last.small):
            return None
        word = self.tokens[at].small in AMBIGUOUS and after == at + 1 and self._may_be_a_word(at)
        if word and not self._serves(after):
            return None
        if at and self.joined(at) and self.tokens[at - 1].small in NAMED_AFTER:
            return None
        if after == at + 1 and at and self.joined(at) and self._is_house_alone(at - 1):
            return None
        return at, after, Sure.LIKELY

    def _serves(self, after: int) -> bool:
        """ "Iris van de balie", but not "Iris van de tuin"."""
        from_here = [one.small for one in self.tokens[after : after + 3]]
        article = from_here[:2] in (["van", "de"], ["van", "het"])
        return article and from_here[-1] in SERVICES and all(self.joined(after + step) for step in range(3))

    def _is_house(self, token: Token) -> bool:
        """ "Verpleeghuis Maria", "Schildersbedrijf Postma"."""
        small = token.small
        house = ends_like_a_building(small) or ends_like_an_organisation(small) or ends_like_a_firm(small)
        return token.capital and (house or small in NAMED_AFTER)

    def _is_house_alone(self, at: int) -> bool:
        """Without an article before it: in "het Buurthuis Ahmed gezien" two things stand beside each other."""
        return not self._behind_article(at) and self._is_house(self.tokens[at])

    def _may_be_a_word(self, at: int) -> bool:
        """Where a word has a capital anyway, and behind an article: "Roos in de tuin", "De Iris", "de Witte Roos"."""
        return self.begins_sentence(at) or self._behind_article(at) or self._behind_adjective(at)

    def _behind_adjective(self, at: int) -> bool:
        adjective = self.tokens[at - 1].capital and self.tokens[at - 1].small.endswith(("e", "en"))
        return adjective and self.joined(at) and self._behind_article(at - 1)

    def _behind_article(self, at: int) -> bool:
        return self.joined(at) and self.tokens[at - 1].small in _BEFORE_NOUNS

    def _initialled(self, at: int) -> Found | None:
        token = self.tokens[at]
        after = self.name(at, shouted=False)
        if after < at + 2 or token.small in NO_INITIALS or ends_like_a_building(self.tokens[after - 1].small):
            return None
        if (at and self.tokens[at - 1].small in LOOSE_INITIALS) or token.word[0].islower():
            return None
        return at, after, Sure.LIKELY


_ANNOUNCERS = ROLES | TITLES | CLOSINGS
_ON_BEHALF = frozenset({"van", "namens"})
_SMALL_NAMES = FIRST_NAMES | SURNAMES | PARTICLES | ACADEMIC
_ANY_FIRST_NAMES = FIRST_NAMES | AMBIGUOUS
_SURE_FIRST_NAMES = FIRST_NAMES - AMBIGUOUS
_NO_FIRST_NAMES = (PARTICLES - AMBIGUOUS) | LOOSE_INITIALS
_BETWEEN_NAMES = frozenset(
    {
        ("van", "der"),
        ("van", "den"),
        ("van", "'t"),
        ("el",),
        ("ten",),
        ("ter",),
        ("ben",),
        ("bin",),
        ("von",),
        ("v.d.",),
    }
)
_SMALL_TITLES = frozenset({"mevr", "mvr", "mw", "dhr"})
_SHORTEST_NAME = 4
_NO_SUBJECTS = ORDINARY | VERBS | words("hiernaast ernaast boven beneden buiten binnen verderop zelf")
_THE = frozenset({("de",), ("het",), ("die",), ("dat",)})
_BEFORE_NOUNS = frozenset({"de", "het", "een", "'t"})
_UNITS = frozenset({"MW", "MS", "Ms"})
_FIRMS = frozenset({"bv", "nv", "vof"})
