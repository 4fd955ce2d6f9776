"""What somebody still does with a nomination of their own: other words, taking it back, passing it on at once."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.context import Context, View
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.redact import find_private, without
from rituals.engine.sentences import told
from rituals.klantverbeteraar import answers, mine, spoken
from rituals.klantverbeteraar.consent import told_late
from rituals.klantverbeteraar.forms import behaviour_of, change_form, problem_with
from rituals.klantverbeteraar.leaving import withdraw
from rituals.klantverbeteraar.names import asked, key, page_of, round_of
from rituals.klantverbeteraar.noting import Kind, Noted, Who, has_words, is_open, shortened
from rituals.klantverbeteraar.words import candidates_called
from store import accounts, candidates, keepsakes, nominations, rounds
from store.candidates import Candidate
from store.frozen import frozen
from store.nominations import Nomination
from store.rounds import Round

PASSED_WITHIN = timedelta(days=14)


@frozen
class Own:
    """A nomination of the actor, with whom and what it is for."""

    nomination: Nomination
    candidate: Candidate
    round: Round
    name: str


def own_of(context: Context, ref: Ref | None) -> Own | None:
    """The actor's own nomination behind a button; they have its round alone for a moment."""
    found = nominations.get(context.tx, ref.number) if ref and ref.kind == "nomination" else None
    if found is None or found.nominator_id != context.person.id:
        return None
    candidate = candidates.get(context.tx, found.candidate_id)
    of = rounds.take(context.tx, candidate.round_id) if candidate else None
    if candidate is None or of is None:
        return None
    return Own(found, candidate, of, called(context, candidate))


def called(view: View, candidate: Candidate) -> str:
    """How cards call a candidate."""
    person = accounts.get(view.tx, candidate.person_id) if candidate.person_id else None
    return view.called([person])[person.id] if person else candidates_called(view, [candidate])[candidate.id]


def change(event: Action, context: Context) -> Outcome:
    """[Wijzig]."""
    own = own_of(context, event.ref)
    if own is None or not is_open(context, own.round):
        return too_late(context)
    return Outcome(ShowForm(change_form(context, own.nomination, own.name)))


def changed(event: FormSubmitted, context: Context) -> Outcome:
    """Other words."""
    own = own_of(context, event.ref)
    if own is None or not is_open(context, own.round):
        return too_late(context)
    reason = spoken.sentence(one(event.values, "text"))
    if problem := problem_with(context, reason):
        return Outcome(FormErrors({"text": problem}))
    person = accounts.get(context.tx, own.candidate.person_id) if own.candidate.person_id else None
    words, pairs = shortened(reason, [Who(person, own.name)])
    private = own.candidate.state == "withdrawn"
    nominations.rewrite(
        context.tx, own.nomination.id, words, evidence=own.nomination.evidence,
        behaviour=behaviour_of(context, one(event.values, "behaviour")),
        state="withdrawn" if private else "asking" if find_private(words) else "stands",
    )  # fmt: skip
    if own.candidate.state == "hidden":
        candidates.set_state(context.tx, own.candidate.id, "candidate")
    gone = person is not None and not (person.active and person.member)
    kind: Kind = "guest" if gone else "private" if private else "again" if person else "outside"
    noted = Noted(kind, own.name, own.nomination.id)
    return Outcome(Private(answers.answer(context, own.round, [noted], words, pairs)))


def take_back(event: Action, context: Context) -> Outcome:
    """[Trek in]; with the last words the candidate goes too, and off the list where the rest is hidden."""
    own = own_of(context, event.ref)
    if own is None or not is_open(context, own.round):
        return too_late(context)
    nominations.drop(context.tx, own.nomination.id)
    if not nominations.of_candidate(context.tx, own.candidate.id):
        candidates.drop(context.tx, own.candidate.id)
    elif own.candidate.state == "candidate" and not has_words(context.tx, own.candidate.id):
        candidates.set_state(context.tx, own.candidate.id, "hidden")
    return Outcome(Private(told(context.say("Goed, je nominatie voor {naam} is weg.", naam=own.name))))


def pass_on(event: Action, context: Context) -> Outcome:
    """[Laat Youssef dit nu al lezen], and [Ja] when they rather stay out of the sun."""
    own = own_of(context, event.ref)
    person = accounts.get(context.tx, own.candidate.person_id) if own and own.candidate.person_id else None
    if own is None or person is None or own.nomination.state == "hidden":
        return too_late(context)
    if not person.active:
        return Outcome(Private(answers.answer(context, own.round, [Noted("guest", own.name)], "", ())))
    words = own.nomination.text
    if own.nomination.state == "asking" or own.candidate.state == "withdrawn":
        words = without(words, find_private(words))
    if own.nomination.state == "withdrawn" or words != own.nomination.text:
        nominations.rewrite(context.tx, own.nomination.id, words, evidence=own.nomination.evidence,
                            behaviour=own.nomination.behaviour)  # fmt: skip
    source = mine.source(own.nomination)
    keepsakes.put(context.tx, person.id, context.person.id, source, own.round.id, words, context.now)
    until = context.now + PASSED_WITHIN
    show = Show(key(own.round.id, f"passed/{source}"), person, kind="task", until=until)
    return Outcome(Private(told(context.say("Mooi, {naam} leest het zo.", naam=own.name))), (show,))


def agrees(event: Action, context: Context) -> Outcome:
    """[Ron vindt het goed]: of somebody without an account the nominator tells it."""
    own = own_of(context, event.ref)
    if own is None or own.candidate.person_id or own.round.state == "none":
        return too_late(context)
    candidates.set_consent(context.tx, own.candidate.id, "all", context.now)
    late = told_late(context, own.round, own.candidate, "all") if own.candidate.consent != "all" else ()
    return Outcome(
        Private(told(context.say("Fijn. Dan mag iedereen lezen wat {naam} deed.", naam=own.name))),
        (_looked_over(own.round), *late),
    )


def declines(event: Action, context: Context) -> Outcome:
    """[Liever niet]."""
    own = own_of(context, event.ref)
    if own is None or own.candidate.person_id or own.round.state == "none":
        return too_late(context)
    candidates.set_consent(context.tx, own.candidate.id, "not", context.now)
    late = told_late(context, own.round, own.candidate, "not")
    effects = (*withdraw(context, own.round, own.candidate), _looked_over(own.round), *late)
    return Outcome(Private(told(context.say("Goed, dan doet {naam} niet mee.", naam=own.name))), effects)


def _looked_over(of: Round) -> Show:
    """Whoever looks after the round no longer reads that this one was not asked."""
    return Show(asked(of.id, "look", of.nominate_until), None)


def strip(event: Action, context: Context) -> Outcome:
    """[Haal weg]: numbers and addresses go."""
    return _settled(event, context, keep=False)


def allow(event: Action, context: Context) -> Outcome:
    """[Mag erbij]."""
    return _settled(event, context, keep=True)


def _settled(event: Action, context: Context, *, keep: bool) -> Outcome:
    of = rounds.take(context.tx, round_of(event.ref))
    written = nominations.of_nominator(context.tx, of.id, context.person.id) if of else []
    asking = [one for one in written if one.state == "asking"]
    if of is None or not asking:
        return too_late(context)
    for one_ in asking:
        text = one_.text if keep else without(one_.text, find_private(one_.text))
        nominations.rewrite(context.tx, one_.id, text, evidence=one_.evidence, behaviour=one_.behaviour)
    return own(event, context)


def own(event: Action, context: Context) -> Outcome:
    """[Mijn nominaties]."""
    of = rounds.get(context.tx, round_of(event.ref))
    if of is None:
        return too_late(context)
    written = nominations.of_nominator(context.tx, of.id, context.person.id)
    names = candidates_called(context, candidates.of_round(context.tx, of.id))
    return Outcome(Private(answers.own(context, of, written, names, page_of(event.ref))))


def too_late(context: Context) -> Outcome:
    """A button of a nomination that is gone, or that cannot be changed any more."""
    return Outcome(Private(told(context.say("Dit kan niet meer: het nomineren is voorbij, of je nominatie is weg."))))
