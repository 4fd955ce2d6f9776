"""What everybody sees when something was done: the post that comes home, and that of the week."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rituals.engine.cards import Block, Card, Offers, Small, Strong, Voice, buttons, text
from rituals.engine.clusters import cut
from rituals.engine.context import View
from rituals.engine.names import Key, Ref
from rituals.engine.tidy import isolated
from rituals.idee import rules
from rituals.idee.cards import capital, name_of
from rituals.idee.keys import about_of, home_key, ref_of, week_key
from rituals.idee.voices import voice_of
from store import ideas
from store.ideas import Idea
from store.places import Place

AT_MOST = 6
"""So many are told in full in the post of the week."""


def abouts(view: View, idea: Idea) -> list[Ref]:
    """The things it began with, those of ideas that went on as part of it too."""
    every = [idea, *ideas.merged_into(view.tx, idea.id)]
    return list(dict.fromkeys(ref for one in every if (ref := about_of(one.about))))


def homes(view: View, idea: Idea) -> list[Place]:
    """Where what it began with stood; for an idea that began with nothing, where it was typed."""
    found = {place.id: place for ref in abouts(view, idea) for place in view.stands(ref)}
    if idea.about is None and (typed := view.directory.places.get(idea.place_id or 0)):
        found[typed.id] = typed
    return [place for place in found.values() if place.state == "open" and not place.shared]


def repeats(view: View, ref: Ref) -> tuple[Key, ...]:
    """The posts in which the words of a thing stand once more; those of ideas it went on with too."""
    told = (_whole(view, one) for one in ideas.begun_with(view.tx, str(ref)))
    keys = (key for one in told for key in (home_key(one.id), *_week_keys(one)))
    return tuple(dict.fromkeys(keys))


def _whole(view: View, idea: Idea) -> Idea:
    into = ideas.get(view.tx, idea.merged_into) if idea.merged_into else None
    return into or idea


def _week_keys(idea: Idea) -> tuple[Key, ...]:
    return (week_key(date.fromisoformat(idea.week)),) if idea.week else ()


def home(view: View, idea: Idea, place: Place | None) -> Card:
    """ "Weet je nog?"; in each place with the words that stood there."""
    say, ref = view.say, ref_of(idea.id)
    voice = _voice(view, idea, place)
    began: list[Block] = [text(Strong(say("Weet je nog?"))), Voice(isolated(cut(voice, rules.LINE)))] if voice else []
    return Card(
        (
            *(began or [text(Strong(say("Dit is geregeld!")))]),
            text(idea.effect),
            Small(_heard(view, idea)),
            buttons(Offers(ref)),
        )
    )


def _voice(view: View, idea: Idea, place: Place | None) -> str | None:
    """What it began with, as far as it stood in this place and was not taken away."""
    refs = [ref for ref in abouts(view, idea) if place is None or place in view.stands(ref)]
    voices = (voice for ref in refs if (voice := voice_of(view.tx, ref)))
    return next(voices, None if idea.about else idea.what or None)


def _heard(view: View, idea: Idea) -> str:
    say = view.say
    if idea.hears == "contact" and idea.told_at:
        return say("{naam} heeft het {de_klant} verteld.", naam=capital(name_of(view, idea.teller_id)))
    if idea.hears == "all":
        return say("We vertellen het aan alle {klanten}.")
    return say("Met dank aan {namen}.", namen=_thanks(view, idea))


def _thanks(view: View, idea: Idea) -> str:
    more = [one.strip(" .") for one in idea.thanks.split(",")]
    return view.say.names([name_of(view, idea.owner_id), *(one for one in more if one)])


def week(view: View, done: Sequence[Idea], place: Place | None) -> Card | None:
    """What was done since the last time, as far as it has to do with this place."""
    say = view.say
    here = [one for one in done if place is None or place in homes(view, one)]
    if not here:
        return None
    blocks: list[Block] = []
    for number, one in enumerate(here[:AT_MOST]):
        lead = (Strong(say("Deze week geregeld:")), " ") if not number else ()
        blocks += [text(*lead, one.effect), *_began(view, one, place)]
    left = len(here) - AT_MOST
    if left > 0:
        blocks.append(Small(say.plural("En nog {n} ding.", "En nog {n} dingen.", left)))
    return Card(tuple(blocks))


def _began(view: View, idea: Idea, place: Place | None) -> tuple[Block, ...]:
    say, voice = view.say, _voice(view, idea, place)
    thanks = say("Met dank aan {namen}.", namen=_thanks(view, idea))
    if voice is None:
        return (Small(thanks),)
    return (Small(say("Het begon met: ‘{stem}’ {dank}", stem=isolated(cut(voice, rules.LINE)), dank=thanks)),)
