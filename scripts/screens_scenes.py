"""What is played before the pictures are taken: who types and presses what, and where. Times pass in between."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True)
class Types:
    """Words in the text box, sent."""

    text: str


@dataclass(frozen=True)
class Presses:
    """The newest button that does this, by what it says to the page: the words on it differ per language."""

    selector: str


@dataclass(frozen=True)
class Passes:
    """The clock of the playground goes on, with all that is due."""

    time: timedelta


@dataclass(frozen=True)
class Fills:
    """Words in the field of the form that is open."""

    text: str


Step = Types | Presses | Passes | Fills


@dataclass(frozen=True)
class Scene:
    """One picture: its name, who looks where, and what they did just before."""

    name: str
    who: str
    place: str
    steps: tuple[Step, ...] = ()


BELL = "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne @youssef"
LONG = "/bel Het onderhoudsabonnementsteam regelde de zonnepanelenschoonmaak en de cv-ketelvervanging in één dag"
QUOTE = "/klant quote Mevrouw Jansen zei: jullie monteur Jan de Vries was zo lief, bel me gerust op 06-12345678"
SEND = Presses("#form [type=submit]")
_UNTRUE = Presses("#form .choice:nth-of-type(2) input")
_RINGS = Passes(timedelta(seconds=12))
_A_DAY = Passes(timedelta(days=1))
_MONDAY_AT_FOUR = Passes(timedelta(days=2, hours=7, minutes=1))
"""From Saturday morning, when all the other scenes were played."""
_BEFORE_TEN = Passes(timedelta(hours=17, minutes=45))
_AFTER_ELEVEN = Passes(timedelta(hours=1, minutes=25))
_NEXT_WEEK = Passes(timedelta(days=6, hours=22, minutes=40))
"""Just before ten again."""
SEEN = "We praatten een uur over de planning, en niemand noemde wanneer de huurder iets hoort"

SCENES = (
    Scene("leeg", "fatima", "team-noord"),
    Scene("bel-bedenktijd", "fatima", "successen", (Types(BELL),)),
    Scene("bel-gaat", "fatima", "successen", (_RINGS,)),
    Scene("bel-klap", "sanne", "successen", (Presses('[data-action="bel.clap"]'),)),
    Scene("bel-menu", "fatima", "successen", (Presses('[data-action="menu"]'),)),
    Scene("bel-formulier", "sanne", "successen", (Types("/bel"),)),
    Scene("bel-aanpassen", "kees", "algemeen", (Types(BELL), Presses('[data-action="bel.edit"]'))),
    Scene("bel-wacht", "kees", "algemeen"),
    Scene("bel-lang", "sanne", "algemeen", (Types(LONG), _RINGS)),
    Scene("bel-besloten", "marieke", "mt", (Types(BELL),)),
    Scene("bel-buiten", "ron", "bouwpartners", (Types(BELL),)),
    Scene("gesprek", "youssef", "algemeen", (Types("Goedemorgen allemaal!"),)),
    Scene("klant", "sanne", "dm:sanne", (Types("/klant"),)),
    Scene("klant-beheerder", "fatima", "dm:fatima", (Types("/klant"),)),
    Scene("klant-uitleg", "kees", "dm:kees", (Types("/klant help"),)),
    Scene("klant-onbekend", "kees", "dm:kees", (Types("/klant ombouwen"),)),
    Scene("voorkeuren", "sanne", "dm:sanne", (Types("/klant voorkeuren"),)),
    Scene("instellingen", "anouk", "successen", (Types("/klant instellingen"),)),
    Scene("stil", "anouk", "successen", (Types("/klant stil"),)),
    Scene("mijn-pagina", "sanne", "dm:sanne", (Presses("#home"),)),
    Scene("quote-mooi", "fatima", "team-noord"),
    Scene("quote-menu", "fatima", "team-noord", (Presses('[data-action="menu"]'),)),
    Scene("quote-compliment", "sanne", "team-noord", (Presses('[data-action="quote.praise"]'),)),
    Scene("quote-getypt", "youssef", "dm:youssef", (Types(QUOTE),)),
    Scene("quote-formulier", "youssef", "dm:youssef", (Presses('[data-action="quote.change"]'),)),
    Scene("quote-alleen-toetsen", "youssef", "dm:youssef",
          (Types("/klant quote"), Presses('[data-action="quote.new"]'), Fills("asdfasdf"), SEND)),
    Scene("quote-bekijken", "kees", "dm:kees", (Types("/klant quote"), Presses('[data-action="quote.look"]'))),
    Scene("quote-bestand", "kees", "dm:kees", (Types("/klant quote"), Presses('[data-action="quote.file"]'))),
    Scene("quote-kritisch", "fatima", "team-noord", (_A_DAY,)),
    Scene("quote-kritisch-menu", "sanne", "team-noord", (Presses('[data-action="menu"]'),)),
    Scene(
        "quote-melden",
        "anouk",
        "team-noord",
        (
            Presses('[data-action="menu"]'),
            Presses('[data-action="quote.wrong"]'),
        ),
    ),
    Scene("quote-gemeld", "anouk", "team-noord",
          (Presses('[data-action="menu"]'), Presses('[data-action="quote.wrong"]'), _UNTRUE, SEND)),
    Scene("quote-melding", "kees", "dm:kees"),
    Scene("quote-melding-bekeken", "kees", "dm:kees", (Presses('[data-action="quote.back"]'), _RINGS)),
    Scene("quote-blijft-staan", "anouk", "dm:anouk"),
    Scene("idee-formulier", "sanne", "team-noord", (Presses('[data-action="idee.idea"]'),)),
    Scene("idee-opgepakt", "sanne", "team-noord", (Presses('[data-action="idee.take"]'),)),
    Scene("idee-klaar", "sanne", "team-noord", (Presses('[data-action="idee.done"]'),)),
    Scene("idee-lijst", "youssef", "dm:youssef", (Types("/klant idee"),)),
    Scene("verhaal-formulier", "youssef", "dm:youssef", (Types("/klant verhaal"),)),
    Scene("verhaal-staat-er", "sanne", "algemeen", (_A_DAY, _A_DAY, _A_DAY, _A_DAY)),
    Scene("verhaal-lezen", "sanne", "algemeen", (Presses('[data-action="verhaal.read"]'),)),
    Scene("klantpet-formulier", "anouk", "mt", (Types("/klant pet"),)),
    Scene("klantpet-stand", "sanne", "team-noord", (Types("/klantpet"),)),
    Scene("klantpet-meer", "sanne", "team-noord", (Presses('[data-action="menu"]'),)),
    Scene("klantpet-nu", "sanne", "team-noord", (Types("/klantpet nu"),)),
    Scene("klantpet-beurt", "sanne", "dm:sanne", (_MONDAY_AT_FOUR,)),
    Scene("klantpet-ruilen", "sanne", "dm:sanne", (Presses('[data-action="klantpet.swap"]'),)),
    Scene("klantpet-leider", "fatima", "dm:fatima", (_BEFORE_TEN,)),
    Scene("klantpet-vraag", "sanne", "dm:sanne", (_AFTER_ELEVEN,)),
    Scene("klantpet-gezien", "sanne", "dm:sanne", (Types(SEEN),)),
    Scene("klantpet-delen", "sanne", "dm:sanne", (Presses('[data-action="klantpet.share"]'),)),
    Scene("klantpet-gedeeld", "youssef", "team-noord", (_RINGS,)),
    Scene("klantpet-rol", "bas", "dm:bas", (Types("/klant rol @anouk ritueelhouder klantpet"),)),
    Scene("klantpet-leider-weg", "fatima", "dm:fatima", (Types("/klant weg t/m volgende week"),)),
    Scene("klantpet-invaller", "anouk", "dm:anouk", (_NEXT_WEEK,)),
)  # fmt: skip
