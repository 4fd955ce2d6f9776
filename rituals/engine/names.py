"""The names things go by: a message's Key, a thing's Ref, a moment's Slot."""

from __future__ import annotations

import re

from store.frozen import frozen

_KEY = re.compile(r"[a-z]+:[\w:./@-]{1,180}")
_REF = re.compile(r"[a-z]+:[\w:./@-]{1,120}")


@frozen
class Key:
    """A ritual's own name for a message: `bel:17`, `bel:17/answer`. The part before the colon is the ritual."""

    ritual: str
    rest: str

    def __str__(self) -> str:
        return f"{self.ritual}:{self.rest}"

    @classmethod
    def parse(cls, text: str) -> Key:
        """Raises ValueError for anything that is not a key."""
        if not _KEY.fullmatch(text):
            raise ValueError(f"not a key: {text[:80]!r}")
        return cls(*text.split(":", 1))


@frozen
class Ref:
    """A ritual's own name for a thing: `bell:17`."""

    kind: str
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"

    @property
    def number(self) -> int:
        """The id as a row number; -1 when it is none, which no row has."""
        return int(self.id) if self.id.isascii() and self.id.isdecimal() and len(self.id) < 16 else -1

    @classmethod
    def parse(cls, text: str) -> Ref:
        """Raises ValueError for anything that is not a ref."""
        if not _REF.fullmatch(text):
            raise ValueError(f"not a ref: {text[:80]!r}")
        return cls(*text.split(":", 1))


@frozen
class Slot:
    """A planned moment. Its identity never moves; its due may. `local` is a local date or date and time."""

    ritual: str
    name: str
    subject: str
    local: str

    def __str__(self) -> str:
        return f"{self.ritual}/{self.name}/{self.subject}/{self.local}"
