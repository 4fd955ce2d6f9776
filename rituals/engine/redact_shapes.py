"""What the end of a word tells: a family's name, an organisation, a firm called after its owner.

A list of names never ends; how Frisian, Polish, Turkish and Surinamese families are called does.
"""

from rituals.engine.redact_name_lists import SURNAMES
from rituals.engine.redact_wordlist import words

_FAMILY_ENDS = tuple(
    sorted(
        words(
            """
            stra stma rsma lsma gsma jsma tsma ksma tema inga enga
            owski owska ewski ewska iński ińska inski inska ński ńska ański ańska czyk czak wicz
            oğlu oglu demir türk kaya kurt doğan dogan arslan
            charan persad pershad persaud nandan bhagwan narain bhajan
            """
        )
    )
)
_SHORTEST_STEM = 2
# In the list of surnames, and a word as often: "Groene Hof", "Hotel Prins".
_ALSO_NOUNS = words(
    """
    beek berg boer boom bos bosch brink broek bruin dijk graaf groot haan heuvel hoek hof horst jong kaya kok koster
    koç kurt lange leeuw linden maas meer mol prins ruiter veen velde ven vink vos wal wit bakker brouwer schipper
    """
)
LANDSCAPE = words(
    """
    beek berg boom bos bosch brink broek dijk heuvel hoek hof horst linden maas meer veen velde ven wal
    """
)
"""Of the surnames those that a place is called after as often: "Zwembad de Meer"."""
_ORGANISATION_ENDS = ("zorg", "wonen", "energie", "stroom", "groep", "dienst", "diensten", "bank", "corporatie")
# What villages end in, and so what families "van ..." end in.
_VILLAGE_ENDS = (
    *("huizen", "voorde", "voort", "hout", "veld", "velde", "dam", "berg", "bergen", "burg", "dijk", "donk", "hoven"),
    *("horst", "kerk", "steen", "stein", "rode", "wijk", "zand", "oord", "laar", "beek", "meer", "mond", "sluis"),
    *("eren", "ingen", "egem", "um", "loo", "ven", "veen", "vliet", "schoten", "dorp", "drecht", "stad", "bosch"),
    *("eijk", "eyk", "weert", "waard", "poel", "huis", "brink", "akker", "land", "hage", "heijden", "heide", "putten"),
)
# "De mevrouw van Eneco": a name has no article, other than in "de heer van Essen" and "de familie van Essen".
WITHOUT_ARTICLE = frozenset({"mevrouw", "meneer", "mijnheer", "menheer"})
_FIRM_ENDS = (
    *("bedrijf", "bureau", "firma", "garage", "kantoor", "winkel", "handel", "service", "techniek", "bouw", "zaak"),
    *("salon", "praktijk", "stichting", "school", "kerij", "gerij", "terij", "derij", "familie", "apotheek", "café"),
)


def looks_like_a_surname(small: str) -> bool:
    """Whether this can hardly be another word: "Hoekstra", "Karaoğlu", "Jansen"."""
    listed = small in SURNAMES and small not in _ALSO_NOUNS
    return listed or any(_longer(one, _FAMILY_ENDS) for one in small.split("-"))


def may_be_a_family(small: str) -> bool:
    """Whether families are called "van" this: "van Dijk", "van Nieuwenhuizen", but hardly "van Eneco"."""
    return small in SURNAMES or small.endswith(_VILLAGE_ENDS) or looks_like_a_surname(small)


def ends_like_an_organisation(small: str) -> bool:
    """Whether this is somewhere to work: "Buurtzorg"."""
    return _longer(small, _ORGANISATION_ENDS)


def ends_like_a_firm(small: str) -> bool:
    """Whether the name behind this word is that of a firm: "Schildersbedrijf Postma"."""
    return small.endswith(_FIRM_ENDS)


def _longer(small: str, ends: tuple[str, ...]) -> bool:
    return small[_SHORTEST_STEM:].endswith(ends)
