"""Numbers and addresses as people really type them, with typing errors and all."""

import pytest

from rituals.engine.redaction import redact


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("bel (0)6 12345678 of 06_12345678 of 06*12 34 56 78", "bel [telefoon] of [telefoon] of [telefoon]"),
        ("bel 0 6 1 2 3 4 5 6 7 8 na zessen", "bel [telefoon] na zessen"),
        ("mail sandra_smit@live,nl, of bakker@@gmail.com", "mail [e-mail], of [e-mail]"),
        ("mail h.bakker@outlook graag", "mail [e-mail] graag"),
        ("mail info.jansen@gmail..com of jan@gmail,dat mag", "mail [e-mail] of [e-mail],dat mag"),
        ("joke.smit at ziggo punt nl", "[e-mail]"),
        ("Mevrouw De Vries (04-07-1941) wacht", "Mevrouw [naam] ([datum]) wacht"),
        ("mijn moeder (4 juli 1941) wacht", "mijn moeder ([datum]) wacht"),
        ("Jarig op 4 juli 1941 en geen kaart", "Jarig op [datum] en geen kaart"),
        ("mijn verjaardag is 4-7-1941", "mijn verjaardag is [datum]"),
        ("EAN-code 8716 8712 3456 7890 12", "EAN-code [nummer]"),
        ("ean: 871687123456789012 klopt niet", "ean: [nummer] klopt niet"),
        ("meldnummer M24-55", "meldnummer [nummer]"),
        ("Kerklaan 4, 7311ab Apeldoorn", "[adres], [postcode] Apeldoorn"),
        ("kerklaan 4 7311 ab apeldoorn", "[adres] [postcode] apeldoorn"),
        ("De Dreef 22 lekt, op het Plein 4 ook", "De [adres] lekt, op het [adres] ook"),
        ("Thorbeckeln 14 en Julianapln. 3a", "[adres] en [adres]"),
    ],
)
def test_what_is_typed_in_another_way_is_found_too(text: str, expected: str) -> None:
    assert redact(text).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "Voor 2 @ 3 euro, stuur maar @ iemand anders, <@U12345678> en @sanne",
        "De vergadering (12-03-2024), de brief (12 maart), sinds 1-4-1987, de ketel van 12-03-1998",
        "Jarig op 4 juli, de verjaardag van de flat is in 2024",
        "Standen 4512 4678 4890, ketel 0 1 2 3, een uitslag van 0 - 1",
        "Een auto van 1500kw Sterk, 3500 op de teller",
        "Op het Plein 4 weken dicht, De Markt 12 dagen leeg",
        "Kijk at home, zei de folder, punt nl of punt com",
    ],
)
def test_what_only_looks_like_that_stays(text: str) -> None:
    assert redact(text).text == text
