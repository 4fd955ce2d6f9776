"""Where somebody lives, in a plain text: a street with its number, a postcode."""

import re
from collections.abc import Iterator

from rituals.engine.redact_counts import is_counted
from rituals.engine.redact_name_lists import FIRST_NAMES
from rituals.engine.redact_sure import Hit, Sure
from rituals.engine.redact_wordlist import words
from rituals.engine.redact_words import ROLES
from rituals.engine.redact_words import TITLES as FORMS_OF_ADDRESS

_HOUSE = (
    r"\d{1,4}(?:(?: ?-? ?[A-Ha-h]|[A-Za-z])(?!\w))?"
    r"(?:[-/](?:\d{1,4}|[A-Za-z]{1,3})(?!\w)| ?-?(?:hs|huis|bis|I{1,3}|IV|hoog|boven|beneden|rood|zwart)(?!\w)"
    r"(?! (?:de|het|een)\b)"
    r"|-?[1-9]hoog(?!\w)| [1-9]-?hoog(?!\w))?"
    r"(?![\w%]|[.,:]\d)"
)
_NUMBERED = r"(?:(?:nr\.?|no\.?|nummer|huisnummer|huisnr\.?):? {0,2})?"
_YEAR = re.compile(r"(?:19|20)\d\d")

# Postcodes


_PAIR = r"(?!SA|SD|SS|sa|sd|ss)(?:[A-Z]{2}|[a-z]{2}|[A-Z][a-z])(?!\w)"
_POSTCODE = re.compile(
    rf"(?<![\w.,-])(?P<digits>[1-9]\d{{3}})(?P<gap> ?)(?P<pair>{_PAIR})"
    rf"(?P<house>(?:,| -|-)? {{0,2}}{_NUMBERED}(?!(?:19|20)\d\d(?!\d)){_HOUSE})?(?P<town>(?=,? [A-Z][a-z']))?"
)
_POSTCODE_WORD = re.compile(r"(?:postcode|pc)(?: is)?:? ?$", re.IGNORECASE)
# Units and what else stands behind a number in capitals.
_NO_PAIRS = words(
    """
    KM KG PK MB GB TB KW MW WH CM MM ML EU WK EK OS AD NA TV VR ZO MA DI DO CV WW NL PM AM DE HET UUR CE BC
    """
)
_SMALL_WORDS = words(
    """
    op en in is de of om na te je ze we al er nu zo ik nr km kg pk kw mb gb cm mm ml dl et an as el ga ja nee af bv
    ca co da do eh ex ha he hm ho hé jij mw no oh ok pm re tv uw va vd wc zn
    """
)


def postcodes(text: str) -> Iterator[Hit]:
    for match in _POSTCODE.finditer(text):
        end = match.end()
        if match["house"] and is_counted(text, end):
            end = match.end("pair")
        if _is_postcode(text, match, housed=match["house"] is not None and end == match.end()):
            yield match.start(), end, Sure.CERTAIN


def _is_postcode(text: str, match: re.Match[str], *, housed: bool) -> bool:
    if _POSTCODE_WORD.search(text, max(0, match.start() - 14), match.start()):
        return True
    pair = match["pair"]
    if not pair.isupper():
        return housed and pair.upper() not in _NO_PAIRS and (not match["gap"] or pair not in _SMALL_WORDS)
    if pair in _NO_PAIRS:
        return housed and not match["gap"] and not _YEAR.fullmatch(match["digits"])
    return housed or not _YEAR.fullmatch(match["digits"]) or match["town"] is not None


# Streets


_BEHIND_WORD = re.compile(rf"(?<= )(?P<house>{_HOUSE})")
_STREET_WORD = re.compile(
    rf"(?<![\w'.-])(?P<word>'?[^\W\d_](?:[^\W\d_]|['.-](?=[^\W\d_])){{1,45}}\.?),? {{1,2}}{_NUMBERED}$", re.IGNORECASE
)
_LONGEST_WORD = 64
_MORE_HOUSES = re.compile(rf"(?:, ?{_HOUSE}){{0,4}} ?(?:en|t/m|tot en met|tot|&|/|-|, ?en) ?{_HOUSE}")
_ENDS = tuple(
    sorted(
        words(
            """
    straat straatje straatweg str str. strjitte stras laan laantje leane weg wegje plein pleintje kade singel gracht
    hof hofje dijk dyk pad paadje steeg steegje dreef plantsoen park markt ring wal erf boulevard brink zoom kamp
    veld velden akker akkers weide waard bos haven brug oord oever vliet vaart wetering eind einde hoek buurt stede
    donk meent allee baan gang werf gaarde gaard tuin tuinen hage heide passage promenade stee zijde kant schans
    bolwerk bleek tocht terp buorren wei reed laen lân poort es kwartier hoeve horn diep rak gat
    """
        )
    )
)
_SURE_ENDS = (
    "straat",
    "straatje",
    "strjitte",
    "laan",
    "laantje",
    "plein",
    "singel",
    "gracht",
    "steeg",
    "dreef",
    "plantsoen",
)
# These say enough in small letters when "aan de", "op" or so stands before them.
_MIDDLE_ENDS = ("weg", "kade", "dijk", "hof", "hofje", "pad", "straatweg", "erf", "markt")
_NO_STREETS = words(
    """
    onderweg halverwege snelweg spoorweg rijksweg milaan gerechtshof wagenpark fietspad voetpad terugweg heenweg
    omweg autoweg landweg uitweg kerkhof binnenhof dierenpark bungalowpark vakantiepark bedrijvenpark zijstraat
    winkelstraat woonstraat oprijlaan schoolplein speelplein parkeerplein busbaan rijbaan achterkant voorkant
    zijkant buitenkant bovenkant binnenkant onderkant overkant weekeind weekend einde rotonde bezoek onderzoek
    verzoek speelveld sportveld voetbalveld schoolpad achterpad looppad tuinpad supermarkt arbeidsmarkt woningmarkt
    huizenmarkt rommelmarkt kerstmarkt binnentuin voortuin achtertuin daktuin moestuin speeltuin doorgang toegang
    ingang uitgang voortgang afgang overgang opgang zandbak haven weghaal moerdijk kinderdijk heerhugowaard
    alblasserwaard nieuwpoort achterhoek kwartier baan gang hoek bos park es wei reed brug poort oord tocht kant gat
    erf schutting misverstand verband rondweg ringweg rijweg buitengang binnengang zolderopgang portiek eind
    hoogstandje voorzijde achterzijde bovenzijde onderzijde buitenzijde zijde mistgat rookgat keukenhoek beste deze
    niemand woonwijk woonbuurt buurt
    """
)
_OPENERS = words(
    """
    laan weg plein hof kade singel park pad dreef straat wal allee boulevard burgwal huis
    """
)
_PEOPLE = ROLES | FORMS_OF_ADDRESS
_OLD_AND_NEW = frozenset({"oude", "nieuwe", "lange", "korte", "grote", "kleine", "hoge", "lage"})
_ARTICLES = frozenset({"De", "Het", "Den"})
_OPENERS_INSIDE = frozenset({"achter", "onder", "tussen", "buiten"})
_INSIDE = frozenset({"van", "der", "den", "de", "ten", "ter", "te", "'t"})
_PARTICLES = words(
    """
    van de der den het te ten ter des op bij aan in 't
    """
)
_TITLES = words(
    """
    burg. burgemeester dr. dokter prof. professor ds. dominee mr. ir. sint st. pastoor pater zuster koningin koning
    prins prinses graaf generaal admiraal minister president van oude nieuwe lange korte grote kleine
    """
)
# A capital at the beginning of a sentence makes these no part of a street.
_NO_PARTS = words(
    """
    in op aan de het een bij voor vanaf naar mijn onze ons wij ik we tussen adres straat huis hier dit dat die deze
    en of want maar ook dus tegen tegenover naast achter langs omdat sinds al toen als woont woon wonen woonde te
    tot mevrouw meneer dhr. mw. dhr mw familie fam. buren flat groet groeten groetjes ja nee bel graag huurder
    bewoner klant er is was heb heeft had hebben straatnaam woonadres adresgegevens geachte beste hoi hallo vve
    woning complex
    """
)
_PLACES = re.compile(
    r"(?:woon\w{0,3}|wonend|wonen|adres|huis|woning|flat|appartement|verhuis\w{0,3}|verhuizen|verhuizing|gewoond|opgegroeid"
    r"|buren|zit|zitten)(?: ik| wij| we| nu| al| is| sinds \w{1,10}| \w{1,4} jaar){0,2}:?"
    r" (?:naar |op |aan |van |te |nabij )?(?:de |het |'t )?$",
    re.IGNORECASE,
)
_DOOR = re.compile(r"(?:op|aan|in|naar|van|adres:?|langs|bij)(?: de| het)? $", re.IGNORECASE)
_NO_NAMES = words(
    """
    flat blok gebouw portiek unit kamer nummer etage verdieping huisnummer afdeling lijn bus tram toren complex nr
    groep fase type huis woning appartement trap verdiep ingang hal lift box berging bovenwoning maart april
    """
)
_WORD_BEFORE = re.compile(r"(?P<word>\d{1,2}e|'?[^\W\d_](?:[^\W\d_]|['.-](?=[^\W\d_])){0,40}\.?) {1,2}$")
_INITIALS = re.compile(r"(?:[^\W\d_]\.){1,5}")
_LONGEST_STREET = 7


_BOX = re.compile(r"(?<!\w)(?:postbus|antwoordnummer) \d{1,6}(?!\w)", re.IGNORECASE)


def boxes(text: str) -> Iterator[Hit]:
    return ((*match.span(), Sure.CERTAIN) for match in _BOX.finditer(text))


def streets(text: str) -> Iterator[Hit]:
    done = 0
    for match in _BEHIND_WORD.finditer(text):
        start = match.start()
        if start < done or _YEAR.fullmatch(match["house"]) or is_counted(text, match.end()):
            continue
        street = _STREET_WORD.search(text, max(0, start - _LONGEST_WORD), start)
        hit = _street(text, street, match.end()) if street else None
        if hit:
            done = hit[1]
            yield hit


def _street(text: str, street: re.Match[str], end: int) -> Hit | None:
    words = _words_before(text, street.start("word"))
    word, start = street["word"], street.start("word")
    end = _last_house(text, end)
    opened = _opener(text, words, word)
    if opened is not None:
        return opened, end, Sure.CERTAIN
    if _is_street(text, word, start, words):
        return _first_word(text, words, word, start), end, Sure.CERTAIN
    return _place(text, words, start, word, end)


def _last_house(text: str, end: int) -> int:
    """The end of "12 en 14" or "12 t/m 18"."""
    more = _MORE_HOUSES.match(text, end)
    return more.end() if more and not is_counted(text, more.end()) else end


Word = tuple[int, str]


def _words_before(text: str, at: int) -> list[Word]:
    """Up to seven words before, back to the first that is in no street, the nearest first, with where each begins."""
    words: list[Word] = []
    while len(words) < _LONGEST_STREET and (found := _WORD_BEFORE.search(text, max(0, at - 44), at)):
        at, word = found.start(), found["word"]
        if word.endswith(".") and word.casefold() not in _TITLES and not _INITIALS.fullmatch(word):
            break
        words.append((at, word))
        if not (_is_capital(word) or word.casefold() in _PARTICLES | _TITLES):
            break
    return words


def _opener(text: str, words: list[Word], word: str) -> int | None:
    """Where "Laan van Nieuw Oost-Indië" begins, or nothing when this is no such street."""
    if word[:1].islower():
        return None
    for at, (start, before) in enumerate(words):
        small = before.casefold()
        opens = small in _OPENERS or (small in _OPENERS_INSIDE and not _begins_sentence(text, start))
        if opens and before[:1].isupper():
            surname = at + 1 < len(words) and words[at + 1][1] in _INSIDE - {"van"}
            return start if at and words[at - 1][1] in _PARTICLES and not surname else None
        if before[:1].islower() and before not in _PARTICLES:
            return None
    return None


def _begins_sentence(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at].rstrip(" \"'(")
    return not before or before[-1] in ".!?:-"


def _is_street(text: str, word: str, start: int, words: list[Word]) -> bool:
    small = word.casefold()
    if small in _NO_STREETS or small in _NO_NAMES:
        return False
    if word[:1].islower():
        named = _longer(small, _SURE_ENDS) or (
            _longer(small, _MIDDLE_ENDS) and _DOOR.search(text, max(0, start - 12), start)
        )
        return bool(named)
    before = words[0][1] if words and _is_capital(words[0][1]) else ""
    alone = before and before.casefold() not in _NO_PARTS
    return _longer(small, _ENDS) or bool(alone and small in _ENDS) or before.casefold() in _OLD_AND_NEW


def _longer(word: str, ends: tuple[str, ...]) -> bool:
    return any(word.endswith(end) and len(word) >= len(end) + 2 for end in ends)


def _is_capital(word: str) -> bool:
    return word.lstrip("'")[:1].isupper() or word[:1].isdecimal()


def _first_word(text: str, words: list[Word], word: str, start: int) -> int:
    """Where the street begins: "Burgemeester van der Lindenlaan", "Jan van Galenstraat", "1e Dorpsstraat"."""
    pending: list[str] = []
    for place, (at, before) in enumerate(words if word[:1].isupper() else []):
        small = before.casefold()
        if before in _ARTICLES and not pending and not _begins_sentence(text, at):
            return at
        if before[:1].isupper() and small in _NO_PARTS:
            break
        if _is_capital(before) or small in _TITLES - _PARTICLES:
            if pending and not _is_named_after(text, words, place, pending):
                break
            start, pending = at, []
        elif small in _INSIDE:
            pending.append(small)
        else:
            break
    return start


def _is_named_after(text: str, words: list[Word], place: int, pending: list[str]) -> bool:
    """ "Jan van Galenstraat" is a street; "Jansen van de Kerkstraat" and "mevrouw Visser van Kerkweg" live in one."""
    at, word = words[place]
    if pending == ["de", "van"] or (word == "Van" and pending == ["de"] and _begins_sentence(text, at)):
        return False
    if pending != ["van"] or word.casefold() in _TITLES:
        return True
    before = [one for _, one in words[place + 1 : place + 3]]
    if before[:1] == ["van"]:
        return word.casefold() in FIRST_NAMES
    return not before or not (_is_capital(before[0]) or before[0].casefold() in _PEOPLE | _INSIDE)


def _place(text: str, words: list[Word], start: int, word: str, end: int) -> Hit | None:
    """A street that only its sentence tells: "ik woon op Achterom 12"."""
    if not _is_capital(word) or word.casefold() in _NO_NAMES | _NO_STREETS:
        return None
    for at, before in words:
        article = before in _ARTICLES and not _begins_sentence(text, at)
        if not article and (not _is_capital(before) or before.casefold() in _NO_PARTS):
            break
        start = at
    lettered = text[end - 1].isalpha() and _DOOR.search(text, max(0, start - 12), start)
    told = lettered or _PLACES.search(text, max(0, start - 60), start)
    return (start, end, Sure.LIKELY) if told else None
