"""Making a card fit a platform: pure, and it says what had to go.

Words are cut before anything is left out, and controls are kept before words: a card that lost its end can
still be acted upon. What is said of the loss is for operators and holds no text of people.
"""

from __future__ import annotations

from dataclasses import replace

from rituals.engine.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Control,
    Facts,
    Form,
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
    plain_block,
)
from rituals.engine.clusters import cut
from rituals.engine.fit_form import fit_fields
from rituals.engine.platform import Capabilities
from store.frozen import frozen

_MORE_WIDTH = 1
_QUOTATION_MARKS = 2


@frozen
class Fitted:
    """A card that fits, and what was lost, in words."""

    card: Card
    dropped: tuple[str, ...] = ()


@frozen
class FittedForm:
    """A form that fits, and what was lost, in words."""

    form: Form
    dropped: tuple[str, ...] = ()


def fit(card: Card, capabilities: Capabilities) -> Fitted:
    """The card within the capabilities. A card that fits comes back equal, with nothing dropped."""
    if fits_as_it_is(card, capabilities):
        return Fitted(card)
    dropped: list[str] = []
    blocks = [new for block in card.blocks for new in _fit_block(block, capabilities, dropped)]
    blocks = _fit_count(blocks, capabilities.max_blocks, dropped)
    blocks = _fit_total(blocks, capabilities.max_card, dropped)
    return Fitted(Card(tuple(blocks), card.silent), tuple(dropped))


def fits_as_it_is(card: Card, capabilities: Capabilities) -> bool:
    """Whether it is a card of nothing but words and buttons, well within everything.

    Nearly all are: in such a card nothing has to be filled in, and nothing made smaller.
    """
    if len(card.blocks) > capabilities.max_blocks:
        return False
    total = 0
    for block in card.blocks:
        width = _row(block, capabilities) if isinstance(block, Buttons) else _words(block, capabilities)
        if width is None:
            return False
        total += 1 + width
    return total <= capabilities.max_card


def _words(block: Block, capabilities: Capabilities) -> int | None:
    """How many characters a block of words that fits shows; None for any other."""
    if isinstance(block, Text):
        width = sum([len(span if isinstance(span, str) else span.text) for span in block.spans])
    elif isinstance(block, Small):
        width = len(block.text)
    elif isinstance(block, Voice):
        width = len(block.text) + _QUOTATION_MARKS
    else:
        return None
    return width if width <= capabilities.max_text else None


def _row(row: Buttons, capabilities: Capabilities) -> int | None:
    """The width of a row of plain buttons that fits; None for any other."""
    if not 0 < len(row.controls) <= capabilities.max_buttons:
        return None
    width = 0
    for control in row.controls:
        if not isinstance(control, Button) or control.confirm or len(control.label) > capabilities.max_label:
            return None
        ref = control.ref
        if len(control.action) + (len(ref.kind) + len(ref.id) + 2 if ref else 0) > capabilities.max_value:
            return None
        width += len(control.label)
    return width


def fit_form(form: Form, capabilities: Capabilities) -> FittedForm:
    """The form within the capabilities."""
    dropped: list[str] = []
    title_width = min(capabilities.max_title, capabilities.max_label)
    fitted = replace(
        form,
        title=_cut(form.title, capabilities.max_title, "title", dropped),
        submit=_cut(form.submit, title_width, "submit label", dropped),
        intro=_cut(form.intro, capabilities.max_text, "intro", dropped),
        fields=fit_fields(form.fields, capabilities, dropped),
    )
    return FittedForm(fitted, tuple(dropped))


def size(card: Card) -> int:
    """How many characters the card takes of `max_card`: all words and labels, and a line end per block."""
    return sum(map(_size, card.blocks))


def value_of(button: Button) -> str:
    """What a button carries on platforms that give it a value."""
    return f"{button.action} {button.ref}" if button.ref else button.action


def _size(block: Block) -> int:
    if isinstance(block, Buttons):
        return 1 + sum(map(_width, block.controls))
    return 1 + len(plain_block(block))


def _width(control: Control) -> int:
    match control:
        case Button(label=label) | Link(label=label):
            return len(label)
        case More():
            return _MORE_WIDTH
        case Offers():
            return 0


def _fit_block(block: Block, capabilities: Capabilities, dropped: list[str]) -> tuple[Block, ...]:
    match block:
        case Buttons(controls):
            return _fit_buttons(controls, capabilities, dropped)
        case Image(url) if len(url) > capabilities.max_value:
            dropped.append("an image left out: its address is too long")
            return ()
    shortened = _shorten(block, capabilities.max_text)
    if shortened != block:
        dropped.append(_loss(block, shortened))
    return (shortened,) if shortened else ()


def _fit_buttons(controls: tuple[Control, ...], capabilities: Capabilities, dropped: list[str]) -> tuple[Block, ...]:
    fitting = [new for control in controls if (new := _fit_control(control, capabilities, dropped))]
    width = capabilities.max_buttons
    return tuple(Buttons(tuple(fitting[start : start + width])) for start in range(0, len(fitting), width))


def _fit_control(control: Control, capabilities: Capabilities, dropped: list[str]) -> Control | None:
    match control:
        case Button():
            carried = value_of(control)
        case Link(_, url):
            carried = url
        case More(ref) | Offers(ref):
            carried = str(ref)
    if len(carried) > capabilities.max_value:
        dropped.append(f"a {type(control).__name__} left out: what it carries is {len(carried)} characters")
        return None
    match control:
        case Button(confirm=confirm):
            label = _cut(control.label, capabilities.max_label, "button label", dropped)
            sure = None if confirm is None else _cut(confirm, capabilities.max_text, "confirmation", dropped)
            return replace(control, label=label, confirm=sure)
        case Link():
            return replace(control, label=_cut(control.label, capabilities.max_label, "link label", dropped))
    return control


def _shorten(block: Block, most: int) -> Block | None:
    """The block in at most `most` characters; None when nothing of it can be kept."""
    if len(plain_block(block)) <= most:
        return block
    match block:
        case Text(spans):
            kept = _cut_spans(spans, most)
            return Text(kept) if kept else None
        case Voice(text):
            return Voice(short) if (short := cut(text, most - _QUOTATION_MARKS)) else None
        case Small(text):
            return Small(short) if (short := cut(text, most)) else None
        case Image(url, alt):
            return Image(url, short) if (short := cut(alt, most)) else None
        case Facts(rows):
            return _shorten_facts(rows, most)
        case Buttons() | Rule() | Sheet():
            return block


def _cut_spans(spans: tuple[Span, ...], most: int) -> tuple[Span, ...]:
    """Cut as one text, so that no sign made of two spans breaks, then give the words their weight back."""
    whole = "".join(span if isinstance(span, str) else span.text for span in spans)
    left, kept = cut(whole, most), list[Span]()
    for span in spans:
        words = span if isinstance(span, str) else span.text
        if not left:
            break
        part, left = (words, left[len(words) :]) if left.startswith(words) else (left, "")
        kept.append(part if isinstance(span, str) else replace(span, text=part))
    return (*kept, left) if left else tuple(kept)


def _shorten_facts(rows: tuple[tuple[str, str], ...], most: int) -> Facts | None:
    kept = list[tuple[str, str]]()
    room = most
    for label, value in rows:
        taken = len(f"{label}: {value}\n") if kept else len(f"{label}: {value}")
        if taken > room:
            short = cut(value, room - (taken - len(value)))
            kept += [(label, short)] if short else []
            break
        kept.append((label, value))
        room -= taken
    return Facts(tuple(kept)) if kept else None


def _fit_count(blocks: list[Block], most: int, dropped: list[str]) -> list[Block]:
    """Lines go first, then words from the end, then controls from the end."""
    kept = list(enumerate(blocks))
    for goes in (_is_rule, _is_words, _is_any):
        for item in reversed(kept):
            if len(kept) > most and goes(item[1]):
                kept = [other for other in kept if other[0] != item[0]]
    if len(kept) < len(blocks):
        dropped.append(f"{len(blocks) - len(kept)} of {len(blocks)} blocks left out")
    return [block for _, block in kept]


def _is_rule(block: Block) -> bool:
    return isinstance(block, Rule)


def _is_words(block: Block) -> bool:
    return not isinstance(block, Buttons)


def _is_any(_block: Block) -> bool:
    return True


def _fit_total(blocks: list[Block], most: int, dropped: list[str]) -> list[Block]:
    """Room is kept for the controls; the words share what is left, in order."""
    if sum(map(_size, blocks)) <= most:
        return blocks
    controls = _within([block for block in blocks if isinstance(block, Buttons)], most)
    room = most - sum(map(_size, controls))
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Buttons):
            new: Block | None = controls.pop(0) if controls else None
        else:
            new = _shorten(block, room - 1) if room > 1 else None
            room -= _size(new) if new else 0
        if new != block:
            dropped.append(_loss(block, new))
            room = room if isinstance(block, Buttons) else 0
        kept += [new] if new else []
    return kept


def _within(rows: list[Buttons], most: int) -> list[Buttons]:
    while sum(map(_size, rows)) > most:
        rows = rows[:-1]
    return rows


def _loss(block: Block, new: Block | None) -> str:
    name = type(block).__name__
    if new is None:
        return f"a {name} left out"
    return f"a {name} cut from {len(plain_block(block))} to {len(plain_block(new))} characters"


def _cut(words: str, most: int, name: str, dropped: list[str]) -> str:
    short = cut(words, most)
    if short != words:
        dropped.append(f"{name} cut from {len(words)} to {len(short)} characters")
    return short
