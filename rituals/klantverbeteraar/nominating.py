"""From a typed line or a form to nominations that stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from rituals.engine.cards import Button, Card, Option, buttons, text
from rituals.engine.context import Context
from rituals.engine.events import Action, Command, FormSubmitted, Value
from rituals.engine.filled import one, several
from rituals.engine.outcome import FormErrors, Outcome, Private, ShowForm
from rituals.engine.redact import find_private, without
from rituals.engine.sentences import told
from rituals.engine.tidy import says_something, tidy
from rituals.klantverbeteraar import answers, evidence, joining, spoken
from rituals.klantverbeteraar.forms import NOMINATE, behaviour_of, nominate_form, problem_with
from rituals.klantverbeteraar.names import NAME
from rituals.klantverbeteraar.noting import Who, Words, namesakes, note, open_round, shortened, whos
from rituals.klantverbeteraar.planning import planned
from store import drafts
from store.accounts import Person


def command(event: Command, context: Context) -> Outcome:
    """`/nomineer @youssef omdat hij mevrouw A. terugbelde`; what is missing is asked for in a form."""
    people = context.mentioned(event.mentions)
    if event.picked:
        return Outcome(ShowForm(nominate_form(context, words=tidy(event.text))))
    said = spoken.read(event.text, people, _callable(context, event.text))
    chosen = [f"person:{people[words].id}" for words in said.mentioned]
    found = whos(context, [*chosen, *said.named])
    reason = _with_names(context, said.reason, people)
    if event.public:
        reason = without(reason, find_private(reason))
    unclear = [name for name in said.named if namesakes(context, name)]
    unknown = [one.name for one in found if one.person is None and f"@{one.name}".casefold() in event.text.casefold()]
    wrong = not found or len(found) > spoken.PEOPLE or unclear or unknown
    if wrong or not says_something(reason) or spoken.is_long(reason):
        return _form(context, found, unclear, unknown, reason)
    return noted(context, found, Words(reason))


def _callable(context: Context, typed: str) -> Iterable[str]:
    """Names by which a colleague may be called, as far as they stand in what was typed."""
    low = typed.casefold()
    whole = [name for name in context.colleagues() if name.split() and name.split()[0].casefold() in low]
    return {*whole, *(name.split()[0] for name in whole)}


def _with_names(context: Context, reason: str, people: Mapping[str, Person]) -> str:
    called = context.called(people.values())
    for words in sorted(people, key=len, reverse=True):
        reason = reason.replace(words, called[people[words].id])
    return reason


def _form(
    context: Context, found: Sequence[Who], unclear: Sequence[str], unknown: Sequence[str], reason: str
) -> Outcome:
    """Whoever is meant can be chosen there, and nothing of what was typed is lost.

    `unknown`: an @ before it says that a colleague with an account is meant, and nobody is called that.
    """
    sure = [one for one in found if one.name not in (*unclear, *unknown)]
    options = tuple(Option(f"person:{one.person.id}" if one.person else one.name, one.name) for one in sure)
    asked = context.say("Kies er hooguit {n}.", n=spoken.PEOPLE) if len(found) > spoken.PEOPLE else ""
    if unclear:
        asked = context.say("Er zijn er meer die zo heten: kies {naam} uit de lijst.", naam=unclear[0])
    elif unknown:
        asked = context.say(
            "Ik weet niet wie @{naam} is. Kies iemand uit de lijst, of typ de naam van iemand zonder account.",
            naam=unknown[0],
        )
    return Outcome(ShowForm(nominate_form(context, who=options, words=reason, intro=asked)))


def form_button(_event: Action, context: Context) -> Outcome:
    """A [Nomineer een collega] anywhere."""
    return Outcome(ShowForm(nominate_form(context)))


def submitted(event: FormSubmitted, context: Context) -> Outcome:
    """The form."""
    found = _chosen_in(context, event.values)
    reason = spoken.sentence(one(event.values, "text"))
    errors = {}
    if not found:
        errors["who"] = context.say("Kies wie je nomineert, of typ een naam.")
    elif len(found) > spoken.PEOPLE:
        errors["who"] = context.say("Kies er hooguit {n}.", n=spoken.PEOPLE)
    if problem := problem_with(context, reason):
        errors["text"] = problem
    if errors:
        return Outcome(FormErrors(errors))
    words = Words(reason, evidence.kept(context, event.ref), behaviour_of(context, one(event.values, "behaviour")))
    return noted(context, found, words)


def _chosen_in(context: Context, values: Mapping[str, Value]) -> list[Who]:
    return whos(context, (name for value in several(values, "who") if (name := _chosen(value))))


def _chosen(value: str) -> str:
    return value if value.startswith("person:") else tidy(value)[: spoken.NAME]


def noted(context: Context, found: Sequence[Who], words: Words) -> Outcome:
    """Each of them, in one round; what stands in the way is said, and the rest stands."""
    of = open_round(context)
    if of is None:
        return Outcome(Private(told(context.say("Er komt de komende maanden geen ronde. Luid gerust de bel!"))))
    for person in filter(None, (who.person for who in found)):
        joining.with_account(context, of, person)
    text_, pairs = shortened(words.text, found)
    done = [note(context, of, who, Words(text_, words.evidence, words.behaviour)) for who in found]
    _finish(context, [who for who, one_ in zip(found, done, strict=True) if one_.id])
    return Outcome(Private(answers.answer(context, of, done, text_, pairs)), planned(of.id, of.dates))


def _finish(context: Context, sent: Sequence[Who]) -> None:
    """What was half-typed about the same people, or about nobody yet, is done with; about another it is still kept.

    A form that is open meanwhile stays open.
    """
    ready = {_same(who) for who in sent}
    for draft in drafts.typed(context.tx, context.person.id, NOMINATE, context.now):
        about = {_same(who) for who in _chosen_in(context, draft.values)}
        if ready and draft.ref is None and about <= ready:
            drafts.keep(context.tx, draft.id, {})


def _same(who: Who) -> int | str:
    return who.person.id if who.person else who.name.casefold()


def offered(event: Action, context: Context) -> Outcome:
    """[Nomineer een collega] on a bell, quote or compliment: with the evidence filled in."""
    filled = evidence.filled(context, event.ref)
    if filled is None:
        again = Button(context.say("Nomineer een {collega}"), f"{NAME}.nominate", None, opens_form=True)
        words = context.say("Dit staat er niet meer. Nomineren kan wel gewoon.")
        return Outcome(Private(Card((text(words), buttons(again)))))
    return Outcome(ShowForm(filled))
