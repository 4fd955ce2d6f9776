"""YAML without its traps: a key may not stand twice, and 10:30 is a text, not 630."""

from __future__ import annotations

import re
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

    def construct_tuple(self, node: yaml.SequenceNode) -> tuple[Any, ...]:
        return tuple(self.construct_sequence(node, deep=True))


Loader.add_constructor("tag:yaml.org,2002:seq", Loader.construct_tuple)
Loader.add_implicit_resolver(_NUMBER, re.compile(r"[-+]?[0-9]+$"), list("-+0123456789"))
