"""How sure a finder is, and what it gives."""

from enum import StrEnum


class Sure(StrEnum):
    """CERTAIN: the form or the word before it leaves no doubt. LIKELY: somebody has to look."""

    CERTAIN = "certain"
    LIKELY = "likely"


Hit = tuple[int, int, Sure]
"""Where it begins and ends in the plain text, and how sure that is."""
