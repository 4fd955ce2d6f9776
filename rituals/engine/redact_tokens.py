"""The words of a plain text, as names are read from them."""

import re
import unicodedata
from typing import NamedTuple

_TOKEN = re.compile(
    r"(?:[^\W\d_]\.){1,6}(?![^\W\d_])|v/d(?!\w)|(?:'[ts]-)?[^\W\d_]{1,50}(?:['-][^\W\d_]{1,50}){0,4}|'[tT](?!\w)"
)


class Token(NamedTuple):
    """A word or initials; `small` is the word in small letters without 's, `bare` that without accents.

    `capital`: it is written as a name is.
    """

    start: int
    end: int
    word: str
    small: str
    bare: str
    capital: bool

    @property
    def initials(self) -> bool:
        """Whether it is "J." or "J.P."."""
        return self.word.endswith(".") and self.word != "v.d."


def tokens(text: str) -> list[Token]:
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> Token:
    word = match[0]
    small = small_form(word)
    return Token(match.start(), match.end(), word, small, bare_form(small), _is_capital(word))


def _is_capital(word: str) -> bool:
    """Jan, 't-Hart, d'Hondt, J.P."""
    if word[0].isupper() or "'" not in word:
        return word[0].isupper()
    core = word.removeprefix("'t-").removeprefix("'s-")
    return core[:1].isupper() or (core[1:2] == "'" and core[2:3].isupper())


def small_form(word: str) -> str:
    return word.casefold().removesuffix("'s")


def bare_form(small: str) -> str:
    """Without accents: customers leave those of colleagues out."""
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFD", small.replace("ı", "i").replace("ø", "o"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
