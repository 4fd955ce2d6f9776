"""What people see of a story."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rituals.engine import seen
from rituals.engine.cards import Block, Button, Buttons, Card, More, Rule, Small, Strong, Text, Voice, buttons, text
from rituals.engine.context import View
from rituals.engine.localtime import local_day
from rituals.engine.themes import theme_words
from rituals.engine.translate import Say
from rituals.engine.when import month_words
from rituals.verhaal import rules
from rituals.verhaal.names import page_ref, ref_of
from store.reports import Report
from store.stories import Story


def sentence(words: str) -> Card:
    """One sentence."""
    return Card((text(words),))


def gone(view: View) -> str:
    """What is said of a story that is not there any more."""
    return view.say("Dit verhaal hebben we weggehaald.")


def of_the_week(view: View, story: Story) -> Card:
    """The post: its title, how it begins, and the way to the rest."""
    if story.state == "checked":
        return sentence(view.say("Dit verhaal kijken we even na."))
    if story.state != "ready":
        return sentence(gone(view))
    return Card((*_beginning(view, story), buttons(*_read_on(view, story), More(ref_of(story.id)))))


def _beginning(view: View, story: Story) -> tuple[Block, ...]:
    words, _ = rules.opening(story.text)
    return text(Strong(story.title)), _paragraph(story, words), Small(label(view.say, story, _today(view)))


def _paragraph(story: Story, words: str) -> Text | Voice:
    """A story that grew from a quote is in the customer's own words."""
    return Voice(words) if literal(story) else text(words)


def literal(story: Story) -> bool:
    """Whether these are the customer's own words."""
    return story.quote_id is not None


def _read_on(view: View, story: Story) -> tuple[Button, ...]:
    more = rules.opening(story.text)[1]
    return (Button(view.say("Lees verder"), "verhaal.read", page_ref(story.id, 1)),) if more else ()


def label(say: Say, story: Story, today: date) -> str:
    """ "Een huurder, oktober · reparaties"."""
    said = [story.who or say("Een {klant}")]
    said += [month_words(date.fromisoformat(f"{story.month}-01"), today, say.locale)] if story.month else []
    return " · ".join(part for part in (", ".join(said), theme_words(say, story.theme)) if part)


def _today(view: View) -> date:
    return local_day(view.now, view.organisation.calendar.zone)


def page(view: View, story: Story, number: int) -> Card:
    """A page of the whole story, in private."""
    pages = rules.pages(rules.paragraphs_of(story.text))
    number = min(number, len(pages))
    blocks: list[Block] = [text(Strong(story.title))] if number == 1 else []
    blocks += [_paragraph(story, one) for one in pages[number - 1]]
    if number == len(pages):
        return Card((*blocks, Small(label(view.say, story, _today(view)))))
    return Card((*blocks, buttons(Button(view.say("Lees verder"), "verhaal.read", page_ref(story.id, number + 1)))))


def to_look_at(view: View, stories: Sequence[Story], left: int) -> Card:
    """Some stories to look over, and how many more there are."""
    if not stories:
        return sentence(view.say("Er zijn geen verhalen meer te bekijken. Dank je!"))
    blocks: list[Block] = [text(waiting_words(view, left))]
    for one in stories:
        blocks += [Rule(), *_beginning(view, one), look_row(view, one)]
    if (more := left - len(stories)) > 0:
        blocks += [Rule(), Small(view.say("Nog {n}. Kies je iets, dan komt de volgende erbij.", n=more))]
    return Card(tuple(blocks))


def waiting_words(view: View, left: int) -> str:
    """ "Er zijn nog 3 verhalen te bekijken."."""
    return view.say.plural("Er is nog {n} verhaal te bekijken.", "Er zijn nog {n} verhalen te bekijken.", left)


def look_row(view: View, story: Story) -> Buttons:
    """What a curator can do with it."""
    say, ref = view.say, ref_of(story.id)
    words = seen.ref_to(ref, story.title, story.text, story.who)
    return buttons(
        Button(say("Goed"), "verhaal.good", words, "primary"),
        *_read_on(view, story),
        Button(say("Aanpassen"), "verhaal.change", ref, opens_form=True),
        Button(say("Niet doen"), "verhaal.refuse", words),
    )


def reported(view: View, story: Story, report: Report) -> Card:
    """To the curators: somebody says that something is not right."""
    if story.state not in ("ready", "checked"):
        return sentence(gone(view))
    say, ref = view.say, ref_of(story.id)
    if report.settled_at:
        return Card((text(_settled(view, report)), *_beginning(view, story)))
    what = {
        "person": say("Een {collega} herkent iemand in dit verhaal. Het is nu even niet te zien."),
        "untrue": say("Een {collega} zegt dat dit verhaal niet klopt."),
    }.get(report.reason, say("Een {collega} zegt dat er iets is met dit verhaal."))
    if report.reason == "person" and story.quote_id is not None:
        what = say("Een {collega} herkent iemand in dit verhaal. Het is nu even niet te zien, "
                   "en de quote waar het uit groeide ook niet.")  # fmt: skip
    said = (Small(say("Erbij gezegd: {tekst}", tekst=report.text)),) if report.text else ()
    row = buttons(
        Button(say("Haal weg"), "verhaal.away", ref, "danger"),
        Button(say("Aanpassen"), "verhaal.change", ref, opens_form=True),
        Button(say("Laat staan"), "verhaal.back", ref),
    )
    return Card((text(what), *_beginning(view, story), *said, row))


def _settled(view: View, report: Report) -> str:
    """Whoever looked spoke for all curators."""
    if report.reason == "person":
        return view.say("Een {collega} herkende iemand in dit verhaal. Het is bekeken en staat er weer.")
    return view.say("Deze melding is bekeken. Het verhaal blijft staan.")


def kept(view: View, story: Story, _report: Report) -> Card | None:
    """To whoever said that something is not right: somebody looked, and it stays."""
    if story.state not in ("ready", "checked"):
        return None
    return sentence(view.say("Dank je voor je melding. We hebben ernaar gekeken, en het verhaal blijft staan."))


def how(view: View, bell: str) -> Card:
    """To a maker, after the bell rang for them."""
    return Card((
        text(view.say("Mooi! Hoe hebben jullie dat gedaan? Typ het hier in een paar zinnen.")),
        Voice(bell),
    ))  # fmt: skip


def for_the_meeting(view: View, story: Story) -> Card:
    """To who makes the meeting papers."""
    return Card((
        text(view.say("Er is een klantverhaal voor de vergaderstukken: {titel}", titel=story.title)),
        buttons(Button(view.say("Maak het stuk"), "verhaal.paper")),
    ))  # fmt: skip
