"""How the house's commands are typed; help shows those that somebody may use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from rituals.engine.context import Context
from rituals.engine.ritual import Ritual, Usage
from rituals.engine.translate import mark
from rituals.klant.caring import cared_for
from rituals.klant.settings import ADMIN

FOR_ALL = (
    Usage("klant", mark("/klant"), mark("Laat zien wat er vandaag is en wat je kunt doen.")),
    Usage("klant", mark("/klant voorkeuren"), mark("Kies je taal, en wanneer je naam ergens bij mag staan.")),
    Usage("klant", mark("/klant vrij woensdag"), mark("Zeg op welke dagen je altijd vrij bent.")),
    Usage(
        "klant",
        mark("/klant weg t/m 15 augustus"),
        mark("Laat weten dat je weg bent. Eerder terug? Typ dan: {/klant} terug."),
    ),
)
FOR_KEEPERS = (
    Usage("klant", mark("/klant stil tot morgen"), mark("Zet alles even stil, bijvoorbeeld na een overlijden.")),
    Usage("klant", mark("/klant stil klaar"), mark("Maak een einde aan de stilte.")),
    Usage(
        "klant",
        mark("/klant pauzeer bel t/m 15 augustus"),
        mark("Zet alleen de bel even stil."),
    ),
    Usage("klant", mark("/klant hervat bel"), mark("Laat de bel weer gaan.")),
    Usage("klant", mark("/klant instellingen bel"), mark("Kies waar de bel te horen is, en hoe.")),
)
FOR_BEHEERDERS = (
    Usage("klant", mark("/klant rol @sanne ritueelhouder bel"), mark("Laat Sanne over de bel gaan.")),
    Usage("klant", mark("/klant rol @sanne geen"), mark("Neem de rol van Sanne weer weg.")),
)


def allowed(context: Context) -> Iterator[Usage]:
    """What the actor may type."""
    for ritual in context.rituals:
        yield from (usage for usage in ritual.usages if _may(context, ritual, usage))
    if cared_for(context):
        yield from FOR_KEEPERS
    if context.may(ADMIN):
        yield from FOR_BEHEERDERS


def _may(context: Context, ritual: Ritual, usage: Usage) -> bool:
    handled = ritual.commands.get(usage.word)
    asked = handled.permission if handled else None
    return asked is None or replace(context, ritual=ritual).may(asked)
