"""Where a bell rings: the messages it consists of, and the places they go to."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.bel import rules
from rituals.bel.settings import HERE, HOLD, NEVER_HERE
from rituals.engine.context import Context, View
from rituals.engine.names import Key, Slot
from rituals.engine.outcome import Effect, Show
from store.bells import Bell
from store.frozen import frozen
from store.places import Place


def key_of(bell_id: int) -> Key:
    """The bell itself, in every place where it hangs."""
    return Key("bel", str(bell_id))


def answer_key(bell_id: int) -> Key:
    """What only the ringer sees."""
    return Key("bel", f"{bell_id}/answer")


def rest_key(bell_id: int) -> Key:
    """The rest of a long text, in the thread."""
    return Key("bel", f"{bell_id}/rest")


def slot_of(bell: Bell) -> Slot:
    """The moment a kept bell rings; another time is another slot, because a handled one is never planned again."""
    return Slot("bel", "ring", f"bell:{bell.id}", f"{bell.rings_at:%Y-%m-%dT%H:%M}")


@frozen
class Audience:
    """Where a bell can ring; and of places where it should and cannot, what to say."""

    places: tuple[Place, ...]
    absent: tuple[str, ...] = ()

    def holds(self, place_id: int | None) -> bool:
        """Whether the bell can ring there."""
        return any(place.id == place_id for place in self.places)


NOWHERE = Audience(())


def audience(view: View, place_id: int | None) -> Audience:
    """Where it was rung and the bell places, each once."""
    return view.directory.worked_out(
        ("bel", "audience", place_id, view.say.locale, view.say.before_command), lambda: _audience(view, place_id)
    )


def _audience(view: View, place_id: int | None) -> Audience:
    here = view.directory.places.get(place_id) if place_id else None
    loud, shut = view.places_with(HERE), view.places_with(NEVER_HERE)
    wanted = (here, *(place for place in loud if place.id != here.id)) if here else loud
    fit = [place for place in wanted if not place.shared and place not in shut]
    absent = tuple(
        view.say("Ik zit nog niet in {plek}. Voeg Klantritme daar toe.", plek=view.place_called(place))
        for place in fit
        if place.state == "absent"
    )
    return Audience(tuple(place for place in fit if place.state == "open"), absent)


def nowhere(context: Context, absent: tuple[str, ...]) -> str:
    """What is missing when a bell can ring in no place at all, and how to mend it."""
    say = context.say
    if absent:
        return " ".join((*absent, say("Luid de bel dan nog eens.")))
    line = say("Er is nog geen kanaal waar elke bel gaat.")
    if context.may(HOLD):
        how = say("Typ {/klant} instellingen bel in het kanaal waar elke bel moet gaan.")
    else:
        how = say("Luid hem in een kanaal waar ik ook zit.")
    return f"{line} {how}"


def ring_shows(bell: Bell, places: Sequence[Place]) -> list[Effect]:
    """The bell in each place, and in its thread what did not fit on the card."""
    until = bell.rings_at + rules.CHATS_WAIT
    key = key_of(bell.id)
    shows: list[Effect] = [Show(key, place, not_before=bell.rings_at, until=until) for place in places]
    if rules.split(bell.text)[1]:
        rest = rest_key(bell.id)
        shows += [Show(rest, place, not_before=bell.rings_at, until=until, thread=key) for place in places]
    return shows
