"""The few words of the adapter's own, in the language of whoever reads them."""

from __future__ import annotations

from rituals.engine.translate import mark

NEEDED = mark("Vul dit nog in.")
CHOOSE = mark("Maak hier nog een keuze.")
CHOOSE_ONE = mark("Kies")
TYPE_A_NAME = mark("Typ een naam")
WITHOUT_ACCOUNT = mark("{naam} (zonder account)")
NO_FILES = mark("Een bestand kun je hier niet meesturen.")
WORN = mark("Dit formulier werkt niet meer. Open het opnieuw en zet je tekst er weer in.")
LOOK = mark("Ik heb je een bericht gestuurd.")
FILL_IN = mark("Invullen")
