"""Brings every generated part of docs/ up to date.

.venv/bin/python -m scripts.reference
"""

from __future__ import annotations

from scripts import chat, command_line, configuration, errors, vocabulary
from scripts.capabilities import MATRIX
from scripts.generated import write
from scripts.metrics import METRICS
from scripts.register import REGISTER

PARTS = (
    *configuration.PARTS,
    *chat.PARTS,
    *command_line.PARTS,
    *vocabulary.PARTS,
    MATRIX,
    REGISTER,
    METRICS,
    *errors.PARTS,
)


def main() -> None:
    write(PARTS)


if __name__ == "__main__":
    main()
