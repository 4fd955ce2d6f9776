"""A second ritual in one folder, without tables: it lends a button to the bell, and has one of everything."""

from __future__ import annotations

from datetime import time, timedelta

from rituals.engine.cards import Button, Card, Form, More, Offers, TextField, buttons, text
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import Action, Command, FormSubmitted, SlotDue
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Key, Ref, Slot
from rituals.engine.outcome import FormErrors, Outcome, Plan, Private, Show, ShowForm
from rituals.engine.ritual import CatchUp, Handled, Offer, Permission, Ritual, Setting, SlotRule, Usage
from store.accounts import Person

HERE = Setting("here", False, "Elke ochtend een groet in dit kanaal", scopes=("place",))
AT = Setting("at", "09:00", "Hoe laat?", scopes=("organisation", "place"), pattern=r"\d\d:\d\d", hint="Zoals 09:00")
LENDS = Setting("lends", True, "Bewaren mag ook vanaf andere kaarten")
MOST = Setting("most", 3, "Hoeveel bewaar je er hooguit?", scopes=("organisation", "person"), least=1, most=9)
KEEP = Permission("keep", frozenset({"lid"}), "Bewaren is voor collega's van de organisatie.")
TEND = Permission("tend", frozenset({"ritueelhouder"}), "Dit kan alleen wie over het bewaren gaat.")


def ritual() -> Ritual:
    """As the application would find it."""
    return Ritual(
        name="tiny",
        title="Het klein ritueel",
        draw=draw,
        commands={"tiny": Handled(command, KEEP)},
        usages=(Usage("tiny", "/tiny", "Bewaart iets kleins."),),
        actions={"keep": Handled(keep, KEEP), "form": Handled(form_button, KEEP), "clear": Handled(clear, TEND)},
        forms={"note": Handled(noted, KEEP)},
        slots={"greeting": SlotRule(greet, CatchUp(late=timedelta(hours=2)))},
        plan=plan,
        things=frozenset({"note"}),
        menu=lambda context, ref: (Button("Ruim op", "tiny.clear", ref),) if context.may(TEND) else (),
        home=lambda context: (Button("Bewaar iets", "tiny.form", opens_form=True),) if context.may(KEEP) else (),
        settings=(HERE, AT, LENDS, MOST),
        permissions=(KEEP, TEND),
        offers=(Offer("keep", "Bewaar dit", frozenset({"bell", "note"}), may_keep),),
    )


def may_keep(view: View, person: Person | None, _ref: Ref) -> bool:
    """A card for everybody bears the button; a press is checked again."""
    return view.setting(LENDS) and (person is None or view.may_person(person, KEEP))


def command(event: Command, context: Context) -> Outcome:
    """`/tiny`, or `/tiny <word>`."""
    if not event.text:
        return Outcome(ShowForm(form()))
    shows = (Show(Key("tiny", f"note/{event.text}"), context.place),) if context.place else ()
    return Outcome(Private(said("Genoteerd.")), shows)


def form() -> Form:
    """One field."""
    return Form("tiny.note", "Bewaar iets", (TextField("what", "Wat?"),), "Bewaar")


def form_button(_event: Action, _context: Context) -> Outcome:
    """[Bewaar iets]."""
    return Outcome(ShowForm(form()))


def noted(event: FormSubmitted, _context: Context) -> Outcome:
    """The form."""
    if not event.values.get("what"):
        return Outcome(FormErrors({"what": "Schrijf op wat je wilt bewaren."}))
    return Outcome(Private(said("Genoteerd.")))


def keep(event: Action, _context: Context) -> Outcome:
    """[Bewaar dit], on a card of any ritual."""
    return Outcome(Private(said(f"Bewaard: {event.ref}.")))


def clear(event: Action, _context: Context) -> Outcome:
    """[Ruim op]."""
    return Outcome(Private(said(f"Opgeruimd: {event.ref}.")))


def plan(context: Context) -> Outcome:
    """A greeting on the next working day."""
    calendar = context.organisation.calendar
    day = calendar.next_workday(local_day(context.now, calendar.zone))
    slot = Slot("tiny", "greeting", "organisation", day.isoformat())
    return Outcome(effects=(Plan(slot, resolve(day, time.fromisoformat(context.setting(AT)), calendar.zone)),))


def greet(event: SlotDue, context: Context) -> Outcome:
    """In every place that wants it."""
    key = Key("tiny", f"greeting/{event.slot.local}")
    return Outcome(effects=tuple(Show(key, place) for place in context.places_with(HERE)))


def draw(_drawing: Drawing, key: Key) -> Card | None:
    """All there is to know stands in the key."""
    kind, _, rest = key.rest.partition("/")
    if kind == "greeting":
        return said("Goedemorgen allemaal.")
    ref = Ref("note", rest)
    return Card((text(rest), buttons(Offers(ref), More(ref))))


def said(words: str) -> Card:
    """One sentence."""
    return Card((text(words),))
