"""The rounds as rows for elsewhere: nobody who voted or nominated, no number of votes, and only who agreed by name."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from rituals.engine.localtime import local_day
from rituals.engine.translate import Say
from store import accounts, candidates, nominations, rounds
from store.candidates import Candidate
from store.rounds import Round
from store.tx import Tx

Row = tuple[str, ...]


def rows(tx: Tx, say: Say, zone: ZoneInfo) -> tuple[Row, ...]:
    """A heading, and one row for each text about each candidate; a round without candidates has one row too."""
    head = (
        say("Ronde"), say("Nomineren vanaf"), say("Uitslag op"), say("Stemmen"), say("Mochten stemmen"),
        say("Kandidaat"), say("Gewonnen"), say("Wat erover is geschreven"), say("Gedrag"),
    )  # fmt: skip
    return (head, *(row for of in rounds.every(tx) for row in _of_round(tx, say, of, zone)))


def _of_round(tx: Tx, say: Say, of: Round, zone: ZoneInfo) -> list[Row]:
    first = (
        of.id, local_day(of.opens, zone).isoformat(), local_day(of.reveal, zone).isoformat(),
        "" if of.turnout is None else str(of.turnout), "" if of.electorate is None else str(of.electorate),
    )  # fmt: skip
    found: list[Row] = []
    for candidate in candidates.of_round(tx, of.id) if of.state in ("done", "none") else ():
        found += [(*first, *rest) for rest in _of_candidate(tx, say, candidate)]
    return found or [(*first, "", "", "", "")]


def _of_candidate(tx: Tx, say: Say, of: Candidate) -> list[Row]:
    won = say("ja") if of.won and of.state == "candidate" else ""
    if of.consent != "all" or of.state != "candidate":
        return [(say("een {collega}, wil niet genoemd worden"), won, "", "")]
    person = accounts.get(tx, of.person_id) if of.person_id else None
    name = person.name if person else of.name
    written = [one for one in nominations.of_candidate(tx, of.id) if one.state == "stands"]
    return [(name, won, one.text, one.behaviour) for one in written] or [(name, won, "", "")]
