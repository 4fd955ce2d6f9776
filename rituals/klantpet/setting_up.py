"""`/klant pet`: a team says which meeting, sees the next turns, and starts; later it changes, pauses or stops."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormSubmitted, Value
from rituals.engine.filled import one, several
from rituals.engine.localtime import local_day
from rituals.engine.meetings import Address, fingerprint, normal_address
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.tidy import tidy
from rituals.klantpet import forms, joining, now, overview, people, planning, rhythm_read, rules, settings
from rituals.klantpet.names import key
from rituals.klantpet.wearing import said
from store import accounts, calendars, pet_meetings, rotas
from store.places import Place
from store.rotas import NewRota, Rota

READ_WITHIN = timedelta(seconds=10)
STANDS_BY = timedelta(minutes=20)
"""So long the answer to a form can change."""
_NOW = frozenset({"nu", "now"})


def command(event: Command, context: Context) -> Outcome:
    """`/klant pet` shows how it stands, or opens the form; `/klant pet nu` needs nothing."""
    place = context.place
    if place is None:
        return said(context.say("Typ dit in het kanaal of de chat van je overleg."))
    if event.text.strip().casefold().rstrip(".! ") in _NOW:
        return now.asked(context, place)
    return _shown(context, place)


def _shown(context: Context, place: Place) -> Outcome:
    known = [rota for rota in rotas.in_place(context.tx, place.id) if rota.state in ("draft", "on", "paused")]
    if known:
        return Outcome(Private(overview.standing(context, known)))
    return Outcome(ShowForm(forms.set_up(context, place)))


def look(event: Action, context: Context) -> Outcome:
    """[Klantpet bekijken], in the menu of a place."""
    place = place_of(context, event.ref)
    return (
        _shown(context, place)
        if place
        else said(context.say("Typ {/klantpet} in het kanaal of de chat van je overleg."))
    )


def new(event: Action, context: Context) -> Outcome:
    """[Nog een overleg]."""
    place = place_of(context, event.ref)
    if place is None:
        return said(context.say("Typ {/klantpet} in het kanaal of de chat van je overleg."))
    return Outcome(ShowForm(forms.set_up(context, place)))


def place_of(context: Context, ref: Ref | None) -> Place | None:
    """Where it is about; not a place that people from outside read along in."""
    place = context.directory.places.get(ref.number) if ref and ref.kind == "petplace" else context.place
    return place if place and not place.shared else None


def change(event: Action, context: Context) -> Outcome:
    """[Aanpassen]."""
    rota = of_ref(context, event.ref)
    place = context.directory.places.get(rota.place_id) if rota else None
    return Outcome(ShowForm(forms.set_up(context, place, rota))) if rota and place else unknown(context)


def of_ref(context: Context, ref: Ref | None) -> Rota | None:
    rota = rotas.get(context.tx, ref.number) if ref and ref.kind == "rota" else None
    return rota if rota and rota.state != "stopped" else None


def unknown(context: Context) -> Outcome:
    return said(context.say("Deze klantpet is gestopt. Typ {/klantpet} om opnieuw te beginnen."))


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form: shown back with the next turns, and started only when somebody says so."""
    rota = of_ref(context, event.ref)
    place = context.directory.places.get(rota.place_id) if rota else place_of(context, event.ref)
    if place is None or place.shared:
        return said(context.say("Typ {/klantpet} in het kanaal of de chat van je overleg."))
    chosen = _chosen(event.values, context, rota)
    if isinstance(chosen, FormErrors):
        return Outcome(chosen)
    ids = _taking_part(event.values, context, place, rota)
    if isinstance(ids, FormErrors):
        return Outcome(ids)
    if not chosen.calendar_id and len(people.there(context, ids)) < rules.FEWEST:
        return Outcome(FormErrors({"who" if chosen.everybody else "people": _fewest(context)}))
    return _kept(context, place, rota, chosen, ids)


def _fewest(context: Context) -> str:
    return context.say("Noem minstens drie {collegas}: dan gaat de pet echt rond.")


def _taking_part(
    values: Mapping[str, Value], context: Context, place: Place, rota: Rota | None
) -> list[int] | FormErrors:
    """Everybody who is here, or who was named; not both, for then nobody knows which was meant."""
    named = people.ids_of(several(values, "people"))
    if one(values, "who") != forms.HERE:
        return named
    if set(named) - set(people.listed(context, rota) if rota else ()):
        words = context.say("Je noemde ook {collegas}. Doet iedereen mee, of alleen wie jij noemt?")
        return FormErrors({"who": words})
    return [each.id for each in joining.here(context, place)]


def _chosen(values: Mapping[str, Value], context: Context, rota: Rota | None) -> NewRota | FormErrors:
    found = _meeting(context, one(values, "when"), rota)
    if isinstance(found, str):
        return FormErrors({"when": found})
    rhythm, calendar_id = found
    more = several(values, "more")
    host = accounts.many(context.tx, people.ids_of(several(values, "host")))
    return NewRota(
        tidy(one(values, "name"))[:80], rhythm, calendar_id, tidy(one(values, "title_has"))[:80],
        one(values, "kind") or "general", next(iter(host), context.person.id), forms.MINUTE in more,
        forms.OPENING in more, one(values, "who") == forms.HERE,
    )  # fmt: skip


def _meeting(context: Context, typed: str, rota: Rota | None) -> tuple[str, int | None] | str:
    """The rhythm or the calendar; else a sentence that says what misses."""
    if not typed.strip() and rota and rota.calendar_id:
        calendars.look_again(context.tx, rota.calendar_id, context.now)
        return "", rota.calendar_id
    address = normal_address(typed, context.organisation.calendars)
    if address is not None and not _may_read(context, address):
        return context.say(settings.LINK.refusal)
    if address is not None:
        sealed = context.sealer.seal(address.address)
        number = calendars.add(context.tx, address.kind, sealed, fingerprint(address.address), context.now)
        return "", number
    if "@" in typed:
        return context.say("Een agenda op e-mailadres staat hier niet aan. Plak een agenda-adres, of typ een ritme.")
    calendar = context.organisation.calendar
    found = rhythm_read.parse(typed, local_day(context.now, calendar.zone), calendar)
    if isinstance(found, rhythm_read.Problem):
        return context.say(found.sentence, woord=found.word)
    return str(found), None


def _may_read(context: Context, address: Address) -> bool:
    """Who has the web address of a calendar was given it; an address of e-mail everybody knows."""
    own = {known.account.email for known in accounts.of_person(context.tx, context.person.id)}
    return address.kind == "ics" or address.address in own or context.may(settings.LINK)


def _kept(context: Context, place: Place, rota: Rota | None, chosen: NewRota, ids: list[int]) -> Outcome:
    number = rota.id if rota else rotas.add(context.tx, place.id, chosen, "draft", context.now)
    if rota is not None:
        rotas.change(context.tx, number, chosen)
        if rota.state == "loose":
            rotas.set_state(context.tx, number, "draft")
        drop_unused(context, rota.calendar_id)
    fresh = rotas.get(context.tx, number)
    if fresh is None:
        return unknown(context)
    people.enlist(context, fresh, ids)
    effects = (
        *_forgotten(context, rota, fresh),
        *planning.ahead(context, fresh),
        *planning.anew(context, fresh),
        *_read_soon(context, fresh),
    )
    return Outcome(Private(overview.preview(context, fresh), key("preview", fresh.id)), effects)


def _read_soon(context: Context, rota: Rota) -> tuple[Effect, ...]:
    """The preview of a calendar is drawn anew once it was read."""
    if not rota.calendar_id or rota.state == "on":
        return ()
    soon, until = context.now + READ_WITHIN, context.now + STANDS_BY
    return (Show(key("preview", rota.id), context.person, kind="answer", not_before=soon, until=until),)


def _forgotten(context: Context, before: Rota | None, after: Rota) -> tuple[Effect, ...]:
    """Another meeting: what was planned for the one before is not held."""
    if before is None or (before.rhythm, before.calendar_id) == (after.rhythm, after.calendar_id):
        return ()
    coming = pet_meetings.coming(context.tx, after.id, context.now)
    return tuple(effect for one in coming for effect in planning.cancelled(context, one))


def drop_unused(context: Context, calendar_id: int | None) -> None:
    """A calendar that no team lives by is not read any more."""
    if calendar_id is not None and not rotas.of_calendar(context.tx, calendar_id):
        calendars.drop(context.tx, calendar_id)
