"""What people do in Slack, from the request on the wire to what they then see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from rituals.engine.events import Mention
from store.errors import Full
from store.handles import handle
from tests.adapters.slack.conftest import Tried
from tests.fakes.slack.faults import says, status, throttled
from tests.fakes.slack.people import Person
from tests.fakes.slack.state import View

FORM_HANDLES = select(handle.c.key).where(handle.c.key.startswith("slack-form:"))


async def rung(tried: Tried, text: str = "/proef Het lukte") -> None:
    await tried.fake.user("U1").types(text, "C1")
    await tried.walk()


def opened_form(somebody: Person) -> View:
    """The form that lies before somebody, in which no file was chosen."""
    view = somebody.view
    view.typed["bestand"] = {"value": {"type": "file_input", "files": []}}
    return view


async def test_a_command_is_answered_at_once_and_stands_there_after_its_time(tried: Tried) -> None:
    fatima = tried.fake.user("U1")

    done = await fatima.types("/proef Het lukte & <!channel>", "C1")
    await tried.slack.settled()

    assert done.status == 200
    assert [one.text for one in fatima.private] == ["Over 10 seconden staat het er."]
    assert tried.fake.messages("C1") == []
    await tried.walk()
    assert len(tried.fake.messages("C1")) == 1
    assert tried.trial.text == "Het lukte & <!channel>"
    assert tried.fake.state.refused == []


async def test_the_private_answer_follows_by_its_own_address(tried: Tried) -> None:
    await rung(tried)

    assert [one.text for one in tried.fake.user("U1").private][-1] == "Het staat er."
    assert tried.fake.count("response_url") == 1
    assert tried.fake.count("chat.postEphemeral") == 0


async def test_an_address_that_has_worn_out_is_no_reason_to_say_nothing(tried: Tried) -> None:
    await tried.fake.user("U1").types("/proef Het lukte", "C1")
    tried.fake.next("response_url", status(404))
    await tried.walk()
    await tried.walk(5)

    assert "Het staat er." in [one.text for one in tried.fake.messages(tried.fake.user("U1").chat.id)]


@pytest.mark.parametrize("retried", [True, False])
async def test_the_same_command_fifty_times_at_once_happens_once(tried: Tried, retried: bool) -> None:
    done = await tried.fake.user("U1").times(50, retried=retried).types("/proef Het lukte", "C1")
    await tried.walk()

    assert {reply.status for reply in done.replies} == {200}
    assert len({reply.body for reply in done.replies}) == 1
    assert len(tried.fake.messages("C1")) == 1


async def test_a_command_without_words_opens_a_form_that_comes_back_filled_in(tried: Tried) -> None:
    fatima = tried.fake.user("U1")
    await fatima.types("/proef", "C1")
    await tried.slack.settled()

    await fatima.submits(opened_form(fatima), {"wat": "Dak gemaakt", "een": "Banaan", "meer": ["Xylofoon"]})
    await tried.slack.settled()

    (form,) = tried.trial.submitted
    assert {name: value for name, value in form.values.items() if value} == {
        "wat": "Dak gemaakt", "een": ("b",), "meer": ("x",),
    }  # fmt: skip
    assert [one.text for one in fatima.private] == ["Genoteerd."]
    assert tried.fake.state.refused == []


@pytest.mark.parametrize("elsewhere", [False, True])
async def test_a_form_is_answered_where_it_was_asked_for_also_by_another_process(
    tried: Tried, elsewhere: bool
) -> None:  # fmt: skip
    fatima = tried.fake.user("U1")
    await fatima.types("/proef", "C1")
    await tried.slack.settled()
    if elsewhere:
        tried.slack._keeper._at_hand.clear()

    await fatima.submits(opened_form(fatima), {"wat": "Dak gemaakt"})
    await tried.slack.settled()

    assert (tried.fake.count("response_url"), tried.fake.count("chat.postEphemeral")) == (1, 0)
    assert await tried.engine.store.read(lambda tx: tx.all(FORM_HANDLES, str)) == []


async def test_a_form_is_answered_also_while_the_store_does_not_tell_by_which_way(
    tried: Tried, monkeypatch: pytest.MonkeyPatch
) -> None:
    fatima = tried.fake.user("U1")
    await fatima.types("/proef", "C1")
    await tried.slack.settled()
    keeper = tried.slack._keeper
    keeper._at_hand.clear()

    async def full(*_: object) -> None:
        raise Full("the disk")

    monkeypatch.setattr(keeper, "known", full)
    await fatima.submits(opened_form(fatima), {"wat": "Dak", "een": "Banaan", "meer": ["Xylofoon"]})
    await tried.slack.settled()

    assert fatima.private[-1].text == "Genoteerd."


async def test_fifty_times_the_same_request_opens_one_form(tried: Tried) -> None:
    await tried.fake.user("U1").times(50).types("/proef", "C1")
    await tried.slack.settled()

    assert tried.fake.count("views.open") == 1
    assert tried.fake.user("U1").private == []


async def test_a_form_with_something_missing_stays_open_and_can_be_sent_again(tried: Tried) -> None:
    fatima = tried.fake.user("U1")
    await fatima.types("/proef", "C1")
    await tried.slack.settled()
    view = opened_form(fatima)

    await fatima.submits(view, {"kort": "wel dit"})
    assert view.errors == {"wat": "Vertel wat er lukte. Er mist nog iets."}
    await fatima.submits(view, {"wat": "Toch"})

    assert [form.values["wat"] for form in tried.trial.submitted] == ["", "Toch"]
    assert not view.open


async def test_a_form_that_opens_too_late_says_so_and_keeps_what_was_typed(tried: Tried) -> None:
    fatima = tried.fake.user("U1")
    tried.fake.next("views.open", says("expired_trigger_id"))

    await fatima.types("/proef", "C1")
    await tried.slack.settled()

    assert fatima.private[-1].text.startswith("Het formulier ging niet op tijd open.")


async def test_what_was_typed_in_a_closed_form_stands_there_the_next_time(tried: Tried) -> None:
    fatima = tried.fake.user("U1")
    await fatima.types("/proef", "C1")
    await tried.slack.settled()
    fatima.fills_in(fatima.view, {"wat": "Half verteld"})
    await fatima.closes(fatima.view)

    await fatima.types("/proef", "C1")
    await tried.slack.settled()

    assert next(b for b in fatima.view.blocks if b["block_id"] == "wat")["element"]["initial_value"] == "Half verteld"


async def test_a_field_of_people_finds_colleagues_and_takes_words(tried: Tried) -> None:
    fatima = tried.fake.user("U1")
    for user in ("U1", "U2"):
        await tried.fake.user(user).types("/proef hallo", "C1")
    await tried.slack.settled()
    await fatima.types("/proef", "C1")
    await tried.slack.settled()

    found = await fatima.searches(fatima.view, "wie", "sann")

    assert [one["text"]["text"] for one in found.options] == ["Sanne de Wit", "sann (zonder account)"]


async def test_a_press_changes_the_message_for_everybody(tried: Tried) -> None:
    await rung(tried)
    (message,) = tried.fake.messages("C1")

    await tried.fake.user("U2").presses(message, "Klap mee")
    await tried.walk(2)

    (message,) = tried.fake.messages("C1")
    assert "Klap mee · 1" in str(message.blocks)
    assert tried.fake.count("chat.postMessage") == 1


async def test_a_press_on_a_private_answer_takes_its_place(tried: Tried) -> None:
    await rung(tried)
    youssef = tried.fake.user("U3")
    (message,) = tried.fake.messages("C1")
    await youssef.presses(message, "⋯")
    await tried.slack.settled()
    (menu,) = youssef.private

    await youssef.presses(menu, "Haal weg")
    await tried.walk(2)

    assert [one.text for one in youssef.private] == ["Het is weg."]
    assert tried.fake.messages("C1") == []


async def test_the_page_of_the_bot_shows_what_can_be_done_and_answers_in_private(tried: Tried) -> None:
    await rung(tried)
    fatima = tried.fake.user("U1")
    await fatima.opens_home()
    await tried.slack.settled()

    done = await fatima.presses(fatima.home, "Klap")

    assert done.status == 200
    assert tried.trial.claps == {1}


async def test_somebody_we_do_not_know_sees_how_to_begin(tried: Tried) -> None:
    tried.fake.always("users.info", says("user_not_found"))
    await tried.fake.user("U2").opens_home()
    await tried.slack.settled()

    assert "/klant" in str(tried.fake.user("U2").home.blocks)


async def test_calling_the_bot_in_a_channel_is_a_command_that_all_have_read(tried: Tried) -> None:
    await tried.fake.user("U1").mentions("proef Het lukte <@U2>", "C1")
    await tried.walk()

    (command,) = tried.trial.commands
    assert (command.word, command.public, command.origin.place and command.origin.place.external) == (
        "proef", True, "C1",
    )  # fmt: skip
    assert command.origin.message is not None
    assert command.origin.message.startswith("C1:")
    assert len(tried.fake.messages("C1")) == 1
    assert next(one.text for one in tried.fake.user("U1").private) == "Over 10 seconden staat het er."


async def test_somebody_named_in_a_command_comes_along(tried: Tried) -> None:
    await tried.fake.user("U1").types("/proef dank <@U2|sanne>", "C1", raw=True)

    (command,) = tried.trial.commands
    assert (command.text, command.mentions) == ("dank @sanne", (Mention("@sanne", "U2"),))


async def test_words_to_the_bot_are_a_command_and_answered_in_the_private_chat(tried: Tried) -> None:
    fatima = tried.fake.user("U1")

    await fatima.tells_bot("proef Het lukte")
    await tried.fake.redelivers(copies=5)
    await tried.walk()

    assert [one.text for one in tried.fake.messages(fatima.chat.id)] == ["Het staat er."]
    assert tried.trial.commands[0].origin.place is None


async def test_typed_words_cannot_open_a_form_and_bring_a_button_that_does(tried: Tried) -> None:
    fatima = tried.fake.user("U1")

    await fatima.tells_bot("proef")
    await tried.slack.settled()
    (answer,) = tried.fake.messages(fatima.chat.id)
    await fatima.presses(answer, "Invullen")
    await tried.slack.settled()

    assert fatima.view.open


async def test_a_button_that_opens_a_form_works_again_when_it_did_not_open_or_was_closed_empty(tried: Tried) -> None:
    fatima = tried.fake.user("U1")
    await fatima.tells_bot("proef")
    await tried.slack.settled()
    (answer,) = tried.fake.messages(fatima.chat.id)
    tried.fake.next("views.open", says("expired_trigger_id"))
    await fatima.presses(answer, "Invullen")
    await tried.slack.settled()

    await fatima.presses(answer, "Invullen")
    await tried.slack.settled()
    first = fatima.view
    await fatima.closes(first)
    await fatima.presses(answer, "Invullen")
    await tried.slack.settled()

    assert fatima.view.open
    assert fatima.view is not first


@pytest.mark.parametrize("name", ["clap", "clap::skin-tone-4"])
async def test_an_emoji_on_a_message_of_ours_is_heard(tried: Tried, name: str) -> None:
    await rung(tried)
    (message,) = tried.fake.messages("C1")

    await tried.fake.user("U2").reacts(message, name)
    await tried.fake.user("U2").unreacts(message, name)

    assert [(one.emoji, one.added) for one in tried.trial.reactions] == [("👏", True), ("👏", False)]


async def test_a_shortcut_on_a_message_brings_its_words_along(tried: Tried) -> None:
    message = tried.fake.user("U2").stands("Mevrouw A. belde &amp; bedankte", "C1")

    await tried.fake.user("U1").picks("proef", message)

    (command,) = tried.trial.commands
    assert (command.text, command.picked) == ("Mevrouw A. belde & bedankte", True)


async def test_a_shortcut_from_the_menu_opens_the_form(tried: Tried) -> None:
    await tried.fake.user("U1").picks("proef")
    await tried.slack.settled()

    assert tried.fake.user("U1").view.body["callback_id"] == "proef.formulier"


async def test_what_is_written_in_channels_is_not_read(tried: Tried) -> None:
    message = (await tried.fake.user("U1").says("proef iets", "C1")).shown
    assert message is not None
    await tried.fake.user("U1").edits(message, "proef iets anders")
    await tried.fake.user("U1").takes_away(message)

    assert tried.trial.commands == []


async def test_slack_saying_to_wait_with_an_answer_holds_for_all(tried: Tried) -> None:
    await rung(tried)
    (message,) = tried.fake.messages("C1")
    tried.fake.next("response_url", throttled("40"))

    await tried.fake.user("U2").presses(message, "⋯")
    await tried.slack.settled()
    await tried.fake.user("U3").presses(message, "Klap mee")
    await tried.walk(20)

    assert tried.fake.count("chat.update") == 0
    await tried.walk(25)
    assert tried.fake.count("chat.update") == 1


async def test_nobody_of_an_unknown_workspace_gets_anything_done(tried: Tried) -> None:
    tried.fake.team("T0VREEMD", "Vreemd", "xoxb-vreemd")
    tried.fake.person("U9", "Iemand", team="T0VREEMD")
    tried.fake.channel("C8", "daar", ("U9",), team="T0VREEMD")

    before = tried.fake.count()

    done = await tried.fake.user("U9").types("/proef Het lukte", "C8")
    await tried.fake.user("U9").mentions("proef Het lukte", "C8")
    await tried.slack.settled()

    assert done.status == 200
    assert tried.trial.commands == []
    assert tried.fake.count() == before


async def test_slack_is_asked_nothing_for_a_command_of_somebody_it_told_of(tried: Tried) -> None:
    await tried.fake.user("U1").types("/proef een", "C1")
    await tried.slack.settled()
    before = tried.fake.count()

    await tried.fake.user("U1").types("/proef twee", "C1")
    await tried.slack.settled()

    assert tried.fake.count() == before
    assert tried.fake.count("auth.test") == 1


async def test_the_time_of_an_answer_ends(tried: Tried) -> None:
    await tried.fake.user("U1").types("/proef Het lukte", "C1")
    await tried.slack.settled()
    key = "proef:1/antwoord"
    assert await tried.slack._keeper.known(key, 1) is not None
    assert await tried.slack._keeper.secret(key, 1) is not None

    tried.engine.clock.walk_to(tried.engine.clock.now() + timedelta(minutes=29))

    assert await tried.slack._keeper.known(key, 1) is None
    assert await tried.slack._keeper.secret(key, 1) is None
