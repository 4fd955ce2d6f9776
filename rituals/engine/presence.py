"""Which tool people used last, gathered in memory: an event of somebody costs the store no statement for it."""

from __future__ import annotations

from datetime import datetime, timedelta

from store.accounts import Known

WORTH_TELLING = timedelta(hours=1)
_KEPT = 20_000


class Presence:
    """Notes who did something; several threads may at once."""

    def __init__(self) -> None:
        self._last: dict[int, tuple[int, datetime]] = {}
        self._news: dict[int, datetime] = {}

    def note(self, known: Known, now: datetime) -> None:
        """Somebody used this account: news when it was another one before, or an hour ago."""
        account, person = known.account.id, known.person.id
        last = self._last.get(person)
        if last is not None and last[0] == account and now - last[1] < WORTH_TELLING:
            return
        if len(self._last) >= _KEPT:
            self._last.clear()
        self._last[person] = (account, now)
        self._news[account] = now

    def news(self) -> dict[int, datetime]:
        """By account when it was used: what the store does not know yet. It is told once."""
        told: dict[int, datetime] = {}
        while self._news:
            account, at = self._news.popitem()
            told[account] = at
        return told
