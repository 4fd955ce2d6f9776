"""What may be shared of somebody who wins: asked once, answered when they like, and changed as often as they like."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Button, Card, ChoiceField, Form, Option, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.sentences import told
from rituals.klantverbeteraar.leaving import withdraw
from rituals.klantverbeteraar.names import NAME, candidate_ref, key
from rituals.klantverbeteraar.noting import has_words
from rituals.klantverbeteraar.places import audience, everywhere
from rituals.klantverbeteraar.words import month_called
from store import accounts, candidates, nominations, rounds
from store.accounts import Person
from store.candidates import Candidate, Consent
from store.places import Place
from store.rounds import Round

ASKED_UNTIL = timedelta(days=60)
_UNKNOWN = 1_000_000
"""More people than any channel has."""


def ask(context: Context, of: Round) -> tuple[Effect, ...]:
    """Every candidate who was not asked yet; of an afdeling or a typed name the nominators, while nobody answered."""
    asked: list[Effect] = []
    for candidate in candidates.standing(context.tx, of.id):
        if candidate.person_id is None and candidate.asked_at is None and candidate.consent == "none":
            candidates.asked(context.tx, candidate.id, context.now)
            asked += _vouched(context, of, candidate)
        person = accounts.get(context.tx, candidate.person_id) if candidate.person_id else None
        if person and person.active and candidate.asked_at is None:
            candidates.asked(context.tx, candidate.id, context.now)
            word = key(of.id, f"consent/{candidate.id}")
            asked.append(Show(word, person, kind="task", until=of.reveal + ASKED_UNTIL))
    return tuple(asked)


def _vouched(context: Context, of: Round, candidate: Candidate) -> tuple[Effect, ...]:
    written = {
        one.nominator_id: one.id
        for one in nominations.of_candidate(context.tx, candidate.id)
        if one.state == "stands" and one.nominator_id is not None
    }
    people = accounts.many(context.tx, [*filter(None, written)])
    until = of.reveal + ASKED_UNTIL
    return tuple(
        Show(key(of.id, f"vouch/{written[number]}"), person, kind="task", until=until)
        for number, person in sorted(people.items())
        if person.active
    )


def card(view: View, of: Round, rest: str) -> Card | None:
    """The question, and the answer once there is one."""
    candidate = candidates.get(view.tx, Ref("candidate", rest).number)
    if candidate is None:
        return None
    say, month = view.say, month_called(view, of)
    if candidate.state == "thanked":
        return Card((text(say("Dank je wel! Deze vraag is niet meer nodig.")),))
    if candidate.consent == "none":
        words = say("Collega's hebben je genomineerd. Als je wint, wat mogen we dan delen?")
        return Card((text(words), buttons(*choices(view, candidate))))
    asked = (
        say("Wat mogen we delen?")
        if of.state == "done"
        else say("Als je wint in {maand}, wat mogen we dan delen?", maand=month)
    )
    always = say("Je mag dat altijd veranderen.")
    return Card((text(f"{chosen(view, candidate)} {always}"), text(asked), buttons(*choices(view, candidate))))


def choices(view: View, of: Candidate) -> tuple[Button, ...]:
    """The three answers."""
    say, ref = view.say, candidate_ref(of.id)
    return (
        Button(say("Alles"), f"{NAME}.share_all", ref),
        Button(say("Alleen met mijn team"), f"{NAME}.share_team", ref, opens_form=True),
        Button(say("Liever niet meedoen"), f"{NAME}.share_not", ref),
    )


def chosen(view: View, of: Candidate) -> str:
    """What somebody chose, in a sentence."""
    say = view.say
    match of.consent:
        case "all":
            return say("Je koos: alles mag gedeeld worden.")
        case "team":
            place = view.directory.places.get(of.team_id or -1)
            where = view.place_called(place) if place else say("je team")
            return say("Je koos: alleen in {plek}.", plek=where)
        case "not":
            return say("Je koos: liever niet. Je doet niet mee, en je leest wel wat er over je is geschreven.")
        case _:
            return ""


def _own(context: Context, ref: Ref | None) -> tuple[Candidate, Round] | None:
    candidate = candidates.get(context.tx, ref.number) if ref and ref.kind == "candidate" else None
    if candidate is None or candidate.person_id != context.person.id:
        return None
    of = rounds.take(context.tx, candidate.round_id)
    # A card of before two candidates became one is about the one who stands for both.
    doubles = candidates.doubles(context.tx, of.id) if of and of.state == "voting" else {}
    again = candidates.get(context.tx, doubles.get(candidate.id, candidate.id))
    return (again, of) if of and again and again.state != "thanked" else None


def share_all(event: Action, context: Context) -> Outcome:
    """[Alles]."""
    return _answer(event.ref, context, "all")


def share_not(event: Action, context: Context) -> Outcome:
    """[Liever niet meedoen]."""
    return _answer(event.ref, context, "not")


def share_team(event: Action, context: Context) -> Outcome:
    """[Alleen met mijn team]: which channel is that?"""
    own, places = _own(context, event.ref), teams(context)
    if own is None:
        return _gone(context)
    if not places:
        return Outcome(Private(told(context.say("Er is nog geen kanaal waar dit kan. Kies later nog eens."))))
    options = tuple(Option(str(place.id), context.place_called(place)) for place in places)
    # The smallest channel that somebody is in is most likely their team's.
    likely = (options[0].value,) if context.members(places[0]) else ()
    field = ChoiceField("team", context.say("In welk kanaal zit je team?"), options, likely)
    form = Form(f"{NAME}.team", context.say("Alleen met mijn team"), (field,), context.say("Bewaar"), event.ref)
    return Outcome(ShowForm(form))


def teams(context: Context) -> list[Place]:
    """Where it can be told and the actor is, the fewest people first; then where a platform did not tell who is."""
    sizes: dict[int, int] = {}
    found = []
    for place in audience(context):
        members = context.members(place)
        if members is None or context.person.id in {one.id for one in members}:
            found.append(place)
            sizes[place.id] = len(members) if members else _UNKNOWN
    return sorted(found, key=lambda place: sizes[place.id])


def in_team(view: View, person: Person, of: Candidate) -> bool:
    """Whether somebody is in the team that may know; not when a platform did not tell who is there."""
    place = view.directory.places.get(of.team_id or -1) if of.consent == "team" else None
    members = view.members(place) if place else None
    return person.id in {one.id for one in members or ()}


def team_chosen(event: FormSubmitted, context: Context) -> Outcome:
    """The one place where it may be told."""
    number = Ref("place", one(event.values, "team")).number
    if number not in {place.id for place in teams(context)}:
        return Outcome(FormErrors({"team": context.say("Kies een kanaal uit de lijst.")}))
    return _answer(event.ref, context, "team", number)


def _answer(ref: Ref | None, context: Context, answer: Consent, team: int | None = None) -> Outcome:
    own = _own(context, ref)
    if own is None:
        return _gone(context)
    candidate, of = own
    if candidate.state != "withdrawn" and (candidate.consent, candidate.team_id) == (answer, team):
        return Outcome(_noted(context))
    back = candidate.state == "withdrawn" and answer != "not"
    if back and of.state not in ("nominating", "looking"):
        return Outcome(Private(told(context.say("Het stemmen is al begonnen. Meedoen kan de volgende keer weer."))))
    if back:
        candidates.set_state(context.tx, candidate.id, "candidate" if has_words(context.tx, candidate.id) else "hidden")
    candidates.set_consent(context.tx, candidate.id, answer, context.now, team=team)
    effects = withdraw(context, of, candidate) if answer == "not" else ()
    redrawn = Show(key(of.id, f"consent/{candidate.id}"), None)
    return Outcome(_noted(context), (*effects, redrawn, *told_late(context, of, candidate, answer)))


def _noted(context: Context) -> Private:
    """What they chose stands on the card with the question."""
    return Private(told(context.say("Dank je wel! Ik heb je keuze bewaard.")))


def told_late(context: Context, of: Round, before: Candidate, answer: Consent) -> tuple[Effect, ...]:
    """A winner answers after the reveal: what stands there changes, and a yes is a post of its own where it counts."""
    if of.state != "done" or not before.won:
        return ()
    late = key(of.id, f"sun/{before.id}")
    posts = (Show(late, None),) if answer == "not" else everywhere(context, late)
    return (*posts, Show(key(of.id, "result"), None), Show(key(of.id, f"words/{before.id}"), None))


def _gone(context: Context) -> Outcome:
    return Outcome(Private(told(context.say("Deze vraag is niet meer nodig. Dank je wel!"))))
