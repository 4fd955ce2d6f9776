"""[Er klopt iets niet]: the same question about whatever was shown, so that nobody has to learn it twice."""

from __future__ import annotations

from rituals.engine.cards import ChoiceField, Form, Option, TextField
from rituals.engine.context import View
from rituals.engine.names import Ref


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
