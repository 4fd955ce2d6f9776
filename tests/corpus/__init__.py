"""Bad input: one file per case in a folder per group, each with what it must be answered and what may come of it.

`says` tells what is wrong with it; `status` are the answers that will do (null: no answer at all); `bells` is how many
bells ring. `written` makes a text, or its bytes, of what a file says: long ones are not written out.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """What one file holds."""

    name: str
    given: dict[str, Any]

    def get(self, key: str, otherwise: Any = None) -> Any:
        return self.given.get(key, otherwise)

    def text(self, key: str) -> str:
        """A text that may be written in short."""
        return written(self.given[key])


def cases(group: str) -> list[Case]:
    """All of a group, in order."""
    return [
        Case(one.stem, json.loads(one.read_text(encoding="utf-8"))) for one in sorted((FOLDER / group).glob("*.json"))
    ]


def written(text: Any) -> str:
    """A text as it is, or `{"repeat": [text, times]}`, or `{"parts": [...]}` of both."""
    if isinstance(text, str):
        return text
    if "parts" in text:
        return "".join(written(one) for one in text["parts"])
    if "people" in text:
        return "Dank aan " + " ".join(f"<@U9{number:04}>" for number in range(1, text["people"] + 1))
    word, times = text["repeat"]
    return str(word) * int(times)


def in_bytes(text: Any) -> bytes:
    """The same as bytes, or `{"hex": ...}`."""
    return bytes.fromhex(text["hex"]) if isinstance(text, dict) and "hex" in text else written(text).encode()
