"""In het zonnetje: who won and said yes, with the words of whoever nominated them; and each nominee their own words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from rituals.engine.cards import Block, Card, Sheet, Small, Strong, Voice, buttons, text
from rituals.engine.clusters import cut
from rituals.engine.context import Context, Drawing, View
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, Show
from rituals.engine.papers import Paper
from rituals.klantverbeteraar import consent, mine
from rituals.klantverbeteraar.evidence import words_of
from rituals.klantverbeteraar.forms_vote import evidence
from rituals.klantverbeteraar.names import key
from rituals.klantverbeteraar.oorkonde import REASONS, oorkonde
from rituals.klantverbeteraar.words import candidates_called, month_called, period_called
from store import accounts, candidates, keepsakes, nominations
from store.accounts import Person
from store.candidates import Candidate
from store.nominations import Nomination
from store.rounds import Round

STORIES = 3
"""Stories on the card, of all winners together: with more winners than that only the names stand there."""
_STORY = 700
_READ_WITHIN = timedelta(days=14)


def winners(view: View, of: Round) -> list[Candidate]:
    """Who won, and did not leave before it was told."""
    return [one for one in candidates.of_round(view.tx, of.id) if one.won and one.state == "candidate"]


def shared_with(of: Candidate, place_id: int | None) -> bool:
    """Whether everybody in a place may know that they won."""
    return of.consent == "all" or (of.consent == "team" and place_id is not None and of.team_id == place_id)


def card(drawing: Drawing, of: Round, won: Sequence[Candidate]) -> Card:
    """At the reveal: who may be named here, and in a sentence who may not."""
    here = drawing.place.id if drawing.place else None
    named = [one for one in won if shared_with(one, here) and not _came_late(one, drawing)]
    others = [one for one in won if one not in named]
    if not named:
        return Card((text(Strong(_unnamed(drawing, of, others))),))
    waits = any(one.consent == "none" for one in others)
    later = drawing.say("Over de andere winnaar vertellen we zodra we het zelf hebben kunnen vragen.")
    return Card((
        *_in_the_sun(drawing, of, named, len(won), f"{here or 0}"),
        *((Small(later),) if waits else ()),
        *_thanks(drawing, of, won),
    ))  # fmt: skip


def _came_late(of: Candidate, drawing: Drawing) -> bool:
    """Answered after the card was posted: that one has a post of its own."""
    posted = drawing.posted_at
    return posted is not None and of.answered_at is not None and of.answered_at > posted


def _unnamed(view: Drawing, of: Round, won: Sequence[Candidate]) -> str:
    say, month = view.say, month_called(view, of)
    here = view.place.id if view.place else None
    if any(shared_with(one, here) for one in won):
        return say("De klantverbeteraar is gekozen! Het verhaal staat verderop in dit kanaal.")
    if any(one.consent == "none" and not _is_gone(view, one) for one in won):
        return say("De klantverbeteraar is gekozen! We vertellen het zodra we het zelf hebben kunnen vragen.")
    if any(one.consent == "team" for one in won):
        return say("De klantverbeteraar van {maand} is gekozen, en viert het met het eigen team.", maand=month)
    return say("De klantverbeteraar van {maand} is gekozen, en blijft liever uit het zonnetje.", maand=month)


def _is_gone(view: View, of: Candidate) -> bool:
    person = accounts.get(view.tx, of.person_id) if of.person_id else None
    return person is not None and not person.active


def late_card(drawing: Drawing, of: Round, rest: str) -> Card | None:
    """A winner who said yes after the reveal."""
    here = drawing.place.id if drawing.place else None
    late = [one for one in winners(drawing, of) if str(one.id) == rest and shared_with(one, here)]
    if not late or of.state != "done":
        return None
    won = winners(drawing, of)
    thanks = _thanks(drawing, of, won) if len(won) == 1 else ()  # with more of them the first post may have had it
    return Card((*_in_the_sun(drawing, of, late, len(won), f"late/{rest}/{here or 0}"), *thanks))


def _in_the_sun(drawing: Drawing, of: Round, named: Sequence[Candidate], n: int, which: str) -> tuple[Block, ...]:
    say, called, month = drawing.say, candidates_called(drawing, named), month_called(drawing, of)
    names = say.names([called[one.id] for one in named])
    blocks: list[Block] = [text(Strong(headline(drawing, names, month, n, len(named))))]
    blocks += [Small(say("Er was één kandidaat."))] if of.turnout is None else []
    for one in named:
        blocks += [text(Strong(called[one.id]))] if len(named) > 1 else []
        blocks += _story(drawing, one, STORIES // len(named))
    alt = say("De oorkonde van {namen}.", namen=names)
    blocks.append(Sheet(key(of.id, f"oorkonde/{which}"), alt, say("Stuur mij de oorkonde")))
    return (*blocks, Small(say("Klap mee: zet een 👏 onder dit bericht.")))


def headline(view: View, names: str, month: str, n: int, named: int) -> str:
    """Who it is; with several also how many."""
    if n == 1:
        return view.say("🏆 De klantverbeteraar van {maand} is {naam}!", maand=month, naam=names)
    if n == 2:
        if named == 1:
            return view.say("🏆 Twee winnaars! Een klantverbeteraar van {maand} is {naam}.", maand=month, naam=names)
        return view.say("🏆 Twee winnaars! De klantverbeteraars van {maand}: {namen}.", maand=month, namen=names)
    return view.say("🏆 {n} winnaars! De klantverbeteraars van {maand}: {namen}.", n=n, maand=month, namen=names)


def stories(view: View, of: Candidate) -> list[Nomination]:
    """What may be read about somebody."""
    return [one for one in nominations.of_candidate(view.tx, of.id) if one.state == "stands"]


def _story(view: View, of: Candidate, most: int) -> list[Block]:
    """The nominators' own words, without who wrote them, and what was rung or said."""
    blocks: list[Block] = []
    for one in stories(view, of)[:most]:
        blocks.append(Voice(cut(one.text, _STORY)))
        notes = [words for words in (one.behaviour, evidence(view, one)) if words]
        blocks += [Small(cut(" · ".join(notes), _STORY))] if notes else []
    return blocks


def _thanks(view: View, of: Round, won: Sequence[Candidate]) -> tuple[Block, ...]:
    """Those who agreed, by name in the alphabet, and everybody who wrote."""
    others = [
        one for one in candidates.of_round(view.tx, of.id)
        if one.consent == "all" and one.state == "candidate" and one.id not in {each.id for each in won}
    ]  # fmt: skip
    names = sorted(candidates_called(view, others).values(), key=str.casefold)
    also = view.say("Ook genomineerd: {namen}.", namen=view.say.names(names)) if names else ""
    thanks = view.say("Dank aan iedereen die een {collega} in het zonnetje zette.")
    return (Small(f"{also} {thanks}".strip()),)


def nominees(context: Context, of: Round) -> tuple[Effect, ...]:
    """Everybody who was nominated reads what colleagues wrote, in full and alone, and keeps it."""
    effects: list[Effect] = []
    for candidate in candidates.of_round(context.tx, of.id):
        person = accounts.get(context.tx, candidate.person_id) if candidate.person_id else None
        written = stories(context, candidate)
        if person is None or not person.active or not written:
            continue
        for one in written:
            keepsakes.put(context.tx, person.id, one.nominator_id, mine.source(one), of.id, one.text, one.at)
        until = context.now + _READ_WITHIN
        pages = -(-len(written) // mine.PAGE)
        whats = [f"words/{candidate.id}", *(f"words/{candidate.id}/{page}" for page in range(2, pages + 1))]
        effects += [Show(key(of.id, what), person, kind="task", until=until) for what in whats]
    return tuple(effects)


def words_card(drawing: Drawing, of: Round, rest: str) -> Card | None:
    """*Dit schreven je collega's*, in full: what one message does not hold stands in the next."""
    number, _, page = rest.partition("/")
    candidate = candidates.get(drawing.tx, Ref("candidate", number).number)
    viewer = drawing.viewer
    if candidate is None or viewer is None or candidate.person_id != viewer.id:
        return None
    before = (max(Ref("page", page).number, 1) - 1) * mine.PAGE
    written = stories(drawing, candidate)[before : before + mine.PAGE]
    if page and not written:
        return None
    won = () if page else _won(drawing, of, candidate, viewer)
    blocks: list[Block] = [*won, text(Strong(drawing.say("Dit schreven je collega's")))]
    blocks += mine.listed(drawing, [(one.nominator_id, one.text) for one in written])
    again = Small(drawing.say("Je leest alles terug met {/klant} voor mij. Daar kun je het ook bewaren op papier."))
    return Card((*blocks, again, buttons(mine.button(drawing))))


def _won(drawing: Drawing, of: Round, candidate: Candidate, viewer: Person) -> tuple[Block, ...]:
    if not candidate.won or of.state != "done" or candidate.state != "candidate":
        return ()
    say, month = drawing.say, month_called(drawing, of)
    head = text(Strong(say("🏆 Jij bent de klantverbeteraar van {maand}! Gefeliciteerd.", maand=month)))
    sheet = Sheet(
        key(of.id, f"oorkonde/own/{candidate.id}"), say("De oorkonde van {namen}.", namen=viewer.name),
        say("Stuur mij de oorkonde"),
    )  # fmt: skip
    ask = (text(say("Wat mogen we delen?")), buttons(*consent.choices(drawing, candidate)))
    return (head, sheet, *(ask if candidate.consent == "none" else ()))


def paper(drawing: Drawing, of: Round, rest: str) -> Paper | None:
    """The oorkonde: of the winners that a place may know, of one who was told later, or of the viewer."""
    kind, _, number = rest.partition("/")
    won = winners(drawing, of) if of.state == "done" else []
    viewer = drawing.viewer.id if drawing.viewer else None
    if kind == "own":
        shown = [one for one in won if str(one.id) == number and one.person_id == viewer]
    elif kind == "late":
        which, _, place = number.partition("/")
        shown = [one for one in won if str(one.id) == which and shared_with(one, Ref("place", place).number)]
    else:
        shown = [one for one in won if shared_with(one, Ref("place", kind).number)]
    return _oorkonde(drawing, of, shown) if shown else None


def _oorkonde(view: View, of: Round, won: Sequence[Candidate]) -> Paper:
    called = candidates_called(view, won)
    written = [one for candidate in won for one in stories(view, candidate)[: REASONS if len(won) == 1 else 1]]
    said = (words_of(view, ref) for one in written if one.evidence and (ref := Ref.parse(one.evidence)).kind == "quote")
    return oorkonde(
        view.say, view.organisation, names=[called[one.id] for one in won], period=period_called(view, of),
        day=local_day(of.reveal, view.organisation.calendar.zone), reasons=[one.text for one in written],
        customer=next(filter(None, said), ""),
    )  # fmt: skip
