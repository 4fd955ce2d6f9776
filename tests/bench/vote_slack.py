"""A vote in Slack, from the dialog that was sent to the answer with the sealed row on disk, against bare bolt."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path
from statistics import median
from subprocess import Popen

from rituals.engine.keyring import FileKeyring
from store import installations, places
from store.migrate import create_all
from store.open import open_store
from store.places import PlaceSeen
from store.tx import Tx
from tests.bench.ballot import CANDIDATES, ROUND, opened
from tests.bench.load import flood
from tests.bench.measure import ROUNDS, Goal, Line
from tests.bench.processes import RUN, free_port, furnished, listening, process, seconds
from tests.bench.slack import ALWAYS_OPEN, bolt, crowd, environment, signed
from tests.fakes.slack import FakeSlack, fake_slack
from tests.fakes.slack.fake import TEAM
from tests.fakes.slack.interactions import pressed_on_message, submitted
from tests.fakes.slack.screen import control
from tests.fakes.slack.state import Json, View

EACH = 500
"""Votes in one round, each of somebody else."""
AT_ONCE = 16
CHANNEL = "C1"
FORM = "klantverbeteraar.vote"
RATE = Goal(0.4, 0.65)
CPU = Goal(2.5, 1.54, most=True)
"""The same floor and aim, told in processor time: the machine may be busy with more than us."""


Server = tuple[Popen[bytes], int]
"""A process, and the port on which it listens."""


async def run() -> list[Line]:
    """Votes against bolt that only acknowledges the same requests; opening the form apart."""
    async with fake_slack() as fake:
        people = crowd(fake, (ROUNDS + 1) * EACH)
        with tempfile.TemporaryDirectory(prefix="krbench") as name, ExitStack() as stack:
            folder, port, bare = furnished(Path(name)), free_port(), free_port()
            (folder / "config.yaml").write_text(ALWAYS_OPEN)
            await _ballot_opens(folder)
            keys = {"KEY_DIR": str(folder / "keys")}
            ours = stack.enter_context(process(folder, RUN, port, {**environment(fake), **keys}))
            anchor = stack.enter_context(process(folder, bolt(bare, "before", "view", FORM), bare))
            await listening(ours, port)
            await listening(anchor, bare)
            await _until(lambda: bool(fake.messages(CHANNEL)))
            await asyncio.sleep(2)  # the people of the workspace are fetched
            return await _compared(fake, people, (ours, port), (anchor, bare))


async def _ballot_opens(folder: Path) -> None:
    url, now = f"sqlite:///{folder}/klantritme.db", datetime.now(UTC)
    create_all(url)
    FileKeyring(folder / "keys").make(ROUND)
    store = open_store(url)

    def enter(tx: Tx) -> None:
        workspace = installations.put(tx, "slack", TEAM, "Waterrand", "admitted")
        opened(tx, places.see(tx, workspace.id, PlaceSeen(CHANNEL, "successen", state="open")), now)

    await store.transact(enter)
    await store.close()


async def _compared(fake: FakeSlack, people: Iterator[str], ours: Server, bare: Server) -> list[Line]:
    opening, voting, anchor = [], [], []
    for _ in range(ROUNDS + 1):  # the first one is not counted
        who = list(islice(people, EACH))
        opening.append(await _spent(fake, "views.open", [_press(fake, one) for one in who], ours))
        votes = [_vote(fake, view, str(one)) for view, one in zip(_open(fake, who), cycle(CANDIDATES), strict=False)]
        voting.append(await _spent(fake, "response_url", votes, ours))
        anchor.append(await _spent(fake, "", votes, bare))
    opened_, voted, said = (_medians(some[1:]) for some in (opening, voting, anchor))
    return [
        Line("vote: in Slack, 16 at once; anchor: bolt that only answers", voted[0], "/s", said[0], RATE),
        Line("vote: in Slack, processor each; anchor: the same", voted[1], "us", said[1], CPU),
        Line("vote: in Slack, forms opened, 16 at once", opened_[0], "/s"),
        Line("vote: in Slack, processor for each form", opened_[1], "us"),
    ]


async def _spent(fake: FakeSlack, method: str, requests: Sequence[bytes], server: Server) -> tuple[float, float]:
    """Requests a second, and the microseconds of processor for each with the call of `method` that follows it."""
    process_, port = server
    before, called = seconds(process_), fake.count(method)
    rate = (await flood(port, requests, AT_ONCE)).rate
    await _until(lambda: not method or fake.count(method) >= called + len(requests))
    return rate, (seconds(process_) - before) / len(requests) * 1_000_000


async def _until(holds: Callable[[], bool]) -> None:
    """Looked at every twentieth of a second; TimeoutError after a minute."""
    async with asyncio.timeout(60):
        for _ in iter(holds, True):
            await asyncio.sleep(0.05)


def _medians(some: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median(rate for rate, _ in some), median(cpu for _, cpu in some)


def _press(fake: FakeSlack, who: str) -> bytes:
    """[Stem] on the card in the channel; its trigger holds until the request is sent."""
    state, user, (card,) = fake.state, fake.state.users[who], fake.messages(CHANNEL)
    trigger = state.trigger(user)
    trigger.at += timedelta(hours=1)
    url = f"{fake.url}{state.hook(who, CHANNEL, card).path}"
    return _interactive(pressed_on_message(state, user, card, control(card, "Stem").pressed(), trigger, url, {}))


def _open(fake: FakeSlack, who: Sequence[str]) -> list[View]:
    """The form of each of these people."""
    found = {view.user: view for view in fake.state.views.values()}
    return [found[one] for one in who]


def _vote(fake: FakeSlack, view: View, choice: str) -> bytes:
    """The form with one name ticked."""
    field = control(view, "choice1")
    view.typed = {field.block_id: {field.action_id: field.value([choice])}}
    user = fake.state.users[view.user]
    return _interactive(submitted(fake.state, user, view, fake.state.trigger(user, view.id)))


def _interactive(payload: Json) -> bytes:
    return signed({"payload": json.dumps(payload)})
