"""The words around names: what announces one, what can stand in one, and what never is one."""

import re

from rituals.engine.redact_wordlist import words

PARTICLES = words(
    """
    van de der den het te ten ter des du von zu zum zur el al ben bin ibn abu da do dos di la le les af uit op in
    aan ait aït ould oulad 't 's vd v/d v.d.
    """
)
TITLES = words(
    """
    mevrouw mevr mvr mw meneer mijnheer menheer dhr heer heren dames juffrouw mej familie fam mrs mr ms miss mister
    dr drs prof ds mefrou
    """
)
ACADEMIC = words(
    """
    prof drs dr ing ir mr ds
    """
)
ROLES = words(
    """
    buurman buurvrouw buren buur buurjongen buurmeisje bovenbuurman bovenbuurvrouw onderbuurman onderbuurvrouw
    overbuurman overbuurvrouw zoon zoontje dochter dochtertje man vrouw echtgenoot echtgenote partner moeder vader
    ma pa schoonmoeder schoonvader schoonzoon schoondochter broer broertje zus zusje vriend vriendin kleinzoon
    kleindochter neef nicht opa oma tante oom mantelzorger collega monteur medewerker medewerkster huismeester
    wijkbeheerder wijkconsulent consulent consulente woonconsulent woonconsulente buurtbeheerder beheerder opzichter
    schilder loodgieter timmerman elektricien stukadoor vakman aannemer begeleider begeleidster verpleegkundige
    verzorgende verzorgster zuster broeder dokter huisarts arts tandarts dominee pastoor imam fysiotherapeut
    wijkverpleegkundige casemanager jeugdwerker ambtenaar wethouder burgemeester klantmanager uitvoerder
    projectleider stagiair stagiaire receptioniste baliemedewerker baliemedewerkster telefoniste vrijwilliger
    vrijwilligster huurder huurster klant cliënt cliënte patiënt patiënte bewoner bewoonster inwoner dame juf
    meester leidinggevende teamleider schoonmaker schoonmaakster glazenwasser tuinman makelaar bewindvoerder curator
    gezinscoach wijkagent agent dr drs prof ds ex kind baby jongen meisje gezin echtpaar weduwe weduwnaar
    """
)
KIN = words(
    """
    zoon zoontje dochter dochtertje man vrouw echtgenoot echtgenote partner moeder vader broer zus vriend vriendin
    kleinzoon kleindochter neef nicht opa oma tante oom mantelzorger buurman buurvrouw ouders zoons kinderen weduwe
    """
)
CUSTOMERS = words("huurder huurster klant bewoner bewoonster inwoner cliënt cliënte patiënt patiënte")
ARTICLES = words("de een deze die onze elke geen den")
CLOSINGS = words(
    """
    groet groeten groetjes gr grt grtz groetjes, mvg hoogachtend liefs groetend hartelijks ondergetekende
    """
)
LABELS = (
    *(
        ("naam", "is"),
        ("heet",),
        ("heet", "ik"),
        ("heette",),
        ("genaamd",),
        ("spreekt", "met"),
        ("spreekt", "u", "met"),
    ),
    *(("ene",), ("een", "zekere")),
    *(
        ("t.a.v.",),
        ("ter", "attentie", "van"),
        ("op", "naam", "van"),
        ("tnv",),
        ("t.n.v.",),
        ("ondertekend", "door"),
        ("bijgenaamd",),
    ),
    *(("was", "getekend"), ("vraag", "naar"), ("vraag", "maar", "naar"), ("vragen", "naar"), ("luistert", "naar")),
    *(("naam", "was"), ("meisjesnaam", "is"), ("achternaam", "is"), ("voornaam", "is")),
)
NO_INITIALS = frozenset(
    {
        "n.v.",
        "b.v.",
        "v.o.f.",
        "v.v.e.",
        "o.a.",
        "d.w.z.",
        "i.v.m.",
        "m.b.t.",
        "t.a.v.",
        "t.n.v.",
        "e.d.",
        "a.s.",
        "n.a.v.",
    }
)
LOOSE_INITIALS = words(
    """
    plan optie type blok flat gebouw ingang klasse label vitamine groep deel fase ruimte portiek hal energielabel
    mevrouw meneer familie
    """
)
TOWNS = words(
    """
    amsterdam rotterdam utrecht den-haag eindhoven groningen tilburg almere breda nijmegen apeldoorn arnhem haarlem
    enschede zwolle deventer leiden zaandam leeuwarden maastricht delft dordrecht amersfoort hengelo almelo assen
    emmen sneek gouda zeist helmond
    """
)
ORDINARY = TOWNS | words(
    """
    aan ach balie planning receptie loket kantoor overkant alle allemaal alleen alles als altijd bedankt ben bij
    beste blij compliment complimenten daar daarna daarom dag dan dank dankjewel dat de deze die dit doe door dus
    echt een eerst eerlijk eindelijk elke en er erg even fijn fantastisch ga gaan geen gelukkig gewoon gisteren goed
    goede graag groet groeten had hallo heb hebben heeft heel heerlijk helaas helemaal het hier hij hoe hoi hulde
    hun iedereen ik in inmiddels is ja jammer je jij jullie kan klasse knap kon kunnen langs laat lekker lief maar
    maak meer men met mijn misschien moest mooi morgen na naar nee netjes niemand niet niets nog nooit nou nu of om
    omdat onder ons onze ook op over overal pas perfect petje prima probeer procent respect sinds snel soms steeds
    straks super tegen terwijl te toen toch toevallig tot top u uit uw van vandaag veel vervolgens vind vol volgende
    voor vooral vorige vriendelijk waar waarom want was wat we weer wel welke wie wij wil worden wordt zal ze zeer
    zij zijn zo zodra zonder zou zoals al iemand samen gelijk ineens maandag dinsdag woensdag donderdag vrijdag
    zaterdag zondag januari februari maart april mei juni juli augustus september oktober november december kerst
    pasen pinksteren sinterklaas ramadan suikerfeest mevrouw mevr meneer dhr mw fam familie heer dames heren
    mijnheer huurder huurders klant klanten bewoner bewoners bewonerscommissie buren team vereniging stichting
    woonstichting woningbouw woningbouwvereniging woningcorporatie corporatie gemeente wijkteam zorg thuiszorg
    wonen afdeling administratie klantenservice service onderhoud nederland nederlands nederlandse nederlander turks
    turkse marokkaans marokkaanse surinaams pools poolse engels engelse duits duitse belgisch arabisch oekraïens
    oekraïense fries friese europa duitsland belgië turkije marokko suriname polen syrië oekraïne eritrea somalië
    whatsapp facebook google teams app digid wmo woz bsn vve cv ww aow uwv ggd ggz kpn ziggo ikea gamma action
    albert-heijn jumbo lidl hema noord zuid oost west centrum thuis huis flat
    straat god allah vader moeder opa oma papa mama
    """
)
ALSO_SURNAMES = words(
    """
    goed goede beste mooi lekker knap fijn snel lief blij vol groet heer straat huis balie noord oost zuid west zondag
    maandag vrijdag zaterdag januari maart mei augustus kerst pasen
    """
)
"""Of the ordinary words those that families are called too."""

GREETINGS = words("hallo hoi dag goedemorgen goedemiddag goedenavond goedendag hi")
SERVICES = words(
    """
    balie planning receptie loket kantoor thuiszorg zorg wijkverpleging verpleging gemeente wijkteam afdeling
    administratie klantenservice service onderhoud technische
    """
)
"""Behind "van de" they say that the word before is somebody: "Iris van de balie"."""
VERBS = words(
    """
    is was heeft had wil wilde wou kan kon moet moest mag mocht zal zou wordt werd gaat ging komt kwam doet deed zegt
    zei zit woont wacht krijgt kreeg vindt vond vraagt vroeg belt belde meldt meldde geeft gaf blijft bleef
    """
)
NAMED_AFTER = words(
    """
    sint st st. koning koningin prins prinses burgemeester stichting café restaurant basisschool school storm hotel
    molen villa huize
    """
)

# They have a first name in them and are nobody's.
NO_PERSONS = re.compile(
    r"\b(?:albert heijn|jan en alleman|jan modaal|jan met de pet|jan splinter|lange jan|van gogh|anne frank"
    r"|sint nicolaas|(?<!van )(?-i:Den) (?:haag|bosch|helder|dolder)"
    r"|willem de zwijger|jan klaassen|jip en janneke|vrouw holle|florence nightingale)\b",
    re.IGNORECASE,
)
_BUILDINGS = tuple(
    sorted(
        words(
            """
    straat laan weg plein kade singel gracht hof dijk pad park markt school kerk huis flat toren hoeve college
    centrum ziekenhuis brug buurt wijk plantsoen dreef steeg gebouw zaal stichting kwartier
    """
        )
    )
)


def ends_like_a_building(word: str) -> bool:
    """Whether this is no surname: "Jan Steenstraat", "Anne Frankschool"."""
    return len(word) > 6 and word.endswith(_BUILDINGS) and not word.startswith("van")
