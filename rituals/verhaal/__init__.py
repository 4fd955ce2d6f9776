"""The klantverhaal: longer than a quote, told by a colleague, looked over, and posted once a week at most.

`telling` takes it in, `growing` asks who made a bell ring and lets a long quote become one, `looking` is the curator's,
`posting` the week's, `reading` everybody's, and `papers` gives one to a meeting, made by `paper` and `docx`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

from rituals.engine.cards import Block, Button, Card, Small, buttons
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import Shown
from rituals.engine.localtime import local_day, resolve
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome, Plan
from rituals.engine.ritual import CatchUp, Handled, Ritual, Shortcut, SlotRule, Usage
from rituals.engine.translate import mark
from rituals.verhaal import cards, demo, growing, looking, papers, posting, reading, rules, settings, telling
from rituals.verhaal.names import NAME, key_of, ref_of, slot
from store import reports, stories
from store.accounts import Person


def ritual() -> Ritual:
    """The stories, as the application installs them."""
    share, look, read = settings.SHARE, settings.LOOK, settings.READ
    return Ritual(
        name=NAME,
        title=mark("Het klantverhaal"),
        draw=draw,
        commands={NAME: Handled(telling.command, share)},
        usages=(
            Usage(NAME, mark("/verhaal"), mark("Vertel een verhaal over een {klant}, in een paar alinea's.")),
            Usage(NAME, mark("/verhaal stuk"), mark("Geef het nieuwste verhaal als stuk voor een vergadering.")),
        ),
        shortcuts=(Shortcut(NAME, mark("Bewaar als klantverhaal"), on_message=True),),
        actions={
            "new": Handled(telling.new, share),
            "change": Handled(telling.change, share),
            "how": Handled(growing.how, share),
            "from_quote": Handled(growing.from_quote, look),
            "look": Handled(looking.look, look),
            "good": Handled(looking.good, look),
            "refuse": Handled(looking.refuse, look),
            "read": Handled(reading.read, read),
            "wrong": Handled(reading.wrong, read),
            "away": Handled(reading.away, look),
            "back": Handled(reading.back, look),
            "paper": Handled(papers.pressed, share),
            "paper_page": Handled(papers.turned, share),
        },
        forms={"save": Handled(telling.submitted, share), "report": Handled(reading.report, read)},
        previews={"save": telling.preview},
        answers={growing.ANSWER: Handled(growing.answered, share)},
        slots={
            "week": SlotRule(posting.due, CatchUp(late=timedelta(hours=4))),
            "look": SlotRule(looking.due, CatchUp(late=timedelta(hours=4))),
            "how": SlotRule(growing.due, CatchUp(late=timedelta(hours=2))),
            "paper": SlotRule(papers.due, CatchUp(late=timedelta(hours=6))),
        },
        listens={Shown: shown},
        plan=plan,
        things=frozenset({"story", "storypage", "storypaper"}),
        menu=reading.menu,
        home=home,
        today=today,
        settings=(settings.HERE, settings.DAY, settings.TIME, settings.ASK_HOW, settings.PAPER),
        permissions=(share, read, look),
        offers=(growing.HOW, growing.FROM_QUOTE),
        subject=subject,
        keys=keys,
        repeats=repeats,
        demo=demo.fill,
    )


def subject(key: Key) -> Ref | None:
    """A post is about its story."""
    return Ref("story", key.rest) if key.rest.isdecimal() else None


def keys(view: View, ref: Ref) -> tuple[Key, ...]:
    """Its post, and what the curators were told about it."""
    if ref.kind != "story":
        return ()
    return (key_of(ref.number), *(Key(NAME, f"report/{number}") for number in reports.about(view.tx, str(ref))))


def repeats(view: View, ref: Ref) -> tuple[Key, ...]:
    """The posts in which a quote's own words stand once more, and what the curators were told about those."""
    grown = stories.grown_from(view.tx, str(ref)) if ref.kind == "quote" else []
    return tuple(key for number in grown for key in keys(view, ref_of(number)))


def plan(context: Context) -> Outcome:
    """Today's moments, if it is a working day."""
    calendar = context.organisation.calendar
    day = local_day(context.now, calendar.zone)
    if not calendar.is_workday(day):
        return Outcome()
    moments: dict[str, time | None] = {
        "week": posting.moment(context, day),
        "look": looking.LOOK_AT,
        "how": growing.ASKED_AT,
        "paper": papers.ASKED_AT if rules.papers_on(day, calendar) else None,
    }
    planned = ((name, at) for name, at in moments.items() if at is not None)
    return Outcome(effects=tuple(Plan(slot(name, day), resolve(day, at, calendar.zone)) for name, at in planned))


def shown(event: Shown, context: Context) -> Outcome:
    """A post had its turn; a question waits for its answer."""
    if isinstance(event.to, Person):
        return growing.asked(context, event.key, event.to) if event.key.rest.startswith("how/") else Outcome()
    stories.posted(context.tx, Ref("story", event.key.rest).number, context.now)
    return Outcome()


def home(context: Context) -> tuple[Button, ...]:
    """On the bot's own page."""
    may = context.may(settings.SHARE)
    return (Button(context.say("Vertel een verhaal"), "verhaal.new", opens_form=True),) if may else ()


def today(context: Context) -> tuple[Block, ...]:
    """For a curator: what waits; for who makes the meeting papers: what there is to give."""
    looks = context.may(settings.LOOK)
    left = stories.waiting(context.tx) if looks else 0
    blocks: tuple[Block, ...] = ()
    if left:
        look = Button(context.say("Bekijk ze"), "verhaal.look")
        blocks = (Small(cards.waiting_words(context, left)), buttons(look))
    paper = papers.reminder(context) if looks or context.setting(settings.PAPER, person=context.person) else None
    return blocks + (paper.blocks if paper else ())


def draw(drawing: Drawing, key: Key) -> Card | None:
    """The post in a place, and what only some people read."""
    kind, _, rest = key.rest.partition("/")
    match kind:
        case "look":
            return looking.card(drawing)
        case "how":
            return growing.question(drawing, Ref("bell", rest).number)
        case "paper":
            return papers.reminder(drawing)
        case "report" | "kept":
            return _report(drawing, Ref("report", rest).number, cards.reported if kind == "report" else cards.kept)
        case _:
            story = stories.get(drawing.tx, Ref("story", kind).number)
            # Where it does not stand yet, nobody is told that it was taken away.
            shows = story and (story.state == "ready" or drawing.posted_at)
            return cards.of_the_week(drawing, story) if story and shows else None


def _report(
    drawing: Drawing, number: int, card: Callable[[View, stories.Story, reports.Report], Card | None]
) -> Card | None:
    report = reports.get(drawing.tx, number)
    story = stories.get(drawing.tx, Ref.parse(report.ref).number) if report else None
    return card(drawing, story, report) if report and story else None
