"""Even nakijken: whoever looks after a round reads the words before the others do, and can hide some with a reason."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Block, Button, Card, More, Small, Strong, Voice, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, FormSubmitted
from rituals.engine.filled import one
from rituals.engine.names import Ref
from rituals.engine.outcome import Effect, FormErrors, Outcome, Private, Show, ShowForm
from rituals.engine.redact import find_private, without
from rituals.engine.sentences import told
from rituals.engine.tidy import says_something, tidy
from rituals.klantverbeteraar import consent, joining, noting, texts
from rituals.klantverbeteraar.changing import called
from rituals.klantverbeteraar.forms import REASON, hide_form
from rituals.klantverbeteraar.leaving import list_changed
from rituals.klantverbeteraar.names import NAME, asked, key, nomination_ref, round_ref
from rituals.klantverbeteraar.places import to_holders
from rituals.klantverbeteraar.settings import TEAMS
from rituals.klantverbeteraar.spoken import listed
from rituals.klantverbeteraar.watching import may_watch
from rituals.klantverbeteraar.words import candidates_called, moment_called, month_called
from store import accounts, candidates, nominations, rounds
from store.candidates import Candidate, CandidateState
from store.nominations import Nomination
from store.rounds import Round

_TOLD_WITHIN = timedelta(days=14)


def settle(context: Context, of: Round) -> None:
    """Nominating is over: numbers that nobody decided about go, a typed name is whose account it is by now, and who won
    or stepped back since is no candidate.
    """
    for name in {one_.name for one_ in candidates.of_round(context.tx, of.id) if not one_.person_id}:
        for person in joining.called(context.tx, name)[:1]:
            joining.with_account(context, of, person)
    for one_ in nominations.of_round(context.tx, of.id):
        if one_.state == "asking":
            words = without(one_.text, find_private(one_.text))
            nominations.rewrite(context.tx, one_.id, words, evidence=one_.evidence, behaviour=one_.behaviour)
    for candidate in candidates.standing(context.tx, of.id):
        state = noting.state_of(context, candidate.person_id) if candidate.person_id else "candidate"
        if state != candidate.state:
            candidates.set_state(context.tx, candidate.id, state)


def begun(context: Context, of: Round) -> tuple[Effect, ...]:
    """Whoever looks after it reads everything, and every candidate is asked once what may be shared."""
    return (*to_holders(context, asked(of.id, "look", of.nominate_until), of.vote_from), *consent.ask(context, of))


def card(view: View, of: Round) -> Card:
    """What is to be looked over, and by when."""
    say, month = view.say, month_called(view, of)
    if of.state not in ("looking", "voting"):
        return Card((text(say("Even nakijken voor {maand} is klaar. Dank je wel!", maand=month)),))
    n = len(candidates.standing(view.tx, of.id))
    head = say.plural(
        "Even nakijken: {n} kandidaat voor {maand}", "Even nakijken: {n} kandidaten voor {maand}", n, maand=month
    )
    words = say("Lees de teksten voordat het stemmen begint: {moment}.", moment=moment_called(view, of.vote_from))
    look = Button(say("Bekijk de teksten"), f"{NAME}.look", round_ref(of.id), "primary")
    return Card(
        (
            text(Strong(head)),
            text(words),
            *_unnamed(view, of),
            *_unasked(view, of),
            buttons(look, More(round_ref(of.id))),
        )
    )


def _unnamed(view: View, of: Round) -> tuple[Block, ...]:
    """Afdelingen that no text names; only whoever looks after the round sees them."""
    words = " ".join(one.text for one in nominations.of_round(view.tx, of.id)).casefold()
    words += " ".join(one.name for one in candidates.of_round(view.tx, of.id)).casefold()
    left = [
        team for team in listed(view.setting(TEAMS)) if team.casefold() not in words and not _is_in(view, of, team)
    ]  # fmt: skip
    return (Small(view.say("Nog niet genoemd: {namen}.", namen=view.say.names(left))),) if left else ()


def _unasked(view: View, of: Round) -> tuple[Block, ...]:
    """Who can win without an account, and of whom nobody said yet whether they agree."""
    left = [one for one in candidates.standing(view.tx, of.id) if not one.person_id and one.consent == "none"]
    names = sorted(candidates_called(view, left).values(), key=str.casefold)
    return (Small(view.say("Nog niet gevraagd: {namen}.", namen=view.say.names(names))),) if names else ()


def _is_in(view: View, of: Round, team: str) -> bool:
    """Whether somebody who was nominated is in a channel of this name, where a platform tells who is."""
    nominated = {one.person_id for one in candidates.of_round(view.tx, of.id) if one.person_id}
    named = (place for place in view.directory.places.values() if team.casefold() in place.name.casefold())
    return any(one.id in nominated for place in named for one in view.members(place) or ())


def _watched(context: Context, ref: Ref | None) -> tuple[Nomination, Candidate, Round] | None:
    found = nominations.get(context.tx, ref.number) if ref and ref.kind == "nomination" else None
    candidate = candidates.get(context.tx, found.candidate_id) if found else None
    of = rounds.take(context.tx, candidate.round_id) if candidate else None
    if found is None or candidate is None or of is None or not may_watch(context, of.id):
        return None
    if candidate.person_id == context.person.id:
        return None
    return (found, candidate, of) if of.state in ("nominating", "looking", "voting") else None


def hide(event: Action, context: Context) -> Outcome:
    """[Verberg]."""
    found = _watched(context, event.ref)
    if found is None:
        return _not_yours(context)
    nomination, _, of = found
    if nomination.state == "hidden":
        return _is_hidden(context, nomination, of)
    return Outcome(ShowForm(hide_form(context, nomination)))


def _is_hidden(context: Context, nomination: Nomination, of: Round) -> Outcome:
    """Pressed on a page of before, or another was first."""
    return Outcome(texts.anew(context, of, nomination, context.say("Deze tekst is al verborgen.")))


def hidden(event: FormSubmitted, context: Context) -> Outcome:
    """Hidden, and whoever wrote it is told why."""
    found = _watched(context, event.ref)
    if found is None:
        return _not_yours(context)
    nomination, candidate, of = found
    if nomination.state == "hidden":
        return _is_hidden(context, nomination, of)
    why = tidy(one(event.values, "why"))
    if not says_something(why) or len(why) > REASON:
        words = context.say("Schrijf in een paar woorden waarom, in hooguit {n} tekens.", n=REASON)
        return Outcome(FormErrors({"why": words}))
    nominations.set_state(context.tx, nomination.id, "hidden", hidden_for=why)
    changed: tuple[Effect, ...] = ()
    if not noting.has_words(context.tx, candidate.id):
        changed = _moved(context, of, candidate, "candidate", "hidden")
    writer = accounts.get(context.tx, nomination.nominator_id) if nomination.nominator_id else None
    until = context.now + _TOLD_WITHIN
    word = key(of.id, f"hidden/{nomination.id}")
    effects = (Show(word, writer, kind="task", until=until),) if writer and writer.active else ()
    done = context.say("Deze tekst is verborgen. Wie hem schreef, leest waarom.")
    shown = texts.anew(context, of, nomination, done)
    return Outcome(shown, (*effects, Show(key(of.id, "vote"), None), *changed))


def unhide(event: Action, context: Context) -> Outcome:
    """[Laat weer zien]."""
    found = _watched(context, event.ref)
    if found is None or found[0].state != "hidden":
        return _not_yours(context)
    nomination, candidate, of = found
    nominations.set_state(context.tx, nomination.id, "stands")
    changed = _moved(context, of, candidate, "hidden", "candidate")
    # Whoever was hidden when the others were asked hears it now.
    asked = consent.ask(context, of) if of.state in ("looking", "voting") else ()
    done = context.say("Deze tekst is weer te lezen.")
    shown = texts.anew(context, of, nomination, done)
    return Outcome(shown, (Show(key(of.id, f"hidden/{nomination.id}"), None), *changed, *asked))


def _moved(
    context: Context, of: Round, candidate: Candidate, before: CandidateState, after: CandidateState
) -> tuple[Effect, ...]:
    """Off the list or on it again, which everybody who voted hears."""
    if candidate.state != before:
        return ()
    candidates.set_state(context.tx, candidate.id, after)
    return list_changed(context, of, candidate)


def hidden_card(view: View, of: Round, rest: str) -> Card | None:
    """To whoever wrote words that were hidden."""
    found = nominations.get(view.tx, Ref("nomination", rest).number)
    candidate = candidates.get(view.tx, found.candidate_id) if found else None
    if found is None or candidate is None:
        return None
    say, name = view.say, called(view, candidate)
    if found.state != "hidden":
        return Card((text(say("Je tekst over {naam} is weer te lezen.", naam=name)),))
    words = say("Je tekst over {naam} laten we niet zien. De reden:", naam=name)
    row = (Button(say("Wijzig"), f"{NAME}.change", nomination_ref(found.id), opens_form=True),)
    return Card((text(words), Voice(found.hidden_for), *((buttons(*row),) if noting.is_open(view, of) else ())))


def _not_yours(context: Context) -> Outcome:
    return Outcome(Private(told(context.say("Dit kan niet meer, of er gaat nu een ander over deze ronde."))))
