"""What people read about a file of quotes: what is wrong with it, what is in it, what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import datetime
from typing import Any

from rituals.engine.cards import Block, Button, Card, Small, Strong, Voice, buttons, text
from rituals.engine.context import View
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.tidy import isolated
from rituals.engine.translate import Say, mark
from rituals.engine.when import day_words
from rituals.quote import cards
from rituals.quote.files_taking import Taken
from rituals.quote.today import days_left
from store.frozen import frozen
from store.quote_files import Unfinished

_PROBLEMS: Mapping[str, str] = {
    "too_big": mark("Dit bestand is groter dan 10 MB. Splits het in stukken en stuur ze een voor een."),
    "too_many_rows": mark("Er staan meer dan 20.000 rijen in. Splits het bestand in stukken."),
    "too_many_columns": mark("Er staan meer dan 200 kolommen in. Laat alleen de kolommen staan die nodig zijn."),
    "empty": mark("Dit bestand is leeg. Zet er een regel met koppen in, en daaronder op elke rij een quote."),
    "password": mark("Op dit bestand zit een wachtwoord. Haal dat er in Excel af en stuur het opnieuw."),
    "old_excel": mark("Dit is een oud soort Excel-bestand. Sla het op als .xlsx en stuur het opnieuw."),
    "web_page": mark("Dit is een webpagina en geen lijst. Download het bestand opnieuw, en log daarvoor eerst in."),
    "not_a_table": mark("Dit is geen lijst. Sla hem in Excel op als .xlsx of .csv en stuur hem opnieuw."),
    "letters": mark("De letters in dit bestand kan ik niet lezen. Sla het in Excel op als ‘CSV UTF-8’."),
    "broken": mark("Dit bestand is beschadigd. Open het in Excel, sla het op en stuur het opnieuw."),
    "too_heavy": mark("Dit bestand is te zwaar om te lezen. Zet de rijen in een nieuw bestand en stuur dat."),
    "no_text": mark("Ik zie niet in welke kolom de quotes staan. Typ de kop van die kolom, of zet er ‘tekst’ boven."),
    "no_column": mark("Een kolom ‘{kolom}’ zie ik niet. Typ de kop zoals die in het bestand staat."),
}
_REASONS: Mapping[str, str] = {
    "no_text": mark("Rij {rij}: er staat geen tekst in."),
    "too_long": mark("Rij {rij}: de tekst is langer dan 3.000 tekens."),
    "twice": mark("Rij {rij}: dezelfde tekst staat in rij {andere}."),
}
SHOWN = 8
"""Rows that are named on a card."""


def problem(say: Say, what: str, detail: str = "") -> str:
    """Why a file cannot be read, with what to do."""
    return say(_PROBLEMS.get(what, _PROBLEMS["too_heavy"]), kolom=detail[:80])


def reasons(say: Say, found: Mapping[str, Any], most: int) -> list[str]:
    """Why rows are left out, the first so many, and how many there are besides."""
    named = [say(_REASONS[why], rij=row, andere=detail) for row, why, detail in found["reasons"]][:most]
    more = int(found["left_out"]) - len(named)
    return [*named, *([say("En nog {n} andere.", n=more)] if more > 0 else [])]


def likes(say: Say, found: Mapping[str, Any], most: int) -> list[str]:
    """Rows that are almost the same as a quote we have."""
    lines = [say("Rij {rij} lijkt op ‘{tekst}’.", rij=row, tekst=_short(like)) for row, like in found["likes"]]
    return lines[:most]


def notes(say: Say, found: Mapping[str, Any]) -> list[str]:
    """What was read and not understood."""
    of = found["notes"]
    said = [say("De quotes komen uit de kolom ‘{kolom}’.", kolom=found["text"][:80])]
    if of["scale"]:
        said.append(say("Zijn de scores op 5 of op 10? Zet dat in de kop, zoals ‘score (1-5)’."))
    if of["dates"]:
        said.append(say.plural("{n} datum begreep ik niet.", "{n} datums begreep ik niet.", of["dates"]))
    said += [say("Dit thema ken ik niet: {naam}.", naam=one[:40]) for one in of["themes"]]
    said += [say("Deze afdeling ken ik niet: {naam}.", naam=one[:40]) for one in of["afdelingen"]]
    return said


@frozen
class Load:
    """A file that waits for somebody's word. `found` is the reader's summary, its samples cleaned.

    `missed` are the rows that could not be taken in.
    """

    id: str
    name: str
    found: Mapping[str, Any]
    earlier: str = ""
    state: str = "waiting"
    taken: Taken = field(default_factory=Taken)
    parts: int = 0
    parts_left: int = 0
    missed: int = 0


def card(view: View, load: Load, *, approves: bool) -> Card:
    """Before the press what would be taken in, after it how far that is."""
    if load.state == "left":
        return cards.sentence(view.say("Goed, ik bewaar er niets van."))
    if load.state == "taking":
        return Card((text(_busy(view, load)),)) if load.parts_left else done(view, load.taken, load.missed)
    return _preview(view, load, approves=approves)


def done(view: View, taken: Taken, missed: int) -> Card:
    """What became of it."""
    say, waiting = view.say, taken.added - taken.ready
    failed = (text(_failed(say, missed)),) if missed else ()
    if not taken.added:
        none = say("Er is niets bij gekomen.") if missed else say("Er is niets bij gekomen: deze quotes hebben we al.")
        return Card((text(none), *failed, *_lines(_had(say, taken))))
    words = [say.plural("{n} quote is bewaard.", "{n} quotes zijn bewaard.", taken.added)]
    words += [say.plural("{n} hadden we al.", "{n} hadden we al.", taken.known)] if taken.known else []
    stock = Small(cards.stock_words(view, days_left(view)))
    blocks: list[Block] = [text(" ".join(words)), *failed, *_lines(_had(say, taken)), stock]
    if waiting:
        blocks += [Small(cards.waiting_words(view, waiting)), buttons(Button(say("Bekijk ze"), "quote.look"))]
    return Card(tuple(blocks))


def stopped(view: View, file: Unfinished) -> Card:
    """The rest is not kept any more; the same file brings it."""
    words = view.say(
        "Het inlezen van {bestand} bleef te lang liggen. {n} van de {alle} rijen heb ik bewaard, de rest niet. Stuur "
        "het bestand nog een keer: wat we al hebben, sla ik over.",
        bestand=file.name, n=file.taken, alle=file.rows,
    )  # fmt: skip
    return Card((text(words), buttons(Button(view.say("Lees een bestand in"), "quote.file", opens_form=True))))


def _failed(say: Say, missed: int) -> str:
    """Nothing is lost: what came in is recognised, so the same file brings the rest."""
    rows = say.plural("{n} rij lukte niet, en dat ligt aan mij.", "{n} rijen lukten niet, en dat ligt aan mij.", missed)
    again = say("Lees het bestand later nog eens in: wat we al hebben, sla ik over.")
    return f"{rows} {again}"


def _had(say: Say, taken: Taken) -> list[str]:
    """Which rows we had already, so that whoever sent them can look."""
    return [say("Rij {rij} hadden we al: ‘{tekst}’.", rij=row, tekst=_short(words)) for row, words in taken.named]


def _busy(view: View, load: Load) -> str:
    return view.say("Ik bewaar ze nu: {n} van {alle}.", n=load.taken.added + load.taken.known, alle=load.found["count"])


def _preview(view: View, load: Load, *, approves: bool) -> Card:
    say, found, count = view.say, load.found, int(load.found["count"])
    if not count:
        return Card((text(say("Ik zie geen quote in dit bestand.")), *_lines(reasons(say, found, SHOWN))))
    blocks: list[Block] = [text(Strong(headline(say, found)))]
    if load.earlier:
        blocks.append(text(earlier_sentence(say, load.earlier)))
    blocks += [Voice(_short(one)) for one in found["samples"]]
    blocks += _lines([*reasons(say, found, SHOWN), *likes(say, found, SHOWN), *notes(say, found)])
    blocks.append(Small(_what_then(say, found, approves=approves)))
    ref = Ref("load", load.id)
    take = Button(say("Zet {n} klaar", n=count), "quote.take", ref, "primary")
    return Card((*blocks, buttons(take, Button(say("Laat maar"), "quote.leave", ref))))


def headline(say: Say, found: Mapping[str, Any]) -> str:
    """ "42 quotes herkend, 3 rijen overgeslagen."."""
    known = say.plural("{n} quote herkend", "{n} quotes herkend", found["count"])
    left = say.plural("{n} rij overgeslagen.", "{n} rijen overgeslagen.", found["left_out"])
    return f"{known}, {left}" if found["left_out"] else f"{known}."


def _what_then(say: Say, found: Mapping[str, Any], *, approves: bool) -> str:
    sure, count = int(found["sure"]), int(found["count"])
    if not approves or not sure:
        return say("Daarna bekijkt iemand ze nog. Namen, adressen en nummers haal ik eruit.")
    if sure == count:
        return say("Ze kunnen dan meteen mee. Namen, adressen en nummers haal ik eruit.")
    return say("{n} kunnen dan meteen mee, de rest bekijk je nog. Namen, adressen en nummers haal ik eruit.", n=sure)


def earlier_sentence(say: Say, day: str) -> str:
    """The same file came before."""
    return say("Dit bestand las ik al eerder in: {dag}. Wat we al hebben, sla ik over.", dag=day)


def earlier_words(view: View, at: datetime) -> str:
    """The day on which the same file came before."""
    zone = view.organisation.calendar.zone
    return day_words(local_day(at, zone), local_day(view.now, zone), view.say.locale)


def _lines(lines: Sequence[str]) -> list[Block]:
    return [Small("\n".join(lines))] if lines else []


def _short(words: str, most: int = 160) -> str:
    return isolated(words if len(words) <= most else f"{words[:most].rstrip()} …")
