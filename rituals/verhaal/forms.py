"""The forms of a story: to tell one, and to say that something is wrong."""

from __future__ import annotations

from collections.abc import Mapping

from rituals.engine import seen
from rituals.engine.cards import Form, TextField
from rituals.engine.context import Context
from rituals.engine.events import Value
from rituals.engine.filled import one
from rituals.engine.names import Ref
from rituals.verhaal import rules
from rituals.verhaal.names import ref_of
from store.stories import Story

_FIELDS = 4
"""So many fields hold the longest story; one that is cut at its paragraphs may need another."""
SHORT = 80


def story_form(context: Context, story: Story | None = None, words: str = "", about: Ref | None = None) -> Form:
    """The words first, in as many fields as they need; `about` is what it grows from."""
    say = context.say
    parts = rules.parts(story.text if story else words)
    return Form(
        name="verhaal.save",
        title=say("Bewaar een klantverhaal"),
        fields=(
            TextField("text1", say("Vertel het verhaal"), value=parts[0] if parts else "", multiline=True,
                      max_length=rules.PART, watched=True,
                      hint=say("Wat gebeurde er, en wat merkte {de_klant}? Namen, adressen en nummers haal ik eruit.")),
            *_rest(context, parts),
            TextField("title", say("Titel"), value=story.title if story else "", required=False,
                      max_length=rules.TITLE, watched=True, hint=say("Laat leeg, dan neem ik de eerste zin.")),
            TextField("people", say("Over wie gaat het?"), value=story.who if story else "", required=False,
                      max_length=SHORT, watched=True,
                      hint=say("Bijvoorbeeld: een gezin met drie kinderen. Geen namen.")),
            TextField("theme", say("Thema"), value=story.theme if story else "", required=False, max_length=SHORT),
        ),
        submit=say("Bewaar"),
        ref=seen.ref_to(ref_of(story.id), *as_read(story)) if story else about,
    )  # fmt: skip


def as_read(story: Story) -> tuple[str, ...]:
    """All that the form shows of a story: what was changed since it was opened, nobody meant to change back."""
    return story.title, story.text, story.who, story.theme


def _rest(context: Context, parts: list[str]) -> tuple[TextField, ...]:
    more = parts[1:] + [""] * (_FIELDS - max(len(parts), 1))
    label = context.say("Het verhaal gaat verder")
    return tuple(
        TextField(f"text{number}", label, value=words, multiline=True, required=False, max_length=rules.PART,
                  folded=not words, watched=True)
        for number, words in enumerate(more, 2)
    )  # fmt: skip


def words_of(values: Mapping[str, Value]) -> str:
    """The whole story, out of its fields."""
    fields = sorted((name for name in values if name.startswith("text")), key=lambda name: (len(name), name))
    return rules.joined(filter(None, (rules.told(one(values, name)) for name in fields)))
