"""Once the bell has rung: claps, changes, reports, and what delivery has to say."""

from __future__ import annotations

from datetime import time, timedelta

from rituals.bel import cards, rules
from rituals.bel.changing import changeable, may_change
from rituals.bel.deciding import bell_of, own_bell, said
from rituals.bel.reach import answer_key, key_of, rest_key
from rituals.engine.cards import Button
from rituals.engine.context import Context
from rituals.engine.events import Action, FormSubmitted, NotShown, Reaction, Shown, SlotDue
from rituals.engine.filled import one
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Key, Ref, Slot
from rituals.engine.outcome import Effect, FormErrors, Outcome, Plan, Private, Refresh, Show, ShowForm, Withdraw
from rituals.engine.tidy import tidy
from rituals.engine.wrong import reasons, report_form, settled
from store import accounts, bells, reports
from store.accounts import Person
from store.bells import Bell
from store.places import Place


def clap(event: Action, context: Context) -> Outcome:
    """[👏 Klap mee]."""
    bell = bell_of(event.ref, context)
    if bell is None or bell.state not in ("waiting", "rung"):
        return said(context.say("Deze bel hangt er niet meer."))
    on = rules.pressed(bells.clap_of(context.tx, bell.id, context.person.id), context.now)
    return _clapped(context, bell, on)


def reaction(event: Reaction, context: Context) -> Outcome:
    """An emoji 👏 on the card is the same clap."""
    if event.key is None or not event.emoji.startswith("👏") or not event.key.rest.isdecimal():
        return Outcome()
    bell = bells.get(context.tx, int(event.key.rest))
    if bell is None or bell.state not in ("waiting", "rung"):
        return Outcome()
    clap = bells.clap_of(context.tx, bell.id, context.person.id)
    return _clapped(context, bell, None if (clap is not None and clap[0]) == event.added else event.added)


def _clapped(context: Context, bell: Bell, on: bool | None) -> Outcome:
    if on is None:
        return Outcome()
    bells.put_clap(context.tx, bell.id, context.person.id, context.now, on=on)
    return Outcome(effects=(Show(key_of(bell.id), None),))


def menu(context: Context, ref: Ref) -> tuple[Button, ...]:
    """The [⋯] of a bell."""
    bell, say = bell_of(ref, context), context.say
    if bell is None or bell.state not in ("waiting", "rung"):
        return ()
    wrong = Button(say("Er klopt iets niet"), "bel.wrong", ref, opens_form=True)
    if bell.state != "rung" or not may_change(context, bell):
        return (wrong,)
    take = Button(
        say("Haal de bel weg"), "bel.take_back", ref, "danger", say("Zal ik de bel overal weghalen, voor iedereen?")
    )
    return (Button(say("Aanpassen"), "bel.edit", ref, opens_form=True), take, wrong)


def take_back(event: Action, context: Context) -> Outcome:
    """[Haal de bel weg]: everywhere at once."""
    bell = changeable(event, context)
    if bell is None:
        return said(context.say("Deze bel kun je niet meer weghalen. Vraag het aan degene die over de bel gaat."))
    bells.set_state(context.tx, bell, "withdrawn")
    effects: list[Effect] = [Refresh(cards.ref_of(bell)), Withdraw(key_of(bell.id)), Withdraw(rest_key(bell.id))]
    effects += _reports_anew(context, bell)
    if bell.ringer_id != context.person.id:
        effects += _tell(context, bell)
    return Outcome(Private(cards.sentence(context.say("Deze bel hebben we weggehaald."))), tuple(effects))


def wrong(event: Action, context: Context) -> Outcome:
    """[Er klopt iets niet]."""
    bell = bell_of(event.ref, context)
    if bell is None or event.ref is None or bell.state not in ("waiting", "rung"):
        return said(context.say("Deze bel hangt er niet meer."))
    if not _keepers(context, bell):
        return said(_unread(context))
    return Outcome(ShowForm(report_form(context, "bel.report", event.ref)))


def _keepers(context: Context, bell: Bell) -> list[Person]:
    return context.holders(context.directory.places.get(bell.place_id) if bell.place_id else None)


def _unread(context: Context) -> str:
    return context.say("Er is nog niemand die over de bel gaat. Vertel het aan degene die de bel luidde.")


def report(event: FormSubmitted, context: Context) -> Outcome:
    """Whoever looks after the bell hears what is wrong; who said it stays between us."""
    bell = bell_of(event.ref, context)
    reason = one(event.values, "reason")
    if bell is None or bell.state not in ("waiting", "rung"):
        return said(context.say("Deze bel hangt er niet meer."))
    if reason not in reasons(context):
        return Outcome(FormErrors({"reason": context.say("Kies wat er mis is.")}))
    keepers = _keepers(context, bell)
    if not keepers:
        return Outcome(FormErrors({"reason": _unread(context)}))
    words = tidy(one(event.values, "text"))[:1000]
    report_id = reports.add(context.tx, str(cards.ref_of(bell)), context.person.id, reason, words, context.now)
    until = context.now + timedelta(days=7)
    key = _report_key(report_id)
    shows = tuple(Show(key, holder, kind="task", until=until) for holder in keepers)
    thanks = context.say("Dank je. Wie over de bel gaat, kijkt ernaar.")
    return Outcome(Private(cards.sentence(thanks)), shows)


def _report_key(report_id: int) -> Key:
    return Key("bel", f"report/{report_id}")


def _reports_anew(context: Context, bell: Bell) -> list[Effect]:
    """What those who look after the bell were told says how it stands now."""
    return [Show(_report_key(one), None) for one in reports.about(context.tx, str(cards.ref_of(bell)))]


def leave(event: Action, context: Context) -> Outcome:
    """[Laat staan]: a report was looked at."""
    bell = bell_of(event.ref, context)
    if bell is None:
        return said(context.say("Deze bel hangt er niet meer."))
    told = settled(context, (cards.ref_of(bell),))
    words = context.say("Goed, de bel blijft hangen.")
    return Outcome(Private(cards.sentence(words)), (*_reports_anew(context, bell), *told))


def again(event: Action, context: Context) -> Outcome:
    """[Stuur nog eens]: for the places where nobody knows whether it was posted."""
    bell = own_bell(event, context)
    if bell is None or bell.state not in ("waiting", "rung"):
        return said(context.say("Deze bel hangt er niet meer."))
    places = _doubtful(context, bell)
    until = context.now + rules.CHATS_WAIT
    effects = [Show(key_of(bell.id), place, until=until, resend=True) for place in places]
    return Outcome(Private(cards.sentence(context.say("Goed, ik stuur hem nog een keer."))), tuple(effects))


def enough(event: Action, context: Context) -> Outcome:
    """[Laat maar]."""
    bell = own_bell(event, context)
    if bell is None:
        return said(context.say("Deze bel ken ik niet meer."))
    effects = tuple(Withdraw(key_of(bell.id), place) for place in _doubtful(context, bell))
    return Outcome(Private(cards.sentence(context.say("Goed, we laten het zo."))), effects)


def _doubtful(context: Context, bell: Bell) -> list[Place]:
    rows = context.where(key_of(bell.id))
    places = context.directory.places
    return [places[row.place_id] for row in rows if row.state == "uncertain" and row.place_id in places]


def shown(event: Shown, context: Context) -> Outcome:
    """It hangs somewhere: it has rung, and the ringer reads where."""
    bell = _of(event.key, context)
    if bell is None or event.key != key_of(bell.id) or bell.state not in ("waiting", "rung"):
        return Outcome()
    bells.rung(context.tx, bell.id, context.now)
    # A bell under the ringer's own message is seen there: a private word as well would be one too many.
    told = [] if bell.public else _tell(context, bell)
    return Outcome(effects=(*told, *_next_silence(context)))


def not_shown(event: NotShown, context: Context) -> Outcome:
    """It does not hang there: the ringer reads that too, and decides where nobody can know."""
    bell = _of(event.key, context)
    if bell is None or event.key != key_of(bell.id) or event.reason == "withdrawn":
        return Outcome()
    rows = context.where(event.key)
    if bell.state == "waiting" and not any(row.posted or row.state not in ("parked", "cancelled") for row in rows):
        bells.set_state(context.tx, bell, "lapsed")
    return Outcome(effects=tuple(_tell(context, bell)))


def _of(key: Key, context: Context) -> Bell | None:
    number = key.rest.split("/")[0]
    return bells.get(context.tx, int(number)) if number.isdecimal() else None


def _tell(context: Context, bell: Bell) -> list[Effect]:
    ringer = accounts.get(context.tx, bell.ringer_id) if bell.ringer_id else None
    return [Show(answer_key(bell.id), ringer, kind="answer")] if ringer else []


def plan(context: Context) -> Outcome:
    """Ten working days without a bell: a word to whoever looks after it. And what was left lying is cleared away."""
    bells.abandon(context.tx, context.now - rules.LEFT_LYING)
    return Outcome(effects=tuple(_next_silence(context)))


def _next_silence(context: Context) -> list[Effect]:
    last = bells.last_rung(context.tx)
    if last is None:
        return []
    calendar = context.organisation.calendar
    day = calendar.add_workdays(local_day(last, calendar.zone), rules.SILENT_DAYS)
    slot = Slot("bel", "silence", "organisation", day.isoformat())
    return [Plan(slot, resolve(day, time(9, 30), calendar.zone))]


def silence(event: SlotDue, context: Context) -> Outcome:
    """Nobody rang since this was planned: one word, once."""
    last = bells.last_rung(context.tx)
    calendar = context.organisation.calendar
    if last is None or context.hush():
        return Outcome()
    day = calendar.add_workdays(local_day(last, calendar.zone), rules.SILENT_DAYS)
    if day.isoformat() != event.slot.local:
        return Outcome()
    key = Key("bel", f"silence/{day.isoformat()}")
    until = context.now + timedelta(days=2)
    return Outcome(effects=tuple(Show(key, holder, kind="nudge", until=until) for holder in context.holders()))
