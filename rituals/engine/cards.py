"""Cards and forms: the neutral user interface, plain frozen data in a closed union.

A ritual builds them, `fit` makes them fit a platform, an adapter's render draws them. Everything in a `str` is
plain text: no markup of any platform means anything in it, and renderers escape it. A card's text for screen
readers and notifications is made from the card itself (`plain`), so it cannot forget anything.
"""

from __future__ import annotations

from typing import Literal

from rituals.engine.names import Key, Ref
from store.frozen import frozen

Style = Literal["normal", "primary", "danger"]


@frozen
class Strong:
    """Words with emphasis; the meaning must not hang on it."""

    text: str


Span = str | Strong


@frozen
class Text:
    """One paragraph."""

    spans: tuple[Span, ...]


@frozen
class Voice:
    """The literal words of a person, shown as a quotation."""

    text: str


@frozen
class Small:
    """A line of less weight: who, when, where."""

    text: str


@frozen
class Button:
    """A press becomes `Action(action, ref)` of the ritual that the action names (`bel.clap`).

    `opens_form`: the press is answered with a form, which some platforms want to know beforehand.
    """

    label: str
    action: str
    ref: Ref | None = None
    style: Style = "normal"
    confirm: str | None = None
    opens_form: bool = False


@frozen
class More:
    """The [⋯] of a card: opens, privately, what the ritual's `menu` gives for this ref."""

    ref: Ref


@frozen
class Offers:
    """The place where other rituals may put their buttons for this ref; the engine fills it in."""

    ref: Ref


@frozen
class Link:
    """A button that opens an address in the browser."""

    label: str
    url: str


Control = Button | More | Link | Offers


@frozen
class Buttons:
    """One row of controls."""

    controls: tuple[Control, ...]


@frozen
class Image:
    """A picture at a public address, with its meaning in words."""

    url: str
    alt: str


@frozen
class Sheet:
    """A paper of the ritual (`Ritual.paper`): its picture, and a link to it as PDF. `alt` says it in words.

    `send` is the label of the button that stands there instead where a picture has no address. The engine fills it in.
    """

    paper: Key
    alt: str
    send: str


@frozen
class Facts:
    """Pairs of a label and a value."""

    rows: tuple[tuple[str, str], ...]


@frozen
class Rule:
    """A dividing line."""


Block = Text | Voice | Small | Buttons | Image | Sheet | Facts | Rule


@frozen
class Card:
    """What a message looks like. `silent` asks the platform not to make a sound or a badge."""

    blocks: tuple[Block, ...]
    silent: bool = False


@frozen
class TextField:
    """Free text; `max_length` in characters as people count them.

    `watched`: while it is typed the form shows what the ritual's preview says of it, where a platform can.
    """

    name: str
    label: str
    value: str = ""
    hint: str = ""
    multiline: bool = False
    required: bool = True
    max_length: int = 3000
    folded: bool = False
    watched: bool = False


@frozen
class Option:
    """One of the answers of a choice."""

    value: str
    label: str


@frozen
class ChoiceField:
    """One answer, or several when `multiple`, out of a list."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: tuple[str, ...] = ()
    multiple: bool = False
    required: bool = True
    hint: str = ""
    folded: bool = False


@frozen
class PersonField:
    """People of the whole organisation, found through Search; `words` also accepts a typed name.

    Values are `person:3` for somebody we know and the bare words for somebody without an account.
    """

    name: str
    label: str
    value: tuple[Option, ...] = ()
    multiple: bool = True
    required: bool = False
    words: bool = True
    hint: str = ""
    folded: bool = False


@frozen
class DateField:
    """A day, as `YYYY-MM-DD`."""

    name: str
    label: str
    value: str = ""
    required: bool = True
    hint: str = ""
    folded: bool = False


@frozen
class FileField:
    """A file of one of the kinds in `accept` (extensions without the dot)."""

    name: str
    label: str
    accept: tuple[str, ...]
    required: bool = True
    hint: str = ""
    folded: bool = False


Field = TextField | ChoiceField | PersonField | DateField | FileField


@frozen
class Form:
    """A dialog. Submitting becomes `FormSubmitted(form=name, ref=ref)`; `draft` is given by the engine."""

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    ref: Ref | None = None
    intro: str = ""
    draft: str = ""


def plain(card: Card) -> str:
    """The whole card as text, without its buttons."""
    return "\n".join([line for block in card.blocks if (line := plain_block(block))])


def plain_block(block: Block) -> str:
    """One block as text; empty for controls and rules."""
    match block:  # what most cards have comes first, and a pattern that unpacks takes twice as long
        case Text():
            return "".join([span if isinstance(span, str) else span.text for span in block.spans])
        case Buttons() | Rule():
            return ""
        case Small():
            return block.text
        case Voice():
            return f"“{block.text}”"
        case Image() | Sheet():
            return block.alt
        case Facts():
            return "\n".join(f"{label}: {value}" for label, value in block.rows)


def text(*spans: Span) -> Text:
    """A paragraph from its parts."""
    return Text(spans)


def buttons(*controls: Control) -> Buttons:
    """A row of controls."""
    return Buttons(controls)


def controls_of(card: Card) -> tuple[Control, ...]:
    """All controls of a card, in order."""
    return tuple(control for block in card.blocks if isinstance(block, Buttons) for control in block.controls)


__all__ = [
    "Block", "Button", "Buttons", "Card", "ChoiceField", "Control", "DateField", "Facts", "Field", "FileField",
    "Form", "Image", "Key", "Link", "More", "Offers", "Option", "PersonField", "Ref", "Rule", "Sheet", "Small", "Span",
    "Strong", "Style", "Text", "TextField", "Voice", "buttons", "controls_of", "plain", "plain_block",
    "text",
]  # fmt: skip
