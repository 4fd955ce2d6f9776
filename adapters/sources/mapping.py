"""From a source's own names to entries: what config.yaml or a preset says about where things stand (JMESPath)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import TYPE_CHECKING, Any

from adapters.sources.parse import Malformed
from rituals.engine.events import Entry, Scale

if TYPE_CHECKING:
    from jmespath.parser import ParsedResult

    from adapters import Source

MOST = 100
"""Entries in one request."""
_LONGEST = 20_000
_LONGEST_NAME = 200
_EPOCHS = (0.0, 4e9)
"""Seconds; what is larger counts milliseconds."""


class TooMany(Malformed):
    """More entries than one request may bring."""


class Mapped:
    """The expressions of one source, compiled once. Raises Malformed for an expression that is none."""

    def __init__(self, source: Source, zone: tzinfo) -> None:
        self._items = compiled(source.items) if source.items else None
        self._fields = {name: compiled(expression) for name, expression in source.fields.items()}
        self._zone = zone
        self.scale = Scale(*source.scale) if source.scale else None

    def entries(self, found: Any) -> tuple[Entry, ...]:
        """What stands in a payload; raises Malformed when it is not of this source's shape."""
        items = self._searched(self._items, found) if self._items else found
        if items is None:
            raise Malformed("`items` finds nothing in it")
        items = items if isinstance(items, list) else [items]
        if len(items) > MOST:
            raise TooMany(f"it has more than {MOST} entries")
        return tuple(entry for one in items if (entry := self._entry(one)) is not None)

    def _entry(self, item: Any) -> Entry | None:
        told = {name: self._searched(field, item) for name, field in self._fields.items()}
        external, text = _words(told.get("id"), _LONGEST_NAME), _words(told.get("text"), _LONGEST)
        gone = told.get("gone") is True
        if not text and not (gone and external):
            return None  # a score without words is no quote
        return Entry(
            external=external, text=text, title=_words(told.get("title"), _LONGEST_NAME),
            score=_score(told.get("score")), at=_moment(told.get("at"), self._zone),
            channel=_words(told.get("channel"), _LONGEST_NAME), gone=gone,
        )  # fmt: skip

    def _searched(self, expression: ParsedResult, value: Any) -> Any:
        from jmespath.exceptions import JMESPathError

        try:
            return expression.search(value)
        except (JMESPathError, TypeError, ValueError):  # a function was given another kind of value than it takes
            return None


def compiled(expression: str) -> ParsedResult:
    """Raises Malformed with what is wrong with it."""
    import jmespath
    from jmespath.exceptions import JMESPathError

    try:
        return jmespath.compile(expression)
    except JMESPathError as error:
        raise Malformed(str(error).splitlines()[0]) from error


def problems(items: str, fields: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with expressions, by the name of each."""
    found = {}
    for name, expression in {"items": items, **{f"fields.{name}": one for name, one in fields.items()}}.items():
        try:
            if expression:
                compiled(expression)
        except Malformed as error:
            found[name] = str(error)
    return found


def _words(value: Any, most: int) -> str:
    """A text or a number as text, with nothing in it that cannot be stored."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    text = str(value)[: most + 1] if isinstance(value, str) else str(value)
    return text.replace("\x00", "").encode("utf-8", "replace").decode()[: most + 1]


def _score(value: Any) -> float | None:
    if isinstance(value, str):
        value = value.strip().replace(",", ".")[:20]
    try:
        score = float(value) if not isinstance(value, bool) else math.nan
    except (TypeError, ValueError, OverflowError):
        return None
    return score if math.isfinite(score) and 0 <= score <= 100 else None


def _moment(value: Any, zone: tzinfo) -> datetime | None:
    """ISO 8601, or seconds or milliseconds since the epoch; without a zone it is the organisation's."""
    try:
        if isinstance(value, int | float) and not isinstance(value, bool):
            seconds = float(value) if _EPOCHS[0] <= value < _EPOCHS[1] else value / 1000
            return datetime.fromtimestamp(seconds, UTC)
        moment = datetime.fromisoformat(str(value).strip()[:40])
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
