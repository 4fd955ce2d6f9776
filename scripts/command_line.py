"""Writes every command of the program into docs/command-line.md, from the command line itself.

.venv/bin/python -m scripts.command_line
"""

from __future__ import annotations

from collections.abc import Iterator

import click

from bot import cli
from scripts.generated import Part, code, first_words, table, write


def main() -> None:
    write(PARTS)


def commands_of(command: click.Command = cli.main, path: str = "klantritme") -> Iterator[tuple[str, click.Command]]:
    """Every command with the words that call it; a group stands for what is in it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, one in sorted(command.commands.items()):
        yield from commands_of(one, f"{path} {name}")


def commands() -> str:
    return table(("command", "what it does"), ([code(path), first_words(one.help)] for path, one in commands_of()))


def options() -> str:
    """What goes behind them."""
    return table(("command", "option", "default", "what it is"), _options())


def _options() -> Iterator[list[str]]:
    for path, command in commands_of():
        for one in command.params:
            yield [code(path), code(_spelled(one)), _default(one), getattr(one, "help", None) or ""]


def _spelled(one: click.Parameter) -> str:
    if isinstance(one, click.Option):
        value = "" if one.is_flag else f" {_value(one)}"
        return f"{one.opts[0]}{value}"
    return (one.name or "").upper()


def _value(one: click.Option) -> str:
    return "DATE" if isinstance(one.type, click.DateTime) else one.opts[0].lstrip("-").upper()


def _default(one: click.Parameter) -> str:
    if one.required:
        return "required"
    given = isinstance(one.default, str | int) or hasattr(one.default, "__fspath__")
    return code(one.default) if given and not isinstance(one.default, bool) else ""


PARTS = (Part("commands", "command-line.md", commands), Part("options", "command-line.md", options))

if __name__ == "__main__":
    main()
