"""To the ringer, when the bell has rung: where it hangs, and where it does not."""

from __future__ import annotations

from rituals.bel.cards import ref_of, sentence
from rituals.engine.cards import Block, Button, Card, buttons, text
from rituals.engine.context import View
from store.bells import Bell
from store.outbox import Row


def after(view: View, bell: Bell, rows: list[Row]) -> Card:
    """To the ringer, when it has rung: where, and where not."""
    say, ref = view.say, ref_of(bell)
    if bell.state == "lapsed" and view.hush():
        return sentence(say("De bel is niet gegaan, want het is even stil. Luid hem later gerust nog eens."))
    there = place_names(view, [row for row in rows if row.posted])
    due = [row for row in rows if not row.posted and row.not_before <= view.now]
    busy = place_names(view, [row for row in due if row.state in ("waiting", "claimed", "sending")])
    parked = [row for row in rows if row.state == "parked" and not row.posted]
    closed = [row for row in parked if _is_archived(view, row)]
    shut = place_names(view, [row for row in parked if row not in closed])
    ended = [row for row in rows if row.state == "cancelled" and not row.posted]
    lapsed = place_names(view, [row for row in ended if row.reason == "lapsed"])
    missed = place_names(view, [row for row in ended if row.reason != "lapsed"])
    doubt = place_names(view, [row for row in rows if row.state == "uncertain"])
    blocks: list[Block] = []
    if there:
        blocks.append(text(say("🔔 De bel ging in {plekken}.", plekken=say.names(there))))
    if busy:
        blocks.append(text(say("In {plekken} lukt het nog niet. Ik blijf het proberen.", plekken=say.names(busy))))
    if shut:
        line = say(
            "In {plekken} lukt het niet: ik zit daar niet in. Voeg Klantritme daar toe.", plekken=say.names(shut)
        )
        blocks += [text(line), *([buttons(retry(view, bell))] if bell.state == "lapsed" else [])]
    if closed:
        names = place_names(view, closed)
        line = say.plural(
            "{plekken} is gearchiveerd. Daar gaat deze bel niet.",
            "{plekken} zijn gearchiveerd. Daar gaat deze bel niet.",
            len(names),
            plekken=say.names(names),
        )
        blocks.append(text(line))
    if lapsed:
        line = say(
            "In {plekken} was de chat te lang niet bereikbaar. Daar gaat deze bel niet meer.", plekken=say.names(lapsed)
        )
        blocks.append(text(line))
    if missed:
        blocks.append(text(say("In {plekken} is het niet gelukt.", plekken=say.names(missed))))
    if doubt:
        line = say(
            "Ik weet niet zeker of de bel in {plekken} is geplaatst. Zal ik hem daar nog een keer sturen?",
            plekken=say.names(doubt),
        )
        again = (Button(say("Stuur nog eens"), "bel.again", ref), Button(say("Laat maar"), "bel.enough", ref))
        blocks += [text(line), buttons(*again)]
    return Card(tuple(blocks) or (text(say("De bel is niet gegaan.")),))


def _is_archived(view: View, row: Row) -> bool:
    """Nobody can be invited there any more."""
    place = view.directory.places.get(row.place_id) if row.place_id else None
    return place is not None and place.state == "archived"


def place_names(view: View, rows: list[Row]) -> list[str]:
    """The places of these rows, as people write them."""
    places = view.directory.places
    return [view.place_called(places[row.place_id]) for row in rows if row.place_id in places]


def retry(view: View, bell: Bell) -> Button:
    """For a bell that had no place to ring in."""
    return Button(view.say("Luid hem nog eens"), "bel.retry", ref_of(bell), "primary")
