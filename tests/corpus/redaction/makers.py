"""What is put into the frames: private things under their label, and what only looks like it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random

from stdnum import iban as iban_rules

from tests.corpus.redaction.quotes import lines

Made = str
Maker = Callable[[Random], Made]

_CONSONANTS = "GHJKLNPRSTXZ"
_PLATES = ("LL-DD-DD", "DD-DD-LL", "DD-LL-DD", "LL-DD-LL", "LL-LL-DD", "DD-LL-LL", "DD-LLL-D", "D-LLL-DD")
_NEWER_PLATES = ("LL-DDD-L", "L-DDD-LL", "LLL-DD-L", "L-DD-LLL", "D-LL-DDD", "DDD-LL-D")
_PHONES = (
    "06-DDDDDDDD",
    "06 DDDDDDDD",
    "06 DD DD DD DD",
    "06.DD.DD.DD.DD",
    "06DDDDDDDD",
    "06 - DDDD DDDD",
    "+31 6 DDDDDDDD",
)
_MORE_PHONES = (
    "+316DDDDDDDD",
    "+31(0)6-DDDDDDDD",
    "0031 6 DD DD DD DD",
    "010-4DDDDDD",
    "038 4DD DD DD",
    "(0512) 5DDDDD",
)
_FOREIGN = (
    "+49 151 DDDDDDDD",
    "+90 532 DDD DD DD",
    "+32 475 DD DD DD",
    "+48 601 DDD DDD",
    "+212 6DDDDDDDD",
    "06\u00a0DDDD\u00a0DDDD",
    "06\u2011DDDDDDDD",
)
_NUMBERS = ("DDDD", "DDDDD", "DDDDDD", "K-DDDD", "20DD-DDDDD", "Z/24/DDDDDD", "WO-2025-DDDD", "ORDDDDDDD", "10DDDDDD")
_MONTHS = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
_MONTHS_SHORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sept", "okt", "nov", "dec")
_DAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag")
# The first three were never given out, the others read as something else.
_NO_POSTCODES = frozenset(["SA", "SS", "SD", "TV", "VR", "ZO", "NA", "CE", "BC", "CV", "NL", "GB"])
_HOUSES = ("{n}", "{n}", "{n}a", "{n} B", "{n}-2", "{n}-II", "{n} hs", "{n}C", "{n} bis", "{n}/3", "{n}-hs")


def filled(shape: str, rng: Random) -> str:
    """A digit for each D."""
    return "".join(str(rng.randrange(10)) if sign == "D" else sign for sign in shape)


def phone(rng: Random) -> Made:
    shape = rng.choice(_PHONES + _MORE_PHONES + _FOREIGN)
    first = str(rng.randrange(1, 9))
    return filled(shape.replace("D", first, 1) if shape.startswith(("06", "+316", "+31 6")) else shape, rng)


def plate(rng: Random) -> Made:
    shape = rng.choice(_PLATES + _NEWER_PLATES)
    made = "".join(
        str(rng.randrange(1, 10)) if sign == "D" else rng.choice(_CONSONANTS) if sign == "L" else sign for sign in shape
    )
    return made if rng.random() < 0.85 else made.lower()


def bsn(rng: Random) -> Made:
    while True:
        digits = [rng.randrange(1, 10), *(rng.randrange(10) for _ in range(7))]
        last = sum(weight * digit for weight, digit in zip(range(9, 1, -1), digits, strict=True)) % 11
        if last < 10:
            number = "".join(map(str, [*digits, last]))
            return rng.choice(
                (number, number, f"{number[:3]}.{number[3:6]}.{number[6:]}", f"{number[:4]} {number[4:6]} {number[6:]}")
            )


def iban(rng: Random) -> Made:
    account = rng.choice(("INGB", "RABO", "ABNA", "TRIO", "SNSB", "KNAB")) + filled("DDDDDDDDDD", rng)
    number = f"NL{iban_rules.calc_check_digits(f'NL00{account}')}{account}"
    spaced = " ".join(number[at : at + 4] for at in range(0, len(number), 4))
    return rng.choice((number, spaced, spaced, number.lower(), spaced.replace(" ", "\u00a0")))


def postcode(rng: Random) -> Made:
    letters = "".join(rng.choice("ABCEGHJLNPRSTVXZ") for _ in range(2))
    while letters in _NO_POSTCODES:
        letters = "".join(rng.choice("ABCEGHJLNPRSTVXZ") for _ in range(2))
    return f"{rng.randrange(2100, 9999)}{rng.choice((' ', ' ', '', chr(0xA0)))}{letters}"


def postcode_and_house(rng: Random) -> Made:
    house = rng.choice(_HOUSES).format(n=rng.randrange(1, 400))
    return f"{postcode(rng)}{rng.choice((' ', ' ', ', ', ', nr. ', ' nr '))}{house}"


def address(rng: Random) -> Made:
    return f"{rng.choice(lines('streets'))} {rng.choice(_HOUSES).format(n=rng.randrange(1, 400))}"


def number(rng: Random) -> Made:
    return (
        filled(rng.choice(_NUMBERS), rng).replace("200", "241", 1) if rng.random() < 0.5 else f"7{filled('DDDDD', rng)}"
    )


def long_number(rng: Random) -> Made:
    return rng.choice(("3", "7", "12")) + filled("DDDDD", rng) + "7"


def birth(rng: Random) -> Made:
    day, month, year = rng.randrange(1, 29), rng.randrange(1, 13), rng.randrange(1931, 2012)
    word, short = _MONTHS[month - 1], _MONTHS_SHORT[month - 1]
    shapes = (
        *(f"{day}-{month}-{year}", f"{day:02}-{month:02}-{year}", f"{day}/{month}/{year % 100:02}"),
        *(f"{day:02}.{month:02}.{year}", f"{year}-{month:02}-{day:02}"),
        *(f"{day} {word} {year}", f"{day} {short} {year}", f"{day} {word}"),
    )
    return rng.choice(shapes)


def email(rng: Random) -> Made:
    first, last = _plain(rng.choice(lines("first_names"))), _plain(rng.choice(lines("surnames")))
    name = rng.choice((f"{first}.{last}", f"{first[0]}{last}{rng.randrange(99)}", f"{last}_{first}", f"fam-{last}"))
    return f"{name}@{rng.choice(('voorbeeld.nl', 'example.com', 'mail.example.org', 'thuis.example'))}"


def _plain(name: str) -> str:
    return "".join(sign for sign in name.lower() if sign.isascii() and sign.isalpha()) or "x"


def first_name(rng: Random) -> Made:
    return rng.choice(lines("first_names"))


def surname(rng: Random) -> Made:
    return rng.choice(lines("surnames"))


def full_name(rng: Random) -> Made:
    return f"{first_name(rng)} {surname(rng)}"


def initials_name(rng: Random) -> Made:
    letters = rng.sample("ABCDFGHJKLMNPRSTW", rng.choice((1, 1, 2)))
    return "".join(f"{letter}." for letter in letters) + f" {surname(rng)}"


def colleague(rng: Random) -> Made:
    return rng.choice(lines("colleagues"))


def colleague_first(rng: Random) -> Made:
    return colleague(rng).split()[0]


PRIVATE: Mapping[str, tuple[str, Maker]] = {
    "vol": ("naam", full_name),
    "voor": ("naam", first_name),
    "achter": ("naam", surname),
    "init": ("naam", initials_name),
    "collega": ("naam", colleague),
    "collegavoor": ("naam", colleague_first),
    "adres": ("adres", address),
    "postcode": ("postcode", postcode),
    "postcodenr": ("postcode", postcode_and_house),
    "tel": ("telefoon", phone),
    "mail": ("e-mail", email),
    "iban": ("rekening", iban),
    "bsn": ("bsn", bsn),
    "kenteken": ("kenteken", plate),
    "nr": ("nummer", number),
    "lang": ("nummer", long_number),
    "datum": ("datum", birth),
}


def amount(rng: Random) -> Made:
    euros, cents = rng.randrange(12, 1900), rng.randrange(100)
    return rng.choice(
        (
            f"€ {euros},{cents:02}",
            f"€{euros}",
            f"{euros} euro",
            f"€ {euros},-",
            f"€ {1 + euros % 9}.{euros % 1000:03},{cents:02}",
        )
    )


def town(rng: Random) -> Made:
    return rng.choice(lines("towns"))


def clock(rng: Random) -> Made:
    hour, minute = rng.randrange(7, 20), rng.choice((0, 15, 30, 45))
    return rng.choice((f"{hour}:{minute:02}", f"{hour:02}.{minute:02} uur", f"{hour} uur"))


def day_and_month(rng: Random) -> Made:
    return f"{rng.randrange(1, 29)} {rng.choice(_MONTHS)}"


def street_alone(rng: Random) -> Made:
    return rng.choice([name for name in lines("streets") if name.split()[0][0].isupper() and " " not in name])


def _one_of(choices: Sequence[str]) -> Maker:
    return lambda rng: rng.choice(choices)


PLAIN: Mapping[str, Maker] = {
    "aantal": lambda rng: str(rng.randrange(2, 90)),
    "veel": lambda rng: rng.choice((str(rng.randrange(100, 990)), f"{rng.randrange(2, 90)}.{rng.randrange(100, 999)}")),
    "bedrag": amount,
    "jaar": lambda rng: str(rng.randrange(1958, 2027)),
    "tijd": clock,
    "dag": _one_of(_DAYS),
    "dagmaand": day_and_month,
    "stad": town,
    "straat": street_alone,
    "organisatie": lambda rng: rng.choice(lines("organisations")),
}
