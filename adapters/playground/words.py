"""The few words of the page's own in forms and dialogs, in the language of whoever sees them."""

from __future__ import annotations

from collections.abc import Mapping

from rituals.engine.translate import Say, mark

_FORM = {
    "optional": mark("(mag leeg)"),
    "more": mark("Meer"),
    "close": mark("Sluiten"),
    "chosen": mark("Gekozen"),
    "type": mark("Typ een naam"),
    "found": mark("Gevonden collega's"),
    "off": mark("Haal {naam} weg"),
}
_DIALOGS = {"leave": mark("Laat staan"), "close": mark("Sluiten"), "own": mark("Mijn pagina")}


def of_form(say: Say) -> Mapping[str, str]:
    """`off` keeps its {naam}, which the page fills in."""
    return {name: say(words, naam="{naam}") for name, words in _FORM.items()}


def of_dialogs(say: Say) -> Mapping[str, str]:
    """What stands on the page's own dialogs."""
    return {name: say(words) for name, words in _DIALOGS.items()}
