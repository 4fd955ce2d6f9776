"""A story as a page for the papers of a meeting: what is on it, and that as Markdown."""

from __future__ import annotations

import re
from datetime import date

from rituals.engine.tidy import paragraphs
from rituals.engine.translate import Say
from rituals.verhaal import cards, rules
from store import bells, stories
from store.frozen import frozen
from store.stories import Story
from store.tx import Tx

_MARKS = re.compile(r"([\\`*_\[\]<>#|])|^(\d+)([.)])(?=\s)|^([-+=~])", re.MULTILINE)


@frozen
class Paper:
    """`begun` are the words it grew from; `literal` that the story itself is in the customer's own words."""

    title: str
    label: str
    begun: str
    story: tuple[str, ...]
    literal: bool
    talk: str
    questions: tuple[str, ...]


def paper_of(tx: Tx, say: Say, story: Story, today: date) -> Paper:
    """The page of a story, in a language."""
    number = (story.about or "").removeprefix("bell:")
    bell = bells.get(tx, int(number)) if number.isdecimal() else None
    return Paper(
        title=story.title,
        label=cards.label(say, story, today),
        begun=bell.text if bell and bell.state == "rung" else "",
        story=tuple(rules.paragraphs_of(story.text)),
        literal=cards.literal(story),
        talk=say("Om over te praten"),
        questions=(
            say("Wat raakt je in dit verhaal?"),
            say("Wat had deze {klant} van ons nodig?"),
            say("Wat doen we morgen anders?"),
        ),
    )


def newest(tx: Tx, say: Say, today: date) -> Paper | None:
    """Of the newest story that no meeting had, else of the last one that a meeting had."""
    story = stories.not_given(tx) or stories.last_given(tx)
    return paper_of(tx, say, story, today) if story else None


def markdown(paper: Paper) -> list[str]:
    """The blocks of the page, each to stand apart from the next."""
    quoted = [f"> {_plain(paper.begun)}"] if paper.begun else []
    story = [f"> {_plain(one)}" for words in paper.story for one in paragraphs(words)]
    return [
        f"# {_plain(paper.title)}",
        f"*{_plain(paper.label)}*",
        *quoted,
        *(story if paper.literal else map(_plain, paper.story)),
        f"## {_plain(paper.talk)}",
        "\n".join(f"{number}. {_plain(one)}" for number, one in enumerate(paper.questions, 1)),
    ]


def _plain(words: str) -> str:
    """What people typed is never a mark."""
    return _MARKS.sub(_escaped, words)


def _escaped(found: re.Match[str]) -> str:
    sign, number, dot, line = found.groups()
    return f"{number}\\{dot}" if number else f"\\{sign or line}"
