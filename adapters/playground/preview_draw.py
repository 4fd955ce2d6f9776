"""Draws what Slack and Teams would be sent as they would show it: HTML from JSON, in which all is escaped."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from markupsafe import Markup

from adapters import Preview
from adapters.playground import demo
from adapters.playground.preview_subset import ADAPTIVE_CARD, BLOCK_KIT, strange
from adapters.playground.preview_words import of_previews
from rituals.engine.translate import Say

if TYPE_CHECKING:
    from jinja2 import Environment

_TEMPLATES = Path(__file__).parent / "templates"
Kind = Literal["message", "form"]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around it. `own` is our own drawing, `time` when it was posted, `host` whose pictures may load.

    `back` is the address of the conversation.
    """

    kind: Kind
    own: str
    private: bool
    time: str
    host: str
    back: str


class Drawer:
    """Draws whole pages."""

    @cached_property
    def _templates(self) -> Environment:
        from jinja2 import Environment, FileSystemLoader  # when somebody looks

        # What the JSON leaves out is undefined here, and not a mistake.
        templates = Environment(
            loader=FileSystemLoader(_TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        templates.globals["odd_block"] = partial(_strange, known=BLOCK_KIT)
        templates.globals["odd_part"] = partial(_strange, known=ADAPTIVE_CARD)
        templates.tests["address"] = _is_address
        templates.filters["written"] = _written
        return templates

    def page(self, previews: Sequence[Preview], frame: Frame, say: Say) -> str:
        """One column for each platform, our own first."""
        return self._templates.get_template("preview.html").render(
            previews=previews,
            frame=frame,
            own=Markup(frame.own),  # noqa: S704 - drawn by our own templates, which escape
            words=of_previews(say),
            language=say.locale,
            bot=demo.BOT_NAME,
        )


def _strange(element: object, kind: str = "", *, known: Mapping[str, frozenset[str]]) -> tuple[str, ...]:
    return strange(element, known, kind)


def _is_address(url: object) -> bool:
    """Only what a browser opens as a page."""
    return isinstance(url, str) and url.startswith(("https://", "http://"))


def _written(sent: Mapping[str, object]) -> str:
    return json.dumps(sent, indent=2, ensure_ascii=False)
