"""What people see of the bell."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from rituals.bel import rules
from rituals.bel.settings import CELEBRATE, FIRSTS
from rituals.engine.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    More,
    Offers,
    Option,
    PersonField,
    Small,
    Strong,
    TextField,
    Voice,
    buttons,
    text,
)
from rituals.engine.context import Context, Drawing, View
from rituals.engine.localtime import local_day, wall_time
from rituals.engine.names import Ref
from rituals.engine.redact import WORDS, Found, Kind, Shortened
from rituals.engine.when import day_words
from store import accounts, bells
from store.accounts import Person
from store.bells import Bell, Maker
from store.hushes import Hush
from store.outbox import Row

FORM_HOLDS = 3000
"""Characters that every platform's text field takes."""
_ADDRESSES = frozenset({Kind.ADDRESS, Kind.EMAIL})


def ref_of(bell: Bell) -> Ref:
    """The bell as others refer to it."""
    return Ref("bell", str(bell.id))


def rung(drawing: Drawing, bell: Bell) -> Card:
    """The bell as it hangs in a place."""
    say = drawing.say
    makers = bells.makers(drawing.tx, bell.id)
    names = _names(drawing, bell, makers)
    head, _ = rules.split(bell.text)
    title = (
        say("🔔 De bel gaat voor {namen}!", namen=say.names(names.makers)) if names.makers else say("🔔 De bel gaat!")
    )
    claps = bells.claps(drawing.tx, bell.id)
    label = say("👏 Klap mee · {n}", n=claps) if claps else say("👏 Klap mee")
    late = rules.is_late(bell.rings_at, drawing.shown_from)
    stands_above = bell.public and not bell.edited and drawing.place is not None and drawing.place.id == bell.place_id
    return Card(
        (
            text(Strong(title)),
            *(() if stands_above else (Voice(head),)),
            Small(_colophon(drawing, bell, names.ringer, late=late)),
            *_firsts(drawing, bell, names.ringer),
            buttons(Button(label, "bel.clap", ref_of(bell)), Offers(ref_of(bell)), More(ref_of(bell))),
        ),
        silent=bell.silent or late,
    )


def rest(drawing: Drawing, bell: Bell) -> Card | None:
    """What did not fit on the card, for its thread."""
    _, more = rules.split(bell.text)
    return Card(tuple(map(text, rules.paragraphs(more))), silent=True) if more else None


@dataclass(frozen=True, slots=True)
class Names:
    """How the card calls the makers and the ringer; the ringer is None when unknown or not to be named."""

    makers: list[str]
    ringer: str | None


def _names(view: View, bell: Bell, makers: list[Maker]) -> Names:
    ids = {*bells.people_of(makers), *([bell.ringer_id] if bell.ringer_id else [])}
    people = accounts.many(view.tx, ids)
    called = view.called(people.values())
    shown = [_maker(view, one, people, called) for one in makers]
    ringer = people.get(bell.ringer_id) if bell.ringer_id else None
    named = called[ringer.id] if ringer and view.setting(CELEBRATE, person=ringer) else None
    return Names(list(dict.fromkeys(shown)), named)


def _maker(view: View, maker: Maker, people: dict[int, Person], called: dict[int, str]) -> str:
    person = people.get(maker.person_id) if maker.person_id else None
    if person and view.setting(CELEBRATE, person=person):
        return called[person.id]
    return maker.words or view.say("een {collega}")


def shown_names(view: View, people: Collection[Person]) -> dict[int, str]:
    """How people are called in a text for everybody; who rather is not named is a colleague."""
    called = view.called(people)
    return {
        one.id: called[one.id] if view.setting(CELEBRATE, person=one) else view.say("een {collega}") for one in people
    }


def _colophon(drawing: Drawing, bell: Bell, ringer: str | None, *, late: bool) -> str:
    say = drawing.say
    line = say("{naam} luidde de bel.", naam=ringer) if ringer else say("Een {collega} luidde de bel.")
    if late:
        at = wall_time(bell.rings_at, drawing.organisation.calendar.zone)
        line = say("{regel} Dat was om {tijd}.", regel=line, tijd=f"{at:%H:%M}")
    return say("{regel} (bewerkt)", regel=line) if bell.edited else line


def _firsts(drawing: Drawing, bell: Bell, ringer: str | None) -> tuple[Block, ...]:
    """The first bell ever explains itself; somebody's first and our hundredth are a small feast."""
    say, standing = drawing.say, bells.standing(drawing.tx, bell)
    if standing.of_all <= 1:
        return (Small(say("Dit is de eerste bel! Ook iets moois gelukt voor een {klant}? Vertel het met ‘bel’.")),)
    if rules.is_milestone(standing.of_all):
        return (Small(say("Dit was de {n}e bel van ons samen.", n=standing.of_all)),)
    person = accounts.get(drawing.tx, bell.ringer_id) if bell.ringer_id and standing.of_ringer <= 1 else None
    if person and ringer and drawing.setting(FIRSTS, person=person):
        return (Small(say("Dit is de eerste bel van {naam}. Klap je mee?", naam=ringer)),)
    return ()


def form(context: Context, bell: Bell | None, original: str = "", makers: tuple[Option, ...] = ()) -> Form:
    """Two fields; the same form to ring and to change."""
    say = context.say
    return Form(
        name="bel.ring",
        title=say("Luid de bel") if bell is None else say("Pas je bel aan"),
        fields=(
            TextField(
                "text",
                say("Wat is gelukt?"),
                value=original,
                hint=say("Bijvoorbeeld: Mevrouw Aziz belde om te bedanken voor de snelle reparatie."),
                multiline=True,
                max_length=FORM_HOLDS,
            ),
            PersonField(
                "makers",
                say("Wie deden mee?"),
                value=makers,
                hint=say("Kies collega's, of typ een naam van iemand zonder account."),
            ),
        ),
        submit=say("Luid de bel") if bell is None or bell.state != "rung" else say("Bewaar"),
        ref=ref_of(bell) if bell else None,
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What the ringer has to decide about: things that look private, names that were shortened."""

    private: tuple[Found, ...] = ()
    shortened: tuple[Shortened, ...] = ()


def answer(view: View, bell: Bell, asked: Asked, names: list[str], absent: tuple[str, ...] = ()) -> Card:
    """What only the ringer sees, from the first second until it has rung; `names` are the places."""
    match bell.state:
        case "asking":
            return _asking(view, bell, asked)
        case "offered":
            return _noted(view, _offered(view, bell), bell, asked)
        case "editing":
            return _editing(view, bell)
        case "waiting":
            return _waiting(view, bell, asked, names, absent)
        case "kept":
            return _noted(view, _kept(view, bell), bell, asked)
        case "rung" | "lapsed":
            return after(view, bell, [])
        case "cancelled":
            return Card((text(view.say("Goed, deze bel gaat niet.")),))
        case "withdrawn":
            return Card((text(view.say("Deze bel hebben we weggehaald.")),))


def _asking(view: View, bell: Bell, asked: Asked) -> Card:
    say, ref = view.say, ref_of(bell)
    found = say.names([f"‘{one.text}’" for one in asked.private])
    question = say.plural(
        "In je tekst staat {gevonden}. Zal ik dat weghalen voordat de bel gaat?",
        "In je tekst staan {gevonden}. Zal ik die weghalen voordat de bel gaat?",
        len(asked.private),
        gevonden=found,
    )
    return Card(
        (
            text(question),
            buttons(
                Button(say("Haal weg"), "bel.strip", ref, "primary"),
                Button(say("Mag erbij"), "bel.allow", ref),
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
                Button(say("Annuleren"), "bel.cancel", ref),
            ),
        )
    )


def empty(view: View, bell: Bell) -> Card:
    """Nothing is left of the text."""
    say, ref = view.say, ref_of(bell)
    edit = Button(say("Aanpassen"), "bel.edit", ref, "primary", opens_form=True)
    return Card((text(say("Vertel het in één zin.")), buttons(edit, Button(say("Annuleren"), "bel.cancel", ref))))


def stuck(view: View, bell: Bell, missing: str) -> Card:
    """There is no place to ring in: what was typed stays until there is one."""
    say, ref = view.say, ref_of(bell)
    return Card(
        (
            text(missing),
            Voice(rules.split(bell.text)[0]),
            buttons(
                _retry(view, bell),
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
                Button(say("Annuleren"), "bel.cancel", ref),
            ),
        )
    )


def _retry(view: View, bell: Bell) -> Button:
    return Button(view.say("Luid hem nog eens"), "bel.retry", ref_of(bell), "primary")


def kept_words(view: View, at: datetime) -> str:
    """ "dinsdag 30 maart 09:00"."""
    return f"{_day_words(view, at)} {wall_time(at, view.organisation.calendar.zone):%H:%M}"


def _time(view: View, bell: Bell) -> str:
    return f"{wall_time(bell.rings_at, view.organisation.calendar.zone):%H:%M}"


def _day_words(view: View, at: datetime) -> str:
    zone = view.organisation.calendar.zone
    return day_words(local_day(at, zone), local_day(view.now, zone), view.say.locale)


def _offered(view: View, bell: Bell) -> Card:
    """It is quiet, it is late, or it was enough for today: shall it wait?"""
    say, ref = view.say, ref_of(bell)
    keep = Button(_capital(kept_words(view, bell.rings_at)), "bel.keep", ref, "primary")
    cancel = Button(say("Annuleren"), "bel.cancel", ref)
    if hush := view.hush():
        return Card((text(_quiet(view, hush)), buttons(keep, cancel)))
    if not view.organisation.calendar.is_open(view.now):
        return Card(
            (
                text(say("Het is buiten werktijd. Wanneer zal ik de bel luiden?")),
                buttons(Button(say("Nu zonder geluid"), "bel.silent", ref), keep, cancel),
            )
        )
    return Card(
        (
            text(say("Wat een dag! Zal ik deze bel bewaren voor {dag}?", dag=_day_words(view, bell.rings_at))),
            buttons(keep, Button(say("Nu luiden"), "bel.now", ref), cancel),
        )
    )


def _quiet(view: View, hush: Hush) -> str:
    say, last = view.say, hush.until - timedelta(seconds=1)
    if hush.ritual:
        return say("De bel is gepauzeerd t/m {dag}. Zal ik je bel bewaren?", dag=_day_words(view, last))
    zone = view.organisation.calendar.zone
    if local_day(last, zone) == local_day(view.now, zone):
        return say("Vandaag is het even stil. Zal ik je bel bewaren?")
    return say("Het is even stil, t/m {dag}. Zal ik je bel bewaren?", dag=_day_words(view, last))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _editing(view: View, bell: Bell) -> Card:
    say, ref = view.say, ref_of(bell)
    kept = rules.is_kept(bell.rings_at, view.now)
    as_it_was = Button(say("Bewaren zoals het was") if kept else say("Luiden zoals het was"),
                       "bel.keep" if kept else "bel.now", ref)  # fmt: skip
    return Card(
        (
            text(say("De bel wacht op je nieuwe tekst.")),
            buttons(
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
                as_it_was,
                Button(say("Annuleren"), "bel.cancel", ref),
            ),
        )
    )


def _waiting(view: View, bell: Bell, asked: Asked, names: list[str], absent: tuple[str, ...]) -> Card:
    say, ref = view.say, ref_of(bell)
    seconds = max(0, round((bell.rings_at - view.now).total_seconds()))
    where = say.names(names)
    soon = say("🔔 De bel gaat nu in {plekken}.", plekken=where)
    if seconds:
        soon = say.plural(
            "🔔 Over {n} seconde gaat de bel in {plekken}.",
            "🔔 Over {n} seconden gaat de bel in {plekken}.",
            seconds,
            plekken=where,
        )
    blocks: list[Block] = [text(soon), *(Small(line) for line in absent)]
    if seconds:
        blocks.insert(1, Voice(rules.split(bell.text)[0]))
        blocks.append(buttons(
            Button(say("Nu luiden"), "bel.now", ref), Button(say("Aanpassen"), "bel.edit", ref, opens_form=True),
            Button(say("Annuleren"), "bel.cancel", ref)))  # fmt: skip
    return _noted(view, Card(tuple(blocks)), bell, asked)


def _noted(view: View, card: Card, bell: Bell, asked: Asked) -> Card:
    """With what became of names, and where there is still something to press the way back."""
    if not asked.shortened:
        return card
    first, *rest = card.blocks
    note = Small(_shortened(view, asked))
    *between, last = rest or [note]
    if not isinstance(last, Buttons):
        return Card((first, note, *rest), card.silent)
    back = Button(view.say("Naam mag erbij"), "bel.name", ref_of(bell))
    return Card((first, note, *between, Buttons((*last.controls, back))), card.silent)


def _shortened(view: View, asked: Asked) -> str:
    first, *others = asked.shortened
    pairs = [view.say("van ‘{voor}’ ‘{na}’", voor=one.before, na=one.after) for one in others]
    made = view.say.names([f"‘{first.after}’", *pairs])
    return view.say("Van ‘{voor}’ maakte ik {paren}.", voor=first.before, paren=made)


def readable(
    view: View, shortened: Sequence[Shortened], private: Sequence[Found], *, elsewhere: bool = False
) -> tuple[str, ...]:
    """To whoever wrote a name or a number where everybody can read it; `elsewhere` the bell rings without it."""
    say = view.say
    what = [say("de naam van een {klant}")] if shortened else []
    address = any(one.kind in _ADDRESSES for one in private)
    what += [say("een adres")] if address else []
    what += [say("een nummer")] if any(one.kind not in _ADDRESSES for one in private) else []
    if not what:
        return ()
    line = say.plural(
        "In je bericht staat {wat}. Pas het bericht zelf even aan, dat kan ik niet voor je doen.",
        "In je bericht staan {wat}. Pas het bericht zelf even aan, dat kan ik niet voor je doen.",
        len(what),
        wat=say.names(what),
    )
    if not elsewhere:
        return (line,)
    words = list(dict.fromkeys([*(one.after for one in shortened), *(WORDS[one.kind] for one in private)]))
    there = say.plural(
        "In de andere kanalen staat {namen}.",
        "In de andere kanalen staan {namen}.",
        len(words),
        namen=say.names([f"‘{one}’" for one in words]),
    )
    return (f"{line} {there}",)


def also(view: View, bell: Bell, names: list[str], lines: Sequence[str]) -> Card:
    """To whoever rang in a message: where else it goes in a moment, and the way back."""
    say, where = view.say, view.say.names(names)
    seconds = max(0, round((bell.rings_at - view.now).total_seconds()))
    if not seconds:
        return added(sentence(say("De bel gaat nu ook in {plekken}.", plekken=where)), lines)
    soon = say.plural(
        "Over {n} seconde gaat de bel ook in {plekken}.",
        "Over {n} seconden gaat de bel ook in {plekken}.",
        seconds,
        plekken=where,
    )
    stop = Button(say("Annuleren"), "bel.only_here", ref_of(bell))
    return added(Card((text(soon), buttons(stop))), lines)


def added(card: Card, lines: Sequence[str]) -> Card:
    """The same card with a few small words below its first ones."""
    first, *rest = card.blocks
    return Card((first, *map(Small, lines), *rest), card.silent)


def _kept(view: View, bell: Bell) -> Card:
    say, ref, day = view.say, ref_of(bell), _day_words(view, bell.rings_at)
    return Card(
        (
            text(say("Bewaard! De bel gaat {dag} om {tijd}.", dag=day, tijd=_time(view, bell))),
            Voice(rules.split(bell.text)[0]),
            buttons(
                Button(say("Aanpassen"), "bel.edit", ref, opens_form=True), Button(say("Annuleren"), "bel.cancel", ref)
            ),
        )
    )


def after(view: View, bell: Bell, rows: list[Row]) -> Card:
    """To the ringer, when it has rung: where, and where not."""
    say, ref = view.say, ref_of(bell)
    if bell.state == "lapsed" and view.hush():
        return sentence(say("De bel is niet gegaan, want het is even stil. Luid hem later gerust nog eens."))
    there = place_names(view, [row for row in rows if row.posted])
    due = [row for row in rows if not row.posted and row.not_before <= view.now]
    busy = place_names(view, [row for row in due if row.state in ("waiting", "claimed", "sending")])
    shut = place_names(view, [row for row in rows if row.state == "parked" and not row.posted])
    ended = [row for row in rows if row.state == "cancelled" and not row.posted]
    lapsed = place_names(view, [row for row in ended if row.reason == "lapsed"])
    missed = place_names(view, [row for row in ended if row.reason != "lapsed"])
    doubt = place_names(view, [row for row in rows if row.state == "uncertain"])
    blocks: list[Block] = []
    if there:
        blocks.append(text(say("🔔 De bel ging in {plekken}.", plekken=say.names(there))))
    if busy:
        blocks.append(text(say("In {plekken} lukt het nog niet. Ik blijf het proberen.", plekken=say.names(busy))))
    if shut:
        line = say(
            "In {plekken} lukt het niet: ik zit daar niet in. Voeg Klantritme daar toe.", plekken=say.names(shut)
        )
        blocks += [text(line), *([buttons(_retry(view, bell))] if bell.state == "lapsed" else [])]
    if lapsed:
        line = say(
            "In {plekken} was de chat te lang niet bereikbaar. Daar gaat deze bel niet meer.", plekken=say.names(lapsed)
        )
        blocks.append(text(line))
    if missed:
        blocks.append(text(say("In {plekken} is het niet gelukt.", plekken=say.names(missed))))
    if doubt:
        line = say(
            "Ik weet niet zeker of de bel in {plekken} is geplaatst. Zal ik hem daar nog een keer sturen?",
            plekken=say.names(doubt),
        )
        again = (Button(say("Stuur nog eens"), "bel.again", ref), Button(say("Laat maar"), "bel.enough", ref))
        blocks += [text(line), buttons(*again)]
    return Card(tuple(blocks) or (text(say("De bel is niet gegaan.")),))


def place_names(view: View, rows: list[Row]) -> list[str]:
    """The places of these rows, as people write them."""
    places = view.directory.places
    return [place_name(places[row.place_id].name) for row in rows if row.place_id in places]


def place_name(name: str) -> str:
    """A channel as people write it."""
    return name if name.startswith("#") else f"#{name}"


def silence(view: View) -> Card:
    """To whoever looks after the bell, after ten working days without one."""
    say = view.say
    return Card(
        (
            text(say("Er ging al tien werkdagen geen bel. Hoorde jij iets moois dat nog niemand weet?")),
            buttons(Button(say("Luid de bel"), "bel.form", opens_form=True)),
        )
    )


def sentence(words: str) -> Card:
    """One sentence."""
    return Card((text(words),))
