"""[Er klopt iets niet]: the same question about whatever was shown, so that nobody has to learn it twice."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from rituals.engine.cards import ChoiceField, Form, Option, TextField
from rituals.engine.context import Context, View
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Show
from store import accounts, reports


def report_form(view: View, name: str, ref: Ref) -> Form:
    """Something about `ref` is not right; `name` is the form of the ritual that hears it."""
    say = view.say
    return Form(
        name=name,
        title=say("Er klopt iets niet"),
        fields=(
            ChoiceField("reason", say("Wat is er mis?"), tuple(Option(*reason) for reason in reasons(view).items())),
            TextField("text", say("Wil je er iets bij zeggen?"), required=False, multiline=True, max_length=1000),
        ),
        submit=say("Verstuur"),
        ref=ref,
    )


def reasons(view: View) -> dict[str, str]:
    """What may be wrong; only that a person is recognised hides something at once."""
    say = view.say
    return {"person": say("Ik herken een persoon"), "untrue": say("Het klopt niet"), "other": say("Iets anders")}


def settled(context: Context, refs: Iterable[Ref]) -> tuple[Show, ...]:
    """[Laat staan]: what was said of these things is answered, and whoever said it reads once that they may stay.

    The ritual that the thing is of draws `kept/N` for report N.
    """
    told: dict[int, Key] = {}
    for ref in refs:
        owner = next((ritual.name for ritual in context.rituals if ref.kind in ritual.things), None)
        for number, by in reports.settle(context.tx, str(ref), context.now):
            if owner and by is not None and by != context.person.id:
                told.setdefault(by, Key(owner, f"kept/{number}"))
    people, until = accounts.many(context.tx, list(told)), context.now + timedelta(days=7)
    return tuple(Show(key, people[by], kind="task", until=until) for by, key in told.items() if by in people)
