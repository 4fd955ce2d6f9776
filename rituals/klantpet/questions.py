"""The question cards: what the wearer of the klantpet asks, by kind of meeting, and the klantminuut.

The ids stay what they are: a team's used questions are kept by them. A question that goes takes its id along.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, get_args

from rituals.engine.translate import Say, mark
from rituals.klantpet.rules import draw
from store.frozen import frozen

Kind = Literal["general", "decision", "project", "team", "management"]
KINDS: tuple[Kind, ...] = get_args(Kind)
LABELS: Mapping[Kind, str] = MappingProxyType(
    {
        "general": mark("Een gewoon overleg"),
        "decision": mark("Besluiten nemen"),
        "project": mark("Projectoverleg"),
        "team": mark("Teamoverleg"),
        "management": mark("Directie of MT"),
    }
)

MINUTE = mark("De klantminuut: begin dit overleg met één verhaal van een {klant}.")
MINUTE_WITH_VOICE = mark("De klantminuut: een {klant} zei ‘{woorden}’. Wat betekent dat voor vandaag?")


@frozen
class Question:
    """`words` are Dutch, to be shown with `say`."""

    id: str
    words: str


def next_question(kind: Kind, used: Sequence[str], seed: str) -> Question:
    """One for this kind of meeting; `used` are the ids that the team had, the oldest first.

    None comes back before all others for this meeting were used, so of `used` the last hundred will do.
    """
    fitting = questions_for(kind)
    latest = {used_id: place for place, used_id in enumerate(used)}
    fresh = [one for one in fitting if one.id not in latest]
    if fresh:
        return min(fresh, key=lambda one: draw(seed, one.id))
    return min(fitting, key=lambda one: latest[one.id])


def questions_for(kind: Kind) -> list[Question]:
    """Those that fit any meeting, and those of its own kind."""
    fitting = dict.fromkeys(("general", kind))
    return [Question(*one) for of in fitting for one in QUESTIONS[of].items()]


def question(question_id: str) -> Question | None:
    """The one with this id, if there still is one."""
    found = next((of[question_id] for of in QUESTIONS.values() if question_id in of), None)
    return Question(question_id, found) if found else None


def minute(say: Say, voice: str = "") -> str:
    """The line at the start of a meeting; `voice` is what a customer said, if something was said lately."""
    return say(MINUTE_WITH_VOICE, woorden=voice.strip().rstrip(".")) if voice.strip() else say(MINUTE)


QUESTIONS: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "general": {
            "g1": mark("Wat merkt {de_klant} hiervan?"),
            "g2": mark("Zou jij hierop willen wachten?"),
            "g3": mark("Hoe leg je dit in één zin uit aan een {klant}?"),
            "g4": mark("Als hier nu een {klant} aan tafel zat, wat zou dan de eerste vraag zijn?"),
            "g5": mark("Welk woord dat we net gebruikten, zegt een {klant} niets?"),
            "g6": mark("Voor welke {klanten} gaat dit niet vanzelf goed?"),
            "g7": mark("Wat kost dit {de_klant} aan tijd en moeite?"),
            "g8": mark("Wat weten we zeker over {de_klant}, en wat denken we alleen?"),
            "g9": mark("Wie van ons sprak hier kort geleden een {klant} over, en wat hoorde je?"),
            "g10": mark("Wat zouden {klanten} hier het fijnst aan vinden?"),
            "g11": mark("Wat van dit gesprek zouden we zo aan een {klant} vertellen?"),
            "g12": mark("Hoe vaak moet {de_klant} hiervoor bellen, wachten of iets invullen?"),
            "g13": mark("Wat kunnen we vandaag al makkelijker maken voor {klanten}?"),
            "g14": mark("Hoe zouden we dit doen als het om iemand uit onze eigen familie ging?"),
            "g15": mark("Wat telt hier meer voor {klanten}: snel antwoord, of in één keer goed?"),
            "g16": mark("Hoe weet {de_klant} straks dat dit geregeld is?"),
            "g17": mark("Welke {klanten} horen we hier nooit over, en wat zouden ze zeggen?"),
            "g18": mark("Wat verwacht een {klant} hier van ons, en wat kunnen we beloven?"),
            "g19": mark("Wat gaat er voor {klanten} al goed, en hoe houden we dat zo?"),
            "g20": mark("Hoe voelt het om hier nu {klant} te zijn?"),
        },
        "decision": {
            "d1": mark("Maakt dit besluit het makkelijker voor {klanten}, voor ons, of voor allebei?"),
            "d2": mark("Wat verandert er morgen voor {de_klant} als we dit besluiten?"),
            "d3": mark("Welke keuze zouden {klanten} maken als ze mochten meestemmen?"),
            "d4": mark("Hoe leggen we dit besluit in drie zinnen uit aan {klanten}?"),
            "d5": mark("Welke {klanten} krijgen last van dit besluit, en wat doen we dan voor ze?"),
            "d6": mark("Kunnen we dit eerst met een paar {klanten} proberen?"),
            "d7": mark("Wat gebeurt er voor {klanten} als we niets besluiten?"),
            "d8": mark("Wanneer mag iemand hiervan afwijken om een {klant} te helpen?"),
            "d9": mark("Is dit over een jaar nog steeds goed voor {klanten}?"),
            "d10": mark("Hoe horen we straks van {klanten} of dit een goed besluit was?"),
            "d11": mark("Welke vraag van {klanten} beantwoorden we met dit besluit?"),
            "d12": mark("Wat zouden we kiezen als we alleen aan {de_klant} dachten?"),
            "d13": mark("Wie vertelt {klanten} wat we nu besluiten, en wanneer?"),
            "d14": mark("Wat leveren {klanten} hiervoor in, en wat krijgen ze ervoor terug?"),
        },
        "project": {
            "p1": mark("Welk probleem van {klanten} lossen we hier op?"),
            "p2": mark("Wanneer laten we dit voor het eerst aan een {klant} zien?"),
            "p3": mark("Wat kunnen {klanten} nu al gebruiken, ook als nog niet alles af is?"),
            "p4": mark("Wat merken {klanten} op de eerste dag dat dit werkt?"),
            "p5": mark("Wat kunnen we weglaten zonder dat {klanten} het missen?"),
            "p6": mark("Wat doet een {klant} als dit even niet werkt?"),
            "p7": mark("Hoe kunnen we dit deze week samen met een {klant} uitproberen?"),
            "p8": mark("Wanneer horen {klanten} tussendoor hoe het ervoor staat?"),
            "p9": mark("Waar moeten {klanten} straks aan wennen, en hoe helpen we daarbij?"),
            "p10": mark("Lukt dit een {klant} ook zonder hulp, of zonder computer?"),
            "p11": mark("Waaraan zien {klanten} straks dat dit gelukt is?"),
            "p12": mark("Wat vroegen {klanten} ook alweer toen we hiermee begonnen?"),
            "p13": mark("Welke stap in dit plan helpt {klanten} het meest?"),
            "p14": mark("Wat betekent het voor {klanten} als dit een maand later klaar is?"),
        },
        "team": {
            "t1": mark("Wat hoorden we deze week meer dan één keer van {klanten}?"),
            "t2": mark("Welke {klanten} wachten nu op antwoord van ons?"),
            "t3": mark("Wat ging er deze week mooi voor een {klant}, en wie hielp daarbij?"),
            "t4": mark("Waar kunnen we elkaar helpen, zodat een {klant} minder lang wacht?"),
            "t5": mark("Welke vraag van {klanten} kunnen we volgende week voor zijn?"),
            "t6": mark("Wat kunnen we een {klant} vandaag nog laten weten?"),
            "t7": mark("Bij wie kan een {klant} terecht als dit vastloopt?"),
            "t8": mark("Waar moet een {klant} bij ons het verhaal nog een keer vertellen?"),
            "t9": mark("Welke afspraak van ons helpt {klanten}, en welke kan anders?"),
            "t10": mark("Wat zou iemand die hier net werkt, opvallen aan hoe dit voor {klanten} gaat?"),
            "t11": mark("Welke brief of mail aan {klanten} zou je zelf twee keer moeten lezen?"),
            "t12": mark("Wat kunnen we één keer zo goed uitleggen dat {klanten} er niet meer over hoeven te bellen?"),
            "t13": mark("Wat zouden we zien als we morgen een dag met een {klant} meeliepen?"),
            "t14": mark("Wanneer kreeg een van ons een bedankje van een {klant}, en waarvoor?"),
        },
        "management": {
            "m1": mark("Bij welk punt van vandaag gaat het over {de_klant}?"),
            "m2": mark("Welk cijfer van vandaag zegt iets over wat {klanten} merken?"),
            "m3": mark("Wat vertelt dit cijfer niet over hoe het met {klanten} gaat?"),
            "m4": mark("Wat hebben {collegas} nodig om dit voor een {klant} te regelen?"),
            "m5": mark("Welke regel kan weg zonder dat {klanten} er last van hebben?"),
            "m6": mark("Wat hoorden wij zelf deze maand van een {klant}?"),
            "m7": mark("Waar zouden {klanten} dit geld het eerst aan uitgeven?"),
            "m8": mark("Hoeveel ruimte hebben {collegas} om een {klant} meteen te helpen?"),
            "m9": mark("Wat beloven we {klanten}, en hoe vaak lukt dat?"),
            "m10": mark("Welk goed nieuws voor {klanten} mogen we vaker vertellen?"),
            "m11": mark("Hoe klinkt dit plan voor wie ons het hardst nodig heeft?"),
            "m12": mark("Waarom zouden {klanten} voor ons kiezen, als ze mochten kiezen?"),
            "m13": mark("Wat vragen we van {klanten} dat we zelf liever niet zouden doen?"),
            "m14": mark("Welke {collegas} spreken hier elke dag {klanten} over, en wat zeggen zij?"),
        },
    }
)
