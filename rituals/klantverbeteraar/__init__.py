"""The klantverbeteraar van de maand: nominated by colleagues, chosen in a secret ballot, named after saying yes.

`month` plans a round backwards from its reveal, `planning` makes slots of it and `moving` moves them; `opening`,
`closing` and `ending` take a round from state to state, `voting` and `ballot` keep votes sealed, `result` tells what
came of it.

People nominate with `nominating` (read by `spoken`, stored by `noting`, answered by `answers`, with `evidence`) and
go on with `changing`; `checking` looks it over, page by page in `texts`, and `watching` says who does; `consent` asks
candidates, `leaving` is for those who go and `joining` for two who turn out to be one; `spotlight` puts winners in the
spotlight, and `mine` keeps what was written about somebody.
"""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.context import Context, View
from rituals.engine.events import Joined, MemberLeft, NotShown, SlotDue, SlotSkipped
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome
from rituals.engine.ritual import CatchUp, Handled, Ritual, Shortcut, SlotRule, Usage
from rituals.engine.translate import mark
from rituals.klantverbeteraar import (
    changing,
    checking,
    closing,
    consent,
    demo,
    drawing,
    evidence,
    forms_vote,
    joining,
    leaving,
    mine,
    moving,
    nominating,
    opening,
    planning,
    reminding,
    result,
    settings,
    texts,
    today,
    trial,
    voting,
)
from rituals.klantverbeteraar.names import NAME, key, round_ref
from rituals.klantverbeteraar.watching import by_watcher
from store import rounds

TOLD_WITHIN = timedelta(days=60)
"""A result that is older may have been told, and is asked about; so is one of a backup that was put back."""


def ritual() -> Ritual:
    """The klantverbeteraar, as the application installs it."""
    vote, nominate, read, watch = settings.VOTE, settings.NOMINATE, settings.READ, settings.WATCH
    return Ritual(
        name=NAME,
        title=mark("De klantverbeteraar"),
        draw=drawing.draw,
        commands={
            "stem": Handled(voting.command, vote),
            "nomineer": Handled(nominating.command, nominate),
            "verbeteraars": Handled(mine.command, read),
            "proefronde": Handled(trial.begin, settings.TRY),
        },
        aliases={"nominate": "nomineer", "nominatie": "nomineer"},
        phrases={"voor mij": "verbeteraars mij", "for me": "verbeteraars mij"},
        usages=(
            Usage("stem", mark("/stem"), mark("Stem op de klantverbeteraar van de maand.")),
            Usage(
                "nomineer",
                mark("/nomineer @youssef omdat hij mevrouw A. terugbelde"),
                mark("Nomineer een {collega} als klantverbeteraar. Alleen {/nomineer} opent een formulier."),
            ),
            Usage("verbeteraars", mark("/verbeteraars"), mark("Lees wie er eerder klantverbeteraar was.")),
            Usage("verbeteraars", mark("/verbeteraars mij"), mark("Lees wat {collegas} over je schreven.")),
            Usage("proefronde", mark("/proefronde"), mark("Bekijk een hele ronde. Alleen jij ziet die.")),
        ),
        shortcuts=(
            Shortcut("nomineer", mark("Nomineer"), on_message=True),
        ),
        actions={
            "vote": Handled(voting.ask, vote),
            "stories": Handled(forms_vote.read, vote),
            "dates": Handled(by_watcher(moving.ask), watch),
            "day_more": Handled(by_watcher(closing.day_more), watch),
            "nobody": Handled(by_watcher(closing.nobody_chosen), watch),
            "revote": Handled(by_watcher(closing.revote), watch),
            "again": Handled(by_watcher(result.again), watch),
            "enough": Handled(by_watcher(result.enough), watch),
            "tell": Handled(by_watcher(result.tell_now), watch),
            "nominate": Handled(nominating.form_button, nominate),
            "here": Handled(nominating.offered, nominate),
            "change": Handled(changing.change, nominate),
            "take_back": Handled(changing.take_back, nominate),
            "pass": Handled(changing.pass_on, nominate),
            "agrees": Handled(changing.agrees, nominate),
            "declines": Handled(changing.declines, nominate),
            "strip": Handled(changing.strip, nominate),
            "allow": Handled(changing.allow, nominate),
            "own": Handled(changing.own, nominate),
            "look": Handled(by_watcher(texts.look), watch),
            "hide": Handled(checking.hide, watch),
            "unhide": Handled(checking.unhide, watch),
            "share_all": Handled(consent.share_all, read),
            "share_team": Handled(consent.share_team, read),
            "share_not": Handled(consent.share_not, read),
            "mine": Handled(mine.read, read),
            "forget": Handled(mine.forget, read),
            "trial": Handled(trial.onward, settings.TRY),
        },
        forms={
            "vote": Handled(voting.submitted, vote),
            "move": Handled(by_watcher(moving.submitted), watch),
            "nominate": Handled(nominating.submitted, nominate),
            "change": Handled(changing.changed, nominate),
            "hide": Handled(checking.hidden, watch),
            "team": Handled(consent.team_chosen, read),
        },
        unkept=frozenset({"vote"}),
        slots={
            "look": SlotRule(opening.look),
            "remind": SlotRule(reminding.due, CatchUp(late=timedelta(hours=4))),
            "vote": SlotRule(opening.vote),
            "close": SlotRule(closing.close),
            "destroy": SlotRule(closing.destroy),
            "reveal": SlotRule(reveal, CatchUp(late=TOLD_WITHIN)),
        },
        listens={
            NotShown: result.missed,
            SlotSkipped: result.skipped,
            MemberLeft: leaving.left,
            Joined: joining.joined,
        },
        plan=plan,
        things=frozenset({
            "round", "ballot", "ballotpage", "rounddoubt", "nomination", "candidate", "keepsake", "praise", "words",
            "trial",
        }),
        menu=today.menu,
        home=today.home,
        today=today.today,
        settings=(
            settings.HERE,
            settings.ONESELF,
            settings.BEHAVIOURS,
            settings.TEAMS,
            settings.IN_THE_SUN,
            settings.REMIND,
        ),
        permissions=(vote, nominate, read, settings.HOLD, watch, settings.TRY),
        offers=(evidence.NOMINATE_HERE,),
        policy="at_most_once",
        subject=subject,
        keys=keys,
        paper=drawing.paper,
        demo=demo.fill,
    )  # fmt: skip


def subject(of: Key) -> Ref | None:
    """Its messages are about a round."""
    return round_ref(of.rest.partition("/")[0])


def keys(_view: View, ref: Ref) -> tuple[Key, ...]:
    """The messages about a round that stand in places."""
    return (key(ref.id, "vote"), key(ref.id, "result")) if ref.kind == "round" else ()


def plan(context: Context) -> Outcome:
    """The moments of the rounds, and today's reminder."""
    planned = planning.plan(context)
    return Outcome(effects=(*planned.effects, *reminding.plan(context)))


def reveal(event: SlotDue, context: Context) -> Outcome:
    """The day of the result. What was left undecided is nobody; what cannot be opened waits for a person."""
    of = rounds.take(context.tx, opening.subject(event))
    if of is None or context.now < of.reveal:
        return Outcome()
    counted = closing.counted(context, of, undecided=True)
    after = rounds.get(context.tx, of.id)
    return Outcome(effects=(*counted, *(result.tell(context, after) if after else ())))
