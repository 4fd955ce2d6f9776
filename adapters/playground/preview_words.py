"""The words of the page that compares platforms, in the language of whoever looks."""

from __future__ import annotations

from collections.abc import Mapping

from rituals.engine.translate import Say, mark

_WORDS = {
    "message": mark("Zo ziet dit bericht er overal uit"),
    "form": mark("Zo ziet dit formulier er overal uit"),
    "here": mark("Proeftuin"),
    "back": mark("Terug naar de proeftuin"),
    "only": mark("Alleen jij ziet dit"),
    "json": mark("Wat er verstuurd wordt"),
    "lost": mark("Dit paste niet"),
    "whole": mark("Alles past."),
    "strange": mark("Dit onderdeel kan ik niet tekenen"),
    "picture": mark("Afbeelding"),
    "optional": mark("(mag leeg)"),
    "today": mark("Kies een dag"),
    "file": mark("Kies een bestand"),
}
NO_MESSAGE = mark("Dat bericht is er niet meer.")
NO_FORM = mark("Dit formulier staat niet meer open. Open het opnieuw en kijk dan nog eens.")


def of_previews(say: Say) -> Mapping[str, str]:
    """All of them."""
    return {name: say(words) for name, words in _WORDS.items()}
