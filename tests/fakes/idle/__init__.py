"""The least that a ritual's folder can hold: it does nothing, and the house carries it."""

from rituals.engine.ritual import Ritual


def ritual() -> Ritual:
    """A name, a title, and nothing to show."""
    return Ritual(name="idle", title="Niets", draw=lambda _drawing, _key: None)
