"""What Teams would be sent of a card or form, to look at beside what other platforms get."""

from __future__ import annotations

import secrets

from adapters import Preview
from adapters.teams.activity import Json
from adapters.teams.cards import attachment
from adapters.teams.forms import Forms
from adapters.teams.limits import CAPABILITIES
from adapters.teams.render import card
from rituals.engine.cards import Card, Form, plain
from rituals.engine.fit import fit, fit_form
from rituals.engine.seal import Sealer
from rituals.engine.translate import Say


def previewed(shown: Card | Form, say: Say, private: bool) -> Preview:
    """A message, or the answer that opens a dialog."""
    if isinstance(shown, Form):
        fitted = fit_form(shown, CAPABILITIES)
        return Preview("Microsoft Teams", "adaptive card", _dialog(fitted.form, say), fitted.dropped)
    fitting = fit(shown, CAPABILITIES)
    return Preview("Microsoft Teams", "adaptive card", _message(fitting.card, private), fitting.dropped)


def _message(shown: Card, private: bool) -> Json:
    drawn = card(shown, "own" if private else "message")
    return {"type": "message", "summary": plain(shown), "attachments": [attachment(drawn)]}


def _dialog(form: Form, say: Say) -> Json:
    """Sealed with a key that is thrown away: what is looked at here can never be sent in."""
    drawn = Forms(Sealer([secrets.token_bytes(32)])).card(form, say)
    shown = {"title": form.title, "height": "medium", "width": "medium", "card": attachment(drawn)}
    return {"task": {"type": "continue", "value": shown}}
