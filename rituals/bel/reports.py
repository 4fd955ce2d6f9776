"""What people see when something about a bell is not right."""

from __future__ import annotations

from rituals.bel import rules
from rituals.bel.cards import ref_of
from rituals.engine.cards import Button, Card, Small, Voice, buttons, text
from rituals.engine.context import View
from store.bells import Bell
from store.reports import Report


def reported(view: View, bell: Bell, report: Report) -> Card:
    """To whoever looks after the bell: a colleague says that something is not right."""
    say, ref = view.say, ref_of(bell)
    if report.settled_at:
        return Card((text(say("Deze melding is bekeken. De bel blijft hangen.")), Voice(rules.split(bell.text)[0])))
    said = (Small(say("Erbij gezegd: {tekst}", tekst=report.text)),) if report.text else ()
    return Card(
        (
            text(_what_is_wrong(view, report.reason)),
            Voice(rules.split(bell.text)[0]),
            *said,
            buttons(Button(say("Haal de bel weg"), "bel.take_back", ref), Button(say("Laat staan"), "bel.leave", ref)),
        )
    )


def _what_is_wrong(view: View, reason: str) -> str:
    match reason:
        case "person":
            return view.say("Een {collega} herkent iemand in deze bel.")
        case "untrue":
            return view.say("Een {collega} zegt dat deze bel niet klopt.")
        case _:
            return view.say("Een {collega} zegt dat er iets is met deze bel.")


def kept(view: View) -> Card:
    """To the colleague who said so: somebody looked, and it stays."""
    return Card((text(view.say("Dank je voor je melding. We hebben ernaar gekeken, en de bel blijft hangen.")),))
