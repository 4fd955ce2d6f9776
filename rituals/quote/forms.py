"""The forms of a quote: to bring one in, to give a compliment, to say that something is wrong."""

from __future__ import annotations

from datetime import date

from rituals.engine import seen
from rituals.engine.cards import ChoiceField, Form, Option, PersonField, TextField
from rituals.engine.context import Context
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.themes import theme_words
from rituals.engine.when import month_words
from rituals.quote import rules
from rituals.quote.names import ref_of
from rituals.quote.settings import AFDELINGEN, CHANNEL_LABELS, THEMES
from store import accounts
from store.frozen import frozen
from store.quotes import Quote

ME, SOMEBODY, NOBODY = "me", "colleague", "nobody"


@frozen
class _Labels:
    side: str | None = None
    theme: str = ""
    afdeling: str = ""
    channel: str = ""
    month: str = ""


_NOTHING = _Labels()
"""What is known of a quote that is still to be typed."""


def quote_form(context: Context, quote: Quote | None = None, words: str = "") -> Form:
    """The words first; the rest may stay empty, a curator looks at it anyway."""
    say, known = context.say, quote or _NOTHING
    return Form(
        name="quote.save",
        title=say("Bewaar een quote"),
        fields=(
            TextField("text", say("Wat zei {de_klant}?"), value=quote.text if quote else words, multiline=True,
                      hint=say("Zo letterlijk mogelijk. Namen, adressen en nummers haal ik eruit."),
                      max_length=rules.LONGEST, watched=True),
            ChoiceField("side", say("Wat voor uitspraak is het?"), _sides(context), _chosen(known.side),
                        required=False),
            ChoiceField("theme", say("Thema"), _themes(context), _chosen(known.theme),
                        required=False),
            *_afdelingen(context, quote),
            ChoiceField("channel", say("Waar zei {de_klant} het?"),
                        tuple(Option(value, say(label)) for value, label in CHANNEL_LABELS.items()),
                        _chosen(known.channel), required=False),
            ChoiceField("month", say("Wanneer?"), _months(context, known.month), _chosen(known.month), required=False,
                        folded=True),
            ChoiceField("tells", say("Wie kan deze {klant} iets laten weten?"), (
                Option(ME, say("Ik")), Option(SOMEBODY, say("Een {collega}")), Option(NOBODY, say("Niemand, anoniem")),
            ), _who(context, quote), required=False, hint=say("Van {de_klant} zelf bewaar ik niets.")),
            PersonField("contact", say("Welke {collega}?"), value=_contact(context, quote), multiple=False, words=False,
                        hint=say("Alleen als een {collega} het kan vertellen.")),
        ),
        submit=say("Bewaar"),
        ref=seen.ref_to(ref_of(quote), *as_read(quote)) if quote else None,
    )  # fmt: skip


def as_read(quote: Quote) -> tuple[str, ...]:
    """All that the form shows of a quote: what was changed since it was opened, nobody meant to change back."""
    labels = (quote.side, quote.theme, quote.afdeling, quote.channel, quote.month, quote.contact_id, quote.anonymous)
    return quote.text, *map(str, labels)


def _sides(context: Context) -> tuple[Option, ...]:
    say = context.say
    return (Option("positive", say("Positief")), Option("critical", say("Kritisch")), Option("mixed", say("Gemengd")))


def _options(words: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(one, one[:1].upper() + one[1:]) for one in words)


def _themes(context: Context) -> tuple[Option, ...]:
    called = {one: theme_words(context.say, one) for one in context.setting(THEMES)}
    return tuple(Option(one, words[:1].upper() + words[1:]) for one, words in called.items())


def _chosen(value: str | None) -> tuple[str, ...]:
    return (value,) if value else ()


def _afdelingen(context: Context, quote: Quote | None) -> tuple[ChoiceField, ...]:
    """Asked only where the organisation named its afdelingen."""
    names, known = context.setting(AFDELINGEN), quote or _NOTHING
    if not names:
        return ()
    label = context.say("Over welke afdeling gaat het?")
    return (ChoiceField("afdeling", label, _options(names), _chosen(known.afdeling), required=False),)


def _months(context: Context, known: str) -> tuple[Option, ...]:
    """This month and the eleven before it, and the one that was chosen long ago."""
    today = local_day(context.now, context.organisation.calendar.zone)
    first, months = today.replace(day=1), []
    for _ in range(12):
        months.append(first)
        first = date(first.year - (first.month == 1), (first.month - 2) % 12 + 1, 1)
    if known and known < f"{months[-1]:%Y-%m}":
        months.append(date.fromisoformat(f"{known}-01"))
    return tuple(Option(f"{one:%Y-%m}", month_words(one, today, context.say.locale)) for one in months)


def _who(context: Context, quote: Quote | None) -> tuple[str, ...]:
    if quote is None:
        return ()
    if quote.anonymous:
        return (NOBODY,)
    if quote.contact_id is None:
        return ()
    return (ME,) if quote.contact_id == context.person.id else (SOMEBODY,)


def _contact(context: Context, quote: Quote | None) -> tuple[Option, ...]:
    person = accounts.get(context.tx, quote.contact_id) if quote and quote.contact_id else None
    return (Option(f"person:{person.id}", person.name),) if person else ()


def praise_form(context: Context, ref: Ref) -> Form:
    """Words for a colleague, a team or everybody."""
    say = context.say
    return Form(
        name="quote.compliment",
        title=say("Geef een compliment"),
        fields=(
            PersonField("to", say("Voor wie?"),
                        hint=say("Kies collega's, typ een team, of laat leeg voor iedereen.")),
            TextField("text", say("Wat wil je zeggen?"), multiline=True, max_length=1000,
                      hint=say("Bijvoorbeeld: Jij belde haar dezelfde dag nog terug. Klasse.")),
        ),
        submit=say("Verstuur"),
        ref=ref,
    )  # fmt: skip
