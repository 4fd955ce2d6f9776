"""How a name is spelled, and where it ends: "Jan-Willem van 't Hof - de Wit"."""

import re
from collections.abc import Sequence

from rituals.engine.redact_name_lists import AMBIGUOUS, FIRST_NAMES, SURNAMES
from rituals.engine.redact_shapes import ends_like_an_organisation, looks_like_a_surname
from rituals.engine.redact_tokens import Token
from rituals.engine.redact_words import ALSO_SURNAMES, ORDINARY, PARTICLES, TITLES, TOWNS
from store.frozen import frozen

_SPACES = re.compile(r"[ ]{1,3}")
AFTER_TITLE = re.compile(r"\.? {0,3}")
_HYPHEN = re.compile(r" {0,2}[-/] {0,2}")
# What is said of somebody, not what somebody does: "Jan Goed geholpen", "Jan Mooi werk".
_PRAISED = re.compile(r"ge\w{2,12}[dtn]|ver\w{2,12}d|werk|dat|om|zo|hoor|bezig|opgelost|uitgelegd|afgehandeld")
_LONGEST_NAME = 7
_MOST_PARTICLES = 3
_PLACES = frozenset({"uit", "op", "in", "aan"})
_ARTICLES_IN_NAMES = frozenset({"den", "de", "'t", "het"})
_ONLY_IN_NAMES = frozenset({"der", "v.d.", "v/d", "vd"})


@frozen
class Spelling:
    """Reads names from the words of a text."""

    text: str
    tokens: Sequence[Token]

    def end(self, at: int) -> int:
        """Where a token ends, without the 's that is no part of the name."""
        token = self.tokens[at]
        return token.end - (2 if len(token.word) > 3 and token.word.casefold().endswith("'s") else 0)

    def joined(self, at: int, gap: re.Pattern[str] = _SPACES) -> bool:
        """Whether a token follows the one before it, with only this between them."""
        if not 0 < at < len(self.tokens):
            return False
        before, token = self.tokens[at - 1], self.tokens[at]
        if before.initials and before.end == token.start:
            return True
        between = gap.fullmatch(self.text, before.end, token.start)
        return between is not None

    def says(self, at: int, parts: list[str]) -> bool:
        tokens = self.tokens[at : at + len(parts)]
        return [token.bare for token in tokens] == parts and all(
            self.joined(at + step) for step in range(1, len(parts))
        )

    def one_initial(self, at: int) -> bool:
        return len(self.tokens[at].word.strip(".")) == 1

    def begins_sentence(self, at: int) -> bool:
        before = self.text[max(0, self.tokens[at].start - 3) : self.tokens[at].start].rstrip(" \"'(")
        return not before or before[-1] in ".!?\n:-"

    def name(self, at: int, *, shouted: bool) -> int:
        """The token after a name written with capitals that begins at `at`; `at` itself when there is none."""
        last = here = at
        while here < len(self.tokens) and here - at < _LONGEST_NAME and (here == at or self._goes_on(here)):
            token = self.tokens[here]
            if self._is_particle(here):
                here += 1
                continue
            if not token.capital or self._is_no_part(at, here):
                break
            here += 1
            last = here
            if token.word.casefold().endswith("'s") or (shouted and self._ends_shouted(here - 1)):
                break
        return last

    def _goes_on(self, at: int) -> bool:
        """ "Jan Jansen", and "Jansen - de Wit" when that is surely one name."""
        if self.joined(at):
            return True
        if not self.joined(at, _HYPHEN):
            return False
        return self._is_surname(at)

    def _is_surname(self, at: int) -> bool:
        """ "Wit" and "van der Wit"; of the particles at most three."""
        for _ in range(_MOST_PARTICLES):
            if self.joined(at + 1) and self.tokens[at].small in PARTICLES:
                at += 1
        small = self.tokens[at].small
        return self.tokens[at].capital and (small in SURNAMES or looks_like_a_surname(small))

    def _is_particle(self, at: int) -> bool:
        token = self.tokens[at]
        if token.small not in PARTICLES or (token.small in _PLACES and not self._before_article(at)):
            return False
        return token.word[:1].islower() or self._particle_before_name(at)

    def _before_article(self, at: int) -> bool:
        """ "Uit den Bogaard", but not "Jansen uit Dokkum"."""
        return self.joined(at + 1) and self.tokens[at + 1].small in _ARTICLES_IN_NAMES

    def _is_no_part(self, first: int, at: int) -> bool:
        token = self.tokens[at]
        if at and self.tokens[at - 1].word == "van" and ends_like_an_organisation(token.small):
            return True
        if token.small not in ORDINARY:
            return False
        named = self._must_be_name(first, at) or self._is_word_and_name(first, at)
        return not (named or self._is_ben(first, at) or self._is_town_and_name(at))

    def _is_word_and_name(self, first: int, at: int) -> bool:
        """ "Jan Goed belde", "mevrouw Mooi zei", but not "Jan Goed gedaan" or "Jan Goed Gedaan"."""
        before = self.tokens[at - 1] if at else None
        if before is None or self.tokens[at].small not in ALSO_SURNAMES or not self.joined(at, AFTER_TITLE):
            return False
        announced = before.small in TITLES if at == first else before.small in FIRST_NAMES and at == first + 1
        following = self.tokens[at + 1] if self.joined(at + 1) else None
        praised = following is not None and (following.capital or _PRAISED.fullmatch(following.small) is not None)
        return announced and not praised

    def _is_town_and_name(self, at: int) -> bool:
        """ "mevrouw van Leiden": who comes from there is "uit Leiden"."""
        if at < 2 or self.tokens[at].small not in TOWNS or self.tokens[at - 1].word != "van":
            return False
        before = self.tokens[at - 2]
        return self.joined(at) and (before.small in TITLES or before.small in FIRST_NAMES)

    def _is_ben(self, first: int, at: int) -> bool:
        """ "Wil de Boer" and "Ben Jansen", but not "Wil de monteur" and "Ben Vivare dankbaar"."""
        if at != first or self.tokens[at].small not in AMBIGUOUS or not self.joined(at + 1):
            return False
        return self._is_surname(at + 1)

    def _ends_shouted(self, at: int) -> bool:
        """In a text in capitals every word looks like a name, so only a first name goes on, and to a known one."""
        token = self.tokens[at]
        if token.initials or token.small.rpartition("-")[2] in PARTICLES:  # "SMIT-DE JONG"
            return False
        if token.small not in FIRST_NAMES or not self.joined(at + 1):
            return True
        return not (self._is_surname(at + 1) or self.tokens[at + 1].small in FIRST_NAMES)

    def _particle_before_name(self, at: int) -> bool:
        """ "De Wit", but not "De monteur"."""
        following = self.tokens[at + 1] if self.joined(at + 1) else None
        return following is not None and (following.capital or following.small in PARTICLES)

    def _must_be_name(self, first: int, at: int) -> bool:
        """ "van der Meer": no other words are built like this, whatever the last one means by itself."""
        return at > first and self.tokens[at - 1].small in _ONLY_IN_NAMES

    def listed(self, at: int) -> int:
        """The token after a known name in small letters: "mevrouw de vries", "groetjes jan"."""
        here = last = at
        while here < len(self.tokens) and here - at < _LONGEST_NAME and (here == at or self.joined(here)):
            small = self.tokens[here].small
            known = small in SURNAMES or (small in FIRST_NAMES and (here == at or small not in AMBIGUOUS))
            if known or (here > at + 1 and self.says(here - 2, ["van", "der"])):
                last = here + 1
            elif small not in PARTICLES and not self.tokens[here].initials:
                break
            here += 1
        return last
