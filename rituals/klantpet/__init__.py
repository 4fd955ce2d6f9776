"""The klantpet: in each meeting one colleague looks through the eyes of the customer, and everybody has a fair turn.

`setting_up` says which meeting, `running` starts and stops it, and `joining` keeps up with who is in the channel;
`planning` turns a rhythm into meetings and `listening` what a calendar tells, `settling` sees to it that the right
people know and `leading` who leads, `wearing`, `swapping` and `hosting` are what they press (or say: `spoken`),
`afterwards`, `rewording` and `monthly` what it brought, and `now` is for a meeting that nobody prepared; `alone` keeps
two decisions apart. What is decided without store or clock stands in `rules`, `rhythm` and `questions`.
"""

from __future__ import annotations

from datetime import time, timedelta

from rituals.engine.cards import Block, Button
from rituals.engine.context import Context, View
from rituals.engine.events import AbsenceTold, MemberLeft, MembersChanged, Shown
from rituals.engine.meetings import CalendarFailed, MeetingsSeen
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Effect, Outcome
from rituals.engine.ritual import CatchUp, Handled, Ritual, SlotRule, Usage
from rituals.engine.translate import mark
from rituals.klantpet import (
    afterwards,
    broken,
    cards,
    demo,
    hosting,
    joining,
    listening,
    monthly,
    now,
    overview,
    planning,
    rewording,
    running,
    setting_up,
    settings,
    settling,
    showing,
    spoken,
    swapping,
    wearing,
)
from rituals.klantpet.alone import alone
from rituals.klantpet.names import AFTER, CHANGED, HOST, MONTH, NAME, PEOPLE, START, WEARER, key
from store import pet_meetings, rotas

SOON = CatchUp(late=timedelta(days=7))
"""The handler itself does nothing after the start; over a long weekend it may have to wait for days."""


def ritual() -> Ritual:
    """The klantpet, as the application installs it."""
    join = settings.JOIN
    return Ritual(
        name=NAME,
        title=mark("De klantpet"),
        draw=showing.draw,
        commands={NAME: Handled(alone(spoken.command), join)},
        aliases={"pet": NAME, "klantenpet": NAME, "cap": NAME},
        phrases=spoken.PHRASES,
        hears=spoken.hears,
        usages=(
            Usage(
                NAME, mark("/klantpet"), mark("Eén {collega} kijkt in jullie overleg mee door de ogen van {de_klant}.")
            ),
            Usage(NAME, mark("/klantpet nu"), mark("Gebruik de klantpet meteen, in elk overleg.")),
        ),
        actions={
            "look": Handled(setting_up.look, join),
            "new": Handled(setting_up.new, join),
            "change": Handled(setting_up.change, join),
            "start": Handled(alone(running.start), join),
            "pause": Handled(alone(running.pause), join),
            "stop": Handled(alone(running.stop), join),
            "now": Handled(alone(now.pressed), join),
            "others": Handled(now.others, join),
            "pass": Handled(alone(now.passed), join),
            "sure": Handled(alone(wearing.sure), join),
            "decline": Handled(alone(wearing.decline), join),
            "rest": Handled(alone(wearing.rest), join),
            "stay": Handled(alone(wearing.stay), join),
            "why": Handled(wearing.why, join),
            "swap": Handled(swapping.swap, join),
            "take": Handled(alone(swapping.take), join),
            "cannot": Handled(alone(swapping.cannot), join),
            "other": Handled(alone(hosting.other), join),
            "none": Handled(alone(hosting.none), join),
            "customer": Handled(alone(hosting.customer), join),
            "stranger": Handled(alone(hosting.stranger), join),
            "share": Handled(afterwards.share, join),
            "reword": Handled(rewording.reword, join),
        },
        forms={
            "set_up": Handled(alone(setting_up.submitted), join),
            "now": Handled(alone(now.submitted), join),
            "swap": Handled(alone(swapping.swapped), join),
            "reword": Handled(rewording.reworded, join),
        },
        answers={afterwards.ANSWER: Handled(afterwards.answered, join)},
        slots={
            WEARER: SlotRule(alone(settling.due), SOON),
            CHANGED: SlotRule(alone(settling.due), SOON),
            HOST: SlotRule(alone(hosting.due), SOON),
            START: SlotRule(hosting.starts, CatchUp(late=hosting.OPENING)),
            AFTER: SlotRule(alone(afterwards.due), SOON),
            PEOPLE: SlotRule(alone(joining.due), SOON),
            MONTH: SlotRule(monthly.due, CatchUp(before=time(15))),
        },
        listens={
            MeetingsSeen: alone(listening.seen),
            CalendarFailed: alone(broken.failed),
            MemberLeft: alone(planning.left),
            AbsenceTold: alone(planning.away),
            MembersChanged: alone(joining.changed),
            Shown: shown,
        },
        plan=plan,
        things=frozenset({"rota", "petplace", "petmeeting", "petturn", "seen"}),
        menu=menu,
        home=home,
        today=today,
        settings=(settings.WEAR, settings.ASK, settings.MONTHLY),
        permissions=(join, settings.LINK),
        keys=keys,
        repeats=repeats,
        demo=demo.fill,
    )


def plan(context: Context) -> Outcome:
    """Every night: the next two weeks, and the word of the month; sentences that were not shared go."""
    rotas.decide_alone(context.tx)
    rotas.forget(context.tx, context.now - pet_meetings.KEPT)
    effects: list[Effect] = []
    for rota in rotas.running(context.tx):
        effects += (*joining.kept_up(context, rota), *planning.ahead(context, rota))
    return Outcome(effects=(*effects, *monthly.plan(context)))


def shown(event: Shown, context: Context) -> Outcome:
    """A turn was read, or a question may be answered."""
    settling.shown(event, context)
    return afterwards.asked(event, context)


def menu(context: Context, ref: Ref) -> tuple[Button, ...]:
    """Behind the [⋯] of a turn, and of how a rota stands."""
    if ref.kind == "rota":
        rota = setting_up.of_ref(context, ref)
        return overview.more(context, rota) if rota else ()
    return (Button(context.say("Waarom ik?"), "klantpet.why", ref),) if ref.kind == "petmeeting" else ()


def keys(_view: View, ref: Ref) -> tuple[Key, ...]:
    """Where what was seen stands, once it was shared."""
    return (key("seen", ref.number),) if ref.kind == "seen" else ()


def repeats(view: View, ref: Ref) -> tuple[Key, ...]:
    """The turns that came with a customer's words."""
    turns = pet_meetings.with_voice(view.tx, str(ref)) if ref.kind == "quote" else []
    return tuple(key("turn", one.id) for one in turns)


def home(context: Context) -> tuple[Button, ...]:
    """Where a team has the klantpet: elsewhere nobody knows which meeting is meant, and `/klant` must fit one card."""
    place = context.place
    if place is None or place.shared or not context.may(settings.JOIN):
        return ()
    return running.buttons(context, place) if rotas.in_place(context.tx, place.id) else ()


def today(context: Context) -> tuple[Block, ...]:
    """The next turn of whoever asks."""
    turns = pet_meetings.wearing(context.tx, context.person.id, context.now) if context.may(settings.JOIN) else []
    meeting = pet_meetings.get(context.tx, turns[0].meeting_id) if turns else None
    rota = rotas.get(context.tx, meeting.rota_id) if meeting else None
    return cards.turn(context, rota, meeting, turns[0]).blocks if rota and meeting else ()
