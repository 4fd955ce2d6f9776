"""What follows an amount: "12 woningen", "3 november", "2 keer" are no house numbers and no customer numbers."""

import re

from rituals.engine.redact_wordlist import words

_COUNTED = words(
    """
    keer maal dag dagen week weken uur uren uurtje jaar jaren maand maanden kwartier minuut minuten seconden procent
    euro euros euro's cent gulden huurders klanten mensen huizen woningen bewoners punten meter meters m2 m3 km
    kilometer cm mm kilo kg gram liter graden kwh kw mb gb inwoners stappen stemmen leden flats appartementen auto's
    bomen kinderen kamers verdiepingen etages trappen huishoudens adressen gezinnen reacties mails mailtjes
    telefoontjes brieven formulieren monteurs personen man vrouwen mannen medewerkers collega's bezoekers stuks
    treden woonlagen lampen ramen deuren sleutels parkeerplaatsen panelen zonnepanelen containers zakken januari
    februari maart april mei juni juli augustus september oktober november december jan feb mrt apr jun jul aug sep
    sept okt nov dec verschillende portieken studenten ouderen buren cliënten patiënten bedden plekken wachtenden
    verhuizingen afspraken pogingen pagina's bladzijden foto's
    """
)
_AFTER = re.compile(r" {0,2}(?P<word>[^\W\d_]{1,16}(?:'s)?[23]?)")
_SIGN = re.compile(r" ?[%‰€°]")


def is_counted(text: str, end: int) -> bool:
    """Whether the number that ends here counts what follows it."""
    if _SIGN.match(text, end):
        return True
    word = _AFTER.match(text, end)
    return word is not None and word["word"].casefold() in _COUNTED
