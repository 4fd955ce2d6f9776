"""What only the one who nominates sees."""

from __future__ import annotations

from collections.abc import Sequence

from rituals.engine.cards import Block, Button, Card, Small, Strong, Voice, buttons, text
from rituals.engine.clusters import cut
from rituals.engine.context import View
from rituals.engine.names import Ref
from rituals.engine.redact import find_private
from rituals.klantverbeteraar import spoken
from rituals.klantverbeteraar.names import NAME, nomination_ref, round_ref
from rituals.klantverbeteraar.noting import Noted, is_open
from rituals.klantverbeteraar.places import audience
from rituals.klantverbeteraar.words import day_called, month_called
from store import candidates
from store.candidates import Candidate
from store.nominations import Nomination
from store.rounds import Round

OWN = 5
"""Nominations on one page."""
LABEL = 16
"""Characters of a name on a button."""


def answer(view: View, of: Round, noted: Sequence[Noted], written: str, pairs: Sequence[tuple[str, str]]) -> Card:
    """One sentence about each, with what can still be done."""
    stand = [one for one in noted if one.kind in ("new", "again", "outside")]
    blocks: list[Block] = []
    asking = bool(find_private(written)) and any(one.id and one.kind != "private" for one in noted)
    if asking:
        blocks += _asking(view, of, [one for one in noted if one.id and one.kind != "private"], written)
    elif len(stand) > 1:
        names = view.say.names([one.name for one in stand])
        blocks += [text(view.say("Je nominaties voor {namen} staan.", namen=names)), buttons(own_button(view, of))]
    else:
        blocks += [block for one in stand for block in _stands(view, one)]
    blocks += [block for one in stand if one.kind == "outside" for block in _outside(view, one)]
    blocks += [block for one in noted if one not in stand for block in _other(view, one)]
    blocks += [Small(view.say("Van ‘{voor}’ maakte ik ‘{na}’.", voor=before, na=after)) for before, after in pairs]
    if stand and not asking and spoken.is_vague(written):
        blocks.append(Small(view.say("Tip: vertel ook wat {de_klant} ervan merkte. Het mag ook zo blijven.")))
    return Card((*blocks, *_later(view, of, bool(stand))))


def _stands(view: View, one: Noted) -> tuple[Block, ...]:
    words = (
        view.say("Je nominatie voor {naam} is gewijzigd.", naam=one.name)
        if one.kind == "again"
        else view.say("Je nominatie voor {naam} staat.", naam=one.name)
    )
    ref = nomination_ref(one.id)
    now = Button(view.say("Laat {naam} dit nu al lezen", naam=cut(one.name, LABEL)), f"{NAME}.pass", ref)
    row = [*change_buttons(view, one.id), *((now,) if one.kind != "outside" else ())]
    return (text(words), buttons(*row))


def change_buttons(view: View, number: int) -> tuple[Button, Button]:
    """While it can still be changed."""
    ref = nomination_ref(number)
    change = Button(view.say("Wijzig"), f"{NAME}.change", ref, opens_form=True)
    return change, Button(view.say("Trek in"), f"{NAME}.take_back", ref)


def own_button(view: View, of: Round) -> Button:
    """To all that somebody wrote in a round."""
    return Button(view.say("Mijn nominaties"), f"{NAME}.own", round_ref(of.id))


def vouch(view: View, of: Nomination, candidate: Candidate) -> Card:
    """The same question once more, where it can be answered later."""
    if candidate.state != "candidate" or candidate.person_id:
        return Card((text(view.say("Dank je wel! Deze vraag is niet meer nodig.")),))
    return Card(_outside(view, Noted("outside", candidate.name, of.id)))


def _outside(view: View, one: Noted) -> tuple[Block, ...]:
    ref = nomination_ref(one.id)
    fine = Button(view.say("{naam} vindt het goed", naam=cut(one.name, LABEL)), f"{NAME}.agrees", ref)
    return (
        text(view.say("Vraag jij of {naam} het goed vindt?", naam=one.name)),
        buttons(fine, Button(view.say("Liever niet"), f"{NAME}.declines", ref)),
    )


def _other(view: View, one: Noted) -> tuple[Block, ...]:
    say, ref = view.say, nomination_ref(one.id)
    match one.kind:
        case "self":
            return (text(say("Jezelf nomineren kan niet. Wie uit je team zet jij in het zonnetje?")),)
        case "guest":
            words = say(
                "{naam} hoort niet bij de organisatie en kan geen klantverbeteraar worden. Luid gerust de bel voor "
                "{naam}.",
                naam=one.name,
            )
            return (text(words),)
        case "thanked":
            words = say("{naam} was net klantverbeteraar. Je woorden komen wel bij {naam} terecht.", naam=one.name)
            return (text(words), buttons(*change_buttons(view, one.id)))
        case _:
            words = say("{naam} staat liever niet in het zonnetje. Zal ik je woorden privé doorgeven?", naam=one.name)
            return (text(words), buttons(*yes_or_no(view, ref.number)))


def yes_or_no(view: View, number: int) -> tuple[Button, Button]:
    """Shall the words go to them in private?"""
    ref = nomination_ref(number)
    yes = Button(view.say("Ja"), f"{NAME}.pass", ref, "primary")
    return yes, Button(view.say("Nee"), f"{NAME}.take_back", ref)


def _asking(view: View, of: Round, noted: Sequence[Noted], written: str) -> tuple[Block, ...]:
    """Numbers and addresses: may they stay?"""
    say, private = view.say, find_private(written)
    found = say.names([f"‘{one.text}’" for one in private])
    question = say.plural(
        "In je tekst staat {gevonden}. Zal ik dat weghalen?",
        "In je tekst staan {gevonden}. Zal ik die weghalen?",
        len(private),
        gevonden=found,
    )
    strip = Button(say("Haal weg"), f"{NAME}.strip", round_ref(of.id), "primary")
    allow = Button(say("Mag erbij"), f"{NAME}.allow", round_ref(of.id))
    change = change_buttons(view, noted[0].id)[:1] if len(noted) == 1 else ()
    return (text(question), buttons(strip, allow, *change))


def _later(view: View, of: Round, stands: bool) -> tuple[Block, ...]:
    found: list[Block] = []
    if stands and of.opens > view.now:
        found.append(Small(view.say("Ik bewaar het voor de ronde van {maand}.", maand=month_called(view, of))))
    if not audience(view):
        found.append(Small(view.say(
            "De klantverbeteraar staat nog in geen enkel kanaal aan. Vraag je beheerder om er een te kiezen."
        )))  # fmt: skip
    return tuple(found)


def own(view: View, of: Round, written: Sequence[Nomination], names: dict[int, str], number: int) -> Card:
    """All that somebody wrote in a round, some to a page."""
    say = view.say
    if not written:
        return Card((text(say("Je hebt voor {maand} nog niemand genomineerd.", maand=month_called(view, of))),))
    blocks: list[Block] = [text(Strong(say("Jouw nominaties voor {maand}", maand=month_called(view, of))))]
    pages = -(-len(written) // OWN)
    number = (number - 1) % pages + 1
    for one in written[(number - 1) * OWN : number * OWN]:
        blocks += [text(names[one.candidate_id]), Voice(one.text)]
        blocks += [buttons(*change_buttons(view, one.id))] if is_open(view, of) else []
    onward = Button(view.say("Verder"), f"{NAME}.own", Ref("round", f"{of.id}/{number + 1}"))
    return Card((*blocks, *((buttons(onward),) if pages > 1 else ())))


def invitation(view: View, of: Round, *, last: bool = False) -> Card:
    """What reminds somebody who did not nominate yet."""
    say, until = view.say, day_called(view, of.nominate_until)
    head = say("Wie deed deze maand iets moois voor een {klant}?")
    words = (
        say("Nomineren kan nog t/m {dag}. Klein mag ook.", dag=until)
        if last
        else say("Nomineren kan t/m {dag}. Klein mag ook.", dag=until)
    )
    return Card((text(Strong(head)), text(words), buttons(nominate_button(view))))


def nominate_button(view: View) -> Button:
    """To the form."""
    return Button(view.say("Nomineer een {collega}"), f"{NAME}.nominate", None, "primary", opens_form=True)


def passed(view: View, of: Nomination, giver: str) -> Card:
    """Words that a colleague had passed on at once."""
    candidate = candidates.get(view.tx, of.candidate_id)
    private = candidate is not None and candidate.state == "withdrawn"
    words = (
        view.say("{naam} schrijft over jou:", naam=giver)
        if private
        else view.say("{naam} nomineert je als klantverbeteraar en schrijft:", naam=giver)
    )
    later = Small(view.say("Je leest het terug met {/klant} voor mij."))
    return Card((text(words), Voice(of.text), later))
