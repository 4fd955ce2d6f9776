"""From the neutral Card to an Adaptive Card.

Every text of people goes into a TextRun: a TextBlock would take *stars*, [links](...) and the like for markup.
"""

from __future__ import annotations

import re
from typing import Literal

from adapters.teams.cards import (
    NOTHING,
    Action,
    ActionSet,
    AdaptiveCard,
    Container,
    Element,
    Execute,
    Image,
    Json,
    OpenUrl,
    RichTextBlock,
    ShowCard,
    Submit,
    TextRun,
    Within,
)
from rituals.engine import cards
from rituals.engine.cards import Button, Card, Link, More, Offers
from rituals.engine.names import Ref
from rituals.engine.routing import MENU

Mode = Literal["message", "own", "dialog"]
"""Where a card stands: for all, for the one who asked, or in a dialog, where only Action.Submit works."""
DOTS = "⋯"
FETCH: Json = {"type": "task/fetch"}
_STYLES: dict[str, Literal["positive", "destructive"]] = {"primary": "positive", "danger": "destructive"}
_FUNCTION = re.compile(r"\{\{(?=(?:DATE|TIME)\()", re.IGNORECASE)


def card(drawn: Card, mode: Mode = "message") -> AdaptiveCard:
    """The whole card; one without anything in it still has to have an element."""
    body: list[Element] = []
    ruled = False
    for block in drawn.blocks:
        if isinstance(block, cards.Rule):
            ruled = True
        elif element := _element(block, mode):
            body.append(element.model_copy(update={"separator": True}) if ruled and body else element)
            ruled = False
    return AdaptiveCard(body=body or [paragraph(NOTHING)])


def paragraph(text: str, *, small: bool = False, attention: bool = False) -> RichTextBlock:
    """Words in one voice."""
    run = TextRun(
        text=harmless(text),
        size="Small" if small else None,
        isSubtle=True if small else None,
        color="Attention" if attention else None,
    )
    return RichTextBlock(inlines=[run])


def harmless(text: str) -> str:
    """Cards work out {{DATE(...)}} and {{TIME(...)}} in any text: a sign without width keeps them from it."""
    return _FUNCTION.sub("{\u2060{", text) or NOTHING


def data_of(action: str, ref: Ref | None, mode: Mode) -> Json:
    """What a button carries; `own` tells that it stands on a card that only one person sees."""
    data: Json = {"action": action}
    if ref is not None:
        data["ref"] = str(ref)
    if mode == "own":
        data["own"] = True
    return data


def _element(block: cards.Block, mode: Mode) -> Element | None:
    match block:
        case cards.Text(spans):
            return _rich(*(_run(span) for span in spans if _words(span)))
        case cards.Voice(text):
            return Container(items=[paragraph(f"“{text}”")], style="emphasis")
        case cards.Small(text):
            return paragraph(text, small=True) if text else None
        case cards.Facts(rows):
            return Container(items=[_fact(label, value) for label, value in rows]) if rows else None
        case cards.Image(url, alt):
            return _image(url, alt)
        case cards.Buttons(controls):
            actions = [action for control in controls if (action := _action(control, mode))]
            return ActionSet(actions=actions) if actions else None
        case cards.Rule() | cards.Sheet():
            return None


def _rich(*runs: TextRun) -> RichTextBlock | None:
    return RichTextBlock(inlines=list(runs)) if runs else None


def _words(span: cards.Span) -> str:
    return span if isinstance(span, str) else span.text


def _run(span: cards.Span) -> TextRun:
    return TextRun(text=harmless(_words(span)), weight=None if isinstance(span, str) else "Bolder")


def _fact(label: str, value: str) -> RichTextBlock:
    """Not a FactSet: markup works in those."""
    return RichTextBlock(
        inlines=[TextRun(text=harmless(label), weight="Bolder"), TextRun(text=": "), TextRun(text=harmless(value))]
    )


def _image(url: str, alt: str) -> Element | None:
    if url.startswith(("https://", "http://")):
        return Image(url=url, altText=alt or NOTHING)
    return paragraph(alt) if alt else None


def _action(control: cards.Control, mode: Mode) -> Action | None:
    match control:
        case Button(confirm=None):
            return _button(control, mode)
        case Button(label=label, confirm=confirm, style=style):
            inside = Within(body=[paragraph(confirm or label)], actions=[_button(control, mode)])
            return ShowCard(title=label or DOTS, card=inside, style=_STYLES.get(style))
        case More(ref):
            return _pressed(DOTS, MENU, data_of(MENU, ref, mode), mode)
        case Link(label, url):
            return OpenUrl(title=label or url, url=url) if url.startswith(("https://", "http://")) else None
        case Offers():
            return None


def _button(button: Button, mode: Mode) -> Execute | Submit:
    data, style = data_of(button.action, button.ref, mode), _STYLES.get(button.style)
    title = button.label or DOTS
    if button.opens_form and mode != "dialog":
        return Submit(title=title, data={**data, "msteams": FETCH}, style=style)
    return _pressed(title, button.action, data, mode, style)


def _pressed(
    title: str, verb: str, data: Json, mode: Mode, style: Literal["positive", "destructive"] | None = None
) -> Execute | Submit:
    if mode == "dialog":
        return Submit(title=title, data=data, style=style)
    return Execute(title=title, verb=verb, data=data, style=style)
