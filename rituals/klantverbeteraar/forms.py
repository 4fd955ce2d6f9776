"""The forms to nominate, and to say why a text is hidden."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.cards import ChoiceField, Field, Form, Option, PersonField, TextField
from rituals.engine.clusters import cut
from rituals.engine.context import Context
from rituals.engine.names import Ref
from rituals.engine.tidy import says_something
from rituals.klantverbeteraar.names import nomination_ref
from rituals.klantverbeteraar.settings import BEHAVIOURS
from rituals.klantverbeteraar.spoken import LONGEST, is_long, listed
from store.nominations import Nomination

NOMINATE = "klantverbeteraar.nominate"
REASON = 300
_NONE = "none"
_SHOWN = 100


def nominate_form(
    context: Context, *, who: Sequence[Option] = (), words: str = "", behaviour: str = "", about: Ref | None = None,
    intro: str = "",
) -> Form:  # fmt: skip
    """Who, and what they did. `about` is a bell, quote or compliment that says it already."""
    say = context.say
    people = PersonField(
        "who", say("Wie?"), tuple(who), required=True,
        hint=say("Eén tot vijf {collegas}. Een afdeling, of wie hier niet in staat, kun je typen."),
    )  # fmt: skip
    intro = intro or too_long(context, words)
    fields = (people, *_told(context, who[0].label.split()[0] if len(who) == 1 else "", words, behaviour))
    return Form(NOMINATE, say("Nomineer een {collega}"), fields, say("Nomineer"), about, intro)


def change_form(context: Context, of: Nomination, name: str) -> Form:
    """Other words about the same colleague."""
    return Form(
        "klantverbeteraar.change", context.say("Wijzig je nominatie"),
        _told(context, name.split()[0] if name else "", of.text, of.behaviour), context.say("Bewaar"),
        nomination_ref(of.id),
    )  # fmt: skip


def _told(context: Context, first: str, words: str, behaviour: str) -> tuple[Field, ...]:
    say = context.say
    label = (
        say("Wat deed {naam} voor {de_klant}?", naam=cut(first, 20))
        if first
        else say("Wat deed je {collega} voor {de_klant}?")
    )
    hint = say("Klein mag ook. Wat merkte {de_klant}? Wie je nomineert, leest later je woorden met je naam erbij.")
    # What was typed stays there as a whole: whoever wrote too much says what can go.
    most = max(LONGEST, len(words))
    return (TextField("text", label, words, hint, multiline=True, max_length=most), *_behaviour(context, behaviour))


def problem_with(context: Context, reason: str) -> str:
    """Why words cannot be a nomination; empty when they can."""
    if not says_something(reason):
        return context.say("Schrijf in een paar woorden wat er gebeurde.")
    return too_long(context, reason)


def too_long(context: Context, words: str) -> str:
    """What is said of more words than a nomination holds; else nothing."""
    if not is_long(words):
        return ""
    return context.say("Dat is te lang voor een nominatie. Vertel het in hooguit {n} tekens.", n=LONGEST)


def _behaviour(context: Context, chosen: str) -> tuple[Field, ...]:
    """What the organisation spelled out, if it did; never asked for."""
    listing = listed(context.setting(BEHAVIOURS))[:_SHOWN]
    if not listing:
        return ()
    options = (
        Option(_NONE, context.say("Geen van deze")),
        *(Option(str(number), words) for number, words in enumerate(listing, 1)),
    )
    value = next((one.value for one in options if one.label == chosen), _NONE)
    field = ChoiceField("behaviour", context.say("Wat zagen we hier?"), options, (value,), required=False)
    return (field,)


def behaviour_of(context: Context, value: str) -> str:
    """The words that were chosen."""
    listing = listed(context.setting(BEHAVIOURS))[:_SHOWN]
    number = Ref("behaviour", value).number
    return listing[number - 1] if 1 <= number <= len(listing) else ""


def hide_form(context: Context, of: Nomination) -> Form:
    """Why these words are not shown; whoever wrote them reads it."""
    say = context.say
    why = TextField(
        "why", say("Waarom?"), hint=say("Wie dit schreef, leest je reden. Houd het vriendelijk."), max_length=REASON
    )
    return Form("klantverbeteraar.hide", say("Verberg deze tekst"), (why,), say("Verberg"), nomination_ref(of.id))
