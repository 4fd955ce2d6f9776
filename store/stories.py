"""Longer stories about a customer: told, looked over, posted once, given to a meeting, and taken away again."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    Text,
    and_,
    bindparam,
    case,
    cast,
    func,
    insert,
    literal_column,
    or_,
    select,
    update,
)

from store import quotes
from store.frozen import frozen
from store.locks import lock
from store.quotes import quote
from store.sameness import sameness
from store.schema import About, Id, Instant, person_id, table
from store.statements import Numbered, one_of, word
from store.tx import Tx

State = Literal["new", "ready", "refused", "checked", "gone"]
"""`new`: nobody has looked yet; `checked`: hidden while somebody looks again; `gone`: taken away, words and all."""

story = table(
    "story",
    Column("id", Id, primary_key=True),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("same", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("theme", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("about", Text),
    Column("state", Text, nullable=False),
    Column("posted_at", Instant),
    Column("given_at", Instant),
    Column("created_at", Instant, nullable=False),
    person_id("giver_id", erase="null", nullable=True),
    person_id("looked_by", erase="null", nullable=True),
    Index("ix_story_state", "state", "posted_at"),
    Index("ix_story_same", "same"),
    Index("ix_story_about", "about"),
    Index("ix_story_posted_at", "posted_at"),
    about=About(
        whose="a customer, without name, address or number; the colleague who told it",
        why="to let colleagues and meetings hear what a customer went through",
        keep="2 years; the words of a story that was taken away go at once",
        export="the stories somebody told or looked over",
        erase="the colleague is emptied; the story stays, it is not theirs",
        age=("created_at", timedelta(days=730)),
    ),
)


@frozen
class NewStory:
    """What is known of a story that comes in; `text` was redacted, with an empty line between paragraphs.

    `month` is "2026-10"; `about` the ref of the bell or quote it grew from.
    """

    title: str
    text: str
    who: str = ""
    theme: str = ""
    month: str = ""
    about: str | None = None
    giver_id: int | None = None


@frozen
class Story:
    """One story; its state is that of the quote it grew from, when that is hidden or taken away."""

    id: int
    title: str
    text: str
    who: str
    theme: str
    month: str
    about: str | None
    state: State
    posted_at: datetime | None
    given_at: datetime | None
    giver_id: int | None

    @property
    def quote_id(self) -> int | None:
        """The quote it grew from: the same customer's words."""
        kind, _, number = (self.about or "").partition(":")
        return int(number) if kind == "quote" else None


_quote_id = case(
    (story.c.about.like(word("quote:%")), cast(func.substr(story.c.about, literal_column("7")), BigInteger))
)
_its_quote = func.coalesce(select(quote.c.state).where(quote.c.id == _quote_id).scalar_subquery(), word("ready"))
_STANDS = _its_quote == word("ready")
# A story that grew from a quote is in the customer's own words: it is hidden, and taken away, with that quote.
_SEEN = case((_STANDS, story.c.state), (_its_quote == word("checked"), word("checked")), else_=word("gone"))
_COLUMNS = (
    story.c.id, story.c.title, story.c.text, story.c.who, story.c.theme, story.c.month, story.c.about,
    _SEEN.label("state"), story.c.posted_at, story.c.given_at, story.c.giver_id,
)  # fmt: skip
_LIVE = one_of(story.c.state, "new", "ready", "checked")
_IS_NEW = and_(story.c.state == word("new"), _STANDS)
_IS_READY = and_(story.c.state == word("ready"), _STANDS)
_ADD = Numbered(insert(story))
_GET = select(*_COLUMNS).where(story.c.id == bindparam("id"))
_SAME = select(*_COLUMNS).where(story.c.same == bindparam("same"), _LIVE).order_by(story.c.id).limit(1)
_ABOUT = select(func.count()).where(story.c.about == bindparam("about"), _LIVE)
_GROWN = select(story.c.id).where(story.c.about == bindparam("about")).order_by(story.c.id)
_NEW = select(*_COLUMNS).where(_IS_NEW).order_by(story.c.id).limit(bindparam("most", type_=Integer))
_WAITING = select(func.count()).select_from(story).where(_IS_NEW)
_UNPOSTED = select(*_COLUMNS).where(_IS_READY, story.c.posted_at.is_(None)).order_by(story.c.id).limit(1)
_LAST_POSTED = select(func.max(story.c.posted_at))
_NOT_GIVEN = select(*_COLUMNS).where(_IS_READY, story.c.given_at.is_(None)).order_by(story.c.id.desc()).limit(1)
_LAST_GIVEN = (
    select(*_COLUMNS)
    .where(_IS_READY, story.c.given_at.is_not(None))
    .order_by(story.c.given_at.desc(), story.c.id.desc())
    .limit(1)
)
_OF = update(story).where(story.c.id == bindparam("of_id"))
_STATE = _OF.values(state=bindparam("new_state"), looked_by=bindparam("by"))
_DECIDE = _OF.where(
    story.c.state == word("new"), story.c.title == bindparam("read_title"), story.c.text == bindparam("read_text"),
    story.c.who == bindparam("read_who"),
).values(state=bindparam("new_state"), looked_by=bindparam("by"))  # fmt: skip
_GONE = _OF.values(state=word("gone"), looked_by=bindparam("by"), title="", text="", who="", same="")
_ITS_QUOTE = update(quote).where(quote.c.id == bindparam("quote_id"))
_HIDE_QUOTE = _ITS_QUOTE.where(quote.c.state == word("ready")).values(state=word("checked"), looked_by=None)
_QUOTE_BACK = _ITS_QUOTE.where(quote.c.state == word("checked")).values(state=word("ready"), looked_by=bindparam("by"))
_POSTED = _OF.where(story.c.posted_at.is_(None)).values(posted_at=bindparam("now", type_=Instant()))
_GIVEN = _OF.values(given_at=bindparam("now", type_=Instant()))
_REWRITE = _OF.where(
    _LIVE, or_(bindparam("was_looked_at", type_=Boolean), story.c.state == word("new")),
    story.c.text == bindparam("read"),
).values(
    title=bindparam("new_title"), text=bindparam("new_text"), same=bindparam("new_same"), who=bindparam("new_who"),
    theme=bindparam("new_theme"),
)  # fmt: skip


def add(tx: Tx, new: NewStory, now: datetime, *, state: State = "new") -> int:
    """A story that was told; its id."""
    return tx.add(_ADD, {
        "title": new.title, "text": new.text, "same": sameness(new.text), "who": new.who, "theme": new.theme,
        "month": new.month, "about": new.about, "state": state, "created_at": now, "giver_id": new.giver_id,
    })  # fmt: skip


def get(tx: Tx, story_id: int) -> Story | None:
    """One story."""
    return tx.one(_GET, Story, {"id": story_id})


def same_as(tx: Tx, text: str) -> Story | None:
    """A story with the same words, whatever their capitals, signs and spaces; who tells them now as well waits."""
    same = sameness(text)
    lock(tx, "story", (same,))
    return tx.one(_SAME, Story, {"same": same})


def told_of(tx: Tx, about: str) -> bool:
    """Whether a story grew from this bell or quote."""
    return bool(tx.scalar(_ABOUT, {"about": about}))


def grown_from(tx: Tx, about: str) -> list[int]:
    """The stories that grew from this bell or quote, in whatever state."""
    return tx.all(_GROWN, int, {"about": about})


def to_look_at(tx: Tx, most: int) -> list[Story]:
    """What nobody has looked over yet, the oldest first."""
    return tx.all(_NEW, Story, {"most": most})


def waiting(tx: Tx) -> int:
    """How many stories nobody has looked over yet."""
    return int(tx.scalar(_WAITING) or 0)


def next_to_post(tx: Tx) -> Story | None:
    """The oldest story that was looked over and stood nowhere yet."""
    return tx.one(_UNPOSTED, Story)


def last_posted(tx: Tx) -> datetime | None:
    """When a story was posted last."""
    value = tx.scalar(_LAST_POSTED)
    return value if isinstance(value, datetime) else None


def posted(tx: Tx, story_id: int, now: datetime) -> None:
    """It stands somewhere for the first time."""
    tx.run(_POSTED, {"of_id": story_id, "now": now})


def not_given(tx: Tx) -> Story | None:
    """The newest story that was looked over and that no meeting got yet."""
    return tx.one(_NOT_GIVEN, Story)


def last_given(tx: Tx) -> Story | None:
    """The story that a meeting got last."""
    return tx.one(_LAST_GIVEN, Story)


def give(tx: Tx, story_id: int, now: datetime) -> None:
    """A meeting gets it."""
    tx.run(_GIVEN, {"of_id": story_id, "now": now})


def set_state(tx: Tx, story_id: int, state: State, by: int | None) -> None:
    """Somebody looked at it. Of what is taken away no word stays."""
    values = {"of_id": story_id, "by": by}
    if state == "gone":
        tx.run(_GONE, values)
    else:
        tx.run(_STATE, {**values, "new_state": state})


def hide(tx: Tx, read: Story) -> None:
    """Somebody is recognised in it; in the quote it grew from that person would still be read."""
    if read.quote_id is None:
        set_state(tx, read.id, "checked", None)
    else:
        tx.run(_HIDE_QUOTE, {"quote_id": read.quote_id})


def put_back(tx: Tx, read: Story, by: int) -> None:
    """Looked at, and well; the quote it was hidden with too."""
    set_state(tx, read.id, "ready", by)
    if read.quote_id is not None:
        tx.run(_QUOTE_BACK, {"quote_id": read.quote_id, "by": by})


def take_away(tx: Tx, read: Story, by: int, *, quote_too: bool) -> None:
    """It goes for good, perhaps with the quote it grew from."""
    set_state(tx, read.id, "gone", by)
    if quote_too and read.quote_id is not None:
        quotes.set_state(tx, read.quote_id, "gone", by)


def decide(tx: Tx, read: Story, state: State, by: int) -> bool:
    """Somebody looked it over; False when another did meanwhile, or its words are no longer those that were read."""
    return bool(tx.run(_DECIDE, {
        "of_id": read.id, "read_title": read.title, "read_text": read.text, "read_who": read.who, "new_state": state,
        "by": by,
    }))  # fmt: skip


def rewrite(tx: Tx, read: Story, new: NewStory) -> bool:
    """Other words or another label; who told it, when, and what it grew from stay.

    False when somebody was there first meanwhile.
    """
    return bool(tx.run(_REWRITE, {
        "of_id": read.id, "read": read.text, "was_looked_at": read.state != "new",
        "new_title": new.title, "new_text": new.text, "new_same": sameness(new.text), "new_who": new.who,
        "new_theme": new.theme,
    }))  # fmt: skip
