"""What the stories decide, without store or clock."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from rituals.engine.clusters import boundary
from rituals.engine.tidy import between_words, paragraphs, tidy
from rituals.engine.workdays import Calendar

LONGEST = 8000
"""Characters of a story."""
OPENING = 400
"""Characters of it in a channel."""
TITLE = 80
PART = 2000
"""Characters of one field of the form; every platform's field takes as many."""
PAGE = 2500
"""Characters of a story that every platform shows at once, beside its heading and buttons."""
PASTED = 1900
"""Characters of a meeting paper in one block, that can be copied."""
AT_ONCE = 12
"""Paragraphs of a story that every platform shows at once."""
GROWS_FROM = 600
"""A quote that is longer may become a story."""
_WEEK = timedelta(days=7)
_ENDS = (". ", "! ", "? ")


def told(text: str) -> str:
    """Every line that says something is a paragraph, with an empty line between them."""
    return joined(filter(None, (tidy(line) for line in text.splitlines())))


def joined(pieces: Iterable[str]) -> str:
    """Paragraphs as one text."""
    return "\n\n".join(pieces)


def paragraphs_of(text: str) -> list[str]:
    """The paragraphs of a story."""
    return text.split("\n\n") if text else []


def title_of(text: str) -> str:
    """The first sentence, or the beginning of it."""
    return _cut(paragraphs_of(text)[0], TITLE) if text else ""


def opening(text: str) -> tuple[str, bool]:
    """What stands in a channel, and whether there is more."""
    line = " ".join(paragraphs_of(text))
    if len(line) <= OPENING:
        return line, False
    sentence = max(line.rfind(end, OPENING // 2, OPENING) for end in _ENDS)
    return f"{line[: sentence + 1] if sentence > 0 else _within(line, OPENING)} …", True


def _cut(line: str, most: int) -> str:
    """The first sentence of a line, without its full stop."""
    first = min((at for end in _ENDS if (at := line.find(end)) > 0), default=len(line))
    sentence = line[: first + 1].removesuffix(".")
    return sentence if len(sentence) <= most else f"{_within(sentence, most - 2)} …"


def _within(line: str, most: int) -> str:
    space = line.rfind(" ", most // 2, most)
    return line[: space if space > 0 else boundary(line, most) or most].rstrip()


def parts(text: str) -> list[str]:
    """A story for the fields of a form: whole paragraphs together where that can be."""
    found: list[str] = []
    for piece in (one for paragraph in paragraphs_of(text) for one in _pieces(paragraph, PART)):
        if found and len(found[-1]) + 2 + len(piece) <= PART:
            found[-1] = joined((found[-1], piece))
        else:
            found.append(piece)
    return found


def _pieces(paragraph: str, most: int) -> list[str]:
    """A paragraph that is too long, cut behind a sentence where that can be."""
    pieces = []
    while len(paragraph) > most:
        sentence = max(paragraph.rfind(end, most // 2, most) for end in _ENDS)
        cut = sentence + 1 if sentence > 0 else between_words(paragraph, most)
        pieces.append(paragraph[:cut].rstrip())
        paragraph = paragraph[cut:].lstrip()
    return [*pieces, paragraph]


def pages(blocks: Sequence[str], most: int = PAGE) -> list[list[str]]:
    """Paragraphs in pages that every platform can show."""
    found: list[list[str]] = [[]]
    for piece in (one for block in blocks for one in paragraphs(block)):
        if found[-1] and (len(found[-1]) == AT_ONCE or sum(map(len, found[-1])) + len(piece) > most):
            found.append([])
        found[-1].append(piece)
    return found


def posts_on(day: date, weekday: int, calendar: Calendar) -> bool:
    """The chosen day of the week, or the working day before it."""
    monday = day - timedelta(days=day.weekday())
    chosen = [monday + timedelta(days=weekday) + week * _WEEK for week in (0, 1)]
    return day in [one if calendar.is_workday(one) else calendar.previous_workday(one) for one in chosen]


def papers_on(day: date, calendar: Calendar) -> bool:
    """The first working day of every other week."""
    monday = day - timedelta(days=day.weekday())
    return monday.toordinal() // 7 % 2 == 0 and calendar.next_workday(monday - timedelta(days=1)) == day
