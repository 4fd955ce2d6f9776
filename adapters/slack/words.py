"""The few words of the adapter's own, in the language of whoever reads them."""

from __future__ import annotations

from rituals.engine.translate import mark

SURE = mark("Weet je het zeker?")
LEAVE = mark("Laat staan")
MORE_ACTIONS = mark("Meer mogelijkheden")
CLOSE = mark("Sluiten")
MORE = mark("Meer")
TYPE_A_NAME = mark("Typ een naam")
CHOOSE = mark("Kies")
NO_ACCOUNT = mark("{naam} (zonder account)")
EMPTY_HOME = mark("Hier is nog niets. Typ {/klant} om te zien wat er kan.")
TOO_LATE = mark("Het formulier ging niet op tijd open. Probeer het nog eens: wat je typte is bewaard.")
NOT_OPENED = mark("Het formulier ging niet open. Probeer het over een minuut nog eens: wat je typte is bewaard.")
INSTALLED = mark("Klantritme staat nu in {naam}. Je kunt dit venster sluiten; typ in Slack {/klant} om te beginnen.")
NOT_INSTALLED = mark("Het installeren is niet gelukt. Begin nog eens bij /slack/install, in hetzelfde venster.")
NOT_SENT = mark("Slack nam het bestand niet aan. Probeer het nog eens, of vraag wie mij beheert.")
NO_FILE = mark("Slack gaf me het bestand niet. Probeer het nog eens, of vraag wie mij beheert.")
