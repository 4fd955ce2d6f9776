"""The first tour as data: what a visitor can do, and by which sign the page sees that it was done.

No step knows a ritual; one that needs a ritual names it, and is there when that ritual is installed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from rituals.engine.translate import Say, mark

Sign = Literal["posted", "shown", "acted", "day", "own"]
Go = Literal["example", "be", "clock", "place"]


@dataclass(frozen=True, slots=True)
class Step:
    """`go` is what its button does: it brings the visitor there, and never does the step for them.

    Signs: a new message of `ritual` came (`posted`), one is in sight (`shown`), somebody other than who began it
    pressed `action` (`acted`), the clock reached another day (`day`), an organiser opened their own page (`own`).
    """

    name: str
    title: str
    text: str
    button: str
    sign: Sign
    go: Go
    value: str = ""
    ritual: str = ""
    action: str = ""


STEPS = (
    Step(
        "ring",
        mark("Luid de bel"),
        mark("Vertel in één zin wat er goed ging. Druk op Enter, en daarna op Nu luiden."),
        mark("Laat zien hoe"),
        sign="posted",
        go="example",
        ritual="bel",
    ),
    Step(
        "clap",
        mark("Klap mee als collega"),
        mark("Word Sanne, zoek de bel op en klap mee."),
        mark("Word Sanne"),
        sign="acted",
        go="be",
        value="sanne",
        ritual="bel",
        action="bel.clap",
    ),
    Step(
        "walk",
        mark("Loop naar morgen"),
        mark("Zet de klok vooruit. Wat onderweg gebeurt, zie je terug in een lijst."),
        mark("Ga naar de klok"),
        sign="day",
        go="clock",
    ),
    Step(
        "quote",
        mark("Lees de quote van de dag"),
        mark("Elke werkdag om 9 uur staat er één uitspraak van een {klant}."),
        mark("Ga naar #algemeen"),
        sign="shown",
        go="place",
        value="algemeen",
        ritual="quote",
    ),
    Step(
        "organise",
        mark("Kijk als ritueelhouder"),
        mark("Word Anouk en open Mijn pagina. Daar zie je wat Anouk kan regelen."),
        mark("Word Anouk"),
        sign="own",
        go="be",
        value="anouk",
    ),
)


def steps(say: Say, installed: Iterable[str]) -> tuple[Mapping[str, str], ...]:
    """For the page, in its language."""
    names = frozenset(installed)
    return tuple(
        {
            "name": one.name,
            "title": say(one.title),
            "text": say(one.text),
            "button": say(one.button),
            "sign": one.sign,
            "go": one.go,
            "value": one.value,
            "ritual": one.ritual,
            "action": one.action,
        }
        for one in STEPS
        if not one.ritual or one.ritual in names
    )
