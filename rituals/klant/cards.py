"""What people see of the house itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from rituals.engine import forms, sentences
from rituals.engine.cards import Block, Button, Buttons, Card, Small, Strong, text
from rituals.engine.context import Context, View
from rituals.engine.drawing import FORM
from rituals.engine.events import Command
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.outcome import ShowForm
from rituals.engine.permissions import looked_after
from rituals.engine.routing import OPEN
from rituals.engine.when import day_words
from rituals.klant import usages
from rituals.klant.caring import cared_for, real
from store.hushes import Hush

SENTENCE = 3
"""From so many words on, what somebody typed may well be what went well."""


def own_buttons(context: Context) -> tuple[Button, ...]:
    """What somebody can do with the bot as a whole."""
    say = context.say
    buttons = [Button(say("Mijn voorkeuren"), "klant.preferences", opens_form=True)]
    buttons.append(Button(say("Zo typ je het"), "klant.help"))
    if context.person.member and cared_for(context):
        buttons.append(Button(say("Stil of pauze"), "klant.quiet", opens_form=True))
        buttons += settings_buttons(context)
    return tuple(buttons)


def settings_buttons(context: Context) -> list[Button]:
    """[Instellingen van de bel], ...: those that somebody may choose."""
    return [
        Button(
            context.say("Instellingen van {ritueel}", ritueel=context.say(ritual.title).lower()),
            "klant.settings",
            Ref("ritual", ritual.name),
            opens_form=True,
        )
        for ritual in cared_for(context)
        if any(scope != "person" for setting in ritual.settings for scope in setting.scopes)
    ]


def which_settings(context: Context) -> Card:
    """`/klant instellingen` by somebody who looks after more than one ritual."""
    return Card((text(context.say("Welke instellingen wil je zien?")), Buttons(tuple(settings_buttons(context)))))


def menu(context: Context) -> Card:
    """Everything there is, with today's state."""
    say = context.say
    blocks: list[Block] = [text(Strong(say("Dit kan ik voor je doen"))), *_nobody_in_charge(context), *state(context)]
    for ritual in real(context):
        own = replace(context, ritual=ritual)
        today = ritual.today(own) if ritual.today else ()
        buttons = ritual.home(own) if ritual.home else ()
        if today or buttons:
            blocks += [Small(say(ritual.title)), *today, *([Buttons(buttons)] if buttons else [])]
    return Card((*blocks, Small(say("Klantritme")), Buttons(own_buttons(context))))


def _nobody_in_charge(context: Context) -> tuple[Block, ...]:
    """Where no installer could become the first beheerder: what has to be done, by whom."""
    if not context.person.member or looked_after(context):
        return ()
    line = context.say(
        "Er is nog geen beheerder. Vraag wie mij installeerde om er een te noemen: bij roles.beheerder in config.yaml."
    )
    return (Small(line),)


def state(context: Context) -> tuple[Block, ...]:
    """Stilte and pauses, and for who may the way out of them."""
    blocks: list[Block] = []
    for hush in context.directory.hushes:
        if not hush.since <= context.now < hush.until:
            continue
        blocks.append(Small(_hushed(context, hush)))
        if may_lift(context, hush):
            blocks.append(Buttons((Button(_lift(context, hush), "klant.lift", Ref("hush", str(hush.id))),)))
    return tuple(blocks)


def _lift(view: View, hush: Hush) -> str:
    ritual = next((one for one in view.rituals if one.name == hush.ritual), None)
    if ritual is None:
        return view.say("Weer gewoon")
    title = view.say(ritual.title)
    return view.say("Hervat {ritueel}", ritueel=title[:1].lower() + title[1:])


def may_lift(context: Context, hush: Hush) -> bool:
    """Who may ask for quiet may end it."""
    return any(hush.ritual in (None, ritual.name) for ritual in cared_for(context))


def _hushed(view: View, hush: Hush) -> str:
    until = until_words(view, hush)
    ritual = next((one for one in view.rituals if one.name == hush.ritual), None)
    if ritual is None:
        return view.say("Het is stil t/m {dag}.", dag=until)
    return view.say("{ritueel} is gepauzeerd t/m {dag}.", ritueel=view.say(ritual.title), dag=until)


def still_hushed(view: View, hush: Hush) -> str:
    """What goes on being quiet when something else has ended."""
    until = until_words(view, hush)
    ritual = next((one for one in view.rituals if one.name == hush.ritual), None)
    if ritual is None:
        return view.say("Het is nog wel stil t/m {dag}.", dag=until)
    return view.say("{ritueel} is nog wel gepauzeerd t/m {dag}.", ritueel=view.say(ritual.title), dag=until)


def until_words(view: View, hush: Hush) -> str:
    """The last day of it."""
    zone = view.organisation.calendar.zone
    last = local_day(hush.until - timedelta(seconds=1), zone)
    return day_words(last, local_day(view.now, zone), view.say.locale)


def unknown(context: Context, event: Command) -> Card:
    """A word nobody knows: what is meant, perhaps. A whole sentence stands in the form that is offered."""
    say = context.say
    firsts = [
        _with_words(own, event, button)
        for own in (replace(context, ritual=ritual) for ritual in real(context))
        if own.ritual.home is not None
        for button in own.ritual.home(own)[:1]
    ]
    return Card(
        (
            text(say("Dat snap ik nog niet. Bedoel je:")),
            Buttons((*firsts[:3], Button(say("Alles zien"), "klant.all"))),
        )
    )


def _with_words(own: Context, event: Command, button: Button) -> Button:
    """The button that opens the ritual's form with the typed sentence in it, where it takes messages at all."""
    shortcut = next((one for one in own.ritual.shortcuts if one.on_message), None)
    if shortcut is None or len(event.text.split()) < SENTENCE:
        return button
    picked = replace(event, word=shortcut.word, picked=True)
    reply = own.ritual.commands[shortcut.word].handle(picked, own).reply
    if not isinstance(reply, ShowForm):
        return button
    form = forms.opened(own.tx, reply.form, own, behind_button=True)
    return replace(button, action=OPEN, ref=Ref(FORM, form.draft), opens_form=True)


def help_card(context: Context) -> Card:
    """How everything is typed that this person may do."""
    return sentences.usage(context.say, usages.allowed(context), context.organisation)


def sentence(words: str) -> Card:
    """One sentence."""
    return Card((text(words),))
