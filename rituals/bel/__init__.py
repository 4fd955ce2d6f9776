"""The success bell: `/bel` rings where it was rung and in the bell places, once, after ten seconds.

A bell goes from `ringing` (words or a form) by `onward` (what its ringer is answered, where it will ring) to the
places of `reach`. Until then its ringer may press something: `deciding` and `changing`; when it rings, and what is kept
for the morning, is `moments`. `public` is a bell in a message that all can read; `afterwards` is what happens once it
hangs. What people see: `cards` in a place, `answers` and `whereabouts` for the ringer, `reports` and `today`. `rules`
decides without store or clock.
"""

from __future__ import annotations

from datetime import timedelta

from rituals.bel import (
    afterwards,
    answers,
    cards,
    changing,
    deciding,
    lending,
    moments,
    onward,
    reach,
    reports,
    ringing,
    settings,
    today,
    whereabouts,
)
from rituals.engine.cards import Button, Card
from rituals.engine.context import Context, Drawing
from rituals.engine.events import NotShown, Reaction, Shown, SlotSkipped
from rituals.engine.names import Key, Ref
from rituals.engine.ritual import CatchUp, Handled, Ritual, Shortcut, SlotRule, Usage
from rituals.engine.translate import mark
from store import bells
from store.reports import get as get_report


def ritual() -> Ritual:
    """The bell, as the application installs it."""
    own = settings.RING
    return Ritual(
        name="bel",
        title=mark("De bel"),
        draw=draw,
        commands={"bel": Handled(ringing.command, own)},
        usages=(
            Usage(
                "bel",
                mark("/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne"),
                mark("Iets moois gelukt? Vertel het in één zin. Alleen {/bel} opent een formulier."),
            ),
        ),
        shortcuts=(
            Shortcut("bel", mark("Luid hier de bel voor"), on_message=True),
            Shortcut("bel", mark("Luid de bel")),
        ),
        actions={
            "form": Handled(ringing.form_button, own),
            "idea": Handled(lending.for_idea, own),
            "now": Handled(deciding.now, own),
            "silent": Handled(deciding.silent, own),
            "keep": Handled(deciding.keep, own),
            "cancel": Handled(deciding.cancel, own),
            "retry": Handled(deciding.retry, own),
            "only_here": Handled(deciding.only_here, own),
            "edit": Handled(changing.edit, own),
            "strip": Handled(deciding.strip, own),
            "allow": Handled(deciding.allow, own),
            "name": Handled(deciding.name, own),
            "again": Handled(afterwards.again, own),
            "enough": Handled(afterwards.enough, own),
            "clap": Handled(afterwards.clap, settings.CLAP),
            "take_back": Handled(afterwards.take_back, own),
            "wrong": Handled(afterwards.wrong, settings.REPORT),
            "leave": Handled(afterwards.leave, settings.HOLD),
        },
        forms={
            "ring": Handled(ringing.submitted, own),
            "report": Handled(afterwards.report, settings.REPORT),
        },
        previews={"ring": ringing.preview},
        slots={
            "ring": SlotRule(moments.due, CatchUp(late=timedelta(hours=2))),
            "silence": SlotRule(afterwards.silence, CatchUp(late=timedelta(days=1))),
        },
        listens={
            Shown: afterwards.shown,
            NotShown: afterwards.not_shown,
            Reaction: afterwards.reaction,
            SlotSkipped: moments.skipped,
        },
        plan=afterwards.plan,
        things=frozenset({"bell"}),
        menu=afterwards.menu,
        home=home,
        today=today.today,
        settings=(
            settings.HERE,
            settings.NEVER_HERE,
            settings.UNDO,
            settings.KEPT_UNTIL,
            settings.CELEBRATE,
            settings.FIRSTS,
        ),
        permissions=(settings.RING, settings.CLAP, settings.REPORT, settings.HOLD),
        offers=(lending.IDEA,),
        policy="at_most_once",
        subject=subject,
        keys=lending.keys,
    )


def subject(key: Key) -> Ref | None:
    """Every message of a bell is about that bell."""
    number = key.rest.split("/")[0]
    return Ref("bell", number) if number.isdecimal() else None


def home(context: Context) -> tuple[Button, ...]:
    """On the bot's own page."""
    return (Button(context.say("Luid de bel"), "bel.form", opens_form=True),) if context.may(settings.RING) else ()


def draw(drawing: Drawing, key: Key) -> Card | None:
    """The bell in a place, the rest of it in the thread, and what only the ringer or a ritueelhouder sees."""
    kind, _, number = key.rest.partition("/")
    if kind == "silence":
        return cards.silence(drawing)
    if kind in ("report", "kept"):
        return _report(drawing, int(number), kept=kind == "kept")
    bell = bells.get(drawing.tx, int(kind))
    if bell is None:
        return None
    if number == "answer":
        return _answer(drawing, bell)
    if bell.state not in ("waiting", "rung"):
        return None
    return cards.rest(bell) if number == "rest" else cards.rung(drawing, bell)


def _answer(drawing: Drawing, bell: bells.Bell) -> Card:
    rows = drawing.where(reach.key_of(bell.id))
    if bell.state in ("rung", "lapsed") or any(row.state == "uncertain" for row in rows):
        return whereabouts.after(drawing, bell, rows)
    places, absent = whereabouts.place_names(drawing, rows), reach.audience(drawing, bell.place_id).absent
    return answers.answer(drawing, bell, onward.shortened_in(drawing, bell), places, absent)


def _report(drawing: Drawing, report_id: int, *, kept: bool) -> Card | None:
    report = get_report(drawing.tx, report_id)
    bell = bells.get(drawing.tx, Ref.parse(report.ref).number) if report else None
    if report is None or bell is None or bell.state not in ("waiting", "rung"):
        return None
    return reports.kept(drawing) if kept else reports.reported(drawing, bell, report)
