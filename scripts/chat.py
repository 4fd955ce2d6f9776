"""Writes into docs/commands.md what can be typed and pressed in the chat, and who may, from the rituals themselves.

.venv/bin/python -m scripts.chat
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from bot.config import Settings
from bot.found import find_rituals
from bot.organisation import organisation_of
from rituals.engine import sentences
from rituals.engine.ritual import E, Handled, Permission, Ritual, Role, Usage
from rituals.engine.translate import Languages, Say
from rituals.klant.settings import ADMIN, LOOK_AFTER
from rituals.klant.usages import FOR_BEHEERDERS, FOR_KEEPERS
from scripts.generated import Part, code, table, write

ORDER: tuple[Role, ...] = ("gast", "lid", "curator", "ritueelhouder", "beheerder")
NOBODY: Permission | None = None
"""No permission is asked: everybody who can see it may."""


def main() -> None:
    write(PARTS)


def commands() -> str:
    return table(("typed", "what it does", "in Dutch", "who may"), _commands())


def permissions() -> str:
    """Every permission of every ritual, and what asks it."""
    heads = ("permission", "who may", "commands", "buttons", "forms")
    return table(heads, (row for ritual in find_rituals() for row in _permissions(ritual)))


def shortcuts() -> str:
    """What can be picked instead of typed."""
    say = _speaks("en")
    rows = (
        [one.label, say(one.label), code(f"/{one.word}"), "on a message" if one.on_message else "in the menu"]
        for ritual in find_rituals()
        for one in ritual.shortcuts
    )
    return table(("picked", "in English", "the same as", "where"), rows)


def who_may(asked: Permission | None) -> str:
    """A beheerder may everything that any role of full members may."""
    if asked is None:
        return "everybody"
    roles: Collection[Role] = asked.roles if asked.roles == {"gast"} else {*asked.roles, "beheerder"}
    return ", ".join(role for role in ORDER if role in roles)


def _commands() -> Iterator[list[str]]:
    for ritual in find_rituals():
        for usage in ritual.usages:
            yield _row(usage, ritual.commands[usage.word].permission)
    for usage in FOR_KEEPERS:
        yield _row(usage, LOOK_AFTER)
    for usage in FOR_BEHEERDERS:
        yield _row(usage, ADMIN)


def _row(usage: Usage, asked: Permission | None) -> list[str]:
    dutch, english = _speaks("nl"), _speaks("en")
    typed = code(sentences.example(dutch, usage, organisation_of(Settings())))
    return [typed, english(usage.explanation), dutch(usage.explanation), who_may(asked)]


def _permissions(ritual: Ritual) -> Iterator[list[str]]:
    for asked in (*ritual.permissions, NOBODY):
        typed = [f"/{one}" for one in _asking(ritual.commands, asked)]
        pressed, sent = (
            [f"{ritual.name}.{one}" for one in some]
            for some in (_asking(ritual.actions, asked), _asking(ritual.forms, asked))
        )
        name = code(f"{ritual.name}.{asked.name}") if asked else f"none of `{ritual.name}`"
        if asked or typed or pressed or sent:  # one that is only asked within a handler is told too
            yield [name, who_may(asked), *(", ".join(map(code, some)) for some in (typed, pressed, sent))]


def _asking(handlers: Mapping[str, Handled[E]], asked: Permission | None) -> list[str]:
    return [name for name, handled in handlers.items() if handled.permission is asked]


def _speaks(locale: str) -> Say:
    return Languages(organisation_of(Settings())).say(locale)


PARTS = tuple(
    Part(name, "commands.md", make)
    for name, make in (("typed", commands), ("picked", shortcuts), ("permissions", permissions))
)

if __name__ == "__main__":
    main()
