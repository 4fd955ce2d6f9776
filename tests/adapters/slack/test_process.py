"""`python -m bot run` with the three variables of Slack, on a stand-in that only takes messages."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import ClientSession

from tests.adapters.slack.house import live_parts, until
from tests.bench.processes import RUN, free_port, listening, process
from tests.bench.slack import ALWAYS_OPEN
from tests.fakes.slack.fake import BOT_TOKEN, SIGNING_SECRET, TEAM
from tests.fakes.slack.poor import PoorSlack, poor_slack
from tests.fakes.slack.sender import FORM, sign

AT_ONCE = "rituals: {bel: {undo_seconds: 0}}\n"


async def commanded(port: int, text: str, secret: str = SIGNING_SECRET) -> int:
    """The status that a signed `/bel` gets."""
    fields = {
        "command": "/bel", "text": text, "team_id": TEAM, "user_id": "U1", "user_name": "fatima", "channel_id": "C1",
        "channel_name": "successen", "trigger_id": "1.1.1",
    }  # fmt: skip
    body, stamp = urlencode(fields).encode(), str(int(datetime.now(UTC).timestamp()))
    headers = {
        "Content-Type": FORM, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": sign(secret, stamp, body),
    }  # fmt: skip
    url = f"http://127.0.0.1:{port}/slack/events"
    async with ClientSession() as session, session.post(url, data=body, headers=headers) as answer:
        return answer.status


async def posted(poor: PoorSlack, text: str) -> list[str]:
    """Where a bell with this text hangs, once it hangs somewhere."""
    await until(lambda: any(text in one["text"] for one in poor.posted))
    found = [one for one in poor.posted if text in one["text"]]
    assert [live for one in found for live in live_parts(one)] == []
    return [str(one["channel"]) for one in found]


async def test_a_process_with_three_variables_rings_what_is_signed_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(ALWAYS_OPEN + AT_ONCE)
    port = free_port()
    async with poor_slack(404) as poor:
        given = {"SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET, "SLACK_API_URL": poor.api_url}
        with process(tmp_path, RUN, port, given) as started:
            await listening(started, port)

            refused = await commanded(port, "Van een ander", "another-secret")
            taken = [await commanded(port, "De lift <!channel> doet het weer") for _ in range(3)]
            places = await posted(poor, "De lift")
            again = await commanded(port, "Het dak is dicht")
            later = await posted(poor, "Het dak")

        assert (refused, taken, again) == (401, [200, 200, 200], 200)
        assert (places, later) == (["C1"], ["C1"])
        assert [one for one in poor.posted if "Van een ander" in one["text"]] == []
