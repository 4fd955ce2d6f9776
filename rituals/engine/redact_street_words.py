"""The words in and around streets: what one ends with, what can stand in one, and what never is one."""

from rituals.engine.redact_name_lists import FIRST_NAMES
from rituals.engine.redact_wordlist import words
from rituals.engine.redact_words import ROLES
from rituals.engine.redact_words import TITLES as FORMS_OF_ADDRESS

ENDS = tuple(
    sorted(
        words(
            """
    straat straatje straatweg str str. strjitte stras laan laantje leane weg wegje plein pleintje kade singel gracht
    hof hofje dijk dyk pad paadje steeg steegje dreef plantsoen park markt ring wal erf boulevard brink zoom kamp
    veld velden akker akkers weide waard bos haven brug oord oever vliet vaart wetering eind einde hoek buurt stede
    donk meent allee baan gang werf gaarde gaard tuin tuinen hage heide passage promenade stee zijde kant schans
    bolwerk bleek tocht terp buorren wei reed laen lân poort es kwartier hoeve horn diep rak gat ln ln. pln pln.
    """
        )
    )
)
SURE_ENDS = (
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
MIDDLE_ENDS = ("weg", "kade", "dijk", "hof", "hofje", "pad", "straatweg", "erf", "markt")
NO_STREETS = words(
    """
    onderweg snelweg spoorweg rijksweg milaan gerechtshof wagenpark fietspad voetpad terugweg heenweg omweg autoweg
    landweg uitweg kerkhof binnenhof dierenpark bungalowpark vakantiepark bedrijvenpark zijstraat winkelstraat
    woonstraat oprijlaan schoolplein speelplein parkeerplein busbaan rijbaan achterkant voorkant zijkant buitenkant
    bovenkant binnenkant onderkant overkant weekeind einde speelveld sportveld voetbalveld schoolpad achterpad
    looppad tuinpad supermarkt arbeidsmarkt woningmarkt huizenmarkt rommelmarkt kerstmarkt binnentuin voortuin
    achtertuin daktuin moestuin speeltuin doorgang toegang ingang uitgang voortgang afgang overgang opgang haven
    moerdijk kinderdijk heerhugowaard alblasserwaard nieuwpoort achterhoek kwartier baan gang hoek bos park es wei
    reed brug poort oord tocht kant gat erf rondweg ringweg rijweg buitengang binnengang zolderopgang eind voorzijde
    achterzijde bovenzijde onderzijde buitenzijde zijde keukenhoek woonbuurt buurt
    """
)
OPENERS = words(
    """
    laan weg plein hof kade singel park pad dreef straat wal allee boulevard burgwal huis
    """
)
OPENERS_INSIDE = frozenset({"achter", "onder", "tussen", "buiten"})
PEOPLE = ROLES | FORMS_OF_ADDRESS
OLD_AND_NEW = frozenset({"oude", "nieuwe", "lange", "korte", "grote", "kleine", "hoge", "lage"})
ARTICLES = frozenset({"De", "Het", "Den"})
INSIDE = frozenset({"van", "der", "den", "de", "ten", "ter", "te", "'t"})
PARTICLES = words(
    """
    van de der den het te ten ter des op bij aan in 't
    """
)
TITLES = words(
    """
    burg. burgemeester dr. dokter prof. professor ds. dominee mr. ir. sint st. pastoor pater zuster koningin koning
    prins prinses graaf generaal admiraal minister president van oude nieuwe lange korte grote kleine
    """
)
# Any word has a capital at the beginning of a sentence: "Lekkage Poststraat 12".
FIRST_OF_STREET = FIRST_NAMES | TITLES | OLD_AND_NEW | {"van", "1e", "2e", "3e", "4e", "5e"}
# A capital at the beginning of a sentence makes these no part of a street.
NO_PARTS = words(
    """
    in op aan de het een bij voor vanaf naar mijn onze ons wij ik we tussen adres straat huis hier dit dat die deze
    en of want maar ook dus tegen tegenover naast achter langs omdat sinds al toen als woont woon wonen woonde te
    tot mevrouw meneer dhr. mw. dhr mw familie fam. buren flat groet groeten groetjes ja nee bel graag huurder
    bewoner klant er is was heb heeft had hebben straatnaam woonadres adresgegevens geachte beste hoi hallo vve
    woning complex
    """
)
NO_NAMES = words(
    """
    flat blok gebouw portiek unit kamer nummer etage verdieping huisnummer afdeling lijn bus tram toren complex nr
    groep fase type huis woning appartement trap verdiep ingang hal lift box berging bovenwoning maart april
    """
)
