"""Who looks at what, and what they have not been told yet.

A stream keeps which messages changed, not what they became: it reads and draws them when it sends, so a slow
browser costs nothing and never sees something old after something new.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class News:
    """What happened since the last time: messages of this conversation and whether they are new, new ones in other
    conversations, the clock."""

    messages: tuple[tuple[int, bool], ...] = ()
    elsewhere: tuple[tuple[str, int], ...] = ()
    clock: bool = False


@dataclass(eq=False)
class Stream:
    """One open page: `account` looks at `channel` and could look at `channels`."""

    account: str
    channel: str
    channels: frozenset[str]
    closed: bool = False
    _messages: dict[int, bool] = field(default_factory=dict)
    _elsewhere: dict[str, int] = field(default_factory=dict)
    _clock: bool = False
    _woken: asyncio.Event = field(default_factory=asyncio.Event)

    async def news(self, patience: float) -> News:
        """Wait for something to tell, at most `patience` seconds."""
        try:
            async with asyncio.timeout(patience):
                await self._woken.wait()
        except TimeoutError:
            return News()
        news = News(tuple(self._messages.items()), tuple(self._elsewhere.items()), self._clock)
        self._messages, self._elsewhere, self._clock = {}, {}, False
        if not self.closed:
            self._woken.clear()
        return news

    def message(self, channel: str, number: int, *, new: bool) -> None:
        """Take note of a message that came, changed or went."""
        if channel == self.channel:
            self._messages[number] = new or self._messages.get(number, False)
        elif new and channel in self.channels:
            self._elsewhere[channel] = number
        else:
            return
        self._woken.set()

    def clock(self) -> None:
        """Take note that the clock was moved."""
        self._clock = True
        self._woken.set()

    def close(self) -> None:
        """Let the stream end."""
        self.closed = True
        self._woken.set()


class Hub:
    """All open pages."""

    def __init__(self) -> None:
        self._streams: set[Stream] = set()

    def open(self, account: str, channel: str, channels: frozenset[str]) -> Stream:
        """A new page; end it with `leave`."""
        stream = Stream(account, channel, channels)
        self._streams.add(stream)
        return stream

    def leave(self, stream: Stream) -> None:
        """The page is gone."""
        self._streams.discard(stream)

    def came(self, channel: str, number: int, viewer: str | None = None) -> None:
        """There is a new message; a private one is told to its viewer alone."""
        self._tell(channel, number, viewer, new=True)

    def changed(self, channel: str, number: int, viewer: str | None = None) -> None:
        """A message changed or went."""
        self._tell(channel, number, viewer, new=False)

    def clock_moved(self) -> None:
        """The clock jumped for everybody."""
        for stream in self._streams:
            stream.clock()

    def close(self) -> None:
        """End all streams."""
        for stream in self._streams:
            stream.close()

    def _tell(self, channel: str, number: int, viewer: str | None, *, new: bool) -> None:
        for stream in self._streams:
            if viewer in (None, stream.account):
                stream.message(channel, number, new=new)
