"""What people see of ideas: one of them, the forms, and the short answers."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.cards import (
    Block,
    Button,
    Card,
    ChoiceField,
    Control,
    Form,
    More,
    Option,
    Small,
    TextField,
    Voice,
    buttons,
    text,
)
from rituals.engine.clusters import cut
from rituals.engine.context import Context, Drawing, View
from rituals.engine.names import Ref
from rituals.engine.tidy import paragraphs
from rituals.idee import rules
from rituals.idee.keys import about_of, joins, list_ref, ref_of
from rituals.idee.settings import NAMED
from rituals.idee.voices import contact_of, voice_of
from store import accounts, ideas
from store.ideas import Idea

SHORT = 200
"""Characters of an idea in a list; the rest is behind [Lees alles]."""
OPTION = 40
"""Characters of an idea in a choice."""


def sentence(words: str, *controls: Control) -> Card:
    """One sentence, and what can be done next."""
    return Card((text(words), *((buttons(*controls),) if controls else ())))


def name_of(view: View, person_id: int | None) -> str:
    """A colleague as everybody may read it: by name, unless they rather are not named."""
    person = accounts.get(view.tx, person_id) if person_id else None
    if person is None or not view.setting(NAMED, person=person):
        return view.say("een {collega}")
    return view.called([person])[person.id]


def capital(words: str) -> str:
    """At the start of a sentence."""
    return words[:1].upper() + words[1:]


def title(view: View, idea: Idea, most: int = SHORT) -> str:
    """What an idea is called where it stands among others."""
    if idea.what:
        return cut(idea.what, most)
    voice = voice_of(view.tx, about_of(idea.about))
    return f"‘{cut(voice, most)}’" if voice else view.say("Een uitspraak die we hebben weggehaald")


def heard(view: View, idea: Idea) -> Block:
    """What an idea is, in a message about it alone: its words, or those of the customer it began with."""
    words = idea.what or voice_of(view.tx, about_of(idea.about))
    return Voice(cut(words, SHORT)) if words else text(title(view, idea))


def form(context: Context, about: Ref | None, what: str = "") -> Form:
    """Two fields."""
    say = context.say
    return Form(
        name="idee.idea",
        title=say("Ik heb een idee"),
        fields=(
            TextField("what", say("Wat is je idee?"), value=what, multiline=True, max_length=rules.LONGEST),
            TextField(
                "noticed",
                say("Wat merkt {de_klant} ervan?"),
                hint=say("Eén zin is genoeg. Mag ook later."),
                required=False,
                max_length=rules.LINE,
            ),
        ),
        submit=say("Bewaar"),
        ref=about,
    )


def done_form(context: Context, idea: Idea, abouts: Sequence[Ref]) -> Form:
    """What has changed, and who hears it; `abouts` are the things it began with."""
    say = context.say
    return Form(
        name="idee.done",
        title=say("Het is klaar!"),
        fields=(
            TextField(
                "effect",
                say("Wat merkt {de_klant} er nu van?"),
                hint=say("In één zin, zoals: We bellen nu binnen een dag wanneer de monteur komt."),
                max_length=rules.LINE,
            ),
            ChoiceField("hears", say("Wie hoort dit?"), _hearers(context, abouts)),
            TextField(
                "thanks",
                say("Wie bedanken we nog meer?"),
                hint=say("Bijvoorbeeld: planning, team Noord."),
                required=False,
                max_length=100,
                folded=True,
            ),
        ),
        submit=say("Bewaar"),
        ref=ref_of(idea.id),
    )


def _hearers(context: Context, abouts: Sequence[Ref]) -> tuple[Option, ...]:
    say, contact_id = context.say, contact_of(context.tx, abouts)
    person = accounts.get(context.tx, contact_id) if contact_id else None
    contact: tuple[Option, ...] = ()
    if person and person.active:
        name = context.called([person])[person.id]
        contact = (Option("contact", cut(capital(say("{de_klant}, via {naam}", naam=name)), OPTION)),)
    return (*contact, Option("all", say("Alle {klanten}")), Option("nobody", say("Kan niet: anoniem")))


def merge_form(context: Context, idea: Idea, others: Sequence[tuple[int, str]]) -> Form:
    """Which other idea this one is part of."""
    say = context.say
    return Form(
        name="idee.merge",
        title=say("Hoort bij …"),
        intro=cut(idea.what, SHORT),
        fields=(
            ChoiceField(
                "into",
                say("Bij welk idee hoort dit?"),
                tuple(Option(str(of), cut(words, OPTION)) for of, words in others),
                hint=say("De steun voor allebei telt daarna samen."),
            ),
        ),
        submit=say("Voeg samen"),
        ref=ref_of(idea.id),
    )


def kept(view: View, idea: Idea, instead: Sequence[str]) -> Card:
    """To the author: it stands there."""
    say = view.say
    return Card(
        (
            text(say("Dank je wel! Je idee staat erbij.")),
            Voice(cut(idea.what, rules.LINE)),
            *note(view, instead),
            buttons(
                Button(say("Ik pak dit op"), "idee.take", ref_of(idea.id)),
                Button(say("Alle ideeën"), "idee.list", list_ref("open", 1)),
                More(ref_of(idea.id)),
            ),
        )
    )


def note(view: View, instead: Sequence[str]) -> tuple[Block, ...]:
    """What took the place of a customer's data."""
    if not instead:
        return ()
    say, words = view.say, view.say.names([f"‘{one}’" for one in instead])
    line = say("Gegevens van een {klant} bewaar ik niet bij een idee. Er staat nu {woorden}.", woorden=words)
    return (Small(line),)


def similar(view: View, asked: Idea, others: Sequence[Idea], instead: Sequence[str]) -> Card:
    """To the author, before it is kept: does one of these say the same?"""
    say = view.say
    blocks: list[Block] = [text(say("Dit lijkt op wat er al staat. Steun je een van deze?"))]
    for one in others:
        blocks += [heard(view, one), buttons(Button(say("Steun dit"), "idee.join", joins(asked.id, one.id)))]
    keep = Button(say("Toch mijn idee bewaren"), "idee.keep", ref_of(asked.id), "primary")
    return Card((*blocks, *note(view, instead), buttons(keep)))


def whole(view: View, idea: Idea) -> Card:
    """[Lees alles]."""
    noticed = view.say("Dit merkt {de_klant}: {tekst}", tekst=idea.noticed)
    return Card((*map(text, paragraphs(idea.what)), *((Small(noticed),) if idea.noticed else ())))


def taken(view: View, idea: Idea) -> Card:
    """To whoever took it up just now."""
    line = view.say("Fijn dat je dit oppakt! Over twee weken vraag ik hoe het gaat. Eerder klaar? Druk dan op Klaar.")
    return Card((text(line), heard(view, idea), buttons(*owner_buttons(view, idea))))


def owner_buttons(view: View, idea: Idea) -> tuple[Button, ...]:
    """What an owner can do at any time."""
    done = Button(view.say("Klaar"), "idee.done", ref_of(idea.id), "primary", opens_form=True)
    return done, Button(view.say("Geef terug"), "idee.give_back", ref_of(idea.id))


def nudge(view: View, idea: Idea) -> Card:
    """To the owner, after two and four weeks."""
    say = view.say
    done, back = owner_buttons(view, idea)
    return Card(
        (
            text(say("Een tijdje terug pakte jij dit op. Hoe gaat het ermee?")),
            heard(view, idea),
            buttons(done, Button(say("Nog bezig"), "idee.busy", ref_of(idea.id)), back),
        )
    )


def freed(view: View, idea: Idea) -> Card:
    """To who owned it for six weeks."""
    say = view.say
    return Card((heard(view, idea), text(say("Ik zet dit weer open voor een ander. Geen probleem."))))


def task(view: View, idea: Idea) -> Card:
    """To the customer's contact: the customer may know."""
    say = view.say
    return Card(
        (
            text(say("Dit is geregeld: {effect} Vertel jij het {de_klant}?", effect=idea.effect)),
            *_began(view, idea),
            buttons(
                Button(say("Gedaan"), "idee.told", ref_of(idea.id), "primary"),
                Button(say("Lukt niet"), "idee.cannot", ref_of(idea.id)),
            ),
        )
    )


def _began(view: View, idea: Idea) -> tuple[Block, ...]:
    """The customer's words, while they may be read."""
    voice = voice_of(view.tx, about_of(idea.about))
    return (Small(view.say("Het begon met:")), Voice(cut(voice, rules.LINE))) if voice else ()


def removed(view: View, idea: Idea) -> Card:
    """To who was at work on it: its words are gone, what it began with may be there still."""
    say = view.say
    line = say("Het idee dat jij had opgepakt, is weggehaald. Je hoeft er niets meer voor te doen. "
               "Dank je wel dat je ermee bezig was!")  # fmt: skip
    return Card((text(line), *_began(view, idea)))


def merged(view: View, idea: Idea, into: Idea) -> Card:
    """To both authors."""
    say = view.say
    return Card(
        (
            text(say("Twee ideeën gaan samen verder. De steun telt bij elkaar op.")),
            heard(view, idea),
            heard(view, into),
        )
    )


def thanked(view: Drawing, idea: Idea) -> Card:
    """To the author: what became of it; to that of an idea that went on as part of it with that author's own words."""
    reader = view.viewer.id if view.viewer else None
    every = (idea, *ideas.merged_into(view.tx, idea.id))
    own = next((one for one in every if one.author_id == reader), idea)
    return Card((text(view.say("Jouw idee is geregeld! {effect}", effect=idea.effect)), heard(view, own)))
