"""Words that ask for no answer: "Dank je wel!!", "top 👍", "thanks a lot"."""

from __future__ import annotations

import re
import unicodedata


def _words(some: str) -> frozenset[str]:
    return frozenset(some.split())


_THANKS = _words(
    "ok oke okay dank dankje dankjewel dankuwel bedankt merci thanks thank thanx thx cheers top fijn super mooi leuk"
    " prima goed great nice perfect lovely ja nee yes no 👍 🙏 ❤ 😀 🙂 😊 🎉 👏 🙌 💪"
)
_AROUND = _words("je jij u wel hoor he heel erg hartelijk veel voor alles you a lot so very much all")
"""Words that say nothing by themselves, but may stand around thanks."""
_SIGN = re.compile(r"[^\W_]+|[👍🙏❤😀🙂😊🎉👏🙌💪]")
_LOOSE = re.compile(r"[\s!?.,:;)(’'~*_\-\u200d\ufe0f🏻-🏿]*")
_THANKS_AT_MOST = 60


def says_thanks(words: str) -> bool:
    """Nobody thanks to be answered: "Dank je wel!!", "top 👍", "thanks a lot"."""
    if len(words) > _THANKS_AT_MOST:
        return False
    bare = "".join(char for char in unicodedata.normalize("NFKD", words.lower()) if not unicodedata.combining(char))
    said = set(_SIGN.findall(bare))
    return bool(said & _THANKS) and said <= _THANKS | _AROUND and _LOOSE.fullmatch(_SIGN.sub("", bare)) is not None
