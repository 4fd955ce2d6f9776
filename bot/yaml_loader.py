"""YAML without its traps: a key may not stand twice, 10:30 is a text and not 630, and every key has its line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import yaml
from yaml.constructor import ConstructorError

_NUMBER = "tag:yaml.org,2002:int"
_TRAPS = (_NUMBER, "tag:yaml.org,2002:float")


class Loader(yaml.SafeLoader):
    """A safe loader that gives tuples for lists."""

    # YAML 1.1 reads 10:30 as a number of base 60; none of our settings is a fraction.
    yaml_implicit_resolvers = {  # noqa: RUF012 (PyYAML's own way to say it)
        first: [one for one in resolvers if one[0] not in _TRAPS]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise ConstructorError(None, None, f"{key.value!r} stands there twice", key.start_mark)
            seen.add(str(key.value))
        return super().construct_mapping(node, deep)

    def construct_number(self, node: yaml.ScalarNode) -> int:
        return int(self.construct_scalar(node))  # 08 is eight: nobody writes octal numbers here

    def construct_date(self, node: yaml.ScalarNode) -> date | str:
        """A date that does not exist stays a text, so that it is refused with its key, beside all else."""
        try:
            return self.construct_yaml_timestamp(node)
        except ValueError:
            return str(self.construct_scalar(node))

    def construct_tuple(self, node: yaml.SequenceNode) -> tuple[Any, ...]:
        return tuple(self.construct_sequence(node, deep=True))


Loader.add_constructor("tag:yaml.org,2002:seq", Loader.construct_tuple)
Loader.add_implicit_resolver(_NUMBER, re.compile(r"[-+]?[0-9]+$"), list("-+0123456789"))
Loader.add_constructor(_NUMBER, Loader.construct_number)
Loader.add_constructor("tag:yaml.org,2002:timestamp", Loader.construct_date)


def lines_of(text: str) -> dict[str, int]:
    """The line of every key and of every item of a list, by dotted name; of YAML that could be read."""
    root = yaml.compose(text, Loader)
    return {} if root is None else dict(_lines(root, ""))


def _lines(node: yaml.Node, name: str) -> Iterator[tuple[str, int]]:
    if name:
        yield name, node.start_mark.line + 1
    before = f"{name}." if name else ""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _lines(value, f"{before}{key.value}")
            yield f"{before}{key.value}", key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _lines(item, f"{before}{number}")
