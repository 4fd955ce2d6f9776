"""Two invented stories for a try-out; nobody lived them."""

from __future__ import annotations

from datetime import datetime

from store import stories
from store.stories import NewStory
from store.tx import Tx

_LIFT = (
    "Ze woont op de vierde, met een zoon in een rolstoel. Toen de lift stilviel, droeg de buurman hem drie dagen lang "
    "naar beneden. Ze had al twee keer gebeld, en twee keer gehoord dat het onderdeel besteld was.",
    "Bij de derde keer vroeg iemand niet naar het onderdeel, maar naar haar zoon. Hoe hij naar school kwam, en wat er "
    "vandaag nodig was. Binnen een uur stond er een traplift van een ander gebouw, en iemand die hem bediende.",
    "De lift deed het een week later weer. Wat zij onthield, was die ene vraag.",
)
_KEY = (
    "Hij was 81 en ging voor het eerst in zijn leven verhuizen zonder zijn vrouw. Bij het ophalen van de sleutel had "
    "hij alle papieren bij zich, in drie mappen, en kon hij het goede formulier niet vinden.",
    "Onze collega deed de mappen dicht en vroeg eerst of hij koffie wilde. Daarna zochten ze samen. Het duurde een "
    "half uur langer dan in de agenda stond, en er stond niemand te wachten die dat erg vond.",
)


def fill(tx: Tx, now: datetime) -> None:
    """One story that is ready for the week, and one that a curator still looks at."""
    month = f"{now:%Y-%m}"
    lift = NewStory("De vraag die niemand had gesteld", "\n\n".join(_LIFT), "Een moeder", "reparaties", month)
    key = NewStory("Eerst koffie", "\n\n".join(_KEY), "", "verhuizen", month)
    stories.add(tx, lift, now, state="ready")
    stories.add(tx, key, now)
