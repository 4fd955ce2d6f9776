"""What people see of the bell: as it hangs in a place, and the form to ring it; `answers` is what its ringer sees."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.bel import rules
from rituals.bel.settings import CELEBRATE, FIRSTS
from rituals.engine.cards import (
    Block,
    Button,
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
from rituals.engine.localtime import wall_time
from rituals.engine.names import Ref
from store import accounts, bells
from store.accounts import Person
from store.bells import Bell, Maker
from store.frozen import frozen

FORM_HOLDS = 3000
"""Characters that every platform's text field takes."""


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


def rest(bell: Bell) -> Card | None:
    """What did not fit on the card, for its thread."""
    _, more = rules.split(bell.text)
    return Card(tuple(map(text, rules.paragraphs(more))), silent=True) if more else None


@frozen
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


def shown_name(view: View, person: Person) -> str:
    """How somebody is called in a text for everybody; who rather is not named is a colleague."""
    named = view.setting(CELEBRATE, person=person)
    return view.called([person])[person.id] if named else view.say("een {collega}")


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
        return (Small(say("Dit is de eerste bel! Ook iets moois gelukt voor een {klant}? Vertel het met {/bel}.")),)
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
                watched=True,
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


def added(card: Card, lines: Sequence[str]) -> Card:
    """The same card with a few small words below its first ones."""
    first, *rest = card.blocks
    return Card((first, *map(Small, lines), *rest), card.silent)
