"""config.yaml against the rituals that are found: what it chooses must exist, and be of the right kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from bot.config import Settings, clock_time
from bot.problems import Problem
from rituals.engine.ritual import Ritual, Setting

ENABLED = "enabled"


def check_rituals(settings: Settings, rituals: Sequence[Ritual]) -> tuple[Problem, ...]:
    """Every ritual, setting and command that config.yaml names."""
    found = {ritual.name: ritual for ritual in rituals}
    return (
        *_unknown("roles.ritueelhouder", settings.roles.ritueelhouder, found, "ritual"),
        *_unknown("rituals", settings.rituals, found, "ritual"),
        *_commands(settings.commands, rituals),
        *(
            problem
            for name, values in settings.rituals.items()
            if name in found
            for problem in _values(found[name], values)
        ),
    )


def _unknown(where: str, names: Mapping[str, object], known: Mapping[str, object], what: str) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            remedy = f"Did you mean {close[0]}?" if close else f"There is {', '.join(known) or 'none'}."
            yield Problem(f"{where}.{name}", f"there is no such {what}", remedy)


def _commands(chosen: Mapping[str, str], rituals: Sequence[Ritual]) -> Iterator[Problem]:
    known = {word: word for ritual in rituals for word in ritual.commands}
    yield from _unknown("commands", chosen, known, "command")
    owner: dict[str, str] = {}
    for command, word in {**known, **chosen}.items():
        if word in owner:
            taken = f"{word!r} is already the word of {owner[word]}"
            yield Problem(f"commands.{command}", taken, "Choose another word.")
        owner.setdefault(word, command)


def _values(ritual: Ritual, values: Mapping[str, object]) -> Iterator[Problem]:
    known: dict[str, Setting[Any] | None] = {ENABLED: None, **{one.name: one for one in ritual.settings}}
    where = f"rituals.{ritual.name}"
    yield from _unknown(where, values, known, "setting")
    for name, value in values.items():
        if name not in known:
            continue
        wrong = _wrong(known[name], value)
        if wrong is not None:
            yield Problem(f"{where}.{name}", *wrong)


def _wrong(setting: Setting[Any] | None, value: object) -> tuple[str, str] | None:
    """What is wrong with a value, and the remedy; a setting of None is the switch of the ritual itself."""
    default = True if setting is None else setting.default
    if type(value) is not type(default):
        return f"{value!r} is of the wrong kind", _REMEDIES[type(default)]
    if setting is None or isinstance(value, bool):
        return None
    if isinstance(value, int):
        return _out_of_range(setting, value)
    chosen = value if isinstance(value, tuple) else (str(value),)
    strange = [one for one in chosen if setting.options and one not in setting.options]
    if strange:
        return f"{', '.join(strange)} is none of the options", f"Choose from {', '.join(setting.options)}."
    return _no_time(setting, value) if isinstance(value, str) else None


_REMEDIES = {
    bool: "Write true or false.",
    int: "Write a number.",
    str: "Write a text.",
    tuple: "Write a list.",
}


def _out_of_range(setting: Setting[Any], value: int) -> tuple[str, str] | None:
    if setting.least is not None and value < setting.least:
        return f"{value} is too low", f"The least is {setting.least}."
    if setting.most is not None and value > setting.most:
        return f"{value} is too high", f"The most is {setting.most}."
    return None


def _no_time(setting: Setting[Any], value: str) -> tuple[str, str] | None:
    # A setting whose default is a time of day takes times only.
    try:
        clock_time(setting.default)
    except ValueError:
        return None
    try:
        clock_time(value)
    except ValueError as error:
        text, _, remedy = str(error).partition("; ")
        return text, f"{remedy[:1].upper()}{remedy[1:]}."
    return None
