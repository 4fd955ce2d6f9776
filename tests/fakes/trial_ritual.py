"""A ritual with one of everything, for trying platforms: `/proef`, a form, a card with a count, a menu."""

from __future__ import annotations

from datetime import datetime, timedelta

from rituals.engine.cards import (
    Button,
    Buttons,
    Card,
    ChoiceField,
    DateField,
    Facts,
    FileField,
    Form,
    Image,
    Link,
    More,
    Option,
    PersonField,
    Rule,
    Small,
    Strong,
    Text,
    TextField,
    Voice,
)
from rituals.engine.context import Context, Drawing
from rituals.engine.events import Action, Command, FormSubmitted, Reaction
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import FormErrors, Nothing, Outcome, Private, Show, ShowForm, Withdraw
from rituals.engine.ritual import Handled, Ritual, Usage

WAIT = timedelta(seconds=10)
EVERYTHING = Form(
    "proef.formulier",
    "Alles op een rij",
    (
        TextField("wat", "Wat is gelukt?", hint="Klein mag ook.", multiline=True),
        TextField("kort", "In het kort", required=False),
        ChoiceField("een", "Kies er één", (Option("a", "Appel"), Option("b", "Banaan"))),
        ChoiceField("meer", "Kies er meer", (Option("x", "Xylofoon"), Option("y", "Yoghurt")), multiple=True),
        PersonField("wie", "Wie deden mee?"),
        DateField("dag", "Welke dag?", required=False, folded=True),
        FileField("bestand", "Een lijst", ("csv",), required=False, folded=True),
    ),
    "Luid",
    intro="Vul in wat je weet.",
)


class Trial:
    """What it was told, and the ritual that tells it."""

    def __init__(self) -> None:
        self.commands: list[Command] = []
        self.submitted: list[FormSubmitted] = []
        self.reactions: list[Reaction] = []
        self.text = ""
        self.due: datetime | None = None
        self.claps: set[int] = set()
        self.ritual = Ritual(
            name="proef",
            title="Proef",
            draw=self._draw,
            commands={"proef": Handled(self._command)},
            usages=(Usage("proef", "/proef Het lukte", "zet een bericht in het kanaal"),),
            actions={
                "klap": Handled(self._clap),
                "weg": Handled(self._away),
                "stuk": Handled(self._broken),
                "opnieuw": Handled(self._again),
                "vul": Handled(self._filled),
            },
            forms={"formulier": Handled(self._sent)},
            listens={Reaction: self._reacted},
            things=frozenset({"bericht"}),
            menu=lambda _context, ref: (Button("Haal weg", "proef.weg", ref),),
            home=lambda _context: (Button("Klap", "proef.klap", Ref("bericht", "1")),),
        )

    def _command(self, event: Command, context: Context) -> Outcome:
        self.commands.append(event)
        if not event.text:
            return Outcome(ShowForm(EVERYTHING))
        self.text = event.text
        post, answer = Key("proef", "1"), Key("proef", "1/antwoord")
        later = self.due = context.now + WAIT
        shows = [Show(answer, context.person, "answer", not_before=later)]
        if context.place:
            shows.append(Show(post, context.place, not_before=later))
        return Outcome(Private(_card("Over 10 seconden staat het er."), answer), tuple(shows))

    def _clap(self, event: Action, context: Context) -> Outcome:
        self.claps ^= {context.person.id}
        return Outcome(Nothing(), (Show(Key("proef", "1"), None),) if event.posted else ())

    def _away(self, _event: Action, _context: Context) -> Outcome:
        return Outcome(Private(_card("Het is weg.")), (Withdraw(Key("proef", "1")),))

    def _again(self, _event: Action, _context: Context) -> Outcome:
        return Outcome(Private(_card("Nog eens."), Key("proef", "1/antwoord")))

    def _filled(self, _event: Action, _context: Context) -> Outcome:
        return Outcome(ShowForm(EVERYTHING))

    def _broken(self, _event: Action, _context: Context) -> Outcome:
        raise ZeroDivisionError

    def _sent(self, event: FormSubmitted, _context: Context) -> Outcome:
        self.submitted.append(event)
        if event.values.get("wat") == "":
            return Outcome(FormErrors({"wat": "Vertel wat er lukte.", "": "Er mist nog iets."}))
        return Outcome(Private(_card("Genoteerd.")))

    def _reacted(self, event: Reaction, _context: Context) -> Outcome:
        self.reactions.append(event)
        return Outcome()

    def _draw(self, drawing: Drawing, key: Key) -> Card | None:
        if key.rest == "1/antwoord":
            return _card("Het staat er." if self.due and drawing.now >= self.due else "Over 10 seconden staat het er.")
        ref = Ref("bericht", "1")
        return Card(
            (
                Text((Strong("Nieuws"), " voor iedereen")),
                Voice(self.text),
                Small("Uit de proef"),
                Facts((("Wie", "Sanne"),)),
                Rule(),
                Image("/playground/static/icon.svg", "een bel"),
                Buttons(
                    (
                        Button(f"Klap mee · {len(self.claps)}", "proef.klap", ref, "primary"),
                        Button("Weg ermee", "proef.weg", ref, "danger", "Weet je het zeker?"),
                        Link("Lees meer", "https://voorbeeld.example/"),
                        More(ref),
                    )
                ),
            )
        )


def _card(sentence: str) -> Card:
    return Card((Text((sentence,)),))
