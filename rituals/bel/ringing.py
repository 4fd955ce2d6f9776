"""From a typed text to a bell that is about to ring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from functools import cached_property

from rituals.bel import cards, rules
from rituals.bel.reach import (
    answer_key,
    audience,
    is_open,
    key_of,
    nowhere,
    rest_key,
    ring_shows,
    slot_of,
    still_to_come,
    under_the_message,
)
from rituals.bel.settings import KEPT_UNTIL, NEVER_HERE, UNDO
from rituals.engine.cards import Option
from rituals.engine.clusters import cut
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormSubmitted, SlotDue, SlotSkipped, Value
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Plan, Private, Show, ShowForm, Unplan, Withdraw
from rituals.engine.redact import Found, Shortened, find_private, shorten_names, without
from store import accounts, bells
from store.accounts import Person
from store.bells import Bell, Maker
from store.places import Place


@dataclass(frozen=True)
class Typed:
    """What somebody wants to ring: the text as typed, and for whom."""

    text: str
    makers: tuple[Maker, ...]
    names: tuple[str, ...]
    """Names of colleagues, which are not shortened."""
    public: bool = False
    """Whether everybody in the place can read it already."""
    removed: tuple[Found, ...] = ()
    """What looked private in what everybody can read: `text` goes on without it."""

    @cached_property
    def shortened(self) -> tuple[str, tuple[Shortened, ...]]:
        """The text without customers' names, and what was made of those."""
        return shorten_names(self.text, keep=self.names)


def command(event: Command, context: Context) -> Outcome:
    """`/bel`, or `/bel <text>`."""
    people = context.mentioned(event.mentions)
    called = cards.shown_names(context, people.values())
    written = rules.written(event.text, {words: called[person.id] for words, person in people.items()})
    if not event.text.strip():
        return Outcome(ShowForm(cards.form(context, None)))
    if event.picked:
        return _picked(context, written, people)
    if (problem := _problem(context, written.text or event.text)) is not None:
        return _say(problem)
    named = [people[words] for words in written.mentioned]
    makers = tuple(Maker(person.id, None) for person in {person.id: person for person in named}.values())
    names = tuple(name for person in named for name in (person.name, person.first))
    if not written.text:
        return Outcome(ShowForm(cards.form(context, None, makers=_options(named))))
    removed = find_private(written.text) if event.public else ()
    return start(context, Typed(without(written.text, removed), makers, names, event.public, removed))


def _picked(context: Context, written: rules.Written, people: Mapping[str, Person]) -> Outcome:
    """A colleague's message is a first draft: whoever picked it still looks at it."""
    if (problem := _problem(context, "")) is not None:
        return _say(problem)
    makers = _options([people[words] for words in written.mentioned])
    return Outcome(ShowForm(cards.form(context, None, cut(written.text, cards.FORM_HOLDS), makers)))


def _options(people: Sequence[Person]) -> tuple[Option, ...]:
    return tuple(Option(f"person:{person.id}", person.name) for person in people)


def _problem(context: Context, text: str) -> str | None:
    if len(text) > rules.HUGE:
        return context.say("Dat is te lang voor een bel. Vertel het in hooguit {n} tekens.", n=rules.HUGE)
    if context.place and context.setting(NEVER_HERE, context.place):
        return context.say("In dit kanaal gaat de bel niet. Luid hem in een ander kanaal.")
    return None


def form_button(_event: Action, context: Context) -> Outcome:
    """A [Luid de bel] anywhere."""
    return Outcome(ShowForm(cards.form(context, None)))


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form: a new bell, or another text for one."""
    text = rules.written(_text(event.values, "text"), {}).text
    if not text:
        return Outcome(FormErrors({"text": context.say("Schrijf in één zin wat er is gelukt.")}))
    if (problem := _problem(context, text)) is not None:
        return Outcome(FormErrors({"text": problem}))
    if missing := nowhere(context, _place_of(event, context)):
        return Outcome(FormErrors({"text": missing}))
    makers, names = _makers(context, event.values.get("makers", ()))
    typed = Typed(text, makers, names)
    return _changed(context, event.ref, typed) if event.ref else start(context, typed)


def _place_of(event: FormSubmitted, context: Context) -> int | None:
    """Where the bell of this form was, or is to be, rung."""
    bell = bells.get(context.tx, event.ref.number) if event.ref else None
    return bell.place_id if bell else _rung_in(context)


def _rung_in(context: Context) -> int | None:
    """A private chat is no place to ring in."""
    return context.place.id if context.place and context.place.kind != "chat" else None


def _text(values: object, name: str) -> str:
    found = values.get(name, "") if isinstance(values, dict) else ""
    return found if isinstance(found, str) else ""


def _makers(context: Context, value: Value) -> tuple[tuple[Maker, ...], tuple[str, ...]]:
    given = (value,) if isinstance(value, str) else value
    ids = [Ref("person", one.partition(":")[2]).number for one in given if one.startswith("person:")]
    people = accounts.many(context.tx, ids)
    words = [rules.written(one, {}).text.rstrip(".")[:80] for one in given if not one.startswith("person:")]
    makers = [Maker(person_id, None) for person_id in dict.fromkeys(ids) if person_id in people]
    makers += [Maker(None, one) for one in dict.fromkeys(words) if one]
    names = tuple(name for person in people.values() for name in (person.name, person.first))
    return tuple(makers), (*names, *words)


def start(context: Context, typed: Typed) -> Outcome:
    """A new bell: shortened, looked over, and on its way."""
    text, _ = typed.shortened
    lately = _today(context, text)
    if lately.twin is not None and not _gave_way(context, lately.twin):
        return _say(context.say("Deze bel is al onderweg. Eén keer luiden is genoeg."))
    if typed.removed and not rules.says_something(text):
        return _say("\n".join((context.say("Vertel het in één zin."), *cards.readable(context, (), typed.removed))))
    state, rings_at = _when(context, text, busy=lately.today >= rules.PER_DAY)
    place_id = _rung_in(context)
    here = context.directory.places.get(place_id) if place_id else None
    if nowhere(context, place_id):
        state, rings_at = "editing", context.now
    public = typed.public and state == "waiting" and here is not None and is_open(context, here)
    rings_at = context.now if public else rings_at
    bell_id = bells.add(
        context.tx,
        context.person.id,
        place_id,
        text,
        context.sealer.seal(typed.text) if text != typed.text or state == "asking" else None,
        state,
        rings_at,
        typed.makers,
        context.now,
        public=public,
    )
    bell = Bell(bell_id, context.person.id, place_id, text, None, state, False, False, rings_at, None, context.now,
                public)  # fmt: skip
    return _onward(context, bell, typed)


def _gave_way(context: Context, twin: int) -> bool:
    """The same words, left lying because they could ring nowhere, make room for those that are typed again."""
    bell = bells.get(context.tx, twin)
    if bell is None or bell.state != "editing":
        return False
    bells.set_state(context.tx, bell, "cancelled")
    return True


def _today(context: Context, text: str) -> bells.Lately:
    zone = context.organisation.calendar.zone
    midnight = resolve(local_day(context.now, zone), time(0), zone)
    return bells.lately(context.tx, context.person.id, text, midnight, context.now)


def _when(context: Context, text: str, *, busy: bool) -> tuple[bells.State, datetime]:
    """What becomes of a text: asked about, offered to be kept, or rung after the time to think again."""
    return ("asking", context.now) if find_private(text) else _unhurried(context, busy=busy)


def _unhurried(context: Context, *, busy: bool) -> tuple[bells.State, datetime]:
    calendar = context.organisation.calendar
    if context.hush(context.place) or busy or not calendar.is_open(context.now):
        return "offered", keep_until(context)
    return "waiting", context.now + timedelta(seconds=context.setting(UNDO))


def keep_until(context: Context) -> datetime:
    """When a kept bell rings: the next morning that people work, or the first one after the stilte."""
    calendar = context.organisation.calendar
    hush = context.hush(context.place)
    day = local_day(hush.until - timedelta(seconds=1) if hush else context.now, calendar.zone)
    at = time.fromisoformat(context.setting(KEPT_UNTIL))
    this_morning = resolve(day, at, calendar.zone)
    early = not hush and calendar.is_workday(day) and not calendar.is_open(context.now) and context.now < this_morning
    return this_morning if early else resolve(calendar.next_workday(day), at, calendar.zone)


def _onward(context: Context, bell: Bell, typed: Typed | None = None) -> Outcome:
    """The reply to the ringer, and for a bell on its way the Shows that will ring it."""
    if bell.state in ("waiting", "editing") and (missing := nowhere(context, bell.place_id)):
        bells.set_state(context.tx, bell, "editing", context.now)
        return Outcome(Private(cards.stuck(context, bell, missing), answer_key(bell.id)))
    if bell.state != "waiting":
        return _answered(context, bell, (), typed=typed)
    places, absent = audience(context, bell.place_id)
    if bell.public and any(place.id == bell.place_id for place in places):
        shortened, removed = (typed.shortened[1], typed.removed) if typed else ((), ())
        return under_the_message(context, bell, places, cards.Asked(removed, shortened), absent)
    shows = tuple(ring_shows(bell, places))
    return _answered(context, bell, places, shows, typed, absent)


def asked_about(context: Context, bell: Bell, typed: Typed | None) -> cards.Asked:
    """What the ringer may want to decide, read from the text as it was typed."""
    if typed is None and bell.original:
        names = _names_of(context, bells.makers(context.tx, bell.id))
        typed = Typed(context.sealer.open(bell.original) or bell.text, (), names)
    if typed is None or typed.text == bell.text:
        return cards.Asked(find_private(bell.text))
    return cards.Asked(find_private(bell.text), typed.shortened[1])


def _names_of(context: Context, makers: Sequence[Maker]) -> tuple[str, ...]:
    people = accounts.many(context.tx, bells.people_of(makers)).values()
    return tuple(name for person in people for name in (person.name, person.first))


def _answered(
    context: Context, bell: Bell, places: Sequence[Place], effects: tuple[Effect, ...] = (),
    typed: Typed | None = None, absent: tuple[str, ...] = (),
) -> Outcome:  # fmt: skip
    asked = asked_about(context, bell, typed)
    names = [cards.place_name(place.name) for place in places]
    card = cards.answer(context, bell, asked, names, absent)
    if typed and typed.public:
        card = cards.added(card, cards.readable(context, asked.shortened, typed.removed))
    return Outcome(Private(card, answer_key(bell.id)), effects)


def _say(words: str) -> Outcome:
    return Outcome(Private(cards.sentence(words)))


def own_bell(event: Action, context: Context) -> Bell | None:
    """The bell whose private answer was pressed; only its ringer has one."""
    bell = bells.get(context.tx, event.ref.number) if event.ref and event.ref.kind == "bell" else None
    return bell if bell and bell.ringer_id == context.person.id else None


def _gone(bell: Bell | None, context: Context) -> Outcome | None:
    """The sentence for a button that came too late."""
    if bell is None:
        return _say(context.say("Deze bel ken ik niet meer."))
    if bell.state in ("rung", "lapsed") or (bell.state == "waiting" and bell.rings_at <= context.now):
        return _say(context.say("De bel is al gegaan."))
    if bell.state in ("cancelled", "withdrawn"):
        return _say(context.say("Deze bel gaat niet meer."))
    return None


def _unasked(bell: Bell | None, context: Context) -> Outcome | None:
    """Too late, or too early: first the numbers and addresses in it."""
    if (gone := _gone(bell, context)) or bell is None:
        return gone
    if bell.state == "editing" and find_private(bell.text):  # the question may have been left for the form
        bells.set_state(context.tx, bell, "asking")
        bell = replace(bell, state="asking")
    return _answered(context, bell, ()) if bell.state == "asking" else None


def _unsettled(bell: Bell | None, context: Context) -> Outcome | None:
    """Too late, or a form is open for it: what that brings comes first."""
    gone = _gone(bell, context)
    return gone or (_answered(context, bell, ()) if bell and bell.state == "editing" else None)


def _undo(bell: Bell) -> tuple[Effect, ...]:
    return (Withdraw(key_of(bell.id)), Withdraw(rest_key(bell.id)), Unplan(slot_of(bell)))


def now(event: Action, context: Context) -> Outcome:
    """[Nu luiden]."""
    bell = own_bell(event, context)
    if (gone := _unasked(bell, context)) or bell is None:
        return gone or Outcome()
    bells.set_state(context.tx, bell, "waiting", context.now)
    return _onward(context, replace(bell, state="waiting", rings_at=context.now))


def silent(event: Action, context: Context) -> Outcome:
    """[Nu zonder geluid]: outside working hours."""
    bell = own_bell(event, context)
    if (gone := _unasked(bell, context)) or bell is None:
        return gone or Outcome()
    bells.set_state(context.tx, bell, "waiting", context.now, silent=True)
    return _onward(context, replace(bell, state="waiting", rings_at=context.now, silent=True))


def keep(event: Action, context: Context) -> Outcome:
    """[Dinsdag 30 maart 09:00]."""
    bell = own_bell(event, context)
    if (gone := _unasked(bell, context)) or bell is None:
        return gone or Outcome()
    at = bell.rings_at if bell.rings_at > context.now else keep_until(context)
    bells.set_state(context.tx, bell, "kept", at)
    kept = replace(bell, state="kept", rings_at=at)
    return _answered(context, kept, (), (Plan(slot_of(kept), at),))


def retry(event: Action, context: Context) -> Outcome:
    """[Luid hem nog eens]: there was no place for it, and perhaps there is one now."""
    bell = own_bell(event, context)
    if bell and bell.state == "lapsed":
        bells.set_state(context.tx, bell, "editing", context.now)
        bell = replace(bell, state="editing", rings_at=context.now)
    if (gone := _unasked(bell, context)) or bell is None:
        return gone or Outcome()
    return _go_on(context, bell)


def cancel(event: Action, context: Context) -> Outcome:
    """[Annuleren]."""
    bell = own_bell(event, context)
    if (gone := _gone(bell, context)) or bell is None:
        return gone or Outcome()
    bells.set_state(context.tx, bell, "cancelled")
    return _answered(context, replace(bell, state="cancelled"), (), _undo(bell))


def only_here(event: Action, context: Context) -> Outcome:
    """[Annuleren] of a bell that hangs under the ringer's message: it goes nowhere else."""
    bell = own_bell(event, context)
    places = still_to_come(context, bell) if bell else []
    if bell is None or not places:
        return _gone(bell, context) or _say(context.say("De bel is al gegaan."))
    effects = tuple(Withdraw(key, place) for place in places for key in (key_of(bell.id), rest_key(bell.id)))
    return Outcome(Private(cards.sentence(context.say("Goed, de bel gaat alleen hier."))), effects)


def edit(event: Action, context: Context) -> Outcome:
    """[Aanpassen]: a bell that is about to ring waits; one that has rung can be changed for a quarter of an hour."""
    from rituals.bel.afterwards import changeable, may_change

    bell = own_bell(event, context) or changeable(event, context)
    if bell is None or (bell.state == "rung" and not may_change(context, bell)):
        return _say(context.say("Deze bel kun je niet meer aanpassen."))
    effects: tuple[Effect, ...] = ()
    if bell.state == "rung":
        pass
    elif gone := _gone(bell, context):
        return gone
    elif bell.state != "editing":
        bells.set_state(context.tx, bell, "editing")
        effects = (*_undo(bell), Show(answer_key(bell.id), context.person, kind="answer"))
    form = cards.form(context, bell, _original(context, bell), maker_options(context, bell))
    return Outcome(ShowForm(form), effects)


def maker_options(context: Context, bell: Bell) -> tuple[Option, ...]:
    """The makers as a person field has them."""
    makers = bells.makers(context.tx, bell.id)
    people = accounts.many(context.tx, bells.people_of(makers))
    named = [(f"person:{one.person_id}", people[one.person_id].name) for one in makers if one.person_id in people]
    return tuple(Option(*pair) for pair in named + [(one.words, one.words) for one in makers if one.words])


def _changed(context: Context, ref: Ref, typed: Typed) -> Outcome:
    """The form of a bell that existed already."""
    from rituals.bel.afterwards import may_change

    bell = bells.get(context.tx, ref.number)
    if bell is None or not may_change(context, bell):
        return Outcome(FormErrors({"text": context.say("Deze bel kun je niet meer aanpassen.")}))
    text, _ = typed.shortened
    if bell.state == "rung":
        allowed = {one.text for one in find_private(bell.text)}
        if any(one.text not in allowed for one in find_private(text)):
            words = context.say("Er staat een nummer of adres in. Haal dat weg, dan pas ik de bel aan.")
            return Outcome(FormErrors({"text": words}))
        edited = bell.edited or text != bell.text
        bells.rewrite(context.tx, bell.id, text, None, typed.makers, edited=edited)
        told = Private(cards.sentence(context.say("Bewaard. De bel is aangepast.")))
        return Outcome(told, (Show(key_of(bell.id), None), Show(rest_key(bell.id), None)))
    if (gone := _gone(bell, context)) is not None:
        return gone
    sealed = context.sealer.seal(typed.text) if text != typed.text else None
    bells.rewrite(context.tx, bell.id, text, sealed, typed.makers, edited=False)
    changed = replace(bell, text=text, original=sealed)
    if find_private(text):
        bells.set_state(context.tx, bell, "asking")
        return _onward(context, replace(changed, state="asking"), typed)
    return _go_on(context, changed, typed)


def _go_on(context: Context, bell: Bell, typed: Typed | None = None) -> Outcome:
    """A changed bell goes the way it was going: kept ones stay kept."""
    if bell.state in ("offered", "kept"):
        return _answered(context, bell, (), typed=typed)
    if rules.is_kept(bell.rings_at, context.now):
        bells.set_state(context.tx, bell, "kept")
        kept = replace(bell, state="kept")
        return _answered(context, kept, (), (Plan(slot_of(bell), bell.rings_at),), typed)
    busy = _today(context, bell.text).today > rules.PER_DAY
    state, rings_at = _unhurried(context, busy=busy and bell.state == "asking")
    bells.set_state(context.tx, bell, state, rings_at)
    return _onward(context, replace(bell, state=state, rings_at=rings_at), typed)


def _settled(context: Context, bell: Bell, text: str, original: str | None = None) -> Outcome:
    """The ringer decided about names and numbers: on with it. `original` still has the names in full."""
    makers = bells.makers(context.tx, bell.id)
    sealed = context.sealer.seal(original) if original is not None and original != text else None
    bells.rewrite(context.tx, bell.id, text, sealed, makers, edited=False)
    return _go_on(context, replace(bell, text=text, original=sealed))


def strip(event: Action, context: Context) -> Outcome:
    """[Haal weg]: numbers and addresses go."""
    bell = own_bell(event, context)
    if (gone := _unsettled(bell, context)) or bell is None:
        return gone or Outcome()
    original, text = _original(context, bell), without(bell.text, find_private(bell.text))
    if not rules.says_something(text):
        return Outcome(Private(cards.empty(context, bell), answer_key(bell.id)))
    return _settled(context, bell, text, without(original, find_private(original)))


def allow(event: Action, context: Context) -> Outcome:
    """[Mag erbij]: the ringer says that the numbers may stay."""
    bell = own_bell(event, context)
    if (gone := _unsettled(bell, context)) or bell is None:
        return gone or Outcome()
    return _settled(context, bell, bell.text, _original(context, bell))


def name(event: Action, context: Context) -> Outcome:
    """[Naam mag erbij]: the customer's name as it was typed."""
    bell = own_bell(event, context)
    if (gone := _unsettled(bell, context) or _unasked(bell, context)) or bell is None:
        return gone or Outcome()
    return _settled(context, bell, _original(context, bell))


def _original(context: Context, bell: Bell) -> str:
    """The text with the names as they were typed."""
    return (context.sealer.open(bell.original) if bell.original else None) or bell.text


def due(event: SlotDue, context: Context) -> Outcome:
    """A kept bell rings, unless it has become quiet in the meantime: then the first working day after that."""
    bell = bells.get(context.tx, Ref.parse(event.slot.subject).number)
    if bell is None or bell.state != "kept" or bell.rings_at > max(context.now, event.due):
        return Outcome()
    place = context.directory.places.get(bell.place_id) if bell.place_id else None
    if context.hush(place):
        later = keep_until(context)
        bells.set_state(context.tx, bell, "kept", later)
        return Outcome(effects=(Plan(slot_of(replace(bell, rings_at=later)), later), *_tell_ringer(context, bell)))
    places, _ = audience(context, bell.place_id)
    bells.set_state(context.tx, bell, "waiting" if places else "lapsed", event.due)
    ringing = replace(bell, state="waiting", rings_at=event.due)
    return Outcome(effects=(*ring_shows(ringing, places), *_tell_ringer(context, bell)))


def skipped(event: SlotSkipped, context: Context) -> Outcome:
    """A kept bell whose moment was missed by over two hours does not ring; the ringer hears it."""
    bell = bells.get(context.tx, Ref.parse(event.slot.subject).number) if event.slot.name == "ring" else None
    if bell is None or bell.state != "kept":
        return Outcome()
    bells.set_state(context.tx, bell, "lapsed")
    return Outcome(effects=tuple(_tell_ringer(context, bell)))


def _tell_ringer(context: Context, bell: Bell) -> list[Effect]:
    ringer = accounts.get(context.tx, bell.ringer_id) if bell.ringer_id else None
    return [Show(answer_key(bell.id), ringer, kind="answer")] if ringer else []
