"""Papers: pages to print or to hang on a wall, each made as a picture and as a PDF, in a child process with limits.

A ritual gives a `Paper`: a template of its own, and the words that stand on it as data, which no template reads as
markup. Nothing of it is kept but a few pages in memory: it is drawn again when somebody asks for it.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import field
from importlib.util import find_spec
from typing import Any, Literal

import structlog

from rituals.engine.errors import KlantritmeError
from rituals.engine.files import Reading, in_child
from rituals.engine.translate import mark
from store.frozen import frozen

log = structlog.get_logger(__name__)

Kind = Literal["png", "pdf"]

PRESS = "typst"
"""The package that sets the type."""
PIXELS = 1600
A4_WIDE = 297
_RECIPE = "rituals.engine.papers_child:printed"
_SECONDS, _MEMORY = 6, 1024 * 1024 * 1024
"""CPU seconds; and bytes of addresses, of which most are its threads' and never used."""
_MOST_WORDS = 64 * 1024
_KEPT = 24

NO_LETTERS = mark("Er staan tekens op die ik niet kan drukken. Pas de tekst aan, dan lukt het wel.")
TOO_HEAVY = mark("Het maken lukte nu niet. Probeer het over een minuut nog eens.")
NO_PRESS = mark("Ik kan hier nog niets drukken. Vraag de beheerder om `klantritme check` te draaien.")
_SENTENCES = {"no_letters": NO_LETTERS, "no_press": NO_PRESS}


@frozen
class Paper:
    """`template` is a file of the application, "rituals/klantverbeteraar/oorkonde.typ"; it finds `told` as JSON in
    `sys.inputs.told`. `name` is what the file is called, without an ending; `wide` the page's width in millimetres.
    """

    template: str
    told: Mapping[str, Any] = field(repr=False)
    name: str
    wide: int = A4_WIDE


@frozen
class Printed:
    """The same page twice. Equal papers give equal bytes."""

    name: str
    png: bytes = field(repr=False)
    pdf: bytes = field(repr=False)

    def of(self, kind: Kind) -> bytes:
        """One of the two."""
        return self.png if kind == "png" else self.pdf


class Unprintable(KlantritmeError):
    """A paper that cannot be given. `sentence` is for whoever asked for it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Papers:
    """Prints one at a time, and keeps the last few: a card in a busy place is fetched by many at once."""

    def __init__(self) -> None:
        self._turn = asyncio.Lock()
        self._kept: OrderedDict[bytes, tuple[bytes, bytes]] = OrderedDict()

    async def printed(self, paper: Paper) -> Printed:
        """Raises Unprintable, with a sentence that is still to be translated."""
        told = json.dumps(paper.told, sort_keys=True)
        mark_of = hashlib.sha256(f"{paper.template}\n{paper.wide}\n{told}".encode()).digest()
        async with self._turn:
            made = self._kept.get(mark_of) or await _made(paper, told)
            self._kept[mark_of] = made
            self._kept.move_to_end(mark_of)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        return Printed(paper.name, *made)


def has_press() -> bool:
    """Whether anything can be printed here."""
    return find_spec(PRESS) is not None


async def _made(paper: Paper, told: str) -> tuple[bytes, bytes]:
    if not has_press():
        raise _refused(paper, "no_press")
    if len(told) > _MOST_WORDS:
        raise _refused(paper, "too_heavy")
    args = {"template": paper.template, "dots": PIXELS * 25.4 / paper.wide}
    reading: Reading = await in_child(_RECIPE, told.encode(), args, _SECONDS, _MEMORY)
    if reading.problem:
        raise _refused(paper, reading.problem)
    return base64.b64decode(reading.value["png"]), base64.b64decode(reading.value["pdf"])


def _refused(paper: Paper, problem: str) -> Unprintable:
    """The words on the page stand in no log."""
    log.warning("a paper was not printed", template=paper.template, problem=problem)
    return Unprintable(_SENTENCES.get(problem, TOO_HEAVY))
