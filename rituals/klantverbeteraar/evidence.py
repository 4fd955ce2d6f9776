"""What a nomination can be about already: a bell, a quote, or a compliment; and the button there."""

from __future__ import annotations

from rituals.engine.cards import Form, Option
from rituals.engine.clusters import cut
from rituals.engine.context import Context, View
from rituals.engine.names import Ref
from rituals.engine.ritual import Offer
from rituals.engine.translate import mark
from rituals.klantverbeteraar.forms import nominate_form
from rituals.klantverbeteraar.settings import NOMINATE
from rituals.klantverbeteraar.spoken import PEOPLE
from store import accounts, bells, quote_days, quotes
from store.accounts import Person

_KINDS = frozenset({"bell", "quote", "compliment"})
_INTRO = 600


def may_nominate(view: View, person: Person | None, ref: Ref) -> bool:
    """While it stands; after a compliment only whoever gave it."""
    if person is not None and not view.may_person(person, NOMINATE):
        return False
    if ref.kind == "compliment":
        found = quote_days.compliment_of(view.tx, ref.number)
        return found is not None and person is not None and found.giver_id == person.id
    return words_of(view, ref) != ""


NOMINATE_HERE = Offer(
    "here", mark("Nomineer een collega"), _KINDS, may_nominate, opens_form=True, behind=frozenset({"bell", "quote"})
)


def words_of(view: View, ref: Ref) -> str:
    """What was rung or said; empty once it is gone."""
    if ref.kind == "quote":
        quote = quotes.get(view.tx, ref.number)
        return quote.text if quote and quote.state == "ready" else ""
    bell = bells.get(view.tx, ref.number) if ref.kind == "bell" else None
    return bell.text if bell and bell.state == "rung" else ""


def filled(context: Context, ref: Ref | None) -> Form | None:
    """The form with who it is about, and what they did as far as it was said; None when that is gone."""
    if ref is None or not may_nominate(context, context.person, ref):
        return None
    if ref.kind == "compliment":
        found = quote_days.compliment_of(context.tx, ref.number)
        people = quote_days.receivers(context.tx, ref.number)
        who = _options(context, people)
        return nominate_form(context, who=who, words=found.text if found else "", about=ref)
    makers = bells.people_of(bells.makers(context.tx, ref.number)) if ref.kind == "bell" else []
    said = cut(words_of(context, ref), _INTRO)
    intro = context.say("De bel ging: “{tekst}”", tekst=said) if makers else f"“{said}”"
    return nominate_form(context, who=_options(context, makers), about=ref, intro=intro)


def _options(context: Context, ids: list[int]) -> tuple[Option, ...]:
    known = accounts.many(context.tx, ids)
    return tuple(
        Option(f"person:{one}", known[one].name) for one in ids if one in known and one != context.person.id
    )[:PEOPLE]  # fmt: skip


def kept(context: Context, ref: Ref | None) -> str | None:
    """The ref that stays with a nomination: of a compliment the quote that it was about."""
    if ref is None or ref.kind not in _KINDS:
        return None
    if ref.kind == "compliment":
        found = quote_days.compliment_of(context.tx, ref.number)
        ref = Ref("quote", str(found.quote_id)) if found else ref
    shown = ref.kind != "compliment" and words_of(context, ref) and is_for_all(context, ref)
    return str(ref) if shown else None


def is_for_all(view: View, ref: Ref) -> bool:
    """What rang in a private channel and nowhere else is not read by everybody who votes."""
    bell = bells.get(view.tx, ref.number) if ref.kind == "bell" else None
    place = view.directory.places.get(bell.place_id) if bell and bell.place_id else None
    return place is None or any(one.kind == "channel" for one in (place, *view.stands(ref)))
