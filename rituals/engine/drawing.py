"""Cards on their way to a platform: drawn, filled, fitted."""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.answer import Answer
from rituals.engine.cards import Button, Buttons, Card, Form, Offers, text
from rituals.engine.context import Context
from rituals.engine.desk import Desk
from rituals.engine.events import Action, Origin
from rituals.engine.fit import fit, fit_form, fits_as_it_is
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import FormErrors, Nothing, Private, Reply, ShowForm
from rituals.engine.platform import Capabilities, Platform, platform_named
from rituals.engine.routing import OPEN
from rituals.engine.translate import Say
from store import accounts, outbox
from store.tx import Tx

FORM = "form"
"""The kind of a ref to an open form."""


def ready(desk: Desk, context: Context, reply: Reply, platform: Platform | None) -> Reply:
    """The reply as this platform can show it, with all that is filled in on its card."""
    if isinstance(reply, Private):
        if platform and fits_as_it_is(reply.card, platform.capabilities):
            return reply
        reply = Private(desk.filled(context, reply.card, context.actor, platform), reply.key)
    return fitted(reply, platform.capabilities) if platform else reply


def fitted(reply: Reply, capabilities: Capabilities) -> Reply:
    """The reply as this platform can show it."""
    match reply:
        case Private(card, key):
            return Private(fit(card, capabilities).card, key)
        case ShowForm(form):
            return ShowForm(fit_form(form, capabilities).form)
        case FormErrors() | Nothing():
            return reply


def again(desk: Desk, tx: Tx, origin: Origin, key: Key, person_id: int | None) -> Reply:
    """The private answer of this key as it looks now, for whom it was; nothing when it is no more."""
    viewer = accounts.get(tx, person_id) if person_id else None
    platform = platform_named(desk.platforms, origin.platform)
    card = desk.draw(tx, key, viewer, None, None, platform)
    reply = Private(card, key) if card else Nothing()
    return fitted(reply, platform.capabilities) if platform else reply


def invitation(say: Say, form: Form) -> Card:
    """The way to a form where what was typed cannot open it, with what the form has to say about that."""
    button = Button(say("Invullen"), OPEN, Ref(FORM, form.draft), "primary", opens_form=True)
    why = (text(form.intro),) if form.intro else ()
    return Card((*why, text(say("Hier is het formulier: {titel}.", titel=form.title)), Buttons((button,))))


def menu(context: Context, own: tuple[Button, ...], ref: Ref) -> Card:
    """What the [⋯] of a card opens: the ritual's own buttons, and what others offer there."""
    rows = tuple(Buttons((button,)) for button in own)
    return Card((text(context.say("Wat wil je doen?")), *rows, Buttons((Offers(ref),))))


async def redrawn(desk: Desk, event: Action, answer: Answer) -> Answer:
    """Gives the pressed card back, drawn anew for the one who pressed, where the platform can carry it."""
    platform = platform_named(desk.platforms, event.origin.platform)
    if platform is None or event.posted is None or not platform.capabilities.press_redraws:
        return answer
    posted = event.posted

    def draw(tx: Tx) -> Card | None:
        directory = desk.directory.snapshot(tx, desk.clock.now())
        workspace = directory.workspaces.get((event.origin.platform, event.origin.workspace))
        row = outbox.posted_as(tx, workspace.id, posted) if workspace else None
        if row is None or row.place_id is None or row.withdrawn:
            return None
        viewer = accounts.get(tx, answer.person_id) if answer.person_id else None
        place = directory.places.get(row.place_id)
        return desk.draw(tx, Key.parse(row.key), viewer, place, row.posted_at, platform)

    card = await desk.store.read(draw)
    return replace(answer, redrawn=fit(card, platform.capabilities).card if card else None)
