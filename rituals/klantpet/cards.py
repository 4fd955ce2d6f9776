"""What the wearer reads of a turn; other cards stand with what they are about."""

from __future__ import annotations

from rituals.engine.cards import Block, Button, Card, Control, More, Small, Strong, Voice, buttons, text
from rituals.engine.context import View
from rituals.klantpet import questions, times, voices
from rituals.klantpet.leading import host_of, leads
from rituals.klantpet.names import meeting_ref
from store import accounts, pet_meetings
from store.pet_meetings import Meeting, Turn
from store.rotas import Rota


def sentence(words: str, *controls: Control) -> Card:
    """One sentence, and what can be done next."""
    return Card((text(words), *((buttons(*controls),) if controls else ())))


def name_of(view: View, person_id: int | None) -> str:
    """A colleague by first name; "een collega" for somebody who is not there any more."""
    person = accounts.get(view.tx, person_id) if person_id else None
    return view.called([person])[person.id] if person and person.name else view.say("een {collega}")


def capital(words: str) -> str:
    """At the start of a sentence."""
    return words[:1].upper() + words[1:]


def turn(view: View, rota: Rota, meeting: Meeting, one: Turn) -> Card:
    """To the wearer, the day before; drawn anew when something changes."""
    if (ended := _ended(view, rota, meeting, one)) is not None:
        return sentence(ended)
    open_still, host = view.now < meeting.starts, host_of(view, rota, meeting)
    return Card((
        text("🧢 ", *_when(view, rota, meeting), " ", view.say("Kijk mee door de ogen van {de_klant}.")),
        *_voice(view, one),
        text(view.say("Stel één keer deze vraag:"), " ", Strong(asked(view, one))),
        *(_also_host(view, rota, meeting, one) if host and host.id == one.person_id else ()),
        *((_buttons(view, meeting, one),) if open_still else ()),
    ))  # fmt: skip


def _ended(view: View, rota: Rota, meeting: Meeting, one: Turn) -> str | None:
    say = view.say
    if meeting.state == "gone":
        return say("Dit overleg gaat niet door. De klantpet blijft dus op de kapstok.")
    if meeting.state == "skipped" or one.state == "over":
        return say("Je hoeft de klantpet deze keer niet te dragen.")
    if one.state == "given":
        return say("Een ander draagt de klantpet deze keer. Dank je wel!")
    if one.state != "declined":
        worn = view.now >= meeting.ends
        called = times.called(view, rota, meeting)
        return say("Jij droeg de klantpet in {overleg}. Dank je wel!", overleg=called) if worn else None
    other = pet_meetings.wearer(view.tx, meeting.id)
    return say("Goed, deze keer niet. Een ander draagt de klantpet.") if other else say("Goed, deze keer niet.")


def _when(view: View, rota: Rota, meeting: Meeting) -> tuple[str | Strong, ...]:
    if meeting.starts <= view.now < meeting.ends:
        return (view.say("Jij draagt nu de klantpet."),)
    moment = capital(times.beside(view, rota, meeting))
    line = view.say("{moment} draag jij de klantpet in {overleg}.", moment=moment, overleg="\0")
    before, _, after = line.partition("\0")
    return before, Strong(times.called(view, rota, meeting)), after


def _voice(view: View, one: Turn) -> tuple[Block, ...]:
    said = voices.words(view, one.voice)
    return (text(view.say("Die zei laatst:")), Voice(said)) if said else ()


def asked(view: View, one: Turn) -> str:
    """The question to ask."""
    found = questions.question(one.question)
    return view.say(found.words if found else questions.questions_for("general")[0].words)


def _also_host(view: View, rota: Rota, meeting: Meeting, one: Turn) -> tuple[Block, ...]:
    if leads(rota, meeting) == one.person_id:
        line = view.say("Jij leidt dit overleg ook. Vraag bij elk besluit eerst: wat merkt {de_klant} hiervan?")
    else:
        line = view.say("Wie dit overleg leidt, is er niet. Vraag jij bij elk besluit: wat merkt {de_klant} hiervan?")
    return Small(line), *minute(view, rota, one)


def minute(view: View, rota: Rota, one: Turn) -> tuple[Block, ...]:
    """The klantminuut: only the host reads it, and decides what is told."""
    return (Small(questions.minute(view.say, voices.words(view, one.voice) or "")),) if rota.minute else ()


def _buttons(view: View, meeting: Meeting, one: Turn) -> Block:
    say, ref = view.say, meeting_ref(meeting.id)
    sure = (Button(say("Doe ik"), "klantpet.sure", ref, "primary"),) if one.state == "asked" else ()
    return buttons(
        *sure,
        Button(say("Ruilen"), "klantpet.swap", ref, opens_form=True),
        Button(say("Deze keer niet"), "klantpet.decline", ref),
        More(ref),
    )
