"""Writes into docs/capabilities.md what each platform can show and how fast it may be used, from its own limits.

.venv/bin/python -m scripts.capabilities
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from importlib import import_module
from importlib.util import find_spec

from bot.found import adapter_names
from rituals.engine.platform import Capabilities, Limits, Rate
from scripts.generated import Part, table, write

TITLES: Mapping[str, str] = {"playground": "Playground", "slack": "Slack", "teams": "Microsoft Teams"}
CAN: Mapping[str, tuple[str, str]] = {
    "private_in_place": ("a private answer stands where it was asked", "it comes in the private chat"),
    "form_from_command": ("a form opens from a slash command", "a card with one button **Invullen** opens it"),
    "form_from_words": ("a form opens from a mention or plain words", "a card with one button **Invullen** opens it"),
    "press_redraws": ("whoever presses sees the card change at once", "it changes for all a moment later"),
    "reactions": ("an emoji counts as a clap", "there is only the button"),
    "threads": ("an answer stands under its message", "it comes as a message of its own"),
    "lookup": ("it can be asked whether a message stands there", "after a time-out the ritual decides"),
    "files": ("a form can ask for a file", "a sentence tells who can do it instead"),
    "own_pages": ("a paper stands on a card as a picture", "so it does with `PUBLIC_URL`"),
    "sends_files": ("without `PUBLIC_URL` a button brings it as a file", "there a sentence says so"),
    "previews": ("a form shows while typing what is taken out", "the answer tells it when the form was sent"),
    "silent": ("a message can come without a sound", "it comes like any other"),
}
"""For each ability what people notice of it, and what happens where it is missing."""
MOST: Mapping[str, str] = {
    "max_text": "characters of one text", "max_card": "characters of a card", "max_blocks": "blocks of a card",
    "max_buttons": "buttons in a row", "max_label": "characters of a button", "max_options": "options of a list",
    "max_title": "characters of the title of a form", "max_value": "characters behind a button",
}  # fmt: skip
WRITTEN: Mapping[str, tuple[str, str]] = {
    "before_command": ("a command", "bel"), "before_place": ("a place", "team-noord"),
}  # fmt: skip
"""For each way of writing an example."""
RATES: Mapping[str, str] = {"workspace": "in a workspace", "place": "in a place", "updates": "changes of messages"}


def main() -> None:
    write([MATRIX])


def platforms() -> Mapping[str, tuple[Capabilities, Limits]]:
    """Every adapter that has limits, by name."""
    modules = {name: f"adapters.{name}.limits" for name in adapter_names()}
    found = {name: import_module(module) for name, module in modules.items() if find_spec(module)}
    return {name: (module.CAPABILITIES, module.LIMITS) for name, module in found.items()}


def tables(known: Mapping[str, tuple[Capabilities, Limits]]) -> str:
    """What they can, how much of it, and how fast."""
    heads = [TITLES.get(name, name) for name in known]
    can = [[getattr(one, name) for one, _ in known.values()] for name in CAN]
    most = [[getattr(one, name) for one, _ in known.values()] for name in MOST]
    numbers = [[told, *map(_number, row)] for told, row in zip(MOST.values(), most, strict=True)]
    return "\n\n".join(
        (
            table(["what people notice", *heads, "where it cannot"], _abilities(can)),
            table(["at most", *heads], numbers),
            table(["how it is written", *heads], _written(known)),
            table(["messages", *heads], _rates(known)),
        )
    )


def uncovered() -> set[str]:
    """Capabilities that no row tells of."""
    return {one.name for one in fields(Capabilities)} - CAN.keys() - MOST.keys() - WRITTEN.keys()


def _written(known: Mapping[str, tuple[Capabilities, Limits]]) -> Iterator[list[str]]:
    for name, (what, example) in WRITTEN.items():
        yield [what, *(f"`{getattr(one, name)}{example}`" for one, _ in known.values())]


def _abilities(rows: Sequence[Sequence[bool]]) -> Iterator[list[str]]:
    for (notice, missing), row in zip(CAN.values(), rows, strict=True):
        yield [notice, *("yes" if able else "no" for able in row), "" if all(row) else missing]


def _rates(known: Mapping[str, tuple[Capabilities, Limits]]) -> Iterator[list[str]]:
    for name, told in RATES.items():
        yield [told, *(_spoken(getattr(limits, name)) for _, limits in known.values())]


def _spoken(rates: Sequence[Rate]) -> str:
    return ", ".join(f"{_number(one.count)} in {_number(int(one.seconds))} s" for one in rates) or "no limit"


def _number(value: int) -> str:
    return f"{value:,}"


MATRIX = Part("capabilities", "capabilities.md", lambda: tables(platforms()))

if __name__ == "__main__":
    main()
