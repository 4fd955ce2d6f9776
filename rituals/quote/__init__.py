"""The quote of the day: one real sentence of a customer, praise one day and criticism the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta

from rituals.engine.cards import Block, Button, Card, Small
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import NotShown, Reaction, Received, Shown, SlotFailed
from rituals.engine.names import Key, Ref
from rituals.engine.ritual import CatchUp, Handled, Reader, Ritual, Shortcut, SlotRule, Usage
from rituals.engine.translate import mark
from rituals.quote import (
    cards,
    demo,
    files_example,
    files_sending,
    incoming,
    intake,
    looking,
    posting,
    reacting,
    reporting,
    settings,
    today,
    weekly,
)
from rituals.quote.names import key_of, stream_of
from store import accounts, idea_standing, quote_days, quotes, reports


def ritual() -> Ritual:
    """The quote, as the application installs it."""
    share, look, react, tell = settings.SHARE, settings.LOOK, settings.REACT, settings.REPORT
    return Ritual(
        name="quote",
        title=mark("De quote van de dag"),
        draw=draw,
        commands={"quote": Handled(intake.command, share)},
        aliases={"quotes": "quote", "klantquote": "quote"},
        usages=(
            Usage("quote", mark("/quote Ik moest drie keer hetzelfde uitleggen"),
                  mark("Hoorde je een {klant} iets zeggen dat je bijbleef? Typ het, dan horen anderen het ook.")),
        ),
        shortcuts=(
            Shortcut("quote", mark("Bewaar als klantquote"), on_message=True),
            Shortcut("quote", mark("Bewaar een quote")),
        ),
        actions={
            "new": Handled(intake.new, share),
            "change": Handled(intake.change, share),
            "look": Handled(looking.look, look),
            "good": Handled(looking.good, look),
            "good_positive": Handled(looking.good_positive, look),
            "good_critical": Handled(looking.good_critical, look),
            "good_mixed": Handled(looking.good_mixed, look),
            "allow": Handled(looking.allow, look),
            "refuse": Handled(looking.refuse, look),
            "praise": Handled(reacting.praise, react),
            "thank": Handled(reacting.thank, react),
            "story": Handled(reacting.story, tell),
            "wrong": Handled(reacting.wrong, tell),
            "file": Handled(files_sending.ask, look),
            "take": Handled(files_sending.take, look),
            "leave": Handled(files_sending.leave, look),
            "away": Handled(reporting.away, look),
            "back": Handled(reporting.back, look),
            "again": Handled(posting.again, react),
        },
        forms={
            "save": Handled(intake.submitted, share),
            "compliment": Handled(reacting.compliment, react),
            "report": Handled(reporting.report, tell),
            "list": Handled(files_sending.sent, look),
        },
        previews={"save": intake.preview},
        samples={files_example.NAME: files_example.workbook},
        readers={"list": Reader("rituals.quote.files:read", files_sending.told)},
        answers={weekly.ANSWER: Handled(weekly.answered, share)},
        slots={
            "daily": SlotRule(posting.due, CatchUp(before=time(12))),
            "look": SlotRule(looking.due, CatchUp(late=timedelta(hours=6))),
            "take": SlotRule(files_sending.due),
            "ask": SlotRule(weekly.due, CatchUp(late=timedelta(hours=3))),
        },
        listens={
            Shown: posting.shown, NotShown: posting.not_shown, Reaction: posting.reaction,
            Received: incoming.received, SlotFailed: files_sending.failed,
        },
        plan=posting.plan,
        things=frozenset({"quote", "quoteday", "compliment", "load"}),
        menu=reacting.menu,
        home=home,
        today=today.today,
        settings=(
            settings.HERE, settings.OWN, settings.TIME, settings.THEMES, settings.AFDELINGEN, settings.SMALL,
            settings.PROTECTED, settings.ASK_ME,
        ),
        permissions=(share, react, tell, look),
        policy="at_most_once",
        subject=subject,
        keys=keys,
        demo=demo.fill,
    )  # fmt: skip


def subject(key: Key) -> Ref | None:
    """A day's card is about that day: two replicas may not both take its turn."""
    return Ref("quoteday", key.rest) if stream_of(key.rest) else None


def keys(view: View, ref: Ref) -> tuple[Key, ...]:
    """Every card on which a quote stands, and the private ones that repeat it."""
    if ref.kind != "quote":
        return ()
    days = (key_of(day) for day in quote_days.of_quote(view.tx, ref.number))
    received = (Key("quote", f"received/{number}") for number in quote_days.compliments_on(view.tx, ref.number))
    told = (Key("quote", f"report/{number}") for number in reports.about(view.tx, str(ref)))
    return (*days, *received, *told)


def home(context: Context) -> tuple[Button, ...]:
    """On the bot's own page."""
    return (
        (Button(context.say("Bewaar een quote"), "quote.new", opens_form=True),) if context.may(settings.SHARE) else ()
    )


def draw(drawing: Drawing, key: Key) -> Card | None:
    """The card of a day, and what only some people read."""
    if (found := stream_of(key.rest)) is not None:
        return _of_the_day(drawing, *found)
    kind, _, rest = key.rest.partition("/")
    match kind:
        case "look":
            return looking.card(drawing)
        case "load":
            return files_sending.drawn(drawing, rest)
        case "ask":
            return cards.nothing_left(drawing)
        case "short":
            return cards.short_of(
                drawing, "positive" if rest.startswith("positive") else "critical", today.days_left(drawing)
            )
        case "low":
            return looking.running_low(drawing)
        case "week":
            return weekly.question(drawing)
        case "missed":
            return _missed(drawing, rest)
        case "report" | "kept":
            return _report(drawing, int(rest), cards.reported if kind == "report" else cards.kept)
        case _:
            return _compliment(drawing, kind, rest)


def _of_the_day(drawing: Drawing, stream: str, on: date) -> Card | None:
    """Where it does not stand yet, nobody is told that it was taken away."""
    day = quote_days.get(drawing.tx, stream, on)
    quote = quotes.get(drawing.tx, day.quote_id) if day else None
    if day is None or quote is None or (quote.state != "ready" and drawing.posted_at is None):
        return None
    return cards.of_the_day(drawing, quote, day.side, standing(drawing, quote.id))


def standing(view: View, quote_id: int) -> tuple[Block, ...]:
    """How many ideas there are about it, and who took it up."""
    say, stands = view.say, idea_standing.of(view.tx, str(Ref("quote", str(quote_id))))
    owner = accounts.get(view.tx, stands.owner_id) if stands.owner_id else None
    name = view.called([owner])[owner.id] if owner else say("een {collega}")
    said = [say.plural("{n} idee", "{n} ideeën", stands.ideas)] if stands.ideas else []
    said += [say("Opgepakt door {naam}", naam=name)] if stands.taken else []
    said += [say("Geregeld")] if stands.finished and not stands.taken else []
    return (Small(" · ".join(said)),) if said else ()


def _report(
    drawing: Drawing, number: int, card: Callable[[View, quotes.Quote, reports.Report], Card | None]
) -> Card | None:
    report = reports.get(drawing.tx, number)
    quote = quotes.get(drawing.tx, Ref.parse(report.ref).number) if report else None
    return card(drawing, quote, report) if report and quote else None


def _missed(drawing: Drawing, rest: str) -> Card | None:
    number, reason, day = rest.split("/", 2)
    place = drawing.directory.places.get(int(number))
    return cards.missed(drawing, place, reason, Ref("quoteday", day)) if place else None


def _compliment(drawing: Drawing, kind: str, rest: str) -> Card | None:
    number, _, thanker = rest.partition("/")
    found = quote_days.compliment_of(drawing.tx, int(number)) if number.isdecimal() else None
    if found is None:
        return None
    giver = accounts.get(drawing.tx, found.giver_id) if found.giver_id else None
    name = drawing.called([giver])[giver.id] if giver else None
    if kind == "compliment":
        return cards.compliment(drawing, found, name or drawing.say("Een {collega}"))
    if kind == "received":
        quote = quotes.get(drawing.tx, found.quote_id)
        return cards.received(drawing, found, name, quote.text if quote and quote.state == "ready" else "")
    somebody = accounts.get(drawing.tx, int(thanker)) if thanker else None
    if kind != "thanked" or somebody is None:
        return None
    called = drawing.called([somebody])[somebody.id]
    return cards.sentence(drawing.say("{naam} bedankt je voor je compliment.", naam=called))
