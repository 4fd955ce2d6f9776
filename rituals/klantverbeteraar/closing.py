"""The ballot closes: all is opened at once, counted, and of each vote nothing stays.

The key is destroyed in a slot of its own after that is stored, so a crash between the two loses no vote.
"""

from __future__ import annotations

from datetime import datetime

from rituals.engine.cards import Button, Card, buttons, text
from rituals.engine.context import Context, View
from rituals.engine.events import Action, SlotDue
from rituals.engine.outcome import Effect, Outcome, Private, Show, Withdraw
from rituals.engine.sentences import told
from rituals.klantverbeteraar import ballot, month, rules
from rituals.klantverbeteraar.ending import alone, answered, certain, done, drop_votes, redrawn
from rituals.klantverbeteraar.names import asked, key, round_of, round_ref
from rituals.klantverbeteraar.opening import nobody, subject
from rituals.klantverbeteraar.places import to_holders
from rituals.klantverbeteraar.planning import key_name, moved, replaced
from rituals.klantverbeteraar.words import moment_called, month_called
from store import accounts, candidates, rounds, votes
from store.rounds import Round
from store.votes import Ballot


def close(event: SlotDue, context: Context) -> Outcome:
    """Voting ends."""
    of = rounds.take(context.tx, subject(event))
    return Outcome(effects=counted(context, of) if of else ())


def counted(context: Context, of: Round, *, undecided: bool = False) -> tuple[Effect, ...]:
    """Once voting is over: the totals, or a question to whoever looks after it. Twice does no more than once.

    `undecided`: the reveal came before an answer, so with too few votes nobody is chosen.
    """
    if of.state != "voting" or context.now < of.vote_until:
        return ()
    if len(candidates.standing(context.tx, of.id)) < 2:
        return alone(context, of) or _without_candidates(context, of)
    cast = votes.voted(context.tx, of.id)
    if len(cast) < rules.FEWEST:
        if not (undecided or of.voted_longer):
            return (*redrawn(of), *to_holders(context, asked(of.id, "few", of.vote_until), of.reveal))
        drop_votes(context.tx, of)
        return (*redrawn(of), *certain(context, of))
    choices = _opened(context, of, cast)
    if choices is None:
        return locked(context, of)
    _count(context, of, cast, choices)
    return (*redrawn(of), *certain(context, of))


def _without_candidates(context: Context, of: Round) -> tuple[Effect, ...]:
    """Nobody is left to vote for: as if nobody was nominated, and under another key if there is a next vote."""
    drop_votes(context.tx, of)
    rounds.set_key(context.tx, of.id, key_name(of.id))
    return (Withdraw(key(of.id, "vote")), *answered(of), *replaced(of, context.now), *nobody(context, of))


def _opened(context: Context, of: Round, cast: list[Ballot]) -> list[rules.Choice] | None:
    sealer = ballot.sealer_of(context, of)
    return ballot.opened(sealer, cast) if sealer else None


def _count(context: Context, of: Round, cast: list[Ballot], choices: list[rules.Choice]) -> None:
    """Totals and who took part are first written here, and the votes themselves go."""
    tx, standing, doubles = context.tx, candidates.standing(context.tx, of.id), candidates.doubles(context.tx, of.id)
    own = {one.person_id: one.id for one in standing if one.person_id}
    choices = [
        rules.as_one(choice, doubles, own.get(one.person_id)) for one, choice in zip(cast, choices, strict=True)
    ]  # fmt: skip
    totals = rules.tally(choices, [one.id for one in standing])
    candidates.set_totals(tx, totals)
    candidates.set_winners(tx, rules.winners(totals))
    rounds.set_turnout(tx, of.id, len(cast), max(len(cast), votes.electorate(tx)))
    drop_votes(tx, of)
    votes.took_part(tx, of.id, (one.person_id for one in cast))


def destroy(event: SlotDue, context: Context) -> Outcome:
    """The key goes, and its name after it, or one that was replaced. Raises while that cannot be: the slot then comes
    again.
    """
    of = rounds.get(context.tx, subject(event))
    before = event.slot.local.partition("/")[2]
    if of is not None and before and before != of.key:
        context.keyring.destroy(before)
    elif of is not None and of.key and of.state in ("revealing", "done", "none"):
        context.keyring.destroy(of.key)
        rounds.set_key(context.tx, of.id, None)
    return Outcome()


def nobody_chosen(event: Action, context: Context) -> Outcome:
    """[Geen winnaar], after fewer than five votes."""
    of = _with_few(event, context)
    if of is None:
        return over(context)
    drop_votes(context.tx, of)
    effects = (*redrawn(of), *certain(context, of))
    return Outcome(Private(told(context.say("Goed. Deze keer kiezen we niemand."))), effects)


def day_more(event: Action, context: Context) -> Outcome:
    """[Nog één dag], after fewer than five votes."""
    of = _with_few(event, context)
    if of is None:
        return over(context)
    dates = month.one_day_more(context.now, of.dates, context.organisation.calendar)
    rounds.voted_longer(context.tx, of.id)
    rounds.set_dates(context.tx, of.id, dates)
    until = moment_called(context, dates.vote_until)
    effects = (*moved(of, dates), *redrawn(of))
    return Outcome(Private(told(context.say("Stemmen kan nu tot {moment}.", moment=until))), effects)


def _with_few(event: Action, context: Context) -> Round | None:
    """The round, while this is still a question."""
    of = rounds.take(context.tx, round_of(event.ref))
    return of if of and is_asked(context, of) else None


def is_asked(view: View, of: Round) -> bool:
    """Whether fewer than five voted, and nobody has said yet what then."""
    over = of.state == "voting" and view.now >= of.vote_until and not of.voted_longer
    return over and votes.count(view.tx, of.id) < rules.FEWEST


def over(context: Context) -> Outcome:
    """A button of yesterday."""
    return Outcome(Private(told(context.say("Dat is al besloten."))))


def few_card(view: View, of: Round) -> Card:
    """Not how many: only that it were fewer than five."""
    say, ref = view.say, round_ref(of.id)
    words = say("Er stemden minder dan vijf collega's voor {maand}. Wat doen we?", maand=month_called(view, of))
    if not is_asked(view, of):
        return _no_more(view, of)
    day = Button(say("Nog één dag"), "klantverbeteraar.day_more", ref, "primary")
    none = Button(say("Geen winnaar"), "klantverbeteraar.nobody", ref)
    return Card((text(words), buttons(day, none)))


def _no_more(view: View, of: Round) -> Card:
    """There is nothing to answer any more."""
    say, month = view.say, month_called(view, of)
    if of.state == "nominating":
        return told(say("Voor {maand} zijn er geen kandidaten meer. Nomineren kan nog even.", maand=month))
    if of.state == "voting" and view.now < of.vote_until:
        moment = moment_called(view, of.vote_until)
        return told(say("Stemmen op de klantverbeteraar van {maand} kan tot {moment}.", maand=month, moment=moment))
    return told(done(view, of))


def locked(view: View, of: Round) -> tuple[Effect, ...]:
    """The key is not here: only a person can know whether it will be again."""
    return to_holders(view, asked(of.id, "locked", of.vote_until))


def is_locked(view: View, of: Round) -> bool:
    """Whether the votes cannot be opened with what is here."""
    sealer = ballot.sealer_of(view, of)
    return of.state == "voting" and (sealer is None or ballot.opened(sealer, votes.voted(view.tx, of.id)) is None)


def locked_card(view: View, of: Round) -> Card:
    """What happened, what can still be done, and voting again where nothing can."""
    say = view.say
    if of.state != "voting":
        return _no_more(view, of)
    if not is_locked(view, of):
        back = say("Ik kan weer bij de stembus van {maand}. Je hoeft niets te doen.", maand=month_called(view, of))
        return _no_more(view, of) if view.now < of.vote_until else told(back)
    words = say(
        "Ik kan de stembus van {maand} niet meer openen: de sleutel is er niet. Staat het bestand nog ergens? Laat de "
        "beheerder van de server dan de map KEY_DIR terugzetten. Zo niet, dan kan iedereen nog één keer stemmen.",
        maand=month_called(view, of),
    )
    again = Button(
        say("Nog één keer stemmen"), "klantverbeteraar.revote", round_ref(of.id),
        confirm=say("De stemmen tot nu toe vervallen. Wie stemde, krijgt een bericht."),
    )  # fmt: skip
    return Card((text(words), buttons(again)))


def revote(event: Action, context: Context) -> Outcome:
    """[Nog één keer stemmen], where the key is lost: under a new key, with time for it."""
    of = rounds.take(context.tx, round_of(event.ref))
    if of is None or not is_locked(context, of):
        return over(context)
    voters = [one.person_id for one in votes.voted(context.tx, of.id)]
    new = key_name(of.id)
    context.keyring.make(new)
    drop_votes(context.tx, of)
    rounds.set_key(context.tx, of.id, new)
    dates = month.one_day_more(max(context.now, of.vote_until), of.dates, context.organisation.calendar)
    rounds.set_dates(context.tx, of.id, dates)
    effects = (*moved(of, dates), *replaced(of, context.now), *redrawn(of))
    asked = _asked_again(context, of, voters, dates.vote_until)
    until = moment_called(context, dates.vote_until)
    return Outcome(Private(told(context.say("Stemmen kan nu tot {moment}.", moment=until))), (*effects, *asked))


def _asked_again(context: Context, of: Round, voters: list[int], until: datetime) -> tuple[Effect, ...]:
    people = accounts.many(context.tx, voters).values()
    return tuple(Show(asked(of.id, "again", until), one, kind="task", until=until) for one in people)
