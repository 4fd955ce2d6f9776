"""A ritual with a paper: `/blad` posts a card with it, and each person can take their consent back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from rituals.engine.cards import Card, Sheet, text
from rituals.engine.context import Context, Drawing
from rituals.engine.events import Command
from rituals.engine.names import Key
from rituals.engine.outcome import Outcome, Private, Show
from rituals.engine.papers import Paper
from rituals.engine.ritual import Handled, Ritual
from rituals.klantverbeteraar.oorkonde import oorkonde

POST = Key("blad", "1")
PAPER = Key("blad", "oorkonde/1")
ALT = "De oorkonde van november 2026, voor Youssef"
SEND = "Stuur mij de oorkonde"


class Papered:
    """`consents`: the paper is there; `only_for`: the one person who may have it, by name."""

    def __init__(self) -> None:
        self.consents = True
        self.only_for: str | None = None
        self.name = "Youssef el Amrani"
        self.ritual = Ritual(
            name="blad",
            title="Blad",
            draw=lambda _drawing, _key: self._card(),
            commands={"blad": Handled(self._command)},
            paper=self._paper,
        )

    def _command(self, event: Command, context: Context) -> Outcome:
        if event.text == "mij":
            return Outcome(Private(self._card()))
        return Outcome(effects=(Show(POST, context.place),) if context.place else ())

    def _card(self) -> Card:
        return Card((text("In het zonnetje"), Sheet(PAPER, ALT, SEND)))

    def _paper(self, drawing: Drawing, key: Key) -> Paper | None:
        viewer = drawing.viewer.name if drawing.viewer else None
        if key != PAPER or not self.consents or (self.only_for and viewer != self.only_for):
            return None
        made = oorkonde(
            drawing.say, drawing.organisation, names=[self.name], period="november 2026", day=date(2026, 11, 26)
        )
        return replace(made, name="oorkonde-november-2026")
