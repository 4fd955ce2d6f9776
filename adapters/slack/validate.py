"""Whether Slack accepts every card and dialog: its own method blocks.validate knows more than any model of ours."""

from __future__ import annotations

import json

from adapters import Chart, Finding
from adapters.slack import forms, render
from adapters.slack.asking import Api, Json, rows
from adapters.slack.limits import CAPABILITIES
from rituals.engine.fit import fit, fit_form


async def validated(chart: Chart, api: Api) -> Finding:
    """One card or dialog of each shape, the largest: Slack limits how often this may be asked."""
    asked = _payloads(chart)
    for checked, (what, payload) in enumerate(asked):
        reply = await api.ask("blocks.validate", **{what: json.dumps(payload)})
        if reply.error == "ratelimited":
            return Finding("note", f"{checked} of {len(asked)} cards and dialogs checked: Slack said to wait")
        if reply.later or reply.error in ("unknown_method", "not_allowed_token_type", "missing_scope"):
            return Finding("note", f"cards and dialogs not checked: {reply.error}")
        if reply.error:
            remedy = "This is a fault in Klantritme: report it with this line."
            return Finding("wrong", f"Slack refuses a {what}: {reply.error} {_first(reply.found)}".strip(), remedy)
    return Finding("ok", f"Slack accepts every shape of card and dialog ({len(asked)})")


def _payloads(chart: Chart) -> list[tuple[str, Json]]:
    say = chart.say
    every: list[tuple[str, Json]] = [
        *(("message", render.message(fit(one, CAPABILITIES).card, say)) for one in chart.drawn.cards),
        *(("view", forms.view(fit_form(one, CAPABILITIES).form, say)) for one in chart.drawn.forms),
    ]
    largest: dict[str, tuple[int, tuple[str, Json]]] = {}
    for what, payload in every:
        shape, size = f"{what} {_shape(payload.get('blocks'))}", len(json.dumps(payload))
        if size > largest.get(shape, (-1, None))[0]:
            largest[shape] = (size, (what, payload))
    return [one for _, one in largest.values()]


def _shape(found: object) -> str:
    """The kinds of everything in it, without a word that stands there."""
    if isinstance(found, list):
        kinds = [_shape(one) for one in found]
        return f"[{' '.join(dict.fromkeys(kinds))}]"
    if isinstance(found, dict):
        inner = "".join(_shape(one) for name, one in found.items() if isinstance(one, list | dict) and name != "text")
        return f"{found.get('type', '')}{found.get('style', '') if isinstance(found.get('style'), str) else ''}{inner}"
    return ""


def _first(found: Json) -> str:
    """Where it goes wrong: Slack's pointer and code, and no words of the card."""
    first = next(iter(rows(found, "errors")), {})
    return " ".join(str(first[name]) for name in ("pointer", "code") if name in first)
