"""Words that are almost those of a quote we have."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

from rituals.quote.files_rows import Found

NEAR = 92
"""Of 100: from here on two texts are taken for one."""
_SHORTEST = 12
"""Characters: shorter texts are near to each other by chance."""
_BUDGET = 100_000_000
"""Characters that are compared: a file of hundreds of rows in full, of a larger one or of long stories the first part.
"""


class Lookalikes:
    """The newest texts, by their length: texts of very different lengths need not be compared."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = sorted(texts, key=len)
        self._bare = [one.casefold() for one in self._texts]
        self._lengths = [len(one) for one in self._texts]
        self._left = _BUDGET

    def told(self, found: Sequence[Found]) -> list[Found]:
        """The rows, each with the text that it looks like."""
        return [replace(one, like=like) if (like := self._near(one.text)) else one for one in found]

    def _near(self, text: str) -> str:
        # Only the child process that reads files needs it.
        from rapidfuzz import process
        from rapidfuzz.distance import Indel

        size = len(text)
        if size < _SHORTEST or self._left <= 0:
            return ""
        # Of two texts with this ratio the shorter has at least 85 of every 100 characters of the longer.
        first = bisect_left(self._lengths, size * NEAR / (200 - NEAR))
        last = bisect_right(self._lengths, size * (200 - NEAR) / NEAR)
        self._left -= (last - first) * size
        similar = process.extractOne(
            text.casefold(), self._bare[first:last], scorer=Indel.normalized_similarity, score_cutoff=NEAR / 100
        )
        return self._texts[first + similar[2]] if similar else ""
