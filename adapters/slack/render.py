"""A card as Block Kit. Words of people stand in rich_text and plain_text alone, where no sign means anything."""

from __future__ import annotations

from typing import Any

from adapters.slack import words
from adapters.slack.limits import (
    ADDRESS,
    ALT,
    BUTTON_VALUE,
    CONFIRM_BUTTON,
    CONFIRM_TEXT,
    CONFIRM_TITLE,
    LABEL,
    PLAIN_TEXT,
)
from adapters.slack.markup import escaped
from adapters.slack.parse import MENU
from rituals.engine.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Control,
    Facts,
    Image,
    Link,
    More,
    Offers,
    Rule,
    Sheet,
    Small,
    Span,
    Text,
    Voice,
    plain,
)
from rituals.engine.clusters import cut
from rituals.engine.fit import value_of
from rituals.engine.translate import Say

Json = dict[str, Any]

DOTS = "⋯"


def message(card: Card, say: Say) -> Json:
    """Text for screen readers and notifications, and the blocks that everybody else sees."""
    return {"text": escaped(plain(card)), "blocks": blocks(card, say)}


def in_words(drawn: list[Json]) -> list[Json]:
    """The same blocks with the meaning of each picture in its place."""
    return [_meaning(one["alt_text"]) if one["type"] == "image" else one for one in drawn]


def speaks(card: Card) -> bool:
    """Whether words of the adapter's own stand on it, which must be in the reader's language."""
    return any(
        one.confirm if isinstance(one, Button) else isinstance(one, More)
        for block in card.blocks
        if isinstance(block, Buttons)
        for one in block.controls
    )


def blocks(card: Card, say: Say) -> list[Json]:
    """The card, already fitted to our capabilities."""
    return [drawn for block in card.blocks if (drawn := _block(block, say)) is not None]


def plain_text(text: str) -> Json:
    """A text in which `*`, `:bell:` and `<!channel>` are only signs."""
    return {"type": "plain_text", "text": text, "emoji": False}


def _block(block: Block, say: Say) -> Json | None:
    """None for what shows nothing: Slack refuses empty text."""
    match block:  # what most cards have comes first, and a pattern that unpacks takes twice as long
        case Text():
            return _rich("rich_text_section", block.spans)
        case Buttons():
            elements = [made for n, one in enumerate(block.controls) if (made := _control(one, n, say)) is not None]
            return {"type": "actions", "elements": elements} if elements else None
        case Small():
            return {"type": "context", "elements": [plain_text(block.text)]} if block.text else None
        case Voice():
            return _rich("rich_text_quote", (f"“{block.text}”",)) if block.text else None
        case Facts():
            return _facts(block.rows)
        case Image():
            return _image(block)
        case Rule():
            return {"type": "divider"}
        case Sheet():
            return None


def _rich(kind: str, spans: tuple[Span, ...]) -> Json | None:
    elements = [_span(span) for span in spans if (span if isinstance(span, str) else span.text)]
    return {"type": "rich_text", "elements": [{"type": kind, "elements": elements}]} if elements else None


def _span(span: Span) -> Json:
    if isinstance(span, str):
        return {"type": "text", "text": span}
    return {"type": "text", "text": span.text, "style": {"bold": True}}


def _facts(rows: tuple[tuple[str, str], ...]) -> Json | None:
    """One paragraph: a section takes only ten fields."""
    elements: list[Json] = []
    for label, value in rows:
        start = "\n" if elements else ""
        elements.append({"type": "text", "text": f"{start}{label}:", "style": {"bold": True}})
        elements.append({"type": "text", "text": f" {value}"})
    section = {"type": "rich_text_section", "elements": elements}
    return {"type": "rich_text", "elements": [section]} if elements else None


def _image(image: Image) -> Json | None:
    """Slack fetches it itself: what has no address of its own is told in words."""
    if image.url.startswith(("https://", "http://")) and len(image.url) <= ADDRESS:
        return {"type": "image", "image_url": image.url, "alt_text": cut(image.alt, ALT) or " "}
    return _meaning(image.alt) if image.alt else None


def _meaning(alt: str) -> Json:
    return {"type": "context", "elements": [plain_text(cut(alt, PLAIN_TEXT))]}


def _control(control: Control, n: int, say: Say) -> Json | None:
    match control:
        case Button():
            made = _pressable(control.label, f"{n}:{control.action}", value_of(control))
            return made | _manner(control, say) if control.confirm or control.style != "normal" else made
        case More(ref):
            made = _pressable(DOTS, f"{n}:{MENU}", f"{MENU} {ref}")
            return {**made, "accessibility_label": cut(say(words.MORE_ACTIONS), LABEL)}
        case Link(label, url):
            made = _pressable(label, f"{n}:link", "link")
            return {**made, "url": url} if url.startswith(("https://", "http://")) and len(url) <= ADDRESS else None
        case Offers():
            return None


def _manner(button: Button, say: Say) -> Json:
    """The colour of a button, and what it asks before it does something."""
    style = {"style": button.style} if button.style != "normal" else {}
    if not button.confirm:
        return style
    asks = {
        "title": plain_text(cut(say(words.SURE), CONFIRM_TITLE)),
        "text": plain_text(cut(button.confirm, CONFIRM_TEXT)),
        "confirm": plain_text(cut(button.label, CONFIRM_BUTTON)),
        "deny": plain_text(cut(say(words.LEAVE), CONFIRM_BUTTON)),
    }
    return {**style, "confirm": asks | style}


def _pressable(label: str, action: str, value: str) -> Json:
    # An emoji in a label is the character itself, so nothing is lost without `emoji`.
    return {
        "type": "button",
        "action_id": action[:255],
        "text": plain_text(cut(label, LABEL) or DOTS),
        "value": value[:BUTTON_VALUE],
    }
