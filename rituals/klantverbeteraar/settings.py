"""What can be chosen about the klantverbeteraar, and who may do what."""

from __future__ import annotations

from rituals.engine.ritual import Permission, Role, Setting
from rituals.engine.translate import mark

HERE = Setting("here", False, mark("De klantverbeteraar van de maand komt hier"), scopes=("place",))
ONESELF = Setting("oneself", False, mark("Je mag jezelf nomineren"))
BEHAVIOURS: Setting[tuple[str, ...]] = Setting(
    "behaviours", (), mark("Gedrag dat we graag zien, om uit te kiezen bij een nominatie"),
    hint=mark("Zet elk gedrag op een regel. Leeg: er is niets te kiezen."),
)  # fmt: skip
TEAMS: Setting[tuple[str, ...]] = Setting(
    "teams", (), mark("Afdelingen: wie over de klantverbeteraar gaat, ziet welke nog niet zijn genoemd"),
    hint=mark("Zet elke afdeling op een regel."),
)  # fmt: skip
IN_THE_SUN = Setting(
    "in_the_sun", True, mark("Collega's mogen mij nomineren als klantverbeteraar"), scopes=("person",)
)  # fmt: skip
REMIND = Setting("remind", True, mark("Herinner mij aan het nomineren"), scopes=("person",))

_COLLEAGUES: frozenset[Role] = frozenset({"lid", "ritueelhouder", "curator"})
VOTE = Permission("vote", _COLLEAGUES, mark("Stemmen is voor {collegas} van de organisatie."))
NOMINATE = Permission(
    "nominate", _COLLEAGUES, mark("Nomineren is voor {collegas} van de organisatie. Vertel je verhaal aan een van hen.")
)  # fmt: skip
READ = Permission("read", _COLLEAGUES, mark("Dit is voor {collegas} van de organisatie."))
_ASK = mark("Vraag dit aan wie over de klantverbeteraar gaat.")
HOLD = Permission("hold", frozenset({"ritueelhouder"}), _ASK)
WATCH = Permission("watch", frozenset({"ritueelhouder", "curator"}), _ASK)
TRY = Permission("try", frozenset({"beheerder"}), mark("Een proefronde is voor de beheerder."))
