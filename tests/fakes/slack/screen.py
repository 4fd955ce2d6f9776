"""What somebody sees and can use: buttons, selects and inputs, read from the blocks that were really posted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.fakes.slack.blocks import elements_of
from tests.fakes.slack.state import Json, Message, View

On = Message | View
PLAIN = frozenset({"plain_text_input", "email_text_input", "url_text_input", "number_input"})
PICKED = {
    "datepicker": "selected_date", "timepicker": "selected_time", "users_select": "selected_user",
    "channels_select": "selected_channel", "conversations_select": "selected_conversation",
    "datetimepicker": "selected_date_time",
}  # fmt: skip
ONE_OPTION = frozenset({"static_select", "external_select", "radio_buttons", "overflow"})
MANY_OPTIONS = frozenset({"multi_static_select", "multi_external_select", "checkboxes"})


class NotThere(AssertionError):
    """Nobody can use what is not on the screen."""


@dataclass(frozen=True)
class Control:
    """An element with the block it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.element["action_id"])

    @property
    def label(self) -> str:
        """What it is called on the screen."""
        own = self.element.get("text") or self.block.get("label") or self.element.get("placeholder") or {}
        return str(own.get("text", ""))

    @property
    def options(self) -> list[Json]:
        groups = self.element.get("option_groups", [])
        return list(self.element.get("options", [])) + [one for group in groups for one in group["options"]]

    def option(self, wanted: str) -> Json:
        """The option with this text or value."""
        for one in self.options:
            if wanted in (one.get("value"), one["text"]["text"]):
                return one
        raise NotThere(f"no option {wanted!r}, only {[one['text']['text'] for one in self.options]}")

    def value(self, given: Any) -> Json:
        """What `view.state` says when this was filled in; `given` may be an option that a search found."""
        kind = self.element["type"]
        if kind in PLAIN:
            return {"type": kind, "value": None if given is None else str(given)}
        if kind in PICKED:
            return {"type": kind, PICKED[kind]: given}
        if kind in ONE_OPTION:
            return {"type": kind, "selected_option": None if given is None else self._chosen(given)}
        if kind in MANY_OPTIONS:
            return {"type": kind, "selected_options": [self._chosen(one) for one in given or []]}
        raise NotThere(f"{kind} takes no value")

    def _chosen(self, given: Any) -> Json:
        option = given if isinstance(given, dict) else self.option(given)
        return {"text": option["text"], "value": option.get("value")}

    def initial(self) -> Json:
        """What it says before anybody touched it."""
        element, kind = self.element, self.element["type"]
        if kind in PLAIN:
            return self.value(element.get("initial_value"))
        if kind in PICKED:
            return self.value(element.get(PICKED[kind].replace("selected", "initial")))
        if kind in ONE_OPTION:
            return self.value(element.get("initial_option"))
        return self.value(element.get("initial_options"))

    def pressed(self, given: Any = None) -> Json:
        """The action of a press, or of a choice."""
        same = {name: self.element[name] for name in ("type", "action_id")} | {"block_id": self.block_id}
        if self.element["type"] == "button":
            kept = {name: self.element[name] for name in ("text", "value", "style", "url") if name in self.element}
            return same | kept
        return same | self.value(given)


def controls(on: On) -> Iterator[Control]:
    """Everything that can be used, from top to bottom."""
    for block in on.blocks:
        for element in elements_of(block):
            if "action_id" in element:
                yield Control(block, element)


def control(on: On, name: str) -> Control:
    """The one with this action_id, value, block_id or label; the start of an action_id or label does too."""
    found = list(controls(on))
    for one in found:
        if name in (one.action_id, one.label, one.block_id, one.element.get("value")):
            return one
    for one in found:
        if one.action_id.startswith(name) or one.label.startswith(name):
            return one
    raise NotThere(f"no {name!r}, only {[(one.label, one.action_id) for one in found]}")


def inputs(on: On) -> list[Control]:
    """What has a value: everything but buttons and overflow menus."""
    return [one for one in controls(on) if one.element["type"] not in ("button", "overflow")]


def buttons(on: On) -> list[str]:
    """The labels of the buttons."""
    return [one.label for one in controls(on) if one.element["type"] == "button"]


def values(on: On) -> dict[str, dict[str, Json]]:
    """`state.values` as it stands: what was filled in, and else what it began with."""
    made: dict[str, dict[str, Json]] = {}
    typed = on.typed if isinstance(on, View) else {}
    for one in inputs(on):
        value = typed.get(one.block_id, {}).get(one.action_id) or one.initial()
        made.setdefault(one.block_id, {})[one.action_id] = value
    return made


def words(on: On) -> str:
    """All texts of its blocks, a line each."""
    return "\n".join(_words(on.blocks))


def _words(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for value in part.values():
            yield from _words(value)
    elif isinstance(part, list):
        for value in part:
            yield from _words(value)
