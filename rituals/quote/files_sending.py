"""A colleague sends a file of quotes: it is looked through, shown, and taken in once they say so."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from rituals.engine.cards import Card, FileField, Form, TextField
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import Action, FormSubmitted, SlotDue, SlotFailed
from rituals.engine.filled import one
from rituals.engine.names import Key, Slot
from rituals.engine.outcome import Effect, FormErrors, Outcome, Plan, Private, Show, ShowForm
from rituals.engine.sentences import said
from rituals.engine.tidy import tidy
from rituals.quote import cards, files_taking, files_words
from rituals.quote.clean import cleaned
from rituals.quote.files import PART
from rituals.quote.files_taking import Taken
from rituals.quote.files_words import Load
from store import accounts, drafts, quote_files
from store.accounts import Person
from store.drafts import Draft

FILE, COLUMN = "file", "column"
_LOAD, _PART = "quote.load", "quote.part"
_AT_ONCE = 10
"""Parts that are under way together; each is a transaction of its own."""
_HOPELESS = _AT_ONCE * files_taking.AT_ONCE
"""When so many rows failed, the rest is not tried: each attempt takes more than an hour."""


def ask(_event: Action, context: Context) -> Outcome:
    """[Lees een bestand in]."""
    say = context.say
    hint = say("Excel (.xlsx) of CSV, met koppen als tekst, cijfer, datum en thema. Je ziet eerst wat ik herken.")
    return Outcome(ShowForm(Form(
        name="quote.list",
        title=say("Lees een bestand in"),
        fields=(
            FileField(FILE, say("Het bestand met quotes"), ("xlsx", "csv"), hint=hint),
            TextField(COLUMN, say("In welke kolom staan de quotes?"), required=False, max_length=100, folded=True,
                      hint=say("Alleen nodig als ik het zelf niet zie. De volgende keer weet ik het nog.")),
        ),
        submit=say("Bekijk"),
    )))  # fmt: skip


def told(context: Context, event: FormSubmitted) -> Mapping[str, Any]:
    """What the reader of the file is told."""
    return files_taking.told(context, tidy(one(event.values, COLUMN))[:100])


def sent(event: FormSubmitted, context: Context) -> Outcome:
    """The file was read: what is in it is shown, and kept sealed for a day."""
    upload = event.files.get(FILE)
    if upload is None or upload.reading is None:
        return Outcome(FormErrors({FILE: context.say("Kies eerst een bestand.")}))
    reading = upload.reading
    if reading.problem:
        field = COLUMN if reading.problem in ("no_column", "no_text") else FILE
        return Outcome(FormErrors({field: files_words.problem(context.say, reading.problem, reading.detail)}))
    named = tidy(one(event.values, COLUMN))[:100]
    load = _kept(context, reading.value, tidy(upload.name)[:100], named)
    return Outcome(Private(files_words.card(context, load, approves=approves(context, context.person)), _key(load.id)))


def approves(view: View, person: Person) -> bool:
    """With one curator the preview is the approval."""
    return [one.id for one in view.curators()] == [person.id]


def _kept(context: Context, read: Mapping[str, Any], name: str, named: str) -> Load:
    """In drafts, that nobody else can open and that are gone after a day."""
    found = {**read, "samples": [cleaned(context, words).text for words in read["samples"]], "named": named}
    parts = found.pop("parts")
    before = quote_files.earlier(context.tx, found["mark"])
    when = files_words.earlier_words(context, before.at) if before else ""
    load_id = secrets.token_urlsafe(12)
    load = Load(load_id, name, found, when, parts=len(parts), parts_left=len(parts))
    _add(context, load.id, _LOAD, {"load": json.dumps(asdict(load))})
    for number, part in enumerate(parts):
        sealed = base64.b64encode(context.sealer.seal(part)).decode()
        _add(context, f"{load.id}.{number}", _PART, {"sealed": sealed})
    return load


def _add(context: Context, draft_id: str, form: str, values: Mapping[str, str]) -> None:
    place_id = context.place.id if context.place else None
    drafts.add(
        context.tx, Draft(draft_id, context.person.id, form, None, place_id, json.dumps(dict(values)), context.now)
    )


def drawn(view: Drawing, rest: str) -> Card | None:
    """The card about a file, as far as it is now."""
    load_id = rest.partition("/")[0]
    found = _load(view, load_id)
    if found is None:
        file = quote_files.unfinished(view.tx, load_id)
        return files_words.stopped(view, file) if file else None
    load, draft = found
    person = accounts.get(view.tx, draft.person_id)
    return files_words.card(view, load, approves=person is not None and approves(view, person))


def take(event: Action, context: Context) -> Outcome:
    """[Zet 42 klaar]: a short list at once, a long one in parts."""
    load = _waiting(event, context)
    if load is None:
        return _too_late(context)
    found = load.found
    load = replace(load, state="taking")
    if found["named"]:
        quote_files.name_column(context.tx, found["heading"], found["named"], context.now)
    quote_files.add(context.tx, found["mark"], load.name, found["count"], context.person.id, context.now, load.id)
    effects: list[Effect] = []
    if int(found["count"]) <= files_taking.AT_ONCE:
        load, _ = _part(context, context.person, load, 0, 0)
    else:
        effects += [Plan(_slot(load.id, number), context.now) for number in range(min(_AT_ONCE, load.parts_left))]
    _keep(context, load)
    card = files_words.card(context, load, approves=approves(context, context.person))
    return Outcome(Private(card, _key(load.id)), tuple(effects))


def due(event: SlotDue, context: Context) -> Outcome:
    """The next rows of a long list; a part has more of them than the writer may be held for."""
    number, first = _rows_of(event.slot)
    found = _under_way(event.slot, context)
    if found is None:
        return _stopped(event.slot.subject, context)
    load, person = found
    load, rest = _part(context, person, load, number, first)
    return _onward(context, load, person, number, rest)


def _stopped(load_id: str, context: Context) -> Outcome:
    """It stood still for so long that the rest of it is not kept any more: its sender can send it again."""
    file = quote_files.unfinished(context.tx, load_id) if _load(context, load_id) is None else None
    person = accounts.get(context.tx, file.giver_id) if file and file.giver_id else None
    if person is None:
        return Outcome()
    return Outcome(effects=(Show(_key(f"{load_id}/stopped"), person, kind="answer"), Show(_key(load_id), None)))


def failed(event: SlotFailed, context: Context) -> Outcome:
    """Some rows cannot be taken in: they are counted, the rest goes on, and the one who sent them reads it."""
    found = _under_way(event.slot, context) if (event.slot.ritual, event.slot.name) == ("quote", "take") else None
    if found is None:
        return Outcome()
    (load, person), (number, first) = found, _rows_of(event.slot)
    size = min(PART, int(load.found["count"]) - number * PART)
    last = min(first + files_taking.AT_ONCE, size)
    load = replace(load, missed=load.missed + last - first)
    if last == size:
        load = _without(context, load, number)
    if load.missed >= _HOPELESS:
        load = replace(load, missed=int(load.found["count"]) - load.taken.added - load.taken.known, parts_left=0)
    return _onward(context, load, person, number, last % size)


def _rows_of(slot: Slot) -> tuple[int, int]:
    """The part, and its first row of this time."""
    number, _, first = slot.local.partition("/")
    return int(number), int(first or 0)


def _under_way(slot: Slot, context: Context) -> tuple[Load, Person] | None:
    """The list that is being taken in, and who sent it."""
    found = _load(context, slot.subject)
    person = accounts.get(context.tx, found[1].person_id) if found else None
    if found is None or person is None or not found[0].parts_left or _rows_of(slot)[0] >= found[0].parts:
        return None
    return found[0], person


def _onward(context: Context, load: Load, person: Person, number: int, rest: int) -> Outcome:
    """The rest of this part, or the next one of its row of parts."""
    _keep(context, load)
    later = _slot(load.id, number, rest) if rest else _slot(load.id, number + _AT_ONCE)
    return Outcome(effects=(Show(_key(load.id), person, kind="answer"), Plan(later, context.now)))


def leave(event: Action, context: Context) -> Outcome:
    """[Laat maar]."""
    load = _waiting(event, context)
    if load is None:
        return _too_late(context)
    for number in range(load.parts_left):
        drafts.drop(context.tx, f"{load.id}.{number}")
    _keep(context, replace(load, state="left", parts_left=0))
    return Outcome(Private(cards.sentence(context.say("Goed, ik bewaar er niets van.")), _key(load.id)))


def _part(context: Context, giver: Person, load: Load, number: int, first: int) -> tuple[Load, int]:
    """Some rows of a part become quotes, and are counted; with where its next ones begin, 0 when it is done."""
    draft = drafts.get(context.tx, f"{load.id}.{number}", context.now)
    words = context.sealer.open(base64.b64decode(str(draft.values["sealed"]))) if draft else None
    if draft is None or words is None:
        return load, 0
    rows, last = files_taking.rows_of(words), first + files_taking.AT_ONCE
    taken = files_taking.take(replace(context, actor=giver), rows[first:last], ready=approves(context, giver))
    load = replace(load, taken=load.taken.plus(taken))
    if last < len(rows):
        return load, last
    return _without(context, load, number), 0


def _without(context: Context, load: Load, number: int) -> Load:
    """This part is done with."""
    drafts.drop(context.tx, f"{load.id}.{number}")
    return replace(load, parts_left=load.parts_left - 1)


def _waiting(event: Action, context: Context) -> Load | None:
    """The file of this person, on which nothing was decided yet."""
    found = _load(context, event.ref.id) if event.ref and event.ref.kind == "load" else None
    mine = found is not None and found[1].person_id == context.person.id and found[0].state == "waiting"
    return found[0] if found and mine else None


def _load(view: View, load_id: str) -> tuple[Load, Draft] | None:
    draft = drafts.get(view.tx, load_id, view.now)
    if draft is None or draft.form != _LOAD:
        return None
    values = json.loads(str(draft.values["load"]))
    return Load(**{**values, "taken": Taken(**values["taken"])}), draft


def _keep(context: Context, load: Load) -> None:
    drafts.keep(context.tx, load.id, {"load": json.dumps(asdict(load))})
    if load.parts_left:
        quote_files.came_to(context.tx, load.id, load.taken.added + load.taken.known)
    else:
        quote_files.finished(context.tx, load.id)


def _too_late(context: Context) -> Outcome:
    return said(context.say("Dit is al gebeurd, of langer dan een dag geleden."))


def _key(load_id: str) -> Key:
    return Key("quote", f"load/{load_id}")


def _slot(load_id: str, number: int, first: int = 0) -> Slot:
    return Slot("quote", "take", load_id, f"{number}/{first}" if first else str(number))
