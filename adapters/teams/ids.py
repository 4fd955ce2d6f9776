"""The names of things in Teams, and ours for a message: "conversation;activity".

In a channel the conversation of a thread is "19:...@thread.tacv2;messageid=1700000000000". A message that began its
thread goes by the channel alone, so that it has one name whether we posted it or somebody pressed a button on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_ROOT = ";messageid="
_ACTIVITY = re.compile(r"(?!\.)[\w:.|=@+-]{1,300}")


@dataclass(frozen=True, slots=True)
class Posted:
    """A message: the conversation it is addressed in, and its own id there."""

    conversation: str
    activity: str

    @property
    def base(self) -> str:
        """The channel or chat."""
        return split(self.conversation)[0]

    @property
    def thread(self) -> str:
        """The conversation in which an answer under this message is posted; a chat has no threads."""
        base, root = split(self.conversation)
        return f"{base}{_ROOT}{root or self.activity}" if is_channel(base) else base

    def __str__(self) -> str:
        return f"{self.conversation};{self.activity}"

    @classmethod
    def parse(cls, text: str | None) -> Posted | None:
        """None for anything that `str` of a message of ours would not give."""
        conversation, _, activity = (text or "").rpartition(";")
        if not conversation or not _ACTIVITY.fullmatch(activity):
            return None
        return cls(conversation, activity)


def posted(conversation: str, activity: str) -> Posted:
    """The one name of a message, from the conversation that came with it."""
    base, root = split(conversation)
    return Posted(base if root in ("", activity) else conversation, activity)


def split(conversation: str) -> tuple[str, str]:
    """The channel or chat, and the id of the message that began the thread."""
    base, _, root = conversation.partition(_ROOT)
    return base, root


def is_channel(base: str) -> bool:
    """Chats end in @thread.v2, @unq.gbl.spaces and others; channels in these two."""
    return base.endswith(("@thread.tacv2", "@thread.skype"))
