"""`python -m tests.corpus.redaction.generate` writes tuned.txt and held.txt: every third frame is held out."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from random import Random

from tests.corpus.redaction.makers import PLAIN, PRIVATE
from tests.corpus.redaction.quotes import HERE, lines

SEED = 20261122
PER_FRAME = 13
_SLOT = re.compile(r"\{([a-z]+)\}")


def generated(name: str) -> list[str]:
    """The lines of `tuned` or `held`."""
    rng = Random(f"{SEED}/{name}")
    held = name == "held"
    frames = [
        frame
        for source in ("frames_private", "frames_plain")
        for at, frame in enumerate(lines(source))
        if (at % 3 == 2) is held
    ]
    return list(dict.fromkeys(_rendered(frames, rng)))


def _rendered(frames: Sequence[str], rng: Random) -> Iterator[str]:
    for frame in frames:
        for _ in range(PER_FRAME):
            yield _around(_SLOT.sub(lambda match: _slot(match[1], rng), frame), rng)


def _slot(name: str, rng: Random) -> str:
    if name in PLAIN:
        return PLAIN[name](rng)
    label, make = PRIVATE[name]
    return f"{{{label}:{make(rng)}}}"


def _around(line: str, rng: Random) -> str:
    """The quote with something harmless before or behind it, and sometimes carelessly typed."""
    dice = rng.random()
    if dice < 0.2:
        line = f"{rng.choice(lines('openings'))} {line}"
    elif dice < 0.55 and line.endswith((".", "!", "?")):
        line = f"{line} {rng.choice(lines('endings'))}"
    if rng.random() < 0.1:
        line = line.rstrip(".")
    return line.replace(". ", ".  ") if rng.random() < 0.05 else line


def main() -> int:
    """The exit code."""
    for name in ("tuned", "held"):
        (HERE / f"{name}.txt").write_text("\n".join(generated(name)) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
