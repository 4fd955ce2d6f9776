"""What colleagues wrote about somebody and what they got thanks for, for that person alone; and the winners of before
who agreed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from rituals.engine.cards import Block, Button, Card, Sheet, Small, Strong, Voice, buttons, text
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import Action, Command
from rituals.engine.localtime import local_day
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome, Private
from rituals.engine.papers import Paper
from rituals.engine.sentences import told
from rituals.klantverbeteraar.consent import in_team
from rituals.klantverbeteraar.names import NAME, nomination_ref
from rituals.klantverbeteraar.oorkonde import directed, inked
from rituals.klantverbeteraar.words import candidates_called, month_called, since
from store import accounts, candidates, keepsakes, rounds
from store.candidates import Candidate
from store.frozen import frozen
from store.nominations import Nomination

PAGE = 5
"""Texts on one page: each may be long, and is shown in full."""
EARLIER = 24
"""Rounds that the page of earlier winners goes back."""
_MOST = 500
_LONGEST = 1200
_TEMPLATE = "rituals/klantverbeteraar/woorden.typ"
_A4 = 210
Kind = Literal["wrote", "rang", "thanked"]


@frozen
class AboutMe:
    """Words about somebody; `ref` takes them away, where they are theirs alone.

    `kind` is "wrote", "rang" (for a bell) or "thanked" (for a compliment, without words).
    """

    ref: Ref | None
    giver_id: int | None
    text: str
    at: datetime
    kind: Kind = "wrote"


def command(event: Command, context: Context) -> Outcome:
    """`/verbeteraars`, `/verbeteraars mij` and its other names."""
    if event.text.strip().casefold() in ("mij", "me", "mijn"):
        return Outcome(Private(page(context, 1)))
    return Outcome(Private(earlier(context)))


def button(view: View) -> Button:
    """To everything that was written about somebody."""
    return Button(view.say("Alles over mij"), f"{NAME}.mine", Ref("words", "1"))


def read(event: Action, context: Context) -> Outcome:
    """[Alles over mij], [Verder]."""
    return Outcome(Private(page(context, event.ref.number if event.ref else 1)))


def source(of: Nomination) -> str:
    """What kept words come from, with its moment: the number of one that was taken back may be given again."""
    return f"{nomination_ref(of.id)}/{of.at.timestamp():.0f}"


def all_of(view: View, person_id: int) -> list[AboutMe]:
    """Nominations, compliments, bells and thanks, the newest first."""
    kept = [
        AboutMe(Ref("keepsake", str(one.id)), one.giver_id, one.text, one.at)
        for one in keepsakes.of_person(view.tx, person_id, _MOST)
    ]
    praise = [
        AboutMe(Ref("praise", str(one.id)), one.giver_id, one.text, one.at)
        for one in keepsakes.praise(view.tx, person_id, _MOST)
    ]
    rung = [
        AboutMe(None, one.giver_id, one.text, one.at, "rang") for one in keepsakes.rung_for(view.tx, person_id, _MOST)
    ]
    thanks = [AboutMe(None, one.giver_id, "", one.at, "thanked") for one in keepsakes.thanks(view.tx, person_id, _MOST)]
    return sorted([*kept, *praise, *rung, *thanks], key=lambda one: one.at, reverse=True)[:_MOST]


def page(context: Context, number: int) -> Card:
    """One page, each with a button to take it away."""
    say, every = context.say, all_of(context, context.person.id)
    if not every:
        return Card((text(say("Hier komt wat {collegas} over je schrijven. Je bent de enige die het leest.")),))
    pages = -(-len(every) // PAGE)
    number = (max(number, 1) - 1) % pages + 1
    shown = every[(number - 1) * PAGE : number * PAGE]
    names = givers(context, [one.giver_id for one in shown])
    blocks: list[Block] = [text(Strong(say("Dit schreven je collega's")))]
    for one, name in zip(shown, names, strict=True):
        blocks += [Voice(one.text)] if one.text else []
        blocks.append(Small(f"{_by(context, one, name)} · {since(context, one.at)}"))
        sure = say("Zal ik dit weghalen? Je kunt het daarna niet meer lezen.")
        away = Button(say("Haal weg"), f"{NAME}.forget", one.ref, confirm=sure)
        blocks += [buttons(away)] if one.ref else []
    sheet = Sheet(Key(NAME, f"woorden/{context.person.id}/{number}"), say("Deze bladzijde op papier."),
                  say("Stuur mij dit als PDF"))  # fmt: skip
    onward = Button(say("Verder"), f"{NAME}.mine", Ref("words", str(number + 1)))
    return Card((*blocks, sheet, *((buttons(onward),) if pages > 1 else ())))


def _by(view: View, of: AboutMe, name: str) -> str:
    """Who it comes from, and what they did unless they wrote it."""
    match of.kind:
        case "rang":
            return view.say("{naam} luidde de bel voor jou", naam=name)
        case "thanked":
            return view.say("{naam} bedankte je voor je compliment", naam=name)
        case _:
            return name


def givers(view: View, ids: Sequence[int | None]) -> list[str]:
    """Who wrote it; somebody who was forgotten is a colleague."""
    people = accounts.many(view.tx, [one for one in ids if one is not None])
    called = view.called(people.values())
    return [called.get(one or -1, view.say("Een {collega}")) for one in ids]


def listed(view: View, written: Sequence[tuple[int | None, str]]) -> list[Block]:
    """Words with who wrote them."""
    names = givers(view, [giver for giver, _ in written])
    return [block for (_, words), name in zip(written, names, strict=True) for block in (Voice(words), Small(name))]


def forget(event: Action, context: Context) -> Outcome:
    """[Haal weg]."""
    ref, me = event.ref, context.person.id
    if ref is not None and ref.kind == "keepsake":
        keepsakes.drop(context.tx, ref.number, me)
    if ref is not None and ref.kind == "praise":
        keepsakes.drop_praise(context.tx, ref.number, me)
    return Outcome(Private(page(context, 1)))


def paper(drawing: Drawing, rest: str) -> Paper | None:
    """A page of it to print; only for whoever it is about."""
    person, _, number = rest.partition("/")
    if drawing.viewer is None or str(drawing.viewer.id) != person:
        return None
    every, at = all_of(drawing, drawing.viewer.id), max(Ref("page", number).number, 1)
    shown = every[(at - 1) * PAGE : at * PAGE]
    if not shown:
        return None
    names = givers(drawing, [one.giver_id for one in shown])
    words = [
        {"words": directed(_quoted(one)), "by": directed(f"{_by(drawing, one, name)}, {_day(drawing, one.at)}")}
        for one, name in zip(shown, names, strict=True)
    ]
    told_ = {
        "language": drawing.say.locale,
        "colours": {"main": drawing.organisation.colours.main, "accent": drawing.organisation.colours.accent},
        "heading": directed(drawing.say("Dit schreven collega's over {naam}", naam=inked(drawing.viewer.name, 120))),
        "words": words,
    }
    return Paper(_TEMPLATE, told_, f"collegas-schreven-{at}", _A4)


def _quoted(of: AboutMe) -> str:
    words = inked(of.text, _LONGEST)
    return f"“{words}”" if words else ""


def _day(view: View, at: datetime) -> str:
    from babel.dates import format_date

    day = local_day(at, view.organisation.calendar.zone)
    return format_date(day, "d MMMM y", locale=view.say.locale)


def _may_know(context: Context, of: Candidate) -> bool:
    return of.consent == "all" or in_team(context, context.person, of)


def earlier(context: Context) -> Card:
    """Winners of before of whom the actor may know; by month, and nothing else."""
    say, blocks = context.say, list[Block]()
    for of in rounds.told(context.tx, EARLIER):
        won = [one for one in candidates.of_round(context.tx, of.id) if one.won and _may_know(context, one)]
        names = sorted(candidates_called(context, won).values(), key=str.casefold)
        if names:
            blocks.append(text(Strong(f"{month_called(context, of)}: "), say.names(names)))
    if not blocks:
        return told(say("Er is nog geen klantverbeteraar die hier wil staan. Nomineer er een met {/nomineer}."))
    return Card((text(Strong(say("Klantverbeteraars tot nu toe"))), *blocks))
