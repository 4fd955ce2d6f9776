"""Names that are also words, names as they are really spelled, and what only looks like one."""

import pytest

from rituals.engine.redact import shorten_names
from rituals.engine.redaction import redact


def hidden(text: str, keep: tuple[str, ...] = ()) -> str:
    return redact(text, keep=keep).text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Jan Goed belde ons op", "[naam] belde ons op"),
        ("Henk Mooi en Truus Mooi danken jullie", "[naam] en [naam] danken jullie"),
        ("Marie Zondag is tevreden, zegt Anna Lekker.", "[naam] is tevreden, zegt [naam]."),
        ("mevrouw Mooi belde", "mevrouw [naam] belde"),
        ("Roos Visser belde", "[naam] belde"),
        ("Gisteren stond Roos Visser voor de deur", "Gisteren stond [naam] voor de deur"),
        ("Wij willen Roos van de thuiszorg houden", "Wij willen [naam] van de thuiszorg houden"),
        ("Storm Dekker maakte de lift", "[naam] maakte de lift"),
        ("mevrouw van Leiden en Jan van Utrecht", "mevrouw [naam] en [naam]"),
        ("Iris van de balie hielp, Bo van de thuiszorg ook", "[naam] van de balie hielp, [naam] van de thuiszorg ook"),
        ("Wil de Boer wacht al weken", "[naam] wacht al weken"),
    ],
)
def test_a_name_that_is_also_a_word_is_taken_out_whole(text: str, expected: str) -> None:
    assert hidden(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Roos in de tuin, rozen op de stoep",
        "Mevrouw uit Leiden, een huurder van Utrecht, de wethouder van Delft, meneer van KPN",
        "Bas van de buren dreunt. Roos van het jaar. Storm van de week",
        "De Roos is een fijn huis, en De Iris ook",
        "Wil graag een andere woning. Wil Vivare eindelijk luisteren? Wil de Gemeente iets doen?",
        "Storm Eunice heeft het dak meegenomen, in Mei",
        "Ben Vivare dankbaar. Goed geholpen. Goed Wonen heeft geholpen",
        "Max drie minuten in de wacht. Mark en euro",
        "De Groene Hof en het Groene Hart. Stichting Wonen. Wijkteam Noord",
        "Lieve Mensen, Zeer Goed Gedaan Allemaal",
        "De wethouder Wonen belooft veel",
    ],
)
def test_a_word_that_is_also_a_name_stays(text: str) -> None:
    assert hidden(text) == text


def test_praise_behind_a_first_name_stays() -> None:
    assert hidden("Dank Jan Goed gedaan") == "Dank [naam] Goed gedaan"
    assert hidden("Sanne Goed Gedaan") == "[naam] Goed Gedaan"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sjoukje Hoekstra en Hylke Bouma danken jullie", "[naam] en [naam] danken jullie"),
        ("Rakesh Ramcharan kreeg een rekening", "[naam] kreeg een rekening"),
        ("Şükran Bozkurt wacht, Sevda Karaoğlu ook", "[naam] wacht, [naam] ook"),
        ("Zdzisława Wasilewska wacht op hulp", "[naam] wacht op hulp"),
        ("J Jansen en H de Vries klagen", "[naam] en [naam] klagen"),
        ("Naïma ait Taleb wacht", "[naam] wacht"),
        ("Mevr. C. v/d Berg en dhr. Jansen - de Wit", "Mevr. [naam] en dhr. [naam]"),
        ("mevr van der ploeg had geen hulp", "mevr [naam] had geen hulp"),
        ("Dhr. Wybren Tjeerdsma uit Dokkum, mevrouw Uit den Bogaard", "Dhr. [naam] uit Dokkum, mevrouw [naam]"),
        ("DHR. JANSEN WACHT AL WEKEN", "DHR. [naam] WACHT AL WEKEN"),
        ("MW. JANSEN-VAN DIJK WIL TERUGGEBELD WORDEN", "MW. [naam] WIL TERUGGEBELD WORDEN"),
        ("Er is 5 MW. Zonnepark en 3 MW Windmolen", "Er is 5 MW. Zonnepark en 3 MW Windmolen"),
        ("MEVROUW VAN 'T HOF EN DHR. SMIT-DE JONG WACHTEN", "MEVROUW [naam] EN DHR. [naam] WACHTEN"),
        ("Volgens Iris de Vries klopt het", "Volgens [naam] klopt het"),
        ("In het Buurthuis Ahmed en Fatima gezien", "In het Buurthuis [naam] en [naam] gezien"),
        ("omdat Vivare Mark stuurde, in het Buurthuis Anna", "omdat Vivare [naam] stuurde, in het Buurthuis [naam]"),
        ("MEVROUW FATMA EL AMRANI IS BOOS", "MEVROUW [naam] IS BOOS"),
        ("Ik sprak ene Mevludin, en een zekere Ruud", "Ik sprak ene [naam], en een zekere [naam]"),
        ("Hallo, met Oosterhuis, ik bel over de kachel", "Hallo, met [naam], ik bel over de kachel"),
        ("mvg j. jansen", "mvg [naam]"),
        ("Dat was het.\nkees", "Dat was het.\n[naam]"),
        ("Mefrou Dijkstra wie bliid", "Mefrou [naam] wie bliid"),
        ("Ik sprak Sterre de Vos, en mevrouw Jansen/de Wit", "Ik sprak [naam], en mevrouw [naam]"),
        ("mevr bouzambou heeft geen lift", "mevr [naam] heeft geen lift"),
        ("Niemand helpt. dhr loenhout wacht al weken", "Niemand helpt. dhr [naam] wacht al weken"),
    ],
)
def test_a_name_is_found_as_people_really_write_it(text: str, expected: str) -> None:
    assert hidden(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Garage Hoekstra en Schildersbedrijf Postma hielpen",
        "Aannemer Hoekstra BV en Jan Jansen B.V. maakten het dak",
        "De Witte Roos is fijn, en de Gouden Iris ook",
        "Wooncentrum Johanna, Verpleeghuis Maria en Thuiszorg Fatima",
        "Storm Corrie heeft het dak meegenomen",
        "Café de Vos, Hotel de Leeuw",
        "Buurthuis de Wit, Zwembad de Meer, Bibliotheek de Boom",
        "Mevr van buurtzorg heeft gebeld. Dhr van de balie was boos",
        "mevr thuis is, dhr zelf heeft, mw was boos, omdat mevr ziek was",
        "Mevr hiernaast heeft de sleutel. Dhr boven is doof. Mevr belde en heeft gewacht",
        "Opel Astra op de stoep. Nationaal Programma loopt",
        "Blok B Jansen, plan A Jansen",
        "de ene Turkse buurman en de andere, het ene Formulier",
        "Bedankt voor alles.\nroos",
        "de mevrouw van den overkant",
    ],
)
def test_what_is_built_like_a_name_and_is_none_stays(text: str) -> None:
    assert hidden(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mevrouw van Buurtzorg kwam, een heer van Woonzorg ook", None),
        ("De mevrouw van Eneco, de meneer van Vattenfall", None),
        ("Piet van Buurtzorg kwam", "[naam] van Buurtzorg kwam"),
        ("de mevrouw van Dijk, mevrouw van Eneco", "de mevrouw [naam], mevrouw [naam]"),
        ("De heer van Vliet, mevrouw Van Buurtzorg", "De heer [naam], mevrouw [naam]"),
        ("De familie van Essen, de heren van Putten", "De familie [naam], de heren [naam]"),
        ("de mevrouw van Nieuwenhuizen, de meneer van Duivenvoorde", "de mevrouw [naam], de meneer [naam]"),
    ],
)
def test_where_somebody_works_is_no_name(text: str, expected: str | None) -> None:
    assert hidden(text) == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mevrouw van Vivare luisterde, meneer van de Vivare niet", None),
        ("Mevrouw van De Alliantie en een heer van de Alliantie", None),
        ("Mevrouw Smit van Vivare hielp", "Mevrouw [naam] van Vivare hielp"),
        ("Jan van Vliet van Vivare", "[naam] van Vivare"),
        ("Mevrouw Vivaresma, mevrouw van Vivaredam", "Mevrouw [naam], mevrouw [naam]"),
    ],
)
def test_the_organisations_own_name_is_kept_behind_who_works_there(text: str, expected: str | None) -> None:
    assert hidden(text, keep=("Vivare", "De Alliantie")) == (expected or text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mevrouw van Buurtzorg en meneer van Woonzorg", None),
        ("De mevrouw van Eneco, de meneer van Vattenfall", None),
        ("Vandaag belde mevrouw van Eneco", "Vandaag belde mevrouw V."),
        ("de mevrouw van Dijk, de mevrouw van der Vaart", "de mevrouw V., de mevrouw V."),
        ("de heer van Vliet, mevrouw Van Buurtzorg", "de heer V., mevrouw V."),
        ("de familie van Essen, de mevrouw van Nieuwenhuizen", "de familie V., de mevrouw V."),
        ("huurder van Dijk, mevrouw Smit van Buurtzorg", "huurder V., mevrouw S. van Buurtzorg"),
    ],
)
def test_in_a_bell_too_only_names_are_shortened(text: str, expected: str | None) -> None:
    assert shorten_names(text)[0] == (expected or text)
