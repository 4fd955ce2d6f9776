"""The page's own words, in the language of whoever looks at it. What is in braces the page fills in itself."""

from __future__ import annotations

from collections.abc import Mapping

from rituals.engine.translate import Say, mark

_FORM = {
    "optional": mark("(mag leeg)"),
    "more": mark("Meer"),
    "close": mark("Sluiten"),
    "chosen": mark("Gekozen"),
    "choose": mark("Kies"),
    "type": mark("Typ een naam"),
    "found": mark("Gevonden collega's"),
    "off": mark("Haal {naam} weg"),
}
_MESSAGE = {
    "only": mark("Alleen jij ziet dit"),
    "app": mark("app"),
    "more": mark("Meer mogelijkheden"),
    "menu": mark("Meer bij dit bericht"),
    "react": mark("Reageer met een emoji"),
    "with": mark("Reageer met {emoji}"),
    "times": mark("{emoji}, {aantal} keer"),
    "nothing": mark("Hier is nog niets."),
}
_PAGE = {
    "title": mark("Klantritme uitproberen"),
    "skip": mark("Naar het tekstvak"),
    "try": mark("Om uit te proberen"),
    "invented": mark("{organisatie} en alle collega's zijn verzonnen. Wat je hier doet, blijft hier."),
    "refused": mark("Zet JavaScript aan om dit uit te proberen."),
    "places": mark("Plekken"),
    "channels": mark("Kanalen"),
    "chats": mark("Privé"),
    "bot_chat": mark("jouw eigen gesprek met de bot"),
    "you_are": mark("Je bent nu"),
    "be": mark("Word iemand anders"),
    "on_teams": mark("ook op Teams"),
    "new": mark("nieuw"),
    "outside": mark("met mensen van buiten"),
    "locked": mark("besloten"),
    "own": mark("Mijn pagina"),
    "close": mark("Sluiten"),
    "leave": mark("Laat staan"),
    "messages": mark("Berichten"),
    "answers": mark("Antwoorden"),
    "earlier": mark("Eerdere berichten"),
    "your_message": mark("Je bericht"),
    "send": mark("Verstuur"),
    "typing_room": mark("Typ een bericht, of / voor een opdracht"),
    "typing_bot": mark("Typ iets aan Klantritme, of / voor een opdracht"),
    "suggestions": mark("Voorstellen"),
    "key_send": mark("verstuurt"),
    "key_line": mark("nieuwe regel"),
    "key_recent": mark("vorig bericht"),
    "key_command": mark("opdrachten"),
    "key_person": mark("collega's"),
    "empty_room": mark("Nog geen berichten. Is er iets moois gelukt? Typ {/bel}."),
    "empty_bot": mark("Nog geen berichten. Typ {/klant} om te zien wat ik kan."),
    "empty_outside": mark("Nog geen berichten. Hier kijken ook mensen van buiten mee."),
    "example": mark("Zet een voorbeeld klaar"),
    "gone": mark("Dit bericht is weggehaald."),
    "reply_to": mark("Je antwoordt onder het bericht van {naam}"),
    "no_reply": mark("Toch niet antwoorden"),
    "reply": mark("Antwoord in een draad"),
    "copy": mark("Kopieer de tekst"),
    "copied": mark("De tekst is gekopieerd."),
    "preview": mark("Bekijk als Slack of Teams"),
    "clock": mark("De klok"),
    "here_is": mark("Het is hier"),
    "wind": mark("Klok vooruit"),
    "seconds": mark("+10 seconden"),
    "hour": mark("+1 uur"),
    "workday": mark("Volgende werkdag 09:00"),
    "other_day": mark("Andere dag"),
    "which_day": mark("Naar welke dag"),
    "to_day": mark("Ga naar deze dag"),
    "day_hint": mark("dag-maand-jaar, bijvoorbeeld 30-11-2026"),
    "walking": mark("De klok loopt…"),
    "on_the_way": mark("Wat gebeurde er onderweg"),
    "more_happened": mark("en nog {aantal} eerder"),
    "private_to": mark("privé aan {naam}"),
    "read_as": mark("Lees mee als {naam}"),
    "bell_on": mark("Geluid aan"),
    "bell_off": mark("Geluid uit"),
    "rung": mark("De bel gaat in {plek}."),
    "look": mark("Weergave"),
    "light": mark("Licht"),
    "dark": mark("Donker"),
    "as_device": mark("Zoals dit apparaat"),
    "language": mark("Taal"),
    "tour": mark("Rondleiding"),
    "tour_done": mark("Gedaan: {aantal} van {totaal}"),
    "tour_all": mark("Je hebt alles gedaan. Kijk gerust rond."),
    "tour_close": mark("Sluit de rondleiding"),
    "tour_again": mark("Begin opnieuw"),
    "done": mark("gedaan"),
    "lost": mark("Ik kan de server even niet bereiken. Je tekst staat er nog: probeer het zo nog eens."),
    "today": mark("Vandaag"),
    "yesterday": mark("Gisteren"),
}
_KEPT = {name: f"{{{name}}}" for name in ("naam", "emoji", "aantal", "totaal", "plek")}


def of_form(say: Say) -> Mapping[str, str]:
    """What stands in every form."""
    return _said(_FORM, say)


def of_message(say: Say) -> Mapping[str, str]:
    """What stands around every message."""
    return _said(_MESSAGE, say)


def of_page(say: Say, organisation: str) -> Mapping[str, str]:
    """What stands on the page, and what its script says."""
    return _said({**_MESSAGE, **_PAGE}, say, organisatie=organisation)


def _said(words: Mapping[str, str], say: Say, **values: str) -> Mapping[str, str]:
    return {name: say(text, **_KEPT, **values) for name, text in words.items()}
