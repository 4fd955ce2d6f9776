"""Where the klantverbeteraar is told."""

from __future__ import annotations

from datetime import datetime

from rituals.engine.context import View
from rituals.engine.names import Key
from rituals.engine.outcome import Effect, Show
from rituals.klantverbeteraar.settings import HERE
from rituals.klantverbeteraar.watching import watchers
from store.places import Place


def audience(view: View) -> list[Place]:
    """The places where the ritual is on; not where people of other organisations read along."""
    return [place for place in view.places_with(HERE) if place.state == "open" and not place.shared]


def everywhere(view: View, key: Key, until: datetime | None = None) -> tuple[Effect, ...]:
    """A message in every place of the audience."""
    return tuple(Show(key, place, until=until) for place in audience(view))


def to_holders(view: View, key: Key, until: datetime | None = None) -> tuple[Effect, ...]:
    """A message to whoever looks after this round."""
    people = watchers(view, key.rest.partition("/")[0])
    return tuple(Show(key, person, kind="task", until=until) for person in people)
