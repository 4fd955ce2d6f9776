"""What customers speak about: the themes that an organisation begins with, in every language.

Themes that it wrote itself are its own words, and stay as they are.
"""

from __future__ import annotations

from rituals.engine.translate import Say, mark

THEMES = (
    mark("bereikbaarheid"),
    mark("reparaties"),
    mark("afspraken"),
    mark("wonen en buurt"),
    mark("huur en betalen"),
    mark("verhuizen"),
    mark("persoonlijk contact"),
)


def theme_words(say: Say, theme: str) -> str:
    """The theme as the reader calls it."""
    return say(theme) if theme in THEMES else theme
