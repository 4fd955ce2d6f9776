import re
import sys
from itertools import pairwise
from types import FrameType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rituals.engine import (
    redact_checks,
    redact_counts,
    redact_numbers,
    redact_patterns,
    redact_people,
    redact_plain,
    redact_postcodes,
    redact_streets,
    redact_tokens,
    redact_words,
    redaction,
)
from rituals.engine.redaction import LONGEST, PLACEHOLDERS, Kind, Sure, TooLong, redact

COLLEAGUES = ("Sanne Bakker", "Fatima el Amrani", "Bo Vink", "Henk-Jan van der Ven", "Dilara Şimşek")


def hidden(text: str, **more: Any) -> str:
    return redact(text, COLLEAGUES, **more).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Bel 06-12345678 of 010 123 45 67.", "Bel [telefoon] of [telefoon]."),
        ("Bel +49 151 2345 6789, of 0049 30 123456", "Bel [telefoon], of [telefoon]"),
        ("tel: 6 12 34 56 78", "tel: [telefoon]"),
        ("Mail jan@voorbeeld.nl of jan [at] voorbeeld.nl", "Mail [e-mail] of [e-mail]"),
        ("mail jan apenstaartje voorbeeld punt nl", "mail [e-mail]"),
        ("BSN 111222333 of 111.222.333", "BSN [bsn] of [bsn]"),
        ("op NL91 ABNA 0417 1643 00, niet giro 1234567", "op [rekening], niet giro [rekening]"),
        ("op NL 91 ABNA 0417 1643 00", "op [rekening]"),
        ("geboren op 3-4-1960 in Zwolle", "geboren op [datum] in Zwolle"),
        ("op 3 mei 1960 ben ik geboren", "op [datum] ben ik geboren"),
        ("in 3412 AB 12a, of 3412ab 12", "in [postcode], of [postcode]"),
        ("postcode: 3412 ab", "postcode: [postcode]"),
        ("Dorpsstraat 12a, 3412 AB Zwolle", "[adres], [postcode] Zwolle"),
        ("Dorpsstraat 12, 14 en 16 lekken", "[adres] lekken"),
        ("op de Laan van Nieuw Oost-Indië 3-II", "op de [adres]"),
        ("Jansen van de Kerkstraat 12", "Jansen van de [adres]"),
        ("in de Jan van Galenstraat 12 bis", "in de [adres]"),
        ("op De Genestetlaan 3. De Genestetlaan 3", "op [adres]. De [adres]"),
        ("Lekkage Poststraat 12", "Lekkage [adres]"),
        ("ik woon op Achterom 12", "ik woon op [adres]"),
        ("wij wonen aan de molenweg 5", "wij wonen aan de [adres]"),
        ("naar Postbus 118", "naar [adres]"),
        ("met 12-AB-34, 1-ABC-23 en AB-123-C", "met [kenteken], [kenteken] en [kenteken]"),
        ("kenteken 12 abc 3", "kenteken [kenteken]"),
        ("ab-12-cd, 12XRT3, niet 3-van-12 of A-12-B", "[kenteken], [kenteken], niet 3-van-12 of A-12-B"),
        ("bel 31612345678", "bel [telefoon]"),
        ("klantnummer 4711 en zaaknummer: Z/24/123", "klantnummer [nummer] en zaaknummer: [nummer]"),
        ("dossier 4711, en 7731-204-88", "dossier [nummer], en [nummer]"),
        ("nummer 1234567 kent niemand", "nummer [nummer] kent niemand"),
    ],
)
def test_what_points_at_somebody_is_replaced(text: str, expected: str) -> None:
    assert hidden(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sanne Bakker hielp, sanne ook", "[naam] hielp, [naam] ook"),
        ("FATIMA EL AMRANI en Henk-Jan", "[naam] en [naam]"),
        ("Sanne's uitleg, Sannes geduld", "[naam]'s uitleg, [naam] geduld"),
        ("mijn huisarts dr. Pel", "mijn huisarts dr. [naam]"),
        ("dilara simsek en Dilara S\u0327ims\u0327ek", "[naam] en [naam]"),
        ("Bo hielp, de bakker niet", "[naam] hielp, de bakker niet"),
        ("Mevrouw Jansen-de Wit van de balie", "Mevrouw [naam] van de balie"),
        ("mevrouw de vries, dhr. J. van 't Hof", "mevrouw [naam], dhr. [naam]"),
        ("MEVROUW AZIZ BELDE", "MEVROUW [naam] BELDE"),
        ("mevr. prof. dr. Ünal", "mevr. prof. dr. [naam]"),
        ("mijn buurman Jan Willem van 't Hof", "mijn buurman [naam]"),
        ("bewoner de Groot", "bewoner [naam]"),
        ("de monteur, Delano, kwam", "de monteur, [naam], kwam"),
        ("mijn naam is Oumaima Zeroual.", "mijn naam is [naam]."),
        ("ik heet jan", "ik heet [naam]"),
        ("Ik ben Xiomara Pinas en blij", "Ik ben [naam] en blij"),
        ("Groet, Jan de Vries", "Groet, [naam]"),
        ("Mvg,\nT. Rienks", "Mvg,\n[naam]"),
        ("groeten van jan en marie", "groeten van [naam] en [naam]"),
        ("Netjes gedaan.\nTjalling Rienks", "Netjes gedaan.\n[naam]"),
        ("Thirza Kloet, Vlierlaan 9", "[naam], [adres]"),
        ("Toen belde Mohamed terug", "Toen belde [naam] terug"),
        ("Piet van der Meer belde", "[naam] belde"),
        ("Anna van der Meer en J. v.d. Meer", "[naam] en [naam]"),
        ("mevrouw A. van der Meer belde", "mevrouw [naam] belde"),
        ("het gezin El Khattabi", "het gezin [naam]"),
        ("voor het echtpaar Rienks", "voor het echtpaar [naam]"),
        ("weduwe Rienks", "weduwe [naam]"),
    ],
)
def test_names_are_replaced_and_what_announces_them_stays(text: str, expected: str) -> None:
    assert hidden(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "De huur ging van € 589,00 naar 612,45 euro, in 2024 al € 1.250,-",
        "Om 10.30 uur, van 9:00 tot 17:00, 3x gebeld, 24/7, op 3 november, op 03-11",
        "Flat 12, nummer 14, kamer 214, lijn 7, week 12, plek 348, blok B, formulier 12b",
        "12 woningen, 12500 woningen, 100.000 huurders, 10000 stappen, 20 procent, 15%",
        "Een woning van type C met 68 m2 en 1500 watt, artikel 7 lid 2, versie 3.2",
        "2024 AD, 2000 WK, 1500 KM, 3500 PK, 2025 NL",
        "Kerkstraat 4 weken dicht, in Utrecht 12 jaar, in de Dorpsstraat 2 keer",
        "Melding 3 keer gedaan, factuur 2024, dossier uit 2023, order 2 stoelen",
        "Geboren in 1949, jarig op 3 mei, 1-jan-24, 24-12-25",
        "Den Haag, een mevrouw uit Den Bosch",
        "In Den Haag, Wijk bij Duurstede en Alphen aan den Rijn",
        "Mevrouw van de planning, meneer de wethouder, de familie hiernaast",
        "Ik ben blij. Ik ben Nederlander. Ben blij. Mark my words",
        "Groetjes van een tevreden huurder",
        "De Jan Steenstraat, de Anne Frankschool, het Willem van Oranjecollege",
        "Een gezin van vijf, het echtpaar dat naast ons woont",
        "Albert Heijn bezorgt, jan en alleman krijgt voorrang",
    ],
)
def test_what_is_nobodys_stays(text: str) -> None:
    assert redact(text) == redaction.Redaction(text, ())


def test_the_organisations_own_name_is_kept() -> None:
    assert hidden("Groeten van Vivare") == "Groeten van [naam]"
    assert hidden("Groeten van Vivare", keep=["vivare"]) == "Groeten van Vivare"


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("06\u201112\u00a034\u202f56\u200978", Kind.PHONE),
        ("０６１２３４５６７８", Kind.PHONE),
        ("06\u200b12\u200d34\u206056\ufeff78", Kind.PHONE),
        ("٠٦١٢٣٤٥٦٧٨", Kind.PHONE),
        ("NL91\u00a0ABNA\u00a00417\u00a01643\u00a000", Kind.IBAN),
        ("ｊａｎ＠voorbeeld.nl", Kind.EMAIL),
        ("Kerkstra\u00ada\u200bt 12", Kind.ADDRESS),
        ("К\u0435rkstr\u0430at 12", Kind.ADDRESS),
        ("12‑АВ‑34", Kind.PLATE),
        ("Fa\u200btima el Amrani", Kind.NAME),
        ("S\u0301anne\u0301 Bakker".replace("\u0301", ""), Kind.NAME),
    ],
)
def test_signs_that_look_alike_or_cannot_be_seen_hide_nothing(written: str, kind: Kind) -> None:
    text = f"zie ½ 🙂 {written}, ja"

    found = redact(text, COLLEAGUES)

    assert [(one.kind, text[one.start : one.end]) for one in found.findings] == [(kind, written)]
    assert found.text == f"zie ½ 🙂 {PLACEHOLDERS[kind]}, ja"


def test_an_accent_may_stand_apart_from_its_letter() -> None:
    assert hidden("mevrouw U\u0308nal, Rene\u0301") == "mevrouw [naam], [naam]"


def test_how_sure_it_is_depends_on_form_and_context() -> None:
    found = redact("123456782. Mijn BSN 111222333. Mevrouw Aziz. Mohamed belde.").findings

    assert [one.sure for one in found] == [Sure.LIKELY, Sure.CERTAIN, Sure.CERTAIN, Sure.LIKELY]


@given(text=st.text(alphabet="0123456789 -./+()@aNLABstraeg€:,\n\u00a0<>Jn de\u200b\u0301'ik", max_size=150))
@settings(max_examples=200)
def test_findings_stand_in_order_and_explain_the_text(text: str) -> None:
    found = redact(text, COLLEAGUES)

    assert all(0 <= one.start < one.end <= len(text) for one in found.findings)
    assert all(first.end <= second.start for first, second in pairwise(found.findings))
    rebuilt = text
    for one in reversed(found.findings):
        rebuilt = rebuilt[: one.start] + one.replacement + rebuilt[one.end :]
    assert rebuilt == found.text


@given(text=st.text(max_size=200))
@settings(max_examples=200)
def test_any_text_can_be_looked_through(text: str) -> None:
    assert redact(text, COLLEAGUES).text is not None


@pytest.mark.parametrize("text", ["Jan 06-12345678 ", "\U0001f600", "9"])
def test_a_text_that_is_too_long_is_refused_with_its_length(text: str) -> None:
    long = text * 10_000_000

    with pytest.raises(TooLong, match=str(len(long))) as refused:
        redact(long)

    assert refused.value.length == len(long)


HOSTILE = (
    *("0", "9", "a", "01 ", "a@", "a.", "a-", "@a.", "NL91 ABNA ", "1-", "1.", "Aa 1 ", "1 a ", "Van der ", "1234 AB "),
    *("12-AB-34 ", "+", "(0", "klantnummer ", "klantnummer A-", "kenteken ", "auto ", "Laan van de ", "straat 1 "),
    *("Kerkstraat 12 en ", "geboren op 1-1-1", "mevrouw ", "'t ", "de ", "Jan ", "Jan en ", "groet ", "mijn naam is "),
    *("J.", "12 ,", "a punt ", " ", "\n", "１", "\u0301", "e\u0301", "\ufdfa", "\u200b", "rekening 1"),
    *("prof. dr. ", "v/d ", "van Van ", "'", "06_", "a at ", "Jan Goed ", "DHR. A ", "1234 ", "naam: "),
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_twice_the_text_is_at_most_twice_the_work(piece: str) -> None:
    text = piece * 2_000

    once, twice = steps(text[:800]), steps(text[:1_600])

    assert twice <= 2.2 * once + 500


def steps(text: str) -> int:
    """How many lines of our own code ran."""
    count = 0

    def trace(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal count
        if "redact" not in frame.f_code.co_filename:
            return None
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        redact(text, COLLEAGUES)
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(
    "piece", ["0", "Aa 1 ", "NL91 ABNA ", "Van der ", "Kerkstraat 12 en ", "J.", "\u0301", "geboren op 1-1-1"]
)
def test_the_longest_hostile_texts_come_to_an_end(piece: str) -> None:
    text = (piece * LONGEST)[:LONGEST]

    assert redact(text, COLLEAGUES).text


MODULES = (
    *(redact_numbers, redact_patterns, redact_people, redact_postcodes, redact_streets, redact_tokens, redact_words),
    *(redact_checks, redact_counts, redact_plain, redaction),
)


def test_no_pattern_can_repeat_without_bound() -> None:
    patterns = {one for module in MODULES for one in vars(module).values() if isinstance(one, re.Pattern)}
    patterns.remove(redact_patterns.NUMBER)  # the bell's own, which reads a row of digits once

    assert len(patterns) > 20
    assert [one.pattern for one in patterns if UNBOUNDED.search(bare(one.pattern))] == []


UNBOUNDED = re.compile(r"[*+]|\{\d+,\}")


def bare(pattern: str) -> str:
    """The pattern without escaped signs and sets, so that what is left of * and + repeats something."""
    return re.sub(r"\[\^?\]?[^\]]*\]", "S", re.sub(r"\\.", "E", pattern))


def test_a_pattern_that_repeats_without_bound_would_be_seen() -> None:
    assert UNBOUNDED.search(bare(r"(a|b)+"))
    assert UNBOUNDED.search(bare(r"\d{5,}"))
    assert not UNBOUNDED.search(bare(r"[+*]\+a{1,3}"))
