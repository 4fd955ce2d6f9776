"""The form in which a team says which meeting it is about and who takes part; the rest is folded away."""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.cards import ChoiceField, Form, Option, PersonField, TextField
from rituals.engine.context import Context, View
from rituals.klantpet import joining, questions, rhythm, rules
from rituals.klantpet.names import place_ref, rota_ref
from store import accounts, rotas
from store.places import Place
from store.rotas import Rota

MINUTE, OPENING = "minute", "opening"
HERE, NAMED = "here", "named"


def set_up(context: Context, place: Place, rota: Rota | None = None) -> Form:
    """Two questions; what was chosen before is filled in."""
    say = context.say
    return Form(
        name="klantpet.set_up",
        title=say("De klantpet"),
        intro=_intro(context, rota),
        fields=(
            TextField("when", say("Welk overleg?"), value=_when(context, rota), max_length=2000,
                      hint=_example(context)),
            *_who(context, place, rota),
            *_folded(context, rota),
        ),
        submit=say("Bekijk"),
        ref=rota_ref(rota.id) if rota else place_ref(place.id),
    )  # fmt: skip


def _intro(context: Context, rota: Rota | None) -> str:
    """Where to begin, to who begins: nobody else needs to hear it."""
    if rota or any(one.state in ("on", "paused") for one in rotas.every(context.tx)):
        return context.say("In elk overleg draagt één {collega} de klantpet.")
    return context.say(
        "In elk overleg draagt één {collega} de klantpet. Begin bij het MT-overleg. Dat geeft het goede voorbeeld."
    )


def _example(context: Context) -> str:
    """With the address of a mailbox, where IT switched that on."""
    if context.organisation.calendars - {"ics"}:
        return context.say("Bijvoorbeeld: elke dinsdag 10:00. Of het adres van een agenda, of je e-mailadres.")
    return context.say("Bijvoorbeeld: elke dinsdag 10:00. Of plak het adres van een agenda.")


def _who(context: Context, place: Place, rota: Rota | None) -> tuple[ChoiceField | PersonField, ...]:
    """Everybody who is here, where we know who that is; else people say it themselves."""
    say, here = context.say, joining.here(context, place)
    if len(here) < rules.FEWEST:
        return (people_field(context, rota, say("Plak je een agenda? Laat dit dan leeg: de genodigden doen mee.")),)
    label = say("De mensen in deze chat") if place.kind == "chat" else say("De mensen in dit kanaal")
    options = Option(HERE, f"{label} ({len(here)})"), Option(NAMED, say("Alleen wie ik noem"))
    everybody = rota.everybody if rota else len(here) <= joining.TEAM
    who = ChoiceField("who", say("Wie doen mee?"), options, value=(HERE if everybody else NAMED,),
                      hint=say("Plak je een agenda? Dan doen de genodigden mee."))  # fmt: skip
    named = people_field(context, None if everybody else rota)
    return who, replace(named, label=say("Wie noem je?"))


def people_field(context: Context, rota: Rota | None, hint: str = "", *, required: bool = False) -> PersonField:
    """By name, with who takes part already."""
    ids = [one.person_id for one in rotas.members(context.tx, rota.id) if one.listed] if rota else []
    people = accounts.many(context.tx, ids)
    value = tuple(Option(f"person:{one.id}", one.name) for one in people.values() if one.active)
    return PersonField("people", context.say("Wie doen mee?"), value=value, words=False, hint=hint,
                       required=required)  # fmt: skip


def _when(view: View, rota: Rota | None) -> str:
    """A calendar's address gives power, and is not shown again."""
    return rhythm.spoken(rhythm.stored(rota.rhythm), view.say) if rota and rota.rhythm else ""


def _folded(context: Context, rota: Rota | None) -> tuple[TextField | PersonField | ChoiceField, ...]:
    say = context.say
    kinds = tuple(Option(kind, say(label)) for kind, label in questions.LABELS.items())
    more = (
        Option(MINUTE, say("Klantminuut: begin met één verhaal")),
        Option(OPENING, say("Zeg in het kanaal wie ’m draagt")),
    )
    host = accounts.get(context.tx, rota.host_id) if rota and rota.host_id else context.person
    leads = (Option(f"person:{host.id}", host.name),) if host else ()
    chosen = tuple(name for name, on in ((MINUTE, rota and rota.minute), (OPENING, rota and rota.opening)) if on)
    return (
        TextField("name", say("Hoe heet het overleg?"), value=rota.name if rota else "", required=False, max_length=80,
                  folded=True),
        TextField("title_has", say("Alleen overleggen met deze woorden in de titel"), required=False, max_length=80,
                  value=rota.title_has if rota else "", hint=say("Alleen als je een agenda plakt."), folded=True),
        PersonField("host", say("Wie leidt het overleg?"), value=leads, multiple=False, words=False, folded=True,
                    hint=say("Staat het in de agenda, dan houd ik die aan.")),
        ChoiceField("kind", say("Wat voor overleg is het?"), kinds, value=(rota.kind if rota else "general",),
                    required=False, folded=True),
        ChoiceField("more", say("Wil je nog meer?"), more, value=chosen, multiple=True, required=False, folded=True),
    )  # fmt: skip


def now(context: Context, place: Place, rota: Rota | None) -> Form:
    """For a meeting that nobody prepared."""
    say = context.say
    who = people_field(context, rota, say("Noem iedereen die erbij is, minstens drie."), required=True)
    return Form(
        name="klantpet.now",
        title=say("De klantpet, nu"),
        fields=(replace(who, label=say("Wie zijn erbij?")),),
        submit=say("Zet de pet op"),
        ref=place_ref(place.id),
    )
