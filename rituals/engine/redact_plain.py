"""A text as it reads: look-alike signs made ordinary and invisible ones left out, with the way back to the original."""

import unicodedata
from collections.abc import Iterator, Sequence

from store.frozen import frozen

_QUOTES = frozenset("’‘‛´ʼʹ′＇")
_DASHES = frozenset("−⁃﹣－")
_FILLERS = frozenset("\u034f\u115f\u1160\u3164\uffa0\u2800")
# Letters of other alphabets that look like ours.
_LOOK_ALIKES = dict(
    zip("АВЕКМНОРСТХІЈЅаеорсухіјѕΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXIJSaeopcyxijsABEZHIKMNOPTYXo", strict=True)
)
_CONTROLS = {ord("\t"): " ", ord("\v"): " ", ord("\f"): " ", ord("\r"): "\n", ord("`"): "'"}
# One sign that stands for a whole sentence is left as it is.
_LONGEST_SIGN = 4


@frozen
class Plain:
    """`text[i]` stands in the original from `starts[i]` to `ends[i]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where text[start:end] stands in the original."""
        return self.starts[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """Digits, spaces, hyphens, apostrophes and letters in their ordinary form; accents joined to their letter."""
    if text.isascii():
        return Plain(text.translate(_CONTROLS), range(len(text)), range(1, len(text) + 1))
    signs: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for at, sign in _ordinary(text):
        if unicodedata.combining(sign):
            if signs and len(joined := unicodedata.normalize("NFC", signs[-1] + sign)) == 1:
                signs[-1], ends[-1] = joined, at + 1
            continue
        signs.append(sign)
        starts.append(at)
        ends.append(at + 1)
    return Plain("".join(signs).translate(_CONTROLS), starts, ends)


def _ordinary(text: str) -> Iterator[tuple[int, str]]:
    """The ordinary signs, each with the place in the text that it comes from."""
    seen: dict[str, str] = {}
    for at, sign in enumerate(text):
        if sign < "\x80":
            yield at, sign
            continue
        if sign not in seen:
            seen[sign] = _one(sign)
        for piece in seen[sign]:
            yield at, piece


def _one(sign: str) -> str:
    category = unicodedata.category(sign)
    if sign in _LOOK_ALIKES:
        return _LOOK_ALIKES[sign]
    if category == "Cf" or sign in _FILLERS or "\ufe00" <= sign <= "\ufe0f":
        return ""
    if category == "Pd" or sign in _DASHES:
        return "-"
    if sign in _QUOTES:
        return "'"
    return {"Zs": " ", "Zl": "\n", "Zp": "\n"}.get(category) or _compatible(sign, category)


def _compatible(sign: str, category: str) -> str:
    if category == "Nd":
        return str(unicodedata.decimal(sign))
    form = unicodedata.normalize("NFKC", sign)
    # A half is no "1⁄2", or "12½" would become 121.
    return sign if len(form) > _LONGEST_SIGN or "\u2044" in form else form
