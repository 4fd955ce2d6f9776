"""Numbers in a plain text that point at somebody: behind their word, in the form of a number plate, or just long."""

import re
from collections.abc import Iterator

from rituals.engine import redact_checks as checks
from rituals.engine import redact_patterns as patterns
from rituals.engine.redact_counts import is_counted
from rituals.engine.redact_sure import Hit, Sure
from rituals.engine.redact_wordlist import words

# Born on


_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = (
    r"(?:jan(?:uari)?|feb(?:ruari)?|mrt|maart|apr(?:il)?|mei|juni?|juli?|aug(?:ustus)?|sept?(?:ember)?|okt(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)(?!\w)"
)
_DATE = (
    rf"(?:{_DAY} ?[-/. ] ?(?:0?[1-9]|1[0-2]) ?[-/. ] ?(?:(?:19|20)\d\d|'?\d\d)(?!\d)"
    rf"|(?:19|20)\d\d-\d\d-\d\d(?!\d)"
    rf"|{_DAY}(?:e|ste)?[ -]{{0,2}}{_MONTH}\.?(?:[ -](?:(?:19|20)\d\d|'?\d\d)(?!\d))?)"
)
_FULL_DATE = (
    rf"(?:{_DAY} ?[-/. ] ?(?:0?[1-9]|1[0-2]) ?[-/. ] ?|{_DAY}(?:e|ste)?[ -]{{0,2}}{_MONTH}\.?[ -])(?:19|20)\d\d(?!\d)"
)
_BIRTH = re.compile(
    rf"(?<!\w)(?:geboren|geboortedatum|geboortedag|geb\.? ?dat(?:um)?\.?|geb\.?|gebdatum)(?!\w)"
    rf"[^\d\n.!?]{{0,40}}(?P<date>{_DATE})"
    rf"|(?<![\w.,/-])(?P<before>{_DATE})(?=,? (?:ben ik |is (?:hij|ze|zij|mijn \w{{1,14}}) |werd \w{{1,14}} )?geboren)"
    rf"|(?<!\w)(?:jarig|verjaardag)(?!\w)[^\d\n.!?]{{0,20}}(?P<birthday>{_FULL_DATE})"
    # "Mevrouw De Vries (4-7-1941)": so long ago only a person begins.
    rf"|\( ?(?P<bracketed>{_FULL_DATE}(?<=19\d\d)) ?\)",
    re.IGNORECASE,
)


def births(text: str) -> Iterator[Hit]:
    for match in _BIRTH.finditer(text):
        yield *match.span(match.lastgroup or 0), Sure.CERTAIN


# With check digits or a fixed form


_SPACED_IBAN = re.compile(r"(?<!\w)NL[ .-]{1,2}\d\d[ .-]?[A-Z]{4}(?:[ .-]?\d){10}(?!\w)", re.IGNORECASE)
_ACCOUNT = re.compile(
    r"(?<!\w)(?:bank)?(?:rekening|giro|rek\.?)(?:rekening)?(?:[ -]?(?:nummer|nr\.?))?(?: is| was|:| ){0,2} ?"
    r"(?P<account>\d(?:[ .]?\d){6,9})(?![ .]?\d)",
    re.IGNORECASE,
)


def accounts(text: str) -> Iterator[Hit]:
    found = [(*span, Sure.CERTAIN) for span in checks.ibans(text)]
    found += [(*match.span(), Sure.CERTAIN) for match in _SPACED_IBAN.finditer(text)]
    return _and_others(text, found, _ACCOUNT, "account")


def _and_others(text: str, found: list[Hit], pattern: re.Pattern[str], group: str | int = 0) -> Iterator[Hit]:
    """What was found, and what the pattern finds in the rest."""
    rest = patterns.masked(text, [(start, end) for start, end, _ in sorted(found)])
    return iter([*found, *((*match.span(group), Sure.LIKELY) for match in pattern.finditer(rest))])


_SPELLED_EMAIL = re.compile(
    r"(?<![\w.+-])[\w.+-]{1,64} ?(?:[\[(] ?(?:at|@|apenstaartje) ?[\])]|@| apenstaartje ) ?[\w-]{1,63}"
    r"(?: ?(?:\.| punt |[\[(](?:punt|dot)[\])]) ?[\w-]{1,63}){0,3}?"
    r" ?(?:\.| punt | dot |[\[(] ?(?:punt|dot) ?[\])]) ?(?:nl|com|net|org|eu|be|de|fr|frl|info|online)(?!\w)"
    r"|(?<![\w.+-])[\w.+-]{1,64} at [\w-]{2,63} (?:punt|dot) (?:nl|com|net|org|eu|be|de)(?!\w)"
    # With an error of typing: "jan@gmail", "jan@gmail,com", "jan@@gmail..com".
    r"|(?<![\w.+-])[\w.+-]{2,64}@{1,2}(?=[^\W\d_])[\w-]{3,63}"
    r"(?:\.{1,2}[\w-]{2,24}|,(?:nl|com|net|org|eu|be)(?!\w)){0,3}",
    re.IGNORECASE,
)


def emails(text: str) -> Iterator[Hit]:
    return _and_others(text, [(*span, Sure.CERTAIN) for span in checks.emails(text)], _SPELLED_EMAIL)


_BETWEEN = r"[ \-./()]{0,3}"
_SPACED_FOREIGN = re.compile(rf"(?<![\w.,+-])(?:00 [1-9](?:{_BETWEEN}\d){{7,13}}|316\d{{8}})(?!\w)")
_NAMED_PHONE = re.compile(
    r"(?<!\w)(?:tel(?:efoon)?(?:[ -]?(?:nummer|nr))?|mobiel(?:e nummer|nummer)?|gsm|whatsapp|06[ -]?nummer)\.?"
    rf"(?: is| was|:| ){{0,2}} ?(?P<phone>\d(?:{_BETWEEN}\d){{6,10}})(?!\d)",
    re.IGNORECASE,
)


def phones(text: str) -> Iterator[Hit]:
    found = [(*span, Sure.CERTAIN) for span in checks.phones(text)]
    found += [(*match.span(), Sure.CERTAIN) for match in _SPACED_FOREIGN.finditer(text)]
    return _and_others(text, found, _NAMED_PHONE, "phone")


def bsns(text: str) -> Iterator[Hit]:
    for start, end in checks.bsns(text):
        named = patterns.BSN_NAMED.search(text, max(0, start - 30), start)
        yield start, end, Sure.CERTAIN if named else Sure.LIKELY


# Behind their word


_CODE = (
    r"(?P<code>(?:[A-Za-z]{1,6}[-./]?)?\d{1,20}(?:[-./]?[A-Za-z\d]{1,14}(?![a-z])){0,5}(?: \d{3,6}(?!\d)){0,3})(?!\w)"
)
_NUMBER_WORD = re.compile(
    r"(?<!\w)(?:(?:klant|order|bestel|contract|huur|huurders?|relatie|dossier|zaak|factuur|polis|object|meldings?|ticket"
    r"|cli[eë]nt(?:en)?|pati[eë]nt(?:en)?|inschrijf|inschrijvings?|registratie|offerte|aanvraag|debiteur(?:en)?|lid|leden"
    r"|lidmaatschaps?|pas|werkbon|bon|werkorder|opdracht|reparatie|klacht(?:en)?|storings?|case|verzoek|beschikkings?"
    r"|casus|pakket|incasso|betalings?|meld|bezwaar|afspraak|reserverings?|boekings?|cli[eë]nten|referentie|volg|zorg"
    r"|verzekerings?|verzekerden|burger|dienst|account|briefs?)[ -]?(?:nummer|nr\.?|no\.?|code|id|kenmerk)"
    r"|(?:referentie|kenmerk|werkbon|ticket)(?!\w))"
    rf"(?: van mij(?:n \w{{1,14}})?)?(?: is| was| luidt|:| nummer){{0,2}} ?[:=#(]? ?{_CODE}",
    re.IGNORECASE,
)
_THING = re.compile(
    r"(?<!\w)(?:order|bestelling|dossier|zaak|melding|factuur|contract|ticket|polis|offerte|klacht|casus|aanvraag|verzoek"
    r"|klant|huurder|bewoner|cli[eë]nt|nummer|nummertje|nr\.?|reparatieverzoek|reparatie|afspraak|storing|opdracht|bezwaar"
    r"|inschrijving|reactie|brief|nota|bon)"
    rf"(?: (?:met |onder )?(?:het )?(?:nummer|nr\.?|no\.?|kenmerk))?(?: is|:)? ?[:#(]? ?{_CODE}",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}[-/.]\d{1,2}")


_METER = re.compile(
    r"(?<!\w)ean(?:[ -]?(?:code|nummer|nr\.?)){0,2}(?: is|:){0,2} ?(?P<code>\d(?: ?\d){11,17})(?!\w)", re.IGNORECASE
)


def numbered(text: str) -> Iterator[Hit]:
    """ "klantnummer 4711", "ons kenmerk: Z/24/123"; the word alone says that it is one."""
    found: list[Hit] = []
    for match in _NUMBER_WORD.finditer(text):
        if _digits(match["code"]) >= 2 and not is_counted(text, match.end()):
            found.append((*match.span("code"), Sure.CERTAIN))
    return _and_others(text, found, _METER, "code")


def things(text: str) -> Iterator[Hit]:
    """ "dossier 4711"; a year or a small number behind such a word is a year or an amount."""
    for match in _THING.finditer(text):
        code = match["code"]
        enough = _digits(code) >= (3 if code[0].isalpha() else 4)
        if enough and not _YEAR.fullmatch(code) and not is_counted(text, match.end()):
            yield *match.span("code"), Sure.LIKELY


def _digits(code: str) -> int:
    return sum(sign.isdecimal() for sign in code)


# Number plates


_PLATE = re.compile(r"(?<![\w-])(?:[A-Za-z\d]{1,3}-[A-Za-z\d]{1,3}-[A-Za-z\d]{1,3}|[A-Z\d]{6})(?![\w-])")
_PLATE_WORD = re.compile(
    r"(?<!\w)(?:(?P<sure>kenteken|nummerplaat|nummerbord|plaatnummer)|auto|busje|bestelbus|wagen|scooter|brommer|aanhanger|caravan)(?!\w)",
    re.IGNORECASE,
)
_SHORT_RUN = re.compile(r"(?<![\w])[A-Za-z\d]{1,6}(?!\w)")
_PLATE_WINDOW = 40
# As the first two are written without hyphens, so are order numbers and postcodes.
_COMMON_SHAPES = frozenset({"LLDDDD", "DDDDLL"})
_LIKE_WORDS = frozenset({"LLLLDD", "DDLLLL"})
_NO_PLATES = words(
    """
    jan feb mrt apr mei jun jul aug sep okt nov dec van tot met uur dag per op in en of uit aan de om te is nu bij x
    """
)


def plates(text: str) -> Iterator[Hit]:
    found = [(*match.span(), Sure.CERTAIN) for match in _PLATE.finditer(text) if _is_plate(match[0])]
    rest = patterns.masked(text, [(start, end) for start, end, _ in found])
    for word in _PLATE_WORD.finditer(rest):
        hit = _plate_after(rest, word.end(), sure=word["sure"] is not None)
        if hit and (not found or hit[0] >= found[-1][1] or hit not in found):
            found.append(hit)
    return iter(found)


def _is_plate(sign: str) -> bool:
    parts = sign.split("-")
    shape = _shape("".join(parts))
    if shape not in patterns.PLATE_SHAPES or not (sign.isupper() or sign.islower()):
        return False
    if len(parts) == 3:
        return not _NO_PLATES.intersection(parts) and all(len(set(_shape(part))) == 1 for part in parts)
    return shape not in _COMMON_SHAPES and not (shape in _LIKE_WORDS and set("AEIOU").intersection(sign))


def _plate_after(text: str, start: int, *, sure: bool) -> Hit | None:
    """One to three pieces that make a plate together, with a space or hyphen between: "12 abc 3"."""
    runs = list(_SHORT_RUN.finditer(text, start, min(len(text), start + _PLATE_WINDOW)))
    for first in range(len(runs)):
        for count in (1, 2, 3):
            pieces = runs[first : first + count]
            whole = text[pieces[0].start() : pieces[-1].end()]
            if len(pieces) == count and _is_written_plate(whole, sure=sure):
                return pieces[0].start(), pieces[-1].end(), Sure.LIKELY
    return None


def _is_written_plate(whole: str, *, sure: bool) -> bool:
    together = whole.replace(" ", "").replace("-", "")
    alike = together.isupper() or (sure and together.islower())
    return len(whole) <= 8 and alike and _shape(together) in patterns.PLATE_SHAPES


def _shape(signs: str) -> str:
    return "".join("D" if sign.isdecimal() else "L" if sign.isalpha() else "?" for sign in signs)


# Long


_LONG = re.compile(
    r"(?<![\w.,/-])(?:[A-Za-z]{1,5}[-/]?)?(?:\d{1,4}[-/.])?(?<!\d[,.])\d{5,2000}(?:[-/.]\d{1,12}){0,4}(?![^\W_])"
    r"|(?<![\w.,/-])[A-Z]{1,5}[-/]?(?:19|20)\d\d[-/.]\d{2,12}(?:[-/.]\d{1,12}){0,3}(?!\w)"
    r"|(?<![\w.,/-])\d{3,12}-\d{2,12}-\d{2,12}(?!\w)"
    r"|\d{13,2000}"
)
_ROUND = re.compile(r"\d{2,6}000")


def long_ones(text: str) -> Iterator[Hit]:
    for match in _LONG.finditer(text):
        if not _ROUND.fullmatch(match[0]) and not is_counted(text, match.end()):
            yield *match.span(), Sure.LIKELY
