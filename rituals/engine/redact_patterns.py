"""The patterns of `redact`: what private numbers and addresses look like in Dutch texts.

Each is bounded, so that a text is read once whatever stands in it.
"""

import re
from collections.abc import Sequence
from types import MappingProxyType

_BLANK = r"[ \t\u00a0\u202f\u2009\u200b-\u200f\u202a-\u202c\u2060]"
# Also the invisible marks that come along with a number copied from an address book.
_BETWEEN = r"[ \t\u00a0\u202f\u2009\u200b-\u200f\u202a-\u202c\u2060\-\u2010-\u2013./()_*]{0,3}"
_AMOUNT = r"\d{1,12}(?:[.,]\d{1,3}){0,4}"

# Without one of these there is nothing to find.
HINT = re.compile(r"[@\d]")

# Looked for first, so that nothing private is seen in it.
HARMLESS = re.compile(
    # A date, unless the digits go on as those of a telephone number.
    r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d(?![-./]?\d)(?!\s\d{4}(?!\d))"
    r"|(?<!\d)\d{4}-\d\d-\d\d(?!\d)"
    # From and to a time.
    r"|(?<!\d)\d{1,2}[.:]\d\d\s?[-–]\s?\d{1,2}[.:]\d\d(?!\d)"
    rf"|(?:€|EUR)\s?{_AMOUNT}|(?<![\d.,]){_AMOUNT}\s?(?:€|euro\b|EUR\b)"
    # A mention in a chat.
    r"|<[@#!][^>\s]{1,80}>"
)

EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[^\W\d_]{2,24}(?![\w-])")

IBAN_HEAD = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d\d(?=[ \u00a0.-]?[A-Za-z0-9])")
IBAN_BODY = re.compile(r"[A-Za-z]{2}\d\d(?:[ \u00a0.-]?[A-Za-z0-9]){11,30}")
IBAN_DUTCH = re.compile(r"NL\d\d[A-Z]{4}\d{10}")
# Of the countries that a Dutch organisation meets.
IBAN_LENGTHS = MappingProxyType(
    {"NL": 18, "BE": 16, "DE": 22, "FR": 27, "ES": 24, "IT": 27, "PL": 28, "TR": 26, "GB": 22, "IE": 22}
    | {"LU": 20, "AT": 20, "PT": 25, "RO": 24, "BG": 22, "HU": 28, "CZ": 24, "SK": 24, "GR": 27, "SE": 24}
    | {"DK": 18, "NO": 15, "FI": 18, "CH": 21, "HR": 21, "LT": 20, "LV": 21, "EE": 20, "SI": 19, "CY": 28}
    | {"MT": 31, "UA": 29, "TN": 24, "MA": 28}
)

PHONE = re.compile(
    # An underscore before it is italics in a chat.
    r"(?<![^\W_])(?<!\+)(?:"
    rf"(?:\+|00){_BETWEEN}31{_BETWEEN}(?:0{_BETWEEN})?[1-9](?:{_BETWEEN}\d){{8}}"
    rf"|\(?0{_BETWEEN}[1-9](?:{_BETWEEN}\d){{8}}"
    rf"|0[89]00{_BETWEEN}\d{{4}}(?:{_BETWEEN}\d{{3}})?"
    rf"|(?:\+|00)[1-9](?:{_BETWEEN}\d){{7,13}}"
    r")(?!\d)"
)

BSN = re.compile(
    r"(?<![\w.,-])(?:\d{8,9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d\d\2\d{3})(?!\w|[.,-]\d)",
)
BSN_NAMED = re.compile(r"\b(?:bsn|burgerservice|sofi)", re.IGNORECASE)

_HOUSE = (
    r"\d{1,4}(?:(?:[ -]?[A-Ha-h]|[A-Za-z])(?!\w))?"
    r"(?:[-/](?:\d{1,4}|[A-Za-z]{1,3})(?!\w)| (?:hs|huis|bis|I{1,3})(?!\w))?(?![\w%]|[.,:]\d)"
)
_NUMBERED = rf"(?:(?:nr\.?|nummer|huisnummer){_BLANK})?"
# The Dutch post office gives out no SA, SD or SS.
_POSTCODE = rf"[1-9]\d{{3}}(?:{_BLANK}?(?!SA|SD|SS)[A-Z]{{2}}|(?!sa|sd|ss)[a-z]{{2}})(?!\w)"
POSTCODE = re.compile(
    rf"(?<![\w.,-]){_POSTCODE}(?:,|-|{_BLANK}-)?{_BLANK}?{_NUMBERED}(?!(?:19|20)\d\d(?!\d)){_HOUSE}"
    rf"|(?<=postcode ){_POSTCODE}"
    # With a town. Not in the hundreds of years: "2024 WK Voetbal".
    rf"|(?<![\w.,-])(?!19|20){_POSTCODE}(?=,?{_BLANK}[A-Z][a-z])"
)

# Any word with a number; which words are streets is decided by STREET_ENDS.
STREET = re.compile(
    r"(?<![^\W_])(?<!\w['’.-])"
    rf"(?P<before>(?:Burg\.|Burgemeester|Dr\.|Prof\.|Sint|St\.|Oude|Nieuwe|Lange|Korte){_BLANK}|\d{{1,2}}e{_BLANK})?"
    rf"(?:Van{_BLANK}(?:de[rn]?{_BLANK})?|van{_BLANK}de[rn]{_BLANK}(?=[A-Z]))?"
    rf"(?P<opened>(?:Laan|Weg|Plein|Hof|Kade|Singel)(?:{_BLANK}(?:van|der|den|de|het|op|bij)){{1,3}}{_BLANK})?"
    rf"(?P<street>['’]?[^\W\d_](?:[^\W\d_]|['’.-]){{2,40}}){_BLANK}{{1,2}}{_NUMBERED}"
    rf"(?P<house>{_HOUSE})(?:,?{_BLANK}{{1,2}}{_POSTCODE})?(?={_BLANK}?(?P<after>[^\W\d_]{{1,12}}|))"
)
STREET_ENDS = (
    *("straat", "straatje", "str", "str.", "laan", "weg", "plein", "kade", "singel", "gracht", "hof", "dijk"),
    *(
        "pad",
        "steeg",
        "dreef",
        "plantsoen",
        "park",
        "markt",
        "ring",
        "wal",
        "erf",
        "boulevard",
        "brink",
        "zoom",
    ),
)
# These say enough without a capital.
STREET_ENDS_SURE = ("straat", "straatje", "laan", "plein", "singel", "gracht", "steeg", "dreef", "plantsoen")
NO_STREETS = frozenset({"onderweg", "snelweg", "spoorweg", "rijksweg", "milaan", "gerechtshof", "wagenpark"})
COUNTED = frozenset(
    {"keer", "maal", "dag", "dagen", "week", "weken", "uur", "jaar", "procent", "euro", "huurders", "klanten"}
    | {"mensen", "minuten", "minuut", "huizen", "woningen", "bewoners", "maanden", "punten", "meter", "km"}
)
YEAR = re.compile(r"(?:19|20)\d\d")

PLATE = re.compile(
    r"(?<![\w-])(?P<plate>[A-Z\d]{1,3}-[A-Z\d]{1,3}-[A-Z\d]{1,3})(?![\w-])"
    r"|(?i:\bkenteken:?\s(?:is\s)?(?P<named>[a-z\d]{1,3}[- ]?[a-z\d]{1,3}[- ]?[a-z\d]{1,3}))(?![\w-])"
)
# Letters and digits in the order of the Dutch series.
PLATE_SHAPES = frozenset(
    {"LLDDDD", "DDDDLL", "DDLLDD", "LLDDLL", "LLLLDD", "DDLLLL", "DDLLLD", "DLLLDD"}
    | {"LLDDDL", "LDDDLL", "LLLDDL", "LDDLLL", "DLLDDD", "DDDLLD"}
)

NUMBER = re.compile(
    # The first letter is looked at first: it makes reading a long text a quarter faster.
    r"(?i:\b(?=[bcdfhkmoprz])"
    r"(?:klant|order|contract|huurder|huur|relatie|dossier|zaak|factuur|polis|bestel|object|meldings?)"
    r"-?(?:nummer|nr\.?|id))[ \u00a0]?[:=#]?[ \u00a0]?"
    r"(?P<named>[A-Za-z]{0,6}[-./]?\d{2,20}(?:[-./]\d{1,12}){0,4})(?!\w)"
    r"|(?<![^\W\d_])(?P<long>(?:[A-Za-z]{1,5}-?)?(?:\d{1,4}[-/])?(?<!\d,)\d{5,}(?:[-/.]\d{1,12}){0,4})"
)


def masked(text: str, spans: Sequence[tuple[int, int]], sign: str = "\0") -> str:
    """The text, as long as it was, with nothing to be found in the spans, which are in its order."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], sign * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])
