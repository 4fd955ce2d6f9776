"""What people do reaches the app as Slack sends it, and the client does what the app answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.fakes.slack import FakeSlack
from tests.fakes.slack.bare_app import BareApp, with_bare_app
from tests.fakes.slack.fake import BOT_TOKEN, TEAM
from tests.fakes.slack.screen import NotThere
from tests.fakes.slack.state import Json, Message, View

LAUGH: Json = {
    "type": "button",
    "action_id": "clap",
    "value": "bell:1",
    "text": {"type": "plain_text", "text": "A & B"},
}
CARD: list[Json] = [
    {"type": "section", "text": {"type": "mrkdwn", "text": "De bel!"}},
    {"type": "actions", "block_id": "acties", "elements": [LAUGH]},
]


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def form(*more: Json, **options: Any) -> Json:
    what = {
        "type": "input",
        "block_id": "wat",
        "label": text("Wat is er?"),
        "element": {"type": "plain_text_input", "action_id": "tekst", "initial_value": "Begin"},
    }
    return {"type": "modal", "title": text("De bel"), "submit": text("Luid"), "blocks": [what, *more], **options}


WHO: Json = {
    "type": "input",
    "block_id": "wie",
    "label": text("Wie?"),
    "element": {"type": "external_select", "action_id": "persoon", "min_query_length": 1},
    "optional": True,
}
WHERE: Json = {
    "type": "input",
    "block_id": "waar",
    "label": text("Waar?"),
    "element": {
        "type": "static_select",
        "action_id": "plek",
        "options": [{"text": text("Hier"), "value": "here"}, {"text": text("Daar"), "value": "there"}],
    },
    "optional": True,
}


@pytest.fixture
async def both() -> AsyncIterator[tuple[FakeSlack, BareApp]]:
    async with with_bare_app() as (fake, app):
        yield fake, app


@pytest.fixture
def fake(both: tuple[FakeSlack, BareApp]) -> FakeSlack:
    return both[0]


@pytest.fixture
def app(both: tuple[FakeSlack, BareApp]) -> BareApp:
    return both[1]


def client_of(fake: FakeSlack) -> AsyncWebClient:
    return AsyncWebClient(BOT_TOKEN, base_url=fake.api_url, retry_handlers=[], session=fake.session)


async def posted(fake: FakeSlack) -> Message:
    await client_of(fake).chat_postMessage(channel="C1", text="De bel!", blocks=CARD)
    return fake.messages("C1")[-1]


async def opened(fake: FakeSlack, app: BareApp, view: Json) -> View:
    await fake.user("U1").types("/bel", in_="C1")
    await client_of(fake).views_open(trigger_id=app.last["trigger_id"], view=view)
    return fake.user("U1").view


async def test_a_command_comes_with_its_words_escaped(fake: FakeSlack, app: BareApp) -> None:
    done = await fake.user("U1").types("/bel Kees & <Co>", in_="C1")

    assert done.status == 200
    assert (app.last["command"], app.last["text"]) == ("/bel", "Kees &amp; &lt;Co&gt;")
    assert (app.last["user_id"], app.last["channel_id"], app.last["team_id"]) == ("U1", "C1", TEAM)


async def test_what_a_command_is_answered_with_is_for_that_person(fake: FakeSlack, app: BareApp) -> None:
    app.answers += [{"text": "Over 10 seconden gaat de bel", "blocks": CARD}, "ook goed"]

    done = await fake.user("U1").types("/bel", in_="C2")
    await fake.user("U1").types("/bel", in_="C2")

    assert done.shown is not None
    assert [one.text for one in fake.user("U1").sees("C2")] == ["Over 10 seconden gaat de bel", "ook goed"]
    assert fake.user("U2").sees("C2") == []


async def test_an_answer_that_slack_cannot_show_is_refused(fake: FakeSlack, app: BareApp) -> None:
    app.answers.append({"blocks": [{"type": "section"}]})

    done = await fake.user("U1").types("/bel", in_="C1")

    assert done.shown is None
    assert fake.state.refused != []


async def test_a_press_carries_what_the_posted_button_carries(fake: FakeSlack, app: BareApp) -> None:
    message = await posted(fake)

    await fake.user("U2").presses(message, "clap")

    action = app.last["actions"][0]
    assert (action["action_id"], action["value"], action["block_id"]) == ("clap", "bell:1", "acties")
    assert action["text"]["text"] == "A &amp; B"
    assert app.last["message"]["ts"] == message.ts
    assert app.last["container"]["is_ephemeral"] is False


async def test_a_press_under_a_private_answer_has_no_copy_of_it(fake: FakeSlack, app: BareApp) -> None:
    app.answers.append({"text": "Zeker?", "blocks": CARD})
    done = await fake.user("U1").types("/bel", in_="C1")
    assert done.shown is not None

    await fake.user("U1").presses(done.shown, "A & B")

    assert "message" not in app.last
    assert app.last["container"]["is_ephemeral"] is True
    with pytest.raises(NotThere):
        await fake.user("U2").presses(done.shown, "clap")


async def test_nobody_presses_what_is_not_there(fake: FakeSlack) -> None:
    message = await posted(fake)

    with pytest.raises(NotThere, match="A & B"):
        await fake.user("U1").presses(message, "Annuleren")


async def test_a_form_is_submitted_with_what_was_filled_in_and_what_it_began_with(
    fake: FakeSlack, app: BareApp
) -> None:
    view = await opened(fake, app, form(WHERE, callback_id="bel", private_metadata="draft:1"))

    done = await fake.user("U1").submits(view, {"Waar?": "Daar"})

    values = app.last["view"]["state"]["values"]
    assert values["wat"]["tekst"] == {"type": "plain_text_input", "value": "Begin"}
    assert values["waar"]["plek"]["selected_option"]["value"] == "there"
    assert app.last["view"]["private_metadata"] == "draft:1"
    assert done.view is None
    assert view.open is False


async def test_errors_keep_a_form_open(fake: FakeSlack, app: BareApp) -> None:
    view = await opened(fake, app, form())
    app.answers.append({"response_action": "errors", "errors": {"wat": "Vertel iets meer"}})

    done = await fake.user("U1").submits(view, {"Wat is er?": ""})

    assert done.view is view
    assert (view.open, view.errors) == (True, {"wat": "Vertel iets meer"})


async def test_errors_for_what_is_no_input_are_refused(fake: FakeSlack, app: BareApp) -> None:
    view = await opened(fake, app, form())
    app.answers.append({"response_action": "errors", "errors": {"elders": "x"}})

    await fake.user("U1").submits(view)

    assert fake.state.refused != []


async def test_a_form_becomes_another_and_another_lies_on_top(fake: FakeSlack, app: BareApp) -> None:
    view = await opened(fake, app, form())
    app.answers += [
        {"response_action": "update", "view": form(WHERE)},
        {"response_action": "push", "view": form(title=text("Nog iets"))},
        {"response_action": "clear"},
    ]

    updated = await fake.user("U1").submits(view)
    pushed = await fake.user("U1").submits(view)
    assert pushed.view is not None
    cleared = await fake.user("U1").submits(pushed.view)

    assert updated.view is view
    assert len(view.blocks) == 2
    assert pushed.view.body["title"]["text"] == "Nog iets"
    assert (cleared.view, view.open) == (None, False)


async def test_a_form_says_that_it_was_closed_when_it_asks_for_that(fake: FakeSlack, app: BareApp) -> None:
    quiet = await opened(fake, app, form())
    await fake.user("U1").closes(quiet)
    before = len(app.received)
    telling = await opened(fake, app, form(notify_on_close=True))

    await fake.user("U1").closes(telling)

    assert len(app.received) == before + 2
    assert (app.last["type"], app.last["is_cleared"]) == ("view_closed", False)


async def test_a_search_gives_what_the_app_answers(fake: FakeSlack, app: BareApp) -> None:
    view = await opened(fake, app, form(WHO))
    app.answers.append({"options": [{"text": text("Sanne"), "value": "2"}]})

    found = await fake.user("U1").searches(view, "wie", "san")
    await fake.user("U1").submits(view, {"wie": found.options[0]})

    assert (app.payloads[-2]["type"], app.payloads[-2]["value"]) == ("block_suggestion", "san")
    assert app.last["view"]["state"]["values"]["wie"]["persoon"]["selected_option"]["value"] == "2"


async def test_a_choice_that_acts_at_once_says_what_was_chosen(fake: FakeSlack, app: BareApp) -> None:
    view = await opened(fake, app, form({**WHERE, "dispatch_action": True}))

    await fake.user("U1").chooses(view, "plek", "Hier")

    assert app.last["actions"][0]["selected_option"]["value"] == "here"
    assert app.last["view"]["state"]["values"]["waar"]["plek"]["selected_option"]["value"] == "here"


async def test_what_was_filled_in_survives_an_update_of_the_same_fields(fake: FakeSlack, app: BareApp) -> None:
    view = await opened(fake, app, form(WHERE))
    fake.user("U1").fills_in(view, {"wat": "Mijn verhaal", "waar": "Hier"})

    await client_of(fake).views_update(view_id=view.id, view=form())

    assert view.typed == {"wat": {"tekst": {"type": "plain_text_input", "value": "Mijn verhaal"}}}


async def test_a_mention_comes_twice_with_one_ts_and_one_client_msg_id(fake: FakeSlack, app: BareApp) -> None:
    await fake.user("U1").mentions("bel Gelukt", in_="C1")

    message, mention = (one["event"] for one in app.payloads)
    assert [message["type"], mention["type"]] == ["message", "app_mention"]
    assert (message["ts"], message["client_msg_id"]) == (mention["ts"], mention["client_msg_id"])
    assert app.payloads[0]["event_id"] != app.payloads[1]["event_id"]
    assert mention["text"] == "<@U0BOT0WATERRAND> bel Gelukt"


async def test_the_same_delivery_comes_many_times_at_once(fake: FakeSlack, app: BareApp) -> None:
    done = await fake.user("U1").times(5, retried=True).types("hallo", in_="C1")

    assert len(done.replies) == 5
    assert len({one["event_id"] for one in app.payloads}) == 1
    assert sorted(headers.get("X-Slack-Retry-Num", "0") for _, headers in app.received) == ["0", "0", "1", "2", "3"]


async def test_a_delivery_is_sent_again_as_it_was(fake: FakeSlack, app: BareApp) -> None:
    await fake.user("U1").reacts(await posted(fake), "tada")
    await fake.redelivers(attempt=2, reason="http_error")

    assert app.payloads[0] == app.payloads[1]
    assert app.received[1][1]["X-Slack-Retry-Reason"] == "http_error"


async def test_a_message_shortcut_brings_the_message(fake: FakeSlack, app: BareApp) -> None:
    message = fake.user("U2").stands("Wat fijn geholpen!", "C1")

    await fake.user("U1").picks("bel", message)
    await fake.user("U1").picks("bel")

    assert app.payloads[0]["message"]["text"] == "Wat fijn geholpen!"
    assert (app.payloads[0]["type"], app.payloads[1]["type"]) == ("message_action", "shortcut")
    assert "channel" not in app.payloads[1]


async def test_a_wrong_secret_is_refused(fake: FakeSlack, app: BareApp) -> None:
    app.secret = "another"

    assert (await fake.user("U1").types("/bel", in_="C1")).status == 401
    assert app.received == []


async def test_a_signature_can_be_of_another_time(fake: FakeSlack, app: BareApp) -> None:
    sender = fake.to(str(fake.sender.url))  # type: ignore[attr-defined]
    sender.signs_at = fake.state.now() - timedelta(seconds=301)
    await fake.user("U1").types("/bel", in_="C1")

    stamp = int(app.received[0][1]["X-Slack-Request-Timestamp"])
    assert 300 <= fake.state.now().timestamp() - stamp < 330


async def test_a_stranger_speaks_in_a_shared_channel(fake: FakeSlack, app: BareApp) -> None:
    await fake.user("U8").says("hallo", in_="C5")

    assert app.last["is_ext_shared_channel"] is True
    assert (app.last["team_id"], app.last["event"]["team"]) == (TEAM, "T0BUREN")


async def test_what_happens_to_a_workspace_is_told(fake: FakeSlack, app: BareApp) -> None:
    await fake.renames("C1", "feest")
    await fake.archives("C1", "U1")
    await fake.archives("C1", "U1", undone=True)
    await fake.joins("C2", "U0BOT0WATERRAND")
    await fake.kicks_bot("C2")
    await fake.changes("U2", deleted=True)
    await fake.arrives("U3")
    await fake.changes_id("C1", "C1NEW")
    await fake.user("U1").opens_home()
    await fake.uninstalls()
    await fake.revokes()

    assert [one["event"]["type"] for one in app.payloads] == [
        "channel_rename", "channel_archive", "channel_unarchive", "member_joined_channel", "channel_left",
        "user_change", "team_join", "channel_id_changed", "app_home_opened", "app_uninstalled", "tokens_revoked",
    ]  # fmt: skip
    assert app.payloads[0]["event"]["channel"]["name"] == "feest"
    assert app.payloads[5]["event"]["user"]["deleted"] is True
