"""The card of the day, and what else people read about a quote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rituals.engine import seen
from rituals.engine.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Control,
    More,
    Offers,
    Rule,
    Small,
    Strong,
    Voice,
    buttons,
    text,
)
from rituals.engine.context import Drawing, View
from rituals.engine.localtime import local_day
from rituals.engine.names import Ref
from rituals.engine.themes import theme_words
from rituals.engine.when import month_words
from rituals.quote import rules
from rituals.quote.names import compliment_ref, ref_of
from rituals.quote.settings import CHANNELS, SMALL, protected_until
from store import quote_days
from store.places import Place
from store.quote_days import Compliment
from store.quotes import Quote, Side
from store.reports import Report


def sentence(words: str) -> Card:
    """One sentence."""
    return Card((text(words),))


def of_the_day(view: View, quote: Quote, side: Side, about: Sequence[Block] = ()) -> Card:
    """The voice first, who said it, and what was done with it; `about` is what other rituals' state adds."""
    if quote.state == "checked":
        return sentence(view.say("Deze quote kijken we even na."))
    if quote.state != "ready":
        return sentence(view.say("Deze quote hebben we weggehaald."))
    words, _ = rules.fragment(quote.text)
    return Card((Voice(words), Small(label(view, quote)), *about, row(view, quote, side)))


def row(view: View, quote: Quote, side: Side) -> Buttons:
    """What one does with it: pass on praise, or make better what is criticised."""
    ref = ref_of(quote)
    praise = Button(view.say("Geef een compliment"), "quote.praise", ref, opens_form=True)
    first: Control = praise if side == "positive" and rules.takes_praise(quote.side) else Offers(ref)
    return buttons(first, More(ref))


def label(view: View, quote: Quote) -> str:
    """ "Een huurder, aan de telefoon, oktober · bereikbaarheid"."""
    say = view.say
    said = [say("Een {klant}")]
    said += [say(CHANNELS[quote.channel])] if quote.channel in CHANNELS else []
    said += [month(view, quote.month)] if quote.month else []
    return " · ".join(part for part in (", ".join(said), theme_words(say, quote.theme)) if part)


def month(view: View, chosen: str) -> str:
    """ "oktober", with the year when that is another."""
    return month_words(date.fromisoformat(f"{chosen}-01"), _today(view), view.say.locale)


def story(view: View, quote: Quote) -> Card:
    """All of a long quote, in private."""
    return Card((*(Voice(piece) for piece in _pieces(quote.text)), Small(label(view, quote))))


def _pieces(words: str, most: int = 1500) -> list[str]:
    pieces = []
    while len(words) > most:
        cut = max(words.rfind(" ", most // 2, most), 0) or most
        pieces.append(words[:cut].rstrip())
        words = words[cut:].lstrip()
    return [*pieces, words]


def side_words(view: View, side: Side) -> str:
    """How people call it."""
    return {
        "positive": view.say("positief"),
        "critical": view.say("kritisch"),
        "mixed": view.say("gemengd"),
    }[side]


def held(view: View, quote: Quote) -> bool:
    """Whether this one may only be shown when a curator says so."""
    return _of_a_few(view, quote) or _in_a_hard_time(view, quote)


def _of_a_few(view: View, quote: Quote) -> bool:
    return rules.is_protected(quote.side or "critical", quote.afdeling, view.setting(SMALL), None, _today(view))


def _in_a_hard_time(view: View, quote: Quote) -> bool:
    return rules.is_protected(quote.side or "critical", "", (), protected_until(view), _today(view))


def _today(view: View) -> date:
    return local_day(view.now, view.organisation.calendar.zone)


def to_look_at(view: View, quotes: Sequence[Quote], left: int) -> Card:
    """Some quotes to look over, and how many more there are."""
    if not quotes:
        return sentence(view.say("Er is niets meer te bekijken. Dank je!"))
    say = view.say
    blocks: list[Block] = [text(waiting_words(view, left))]
    for one in quotes:
        blocks += [Rule(), *one_to_look_at(view, one)]
    more = left - len(quotes)
    if more > 0:
        blocks += [Rule(), Small(say("Nog {n}. Kies je iets, dan komt de volgende erbij.", n=more))]
    return Card(tuple(blocks))


def one_to_look_at(view: View, quote: Quote) -> tuple[Block, ...]:
    """The words, what is known of them, and what a curator can do."""
    return Voice(rules.fragment(quote.text)[0]), Small(_known(view, quote)), look_row(view, quote)


def waiting_words(view: View, left: int) -> str:
    """ "Er zijn nog 3 quotes te bekijken."."""
    return view.say.plural("Er is nog {n} quote te bekijken.", "Er zijn nog {n} quotes te bekijken.", left)


def _known(view: View, quote: Quote) -> str:
    say = view.say
    parts = [label(view, quote), quote.afdeling]
    parts += [side_words(view, quote.side)] if quote.side else []
    parts += [say("gaat over een klein team")] if _of_a_few(view, quote) else []
    parts += [say("komt in een moeilijke tijd")] if _in_a_hard_time(view, quote) else []
    return " · ".join(part for part in parts if part)


def look_row(view: View, quote: Quote) -> Buttons:
    """[Goed] when it is known what kind of words these are, else one for each kind."""
    say, ref = view.say, ref_of(quote)
    change: tuple[Button, ...] = (Button(say("Aanpassen"), "quote.change", ref, opens_form=True),)
    if rules.fragment(quote.text)[1]:
        change = (Button(say("Hele verhaal"), "quote.story", ref), *change)
    read = seen.ref_to(ref, quote.text)
    no = Button(say("Niet doen"), "quote.refuse", read)
    if quote.side is None:
        return buttons(*_sides(view, quote), *change, no)
    if held(view, quote):
        allow = Button(say("Goed, mag erin"), "quote.allow", read, "primary")
        return buttons(allow, Button(say("Bewaar voor later"), "quote.good", read), *change, no)
    return buttons(Button(say("Goed"), "quote.good", read, "primary"), *change, no)


def _sides(view: View, quote: Quote) -> list[Button]:
    say, ref = view.say, seen.ref_to(ref_of(quote), quote.text)
    suggested = rules.suggest(quote.text)
    named: tuple[tuple[Side, str, str], ...] = (
        ("positive", say("Goed, positief"), "quote.good_positive"),
        ("critical", say("Goed, kritisch"), "quote.good_critical"),
        ("mixed", say("Goed, gemengd"), "quote.good_mixed"),
    )
    first = sorted(named, key=lambda one: one[0] != suggested)
    return [Button(words, action, ref, "primary" if side == suggested else "normal") for side, words, action in first]


def stock_words(view: View, days: int) -> str:
    """ "Genoeg voor 9 werkdagen."."""
    if not days:
        return view.say("Er staat geen quote klaar.")
    return view.say.plural("Genoeg voor {n} werkdag.", "Genoeg voor {n} werkdagen.", days)


def short_of(view: View, side: Side, days: int) -> Card:
    """To the curators: praise or criticism has run out, or almost everything."""
    say = view.say
    missing = say("De positieve quotes zijn op.") if side == "positive" else say("De kritische quotes zijn op.")
    share = Button(say("Bewaar een quote"), "quote.new", opens_form=True)
    return Card((
        text(missing, " ", stock_words(view, days)),
        Small(say("Zo lang neem ik de andere soort. Daarna wisselen ze elkaar weer af.")),
        buttons(share),
    ))  # fmt: skip


def running_low(view: View, side: Side, days: int) -> Card:
    """To the curators, while there still is some of both: which of them runs out, and how soon."""
    say = view.say
    low = say("De positieve quotes raken op.") if side == "positive" else say("De kritische quotes raken op.")
    share = Button(say("Bewaar een quote"), "quote.new", opens_form=True)
    return Card((text(low, " ", stock_words(view, days)), buttons(share)))


def nothing_left(view: View) -> Card:
    """To everybody, when there is no quote at all."""
    say = view.say
    return Card((
        text(Strong(say("Welke uitspraak van een {klant} hoorde jij gisteren?"))),
        buttons(Button(say("Vertel het"), "quote.new", opens_form=True)),
    ))  # fmt: skip


def compliment(view: View, found: Compliment, giver: str) -> Card:
    """In the thread, for everybody."""
    line = view.say("{naam} geeft een compliment aan {wie}:", naam=giver, wie=found.to_words)
    return Card((text(line), Voice(found.text)))


def received(view: Drawing, found: Compliment, giver: str | None, words: str) -> Card:
    """To whoever it is for, in full."""
    say = view.say
    line = say("{naam} geeft je een compliment:", naam=giver or say("Een {collega}"))
    thank = (Button(say("Bedank {naam}", naam=giver), "quote.thank", compliment_ref(found.id)),) if giver else ()
    blocks: list[Block] = [text(line), Voice(found.text)]
    if words:
        blocks.append(Small(say("Naar aanleiding van de quote: ‘{tekst}’", tekst=rules.fragment(words)[0])))
    if thank and view.viewer and quote_days.may_thank(view.tx, found.id, view.viewer.id):
        blocks.append(buttons(*thank))
    return Card(tuple(blocks))


def reported(view: View, quote: Quote, report: Report) -> Card:
    """To the curators: somebody says that something is not right."""
    say, ref = view.say, ref_of(quote)
    if quote.state == "gone":
        return sentence(say("Deze quote hebben we weggehaald."))
    if report.settled_at:
        return Card((text(_settled(view, report)), Voice(rules.fragment(quote.text)[0])))
    what = {
        "person": say("Een {collega} herkent iemand in deze quote. De quote is nu even niet te zien."),
        "untrue": say("Een {collega} zegt dat deze quote niet klopt."),
    }.get(report.reason, say("Een {collega} zegt dat er iets is met deze quote."))
    said = (Small(say("Erbij gezegd: {tekst}", tekst=report.text)),) if report.text else ()
    away = Button(say("Haal de quote weg"), "quote.away", ref, "danger")
    back = Button(say("Laat staan"), "quote.back", ref)
    change = Button(say("Aanpassen"), "quote.change", ref, opens_form=True)
    return Card((text(what), Voice(rules.fragment(quote.text)[0]), *said, buttons(away, change, back)))


def _settled(view: View, report: Report) -> str:
    """Whoever looked spoke for all curators."""
    if report.reason == "person":
        return view.say("Een {collega} herkende iemand in deze quote. De quote is bekeken en staat er weer.")
    return view.say("Deze melding is bekeken. De quote blijft staan.")


def kept(view: View, quote: Quote, _report: Report) -> Card | None:
    """To whoever said that something is not right: somebody looked, and it stays."""
    if quote.state == "gone":
        return None
    return sentence(view.say("Dank je voor je melding. We hebben ernaar gekeken, en de quote blijft staan."))


def missed(view: View, place: Place, reason: str, day: Ref) -> Card:
    """To whoever looks after the quote: a place that missed it, and how to mend that."""
    say, where = view.say, view.place_called(place)
    if reason == "parked":
        return sentence(say("De quote kwam niet in {plek}: ik zit daar niet in. Voeg Klantritme daar toe.", plek=where))
    if reason == "lapsed":
        return sentence(say("De quote van vandaag kwam niet op tijd in {plek}: de chat was te lang niet bereikbaar.",
                            plek=where))  # fmt: skip
    if reason == "uncertain":
        line = say("Ik weet niet zeker of de quote van vandaag in {plek} staat. Kijk je even? Staat hij er niet, dan "
                   "stuur ik hem nog een keer.", plek=where)  # fmt: skip
        return Card((text(line), buttons(Button(say("Stuur nog eens"), "quote.again", day))))
    return sentence(say("De quote van vandaag kwam niet in {plek}.", plek=where))
