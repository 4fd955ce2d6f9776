import unicodedata
from itertools import pairwise
from typing import Literal

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum import iban
from stdnum.nl import bsn

from rituals.engine.redact import Found, Kind, Shortened, find_private, shorten_names, without

COLLEAGUES = ("Sanne Bakker", "Sanne", "Fatima el Amrani", "Fatima")


def kinds(text: str) -> list[tuple[Kind, str]]:
    return [(one.kind, one.text) for one in find_private(text)]


# Names


def test_a_name_becomes_an_initial_and_the_sentence_keeps_its_capital() -> None:
    text, changes = shorten_names("Mevrouw Aziz belde om te bedanken")

    assert text == "Mevrouw A. belde om te bedanken"
    assert changes == (Shortened("Mevrouw Aziz", "mevrouw A."),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hij sprak Mevrouw Aziz", "hij sprak mevrouw A."),
        ('Top! "Mevrouw Aziz" zei', 'Top! "Mevrouw A." zei'),
        ("dank mevrouw Aziz.", "dank mevrouw A."),
        ("mevrouw Aziz... en toen", "mevrouw A... en toen"),
        ("mevrouw Aziz, meneer Jansen", "mevrouw A., meneer J."),
        ("meneer en mevrouw Jansen", "meneer en mevrouw J."),
        ("mevrouw Aziz\nTop gedaan", "mevrouw A.\nTop gedaan"),
        ("MEVROUW AZIZ BELDE", "MEVROUW A. BELDE"),
        ("mevrouw AZIZ belde", "mevrouw A. belde"),
        ("dhr. Jansen, mw Aziz, fam. Smit", "dhr. J., mw A., fam. S."),
        ("mevr. prof. dr. Jansen", "mevr. J."),
        ("huurder Jan de Vries belde", "huurder J. belde"),
        ("de klant Jan-Willem van de Ven", "de klant J."),
        ("huurder van Dijk belde", "huurder V. belde"),
    ],
)
def test_a_name_is_shortened_wherever_it_stands(text: str, expected: str) -> None:
    assert shorten_names(text)[0] == expected


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("mevrouw van der Berg", "mevrouw V."),
        ("mevrouw De Wit-Jansen", "mevrouw D."),
        ("meneer el Idrissi", "meneer E."),
        ("de heer J. de Vries", "de heer J."),
        ("de heer J.P. van 't Hof", "de heer J."),
        ("familie 't Hart", "familie H."),
        ("familie ’t Hart", "familie H."),
        ("mevrouw 's-Gravesande", "mevrouw G."),
        ("mevrouw d’Hondt", "mevrouw D."),
        ("meneer O’Brien", "meneer O."),
        ("fam. v.d. Berg", "fam. V."),
        ("mevrouw uit den Bogaard", "mevrouw U."),
        ("meneer Op de Beeck", "meneer O."),
        ("meneer IJzerman", "meneer IJ."),
        ("mevrouw Élodie Ünal", "mevrouw É."),
        ("cliënt Bo", "cliënt B."),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_of_all_shapes_are_shortened_however_their_accents_are_written(
    name: str, short: str, form: Literal["NFC", "NFD"]
) -> None:
    written = unicodedata.normalize(form, name)

    text, changes = shorten_names(f"Vandaag belde {written} ons")

    assert unicodedata.normalize("NFC", text) == f"Vandaag belde {short} ons"
    assert [change.before for change in changes] == [written]


def test_where_somebody_comes_from_is_no_name() -> None:
    said = "De heer uit Den Haag en een mevrouw uit Den Bosch belden"

    assert shorten_names(said) == (said, ())


@pytest.mark.parametrize(
    "text",
    [
        "mevrouw belde",
        "de heer des huizes",
        "mevrouw uit Zwolle",
        "mevrouw van de balie",
        "een huurder van Vivare",
        "MS Teams en 5 MW Zonnepark",
        "Mevrouw A. belde",
        "Ik sprak mevrouw A. Daarna belde ik",
        "Ik sprak mevrouw A. De monteur kwam",
        "mevrouw ",
        "",
    ],
)
def test_what_is_no_name_is_left_alone(text: str) -> None:
    assert shorten_names(text) == (text, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mevrouw Sanne Bakker hielp", "mevrouw Sanne Bakker hielp"),
        ("meneer Sanne's hond", "meneer Sanne's hond"),
        ("mevrouw FATIMA EL AMRANI", "mevrouw FATIMA EL AMRANI"),
        ("meneer Aziz Sanne hielp", "meneer A. Sanne hielp"),
        ("huurder Sanne de Vries", "huurder S."),
    ],
)
def test_colleagues_keep_their_names_and_customers_who_share_one_do_not(text: str, expected: str) -> None:
    assert shorten_names(text, keep=COLLEAGUES)[0] == expected


@pytest.mark.parametrize(
    "title",
    [
        "Mevrouw", "mevr.", "mvr", "mw.", "Meneer", "mijnheer", "menheer", "dhr.", "de heer", "Heren", "dames", "Klant",
        "Juffrouw", "mej.", "FAMILIE", "fam.", "Mrs.", "mr.", "ms.", "huurder", "bewoners", "Cliënt",
    ],
)  # fmt: skip
def test_no_title_is_missed(title: str) -> None:
    shortened, changes = shorten_names(f"Vandaag belde {title} Aziz")
    assert changes and shortened.endswith(" A.")


def test_the_organisations_own_word_for_a_customer_is_known() -> None:
    assert shorten_names("patiënt Jan Smit, klant Jan Smit", customers=["patiënt"])[0] == "patiënt J., klant Jan Smit"
    assert shorten_names("mevrouw Smit, klant Jan", customers=[])[0] == "mevrouw S., klant Jan"


@given(text=st.text(alphabet="Mevrouw de Heer'’t Aziz.-\n\u0301ÉİJßhuurder", max_size=80))
def test_shortening_twice_changes_nothing_that_was_reported_as_done(text: str) -> None:
    once, changes = shorten_names(text)

    assert (once == text) == (not changes)
    assert all(change.after.endswith(".") and change.before in text for change in changes)


# Numbers and addresses


@pytest.mark.parametrize(
    "number",
    [
        *("06-12345678", "06 12 34 56 78", "06.12.34.56.78", "0612345678", "010-1234567", "010 123 45 67"),
        *("(010) 123 45 67", "0800-1234", "0900 1234567", "+31 6 12345678", "+31 (0)20-1234567"),
        *("0031612345678", "+32 475 12 34 56", "06\u00a012\u202f345678", "06\u202c-\u201112345678"),
    ],
)
def test_telephone_numbers_are_found(number: str) -> None:
    assert kinds(f"bel {number}, graag") == [(Kind.PHONE, number)]


@pytest.mark.parametrize(
    "number", ["NL91 ABNA 0417 1643 00", "nl91abna0417164300", "NL91ABNA0417164301", "BE68 5390 0754 7034"]
)
def test_account_numbers_are_found_also_with_a_typing_error(number: str) -> None:
    assert kinds(f"op {number} en dan") == [(Kind.IBAN, number)]


@pytest.mark.parametrize("address", ["jan.de.vries@example.nl", "J+x@a.co.uk", "josé@voorbeeld.nl"])
def test_mail_addresses_are_found(address: str) -> None:
    assert kinds(f"mail {address}.") == [(Kind.EMAIL, address)]


@pytest.mark.parametrize("number", ["111222333", "111.222.333", "1112 22 333"])
def test_numbers_that_pass_the_eleven_test_are_a_bsn(number: str) -> None:
    assert kinds(f"het is {number}.") == [(Kind.BSN, number)]


def test_what_is_called_a_bsn_is_one_and_other_numbers_are_not() -> None:
    assert kinds("BSN: 12345678") == [(Kind.BSN, "12345678")]
    assert kinds("het is 12345678") == [(Kind.NUMBER, "12345678")]
    assert kinds("het is 123456789") == [(Kind.NUMBER, "123456789")]


@pytest.mark.parametrize(
    "address",
    [
        *(
            "Kerkstraat 12",
            "kerkstraat 12a",
            "Kerkstraat 12, 1234 AB",
            "Dorpsweg nr. 5",
            "Laan van Meerdervoort 100-II",
        ),
        *("Burgemeester van der Lindenlaan 12 bis", "Van Goghstraat 3", "Oude Markt 4-6", "'s-Gravenweg 3"),
        *("1234 AB 12", "1234AB 12a", "1234ab 12", "1234 AB, nr 12"),
    ],
)
def test_addresses_are_found(address: str) -> None:
    assert kinds(f"zij woont op {address}.") == [(Kind.ADDRESS, address)]
    assert without(f"op {address}.", find_private(f"op {address}.")) == "op [adres]."


def test_a_postcode_counts_with_a_town_or_the_word() -> None:
    assert kinds("in 8011 PK Zwolle") == [(Kind.ADDRESS, "8011 PK")]
    assert kinds("postcode 2024 AD") == [(Kind.ADDRESS, "2024 AD")]


@pytest.mark.parametrize("plate", ["AB-12-CD", "12-AB-CD", "1-ABC-23", "AB-123-C"])
def test_number_plates_are_found(plate: str) -> None:
    assert kinds(f"met {plate} voor") == [(Kind.PLATE, plate)]
    bare = plate.replace("-", "").lower()
    assert kinds(f"kenteken {bare} voor") == [(Kind.PLATE, bare)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("klantnummer 4711", "4711"),
        ("ordernr. A-1234.", "A-1234"),
        ("zaaknummer: 2024-123", "2024-123"),
        ("dossier 12345", "12345"),
        ("van WO-2024-00123 was", "WO-2024-00123"),
    ],
)
def test_numbers_of_customers_and_contracts_are_found(text: str, number: str) -> None:
    assert kinds(text) == [(Kind.NUMBER, number)]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "in 2024",
            "12 huurders",
            "3 keer",
            "24/7",
            "om 14:30",
            "€ 12.500",
            "€ 12500",
            "125000 euro",
            "2024 AD",
        ),
        *(
            "2024 WK Voetbal",
            "01-02-2026 10:00",
            "06-12-2026 14 huurders",
            "2026-11-23 09:00-10:30",
            "3,14159",
        ),
        *(
            "08.30-17.30 12 mensen",
            "100.000 huurders",
            "Amsterdam 2026",
            "onderweg 12 auto's",
            "in de straat 12",
        ),
        *(
            "Kerkstraat 12 woningen",
            "Milaan 3",
            "COVID-19",
            "top 10",
            "nr 1",
            "@sanne",
            "<@U12345678>",
            "24-11-26",
        ),
        *("2024 AD, 2024 na", "dakpark 2026", "A-B-C"),
    ],
)
def test_times_amounts_and_counts_are_nothing_private(text: str) -> None:
    assert kinds(text) == []


def test_several_things_are_found_in_order_and_replaced_by_words() -> None:
    text = "Bel 06-12345678 of mail jan@example.nl,  NL91ABNA0417164300 Kerkstraat 12, AB-12-CD, nr 123456"

    found = find_private(text)

    assert [one.kind for one in found] == [
        Kind.PHONE,
        Kind.EMAIL,
        Kind.IBAN,
        Kind.ADDRESS,
        Kind.PLATE,
        Kind.NUMBER,
    ]
    assert without(text, found) == (
        "Bel [telefoonnummer] of mail [e-mailadres], [rekeningnummer] [adres], [kenteken], nr [nummer]"
    )


def test_a_word_that_stuck_to_a_number_is_set_apart() -> None:
    text = "tel0612345678bellen"
    found = [Found(Kind.PHONE, 3, 13, "0612345678")]

    assert without(text, found) == "tel [telefoonnummer] bellen"


@given(text=st.text(alphabet="0123456789 -./+()@aNLABstraeg€:,\n\u00a0<>", max_size=120))
def test_what_is_found_stands_there_and_never_overlaps(text: str) -> None:
    found = find_private(text)

    assert all(text[one.start : one.end] == one.text for one in found)
    assert all(first.end <= second.start for first, second in pairwise(found))
    assert all(one.text for one in found)


@given(digits=st.text("0123456789", min_size=9, max_size=9).filter(lambda text: text[0] != "0"))
def test_the_eleven_test_agrees_with_the_library(digits: str) -> None:
    assert (kinds(digits) == [(Kind.BSN, digits)]) == bsn.is_valid(digits)


@given(account=st.text("0123456789", min_size=12, max_size=12), country=st.sampled_from(["BE"]))
def test_account_numbers_of_other_countries_agree_with_the_library(account: str, country: str) -> None:
    number = country + iban.calc_check_digits(f"{country}00{account}") + account
    wrong = country + f"{(int(number[2:4]) + 1) % 100:02}" + account

    assert kinds(number) == [(Kind.IBAN, number)]
    assert Kind.IBAN not in [kind for kind, _ in kinds(wrong)]


@given(number=st.integers(600000000, 699999999))
@settings(deadline=None)  # the library reads its tables at the first of them
@pytest.mark.parametrize("style", list(range(4)))
def test_a_mobile_number_is_found_as_the_library_writes_it(style: int, number: int) -> None:
    parsed = phonenumbers.parse(f"+31{number}", "NL")
    written = phonenumbers.format_number(parsed, style).removeprefix("tel:")

    assert kinds(f"bel {written} graag") == [(Kind.PHONE, written)]


@pytest.mark.parametrize(
    "piece",
    [
        *(
            "0",
            "9",
            "a",
            "01 ",
            "a@",
            "a.",
            "a-",
            "@a.",
            "AA00 ",
            "NL91 ABNA ",
            "1-",
            "1.",
            "1,",
            "Aa 1 ",
            "Van der ",
        ),
        *(
            "1234 AB ",
            "12-AB-34 ",
            "+",
            "(0",
            "€ 1.000",
            "klantnummer ",
            "kenteken ",
            "<@",
            "\u202a",
            "Laan van de ",
        ),
        *(
            "straat 1 ",
            "bsn 12345678 ",
            "é'",
            "mevrouw ",
            "mevrouw A.",
            "de ",
            "A. ",
            "'t ",
            "huurder Aa ",
            "e\u0301",
        ),
    ],
)
def test_long_texts_of_any_kind_come_to_an_end(piece: str) -> None:
    text = (piece * 200_000)[:200_000]

    found = find_private("mevrouw " + text + "1")
    shortened, _ = shorten_names("mevrouw " + text, keep=COLLEAGUES)

    assert len(without(text, [])) <= len(text)
    assert len(found) <= len(text)
    assert shortened


def test_english_titles_keep_their_capital() -> None:
    assert shorten_names("We helped Mrs Aziz")[0] == "We helped Mrs A."
