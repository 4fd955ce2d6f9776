"""What Slack would be sent of a card or form, to look at beside what other platforms get."""

from __future__ import annotations

from adapters import Preview
from adapters.slack.forms import view
from adapters.slack.limits import CAPABILITIES
from adapters.slack.messages import private as privately
from adapters.slack.render import message
from rituals.engine.cards import Card, Form
from rituals.engine.fit import fit, fit_form
from rituals.engine.translate import Say


def previewed(shown: Card | Form, say: Say, private: bool) -> Preview:
    """A message, or a dialog; without the channel, the person and our key, which only sending gives it."""
    if isinstance(shown, Form):
        fitted = fit_form(shown, CAPABILITIES)
        return Preview("Slack", "block kit", view(fitted.form, say), fitted.dropped)
    fitting = fit(shown, CAPABILITIES)
    drawn = message(fitting.card, say)
    return Preview("Slack", "block kit", privately(drawn, replaces=False) if private else drawn, fitting.dropped)
