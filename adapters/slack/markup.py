"""Slack's own way of writing, read back into the plain words that people typed, and who they named.

Slack sends `&`, `<` and `>` as entities, and puts what it has recognised between angle brackets: people, channels,
groups, dates and addresses (docs.slack.dev/messaging/formatting-message-text).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from adapters.slack.payload import clean
from rituals.engine.clusters import cut
from rituals.engine.events import Mention

_TAG = re.compile(r"<([^<>\s][^<>]{0,3000})>")
_PERSON = re.compile(r"[UW][A-Z0-9]{1,30}")
_HALF = re.compile(r"&[a-z]*$")
CLAP = "👏"
_TONES = re.compile(r"::skin-tone-[2-6]$")
_EMOJI: Mapping[str, str] = {
    "clap": CLAP, "bell": "🔔", "tada": "🎉", "heart": "❤️", "raised_hands": "🙌", "muscle": "💪", "star": "⭐",
    "+1": "👍", "thumbsup": "👍", "pray": "🙏", "fire": "🔥", "rocket": "🚀", "sparkles": "✨", "smile": "😄",
    "white_check_mark": "✅", "eyes": "👀",
}  # fmt: skip


def read(text: str, names: Mapping[str, str]) -> tuple[str, tuple[Mention, ...]]:
    """Plain words, and the people named in them. `names` is for accounts that Slack gives without a name."""
    if "<" not in text:
        return clean(unescaped(text)), ()
    found: dict[str, Mention] = {}
    parts = _TAG.split(text)  # the odd ones stood between brackets
    for n, part in enumerate(parts):
        if n % 2 == 0:
            parts[n] = unescaped(part)
            continue
        inner, _, label = part.partition("|")
        parts[n] = plain = _said(inner, unescaped(label), names)
        if inner.startswith("@") and _PERSON.fullmatch(inner[1:]):
            found.setdefault(plain, Mention(plain, inner[1:]))
    return clean("".join(parts)), tuple(found.values())


def _said(inner: str, label: str, names: Mapping[str, str]) -> str:
    """What a reader sees of one tag."""
    if inner.startswith("@"):
        return f"@{(label or names.get(inner[1:], inner[1:])).lstrip('@')}"
    if inner.startswith("#"):
        return f"#{(label or inner[1:]).lstrip('#')}"
    if inner.startswith("!"):
        return label or f"@{inner[1:].partition('^')[0]}"
    return label or unescaped(inner)


def without(text: str, account: str) -> str:
    """The raw text without a mention of this account at its beginning or end, where people call the bot."""
    return re.sub(rf"^\s*<@{re.escape(account)}(\|[^<>]*)?>[\s:,]*|\s*<@{re.escape(account)}(\|[^<>]*)?>\s*$", "", text)


def unescaped(text: str) -> str:
    """The three signs that Slack writes as entities; the ampersand last, so that "&amp;lt;" stays "&lt;"."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&") if "&" in text else text


def escaped(text: str) -> str:
    """Plain words for a field that Slack would otherwise read as its own way of writing."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def within(text: str, most: int) -> str:
    """Escaped words in at most so many characters as Slack counts them, without half an entity at the end."""
    if len(text) <= most:
        return text
    return escaped(cut(unescaped(text), len(unescaped(_HALF.sub("", text[:most])))))


def emoji(name: str) -> str | None:
    """The sign behind Slack's name of it, whatever the colour of its skin; None for one that nobody listens to."""
    return _EMOJI.get(_TONES.sub("", name))
