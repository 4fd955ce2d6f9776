"""The scenes of the klantverbeteraar, each month in a playground of its own: one from the first nomination to the
oorkonde, and one in which nobody votes.
"""

from __future__ import annotations

from datetime import timedelta

from scripts.screens_scenes import BELL, SEND, Fills, Passes, Presses, Scene, Types


def _press(action: str) -> Presses:
    return Presses(f'[data-action="klantverbeteraar.{action}"]')


def _tick(n: int) -> Presses:
    return Presses(f"#form .choice:nth-of-type({n}) input")


def _votes(who: str, n: int) -> Scene:
    return Scene(f"stem-{who}", who, "algemeen", (_press("vote"), _tick(n), SEND))


_RINGS = Passes(timedelta(seconds=12))
_LOOKING = Passes(timedelta(days=4, minutes=45))
"""From Monday morning: nominating has ended, and people are at work."""
_VOTING = Passes(timedelta(days=4))
_CLOSED = Passes(timedelta(days=6, hours=8, minutes=15))
_REVEALED = Passes(timedelta(days=1, hours=16, minutes=15))
_NEVERTHELESS = Passes(timedelta(days=3))
"""Long enough for another day of voting, and for what came of it."""
NOMINATED = "/nomineer @youssef omdat hij mevrouw Aziz dezelfde dag nog terugbelde en een week later vroeg hoe het ging"
ROUND = (
    Scene("nomineer", "kees", "algemeen", (Types(NOMINATED),)),
    Scene("nomineer-weer", "kees", "algemeen", (Types("/nomineer @youssef want hij bracht de sleutel zelf langs"),)),
    Scene("nomineer-vaag", "kees", "algemeen", (Types("/nomineer @sanne want topper!"),)),
    Scene("nomineer-twee", "bas", "algemeen", (Types("/nomineer @sanne en @youssef omdat ze samen de flat belden"),)),
    Scene("nomineer-nummer", "kees", "dm:kees", (Types("/nomineer @fatima omdat ze 06-12345678 toch nog terugbelde"),)),
    Scene("nomineer-mag-weg", "kees", "dm:kees", (_press("strip"),)),
    Scene("nomineer-afdeling", "marieke", "algemeen", (Types("/nomineer De receptie omdat ze ieders naam kent"),)),
    Scene("nomineer-gast", "marieke", "algemeen", (Types("/nomineer @ron omdat hij de trap schilderde op zondag"),)),
    Scene("nomineer-zelf", "marieke", "algemeen", (Types("/nomineer @marieke omdat ik de hele flat belde"),)),
    Scene("nomineer-formulier", "anouk", "algemeen", (Types("/nomineer"),)),
    Scene("nomineer-wijzig", "kees", "algemeen", (Types(NOMINATED), _press("change"))),
    Scene("nomineer-bij-bel", "anouk", "successen",
          (Types(BELL), _RINGS, Presses('[data-action="menu"]'), _press("here"))),
    Scene("nomineer-nu-lezen", "youssef", "dm:youssef"),
    Scene("klantverbeteraar-vandaag", "anouk", "dm:anouk", (Types("/klant"),)),
    Scene("proefronde", "bas", "dm:bas", (Types("/klant proefronde"),)),
    Scene("proefronde-stemmen", "bas", "dm:bas", (_press("trial"), _press("trial"), _press("trial"))),
    Scene("proefronde-zonnetje", "bas", "dm:bas", (_press("trial"),)),
    Scene("nakijken", "bas", "dm:bas", (_LOOKING,)),
    Scene("nakijken-teksten", "bas", "dm:bas", (_press("look"),)),
    Scene("nakijken-verberg", "bas", "dm:bas", (_press("hide"),)),
    Scene("nakijken-verborgen", "bas", "dm:bas",
          (_press("hide"), Fills("Hier staat meer in dan de huurder zou willen."), SEND)),
    Scene("nakijken-laat-weer-zien", "bas", "dm:bas", (_press("unhide"),)),
    Scene("nakijken-verzet", "bas", "dm:bas", (Presses('[data-action="menu"]'),)),
    Scene("genomineerd", "youssef", "dm:youssef"),
    Scene("genomineerd-alles", "youssef", "dm:youssef", (_press("share_all"),)),
    Scene("genomineerd-team", "sanne", "dm:sanne", (_press("share_team"),)),
    Scene("stembus", "anouk", "algemeen", (_VOTING,)),
    Scene("stembus-verhalen", "anouk", "algemeen", (_press("stories"),)),
    Scene("stembus-formulier", "anouk", "algemeen", (_press("vote"),)),
    *(_votes(who, 1) for who in ("anouk", "bas", "kees", "marieke", "fatima")),
    Scene("stem-anders", "anouk", "algemeen", (_press("vote"), _tick(2), SEND)),
    Scene("stembus-stand", "sanne", "algemeen", (_RINGS,)),
    Scene("stembus-dicht", "sanne", "algemeen", (_CLOSED,)),
    Scene("zonnetje", "anouk", "algemeen", (_REVEALED,)),
    Scene("zonnetje-youssef", "youssef", "dm:youssef"),
    Scene("zonnetje-sanne", "sanne", "dm:sanne"),
    Scene("voor-mij", "youssef", "dm:youssef", (Types("/klant voor mij"),)),
    Scene("verbeteraars", "anouk", "dm:anouk", (Types("/klant verbeteraars"),)),
)  # fmt: skip

FEW = (
    Scene("weinig-nomineer", "kees", "algemeen", (Types(NOMINATED),)),
    Scene("weinig-stemmen", "bas", "dm:bas", (_LOOKING, _VOTING, _CLOSED)),
    Scene("weinig-dag-erbij", "bas", "dm:bas", (_press("day_more"),)),
    Scene("weinig-stembus", "anouk", "algemeen", (_press("vote"), _tick(1), SEND)),
    Scene("weinig-zonnetje", "anouk", "algemeen", (_NEVERTHELESS,)),
)
