"""What Slack refuses in blocks and views: the checks of slack_sdk's models, walked through, and those it misses."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.basic_objects import JsonObject
from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

Surface = Literal["message", "modal", "home"]
Json = dict[str, Any]

MOST_TEXT = 13_200
"""Characters of all texts of a message together; measured by others, nowhere promised."""
MOST_VIEW_BYTES = 250_000
PLAIN_ONLY = {
    "header": ("text",), "button": ("text",), "input": ("label", "hint"), "image": ("title",),
    "modal": ("title", "submit", "close"),
}  # fmt: skip
EVERYWHERE = frozenset({"actions", "context", "divider", "header", "image", "input", "rich_text", "section", "video"})
ALLOWED: dict[Surface, frozenset[str]] = {
    "message": EVERYWHERE | {"markdown", "table"},
    "modal": EVERYWHERE | {"alert"},
    "home": EVERYWHERE,
}
# The models of slack_sdk say nothing of the properties of these.
NAMELESS = {
    "Option": {"text", "value", "description", "url"},
    "OptionGroup": {"label", "options"},
    "ConfirmObject": {"title", "text", "confirm", "deny", "style"},
}


def check_blocks(blocks: Any, surface: Surface = "message", *, submit: bool = False) -> list[str]:
    """The faults of a list of blocks, each with where it is; empty is right."""
    if not isinstance(blocks, list) or not all(isinstance(one, dict) for one in blocks):
        return ["blocks must be a list of objects"]
    faults = list(_of_all(blocks, surface))
    for index, block in enumerate(blocks):
        where = f"/blocks/{index}"
        faults += [f"{where}: {fault}" for fault in _of_block(block, surface, submit=submit)]
    return faults


def check_view(view: Any) -> list[str]:
    """The faults of a modal or a home tab."""
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        return ["view.type must be modal or home"]
    surface: Surface = view["type"]
    faults = check_blocks(view.get("blocks", []), surface, submit="submit" in view)
    try:
        faults += [f"view: {fault}" for fault in _walk(View(**view), deep=False)]
    except TypeError as error:
        faults.append(f"view: {error}")
    if surface == "modal" and "title" not in view:
        faults.append("view: title is required")
    faults += [f"view: {fault}" for fault in _texts({**view, "blocks": []})]
    known = View.attributes | {"submit_disabled"}
    faults += [f"view: unknown property {name}" for name in view.keys() - known]
    if len(json.dumps(view).encode()) > MOST_VIEW_BYTES:
        faults.append("view_too_large")
    return faults


def check_options(answer: Any) -> list[str]:
    """The faults of what a search in a select is answered with."""
    if not isinstance(answer, dict) or len({"options", "option_groups"} & answer.keys()) != 1:
        return ["the answer must have either options or option_groups"]
    options = answer.get("options") or [one for group in answer.get("option_groups", []) for one in group["options"]]
    faults = [] if len(options) <= 100 else ["more than 100 options"]
    return faults + [fault for option in options for fault in _option(option)] + list(_texts(answer))


def text_length(blocks: list[Json]) -> int:
    """Characters of all texts in blocks."""
    return sum(len(text) for _, text in _all_texts(blocks))


def _of_all(blocks: list[Json], surface: Surface) -> Iterator[str]:
    most = 50 if surface == "message" else 100
    if len(blocks) > most:
        yield f"/blocks: more than {most} items"
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    yield from (f"/blocks: duplicate block_id {name}" for name, times in ids.items() if times > 1)
    if surface == "message" and text_length(blocks) > MOST_TEXT:
        yield "msg_blocks_too_long"
    if surface != "message":
        focused = [one for block in blocks for one in elements_of(block) if one.get("focus_on_load")]
        if len(focused) > 1:
            yield "/blocks: more than one focus_on_load"


def _of_block(block: Json, surface: Surface, *, submit: bool) -> Iterator[str]:
    kind = block.get("type")
    if kind not in ALLOWED[surface]:
        yield f"unsupported type: {kind}"
        return
    try:
        model = Block.parse(dict(block))
        yield from _walk(model) if model is not None else [f"unknown block {kind}"]
        yield from _unknown(block, model)
    except (TypeError, SlackObjectFormationError) as error:
        yield str(error)
    yield from _texts(block)
    if kind == "input" and surface == "modal" and not submit:
        yield "an input block needs a view with submit"
    if kind in ("actions", "context") and not block.get("elements"):
        yield "elements must not be empty"
    if any(len(field.get("text", "")) > 2000 for field in block.get("fields", [])):
        yield "a field is over 2000 characters"
    ids = Counter(one["action_id"] for one in elements_of(block) if one.get("action_id"))
    yield from (f"duplicate action_id {name}" for name, times in ids.items() if times > 1)
    for element in elements_of(block):
        yield from _of_element(element)


def _of_element(element: Json) -> Iterator[str]:
    kind = element.get("type", "")
    if not (options := element.get("options")):
        return
    if kind in ("radio_buttons", "checkboxes") and len(options) > 10:
        yield f"{kind}: more than 10 options"
    if kind == "overflow" and len(options) > 5:
        yield "overflow: more than 5 options"
    values = [one.get("value") for one in options]
    if kind != "overflow" and len(set(values)) < len(values):
        yield f"{kind}: two options with one value"
    for option in options:
        yield from _option(option)
    for initial in [element.get("initial_option"), *element.get("initial_options", [])]:
        if initial is not None and initial not in options:
            yield f"{kind}: the initial option is none of the options"


def _option(option: Json) -> Iterator[str]:
    text = option.get("text")
    if not isinstance(text, dict) or len(text.get("text", "")) > 75:
        yield "an option's text is over 75 characters"
    if len(option.get("value", "")) > 150:
        yield "an option's value is over 150 characters"
    if len((option.get("description") or {}).get("text", "")) > 75:
        yield "an option's description is over 75 characters"


def _texts(part: Any) -> Iterator[str]:
    """Empty texts, and formatted texts where only plain ones may be."""
    for found in _dicts(part):
        kind = found.get("type")
        if kind in ("plain_text", "mrkdwn", "text") and isinstance(found.get("text"), str) and not found["text"]:
            yield "text must be more than 0 characters"
        if kind in ("plain_text", "mrkdwn") and not isinstance(found.get("text"), str):
            yield "text must be a string"
        for name in PLAIN_ONLY.get(str(kind), ()):
            if isinstance(found.get(name), dict) and found[name].get("type") != "plain_text":
                yield f"{kind}.{name} must be plain_text"
        if isinstance(found.get("placeholder"), dict) and found["placeholder"].get("type") != "plain_text":
            yield "placeholder must be plain_text"


def _walk(model: JsonObject, *, deep: bool = True) -> Iterator[str]:
    """Every `validate_json` of a model and what hangs under it: the library itself looks at the top only."""
    try:
        model.validate_json()
    except SlackObjectFormationError as error:
        yield str(error)
    except (TypeError, AttributeError) as error:
        yield f"{type(model).__name__}: {error}"
    if not deep:
        return
    for name in sorted(model.attributes):
        value = getattr(model, name, None)
        for part in value if isinstance(value, (list, tuple)) else [value]:
            if isinstance(part, JsonObject):
                yield from _walk(part)


def _unknown(raw: Any, model: Any) -> Iterator[str]:
    """Properties that the models know nothing of: Slack refuses them, the models ignore them."""
    if not isinstance(raw, dict) or not isinstance(model, JsonObject) or raw.get("type") == "rich_text":
        return
    named = NAMELESS.get(type(model).__name__)
    known = named or set(model.attributes) | {"type"}
    yield from (f"unknown property {name} of {raw.get('type', 'an object')}" for name in raw.keys() - known)
    for name in () if named else raw.keys() & known:
        value = getattr(model, name, None)
        if isinstance(raw[name], list) and isinstance(value, (list, tuple)):
            for one, part in zip(raw[name], value, strict=False):
                yield from _unknown(one, part) if part is not None else [f"unknown element {one.get('type')}"]
        else:
            yield from _unknown(raw[name], value)
            if isinstance(raw[name], dict) and value is None:
                yield f"unknown {name} {raw[name].get('type')}"


def elements_of(block: Json) -> list[Json]:
    """The elements of a block that a person can use or see apart."""
    found = [*block.get("elements", []), block.get("accessory"), block.get("element")]
    return [one for one in found if isinstance(one, dict)]


def _dicts(part: Any) -> Iterator[Json]:
    if isinstance(part, dict):
        yield part
        for value in part.values():
            yield from _dicts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _dicts(value)


def _all_texts(blocks: Any) -> Iterator[tuple[str, str]]:
    for found in _dicts(blocks):
        if isinstance(found.get("text"), str):
            yield str(found.get("type")), found["text"]
