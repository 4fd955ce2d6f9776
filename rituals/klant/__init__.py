"""`/klant`, the house's own command: what there is, quiet, settings, roles, and words to the beheerder."""

from __future__ import annotations

from rituals.engine.absence import AWAY_UNTIL, FREE_DAYS
from rituals.engine.cards import Button, Card
from rituals.engine.context import Context, Drawing
from rituals.engine.events import Installed, Linked, MemberLeft, Returned, SlotFailed
from rituals.engine.language import LANGUAGE
from rituals.engine.names import Key
from rituals.engine.ritual import Handled, Ritual
from rituals.engine.translate import mark
from rituals.klant import admitting, cards, choosing, notices, quiet, typed, usages


def ritual() -> Ritual:
    """The house's own ritual."""
    return Ritual(
        name="klant",
        title=mark("Klantritme"),
        draw=draw,
        commands={"klant": Handled(typed.command)},
        usages=usages.FOR_ALL,
        actions={
            "all": Handled(typed.everything),
            "help": Handled(typed.help_button),
            "quiet": Handled(quiet.form_button),
            "lift": Handled(quiet.lift),
            "settings": Handled(choosing.form_button),
            "preferences": Handled(choosing.preferences_button),
            "admit": Handled(admitting.admit),
            "refuse": Handled(admitting.refuse),
            "confirm": Handled(admitting.confirm),
        },
        forms={
            "quiet": Handled(quiet.submitted),
            "settings": Handled(choosing.submitted),
            "preferences": Handled(choosing.preferred),
        },
        listens={
            SlotFailed: notices.slot_failed,
            Returned: notices.returned,
            Installed: admitting.installed,
            Linked: admitting.linked,
            MemberLeft: notices.member_left,
        },
        things=frozenset({"ritual"}),
        home=home,
        today=cards.state,
        settings=(LANGUAGE, FREE_DAYS, AWAY_UNTIL),
        words=typed.WORDS,
        house=True,
    )


def home(context: Context) -> tuple[Button, ...]:
    """On the bot's own page."""
    return cards.own_buttons(context)


def draw(drawing: Drawing, key: Key) -> Card | None:
    """Words to the beheerder."""
    kind, _, rest = key.rest.partition("/")
    if kind in ("admit", "link"):
        return admitting.draw(drawing, kind, int(rest))
    return notices.draw(drawing, key)
