"""People's gestures arrive as Teams sends them, and what the bot answers is what they see."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.fakes.teams.client import Bot, Json, card, drawn, line, listening
from tests.fakes.teams.people import Person
from tests.fakes.teams.reading import titles_of, words_of
from tests.fakes.teams.state import Conversation, Message
from tests.fakes.teams.teams import APP_ID, TENANT, running

CLAP: Json = {"type": "Action.Execute", "title": "Klap mee", "verb": "bel.clap", "data": {"ref": "bel:1"}}
FILL: Json = {
    "type": "Action.Submit", "title": "Invullen", "data": {"ref": "bel:1", "msteams": {"type": "task/fetch"}},
}  # fmt: skip
FORM = card(
    {"type": "Input.Text", "id": "wat", "label": "Wat?", "isRequired": True, "errorMessage": "Vul dit in"},
    {
        "type": "Input.ChoiceSet", "id": "wie", "label": "Wie?", "isMultiSelect": True, "style": "filtered",
        "choices": [], "choices.data": {"type": "Data.Query", "dataset": "people"},
    },
    {"type": "Input.Date", "id": "dag", "label": "Dag", "value": "2026-11-23"},
    actions=({"type": "Action.Submit", "title": "Luid", "data": {"form": "bel"}},),
)  # fmt: skip


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as fake, listening(fake) as bot:
        yield bot


@pytest.fixture
def sanne(bot: Bot) -> Person:
    return bot.fake.person("Sanne de Vries")


@pytest.fixture
def channel(bot: Bot, sanne: Person) -> Conversation:
    return bot.fake.team("Wonen", sanne, bot.fake.person("Youssef")).general


async def bell(bot: Bot, channel: Conversation, *actions: Json) -> Message:
    await bot.post(channel.id, drawn(card(line("De bel gaat"), actions=actions)))
    return channel.posted()[0]


def dialog(content: Json, title: str = "Luid de bel") -> Json:
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": content}
    return {"task": {"type": "continue", "value": {"title": title, "card": attachment}}}


def pressed(content: Json) -> Json:
    return {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": content}


async def test_words_in_a_channel_carry_the_mention_and_begin_a_thread(
    bot: Bot, sanne: Person, channel: Conversation
) -> None:
    youssef = bot.fake.person("Youssef")

    await sanne.says("bel @Youssef belde terug", channel, mentions=(youssef,))

    [heard] = bot.heard
    assert heard["text"] == "<at>Klantritme</at> bel <at>Youssef</at> belde terug"
    mentioned = [one["mentioned"]["id"] for one in heard["entities"] if one["type"] == "mention"]
    assert mentioned == [youssef.id, f"28:{APP_ID}"]
    assert heard["conversation"] == {
        "conversationType": "channel", "id": f"{channel.id};messageid={heard['id']}", "isGroup": True,
        "tenantId": TENANT,
    }  # fmt: skip
    assert heard["from"]["aadObjectId"] == sanne.aad
    assert [(one.id, one.author) for one in channel.standing()] == [(heard["id"], sanne)]


async def test_words_to_the_bot_alone_carry_no_mention(bot: Bot, sanne: Person) -> None:
    await sanne.says("bel hoera")

    assert (bot.heard[0]["text"], bot.heard[0]["conversation"]["id"]) == ("bel hoera", sanne.chat().id)
    assert "isGroup" not in bot.heard[0]["conversation"]


async def test_a_slash_command_is_targeted_and_stands_nowhere(bot: Bot, sanne: Person, channel: Conversation) -> None:
    await sanne.types("bel", "hoera", channel)

    assert bot.heard[0]["recipient"] == {"id": f"28:{APP_ID}", "name": "Klantritme", "isTargeted": True}
    assert (bot.heard[0]["text"], channel.standing()) == ("bel hoera", [])


async def test_a_press_sends_the_data_of_the_card_really_posted(bot: Bot, sanne: Person, channel: Conversation) -> None:
    message = await bell(bot, channel, CLAP)
    bot.answer = lambda activity: (200, pressed(card(line("Je klapte"))))

    await sanne.presses(message, "Klap mee")

    assert bot.heard[0]["value"] == {
        "action": {"type": "Action.Execute", "verb": "bel.clap", "data": {"ref": "bel:1"}}, "trigger": "manual",
    }  # fmt: skip
    assert bot.heard[0]["replyToId"] == message.id
    assert words_of(message.card_of(sanne) or {}) == "Je klapte"
    assert words_of(message.card_of(bot.fake.person("Youssef")) or {}) == "De bel gaat"


async def test_a_submit_outside_a_dialog_is_a_message_with_a_value(
    bot: Bot, sanne: Person, channel: Conversation
) -> None:
    fields = {"type": "Input.Text", "id": "wat", "label": "Wat?", "value": "hoera"}
    await bot.post(
        channel.id, drawn(card(fields, actions=({"type": "Action.Submit", "title": "Stuur", "data": {"a": 1}},)))
    )

    await sanne.presses(channel.posted()[0], "Stuur")

    [heard] = bot.heard
    assert (heard["type"], heard["value"], "text" in heard) == ("message", {"a": 1, "wat": "hoera"}, False)


async def test_each_press_has_an_id_that_its_repeats_share(bot: Bot, sanne: Person, channel: Conversation) -> None:
    message = await bell(bot, channel, CLAP)
    bot.answer = lambda activity: (200, pressed(card(line("Je klapte"))))
    activity = sanne.pressing(message, "Klap mee")

    await bot.fake.sender.deliver_at_once(activity, 5)
    await sanne.presses(message, "Klap mee")

    assert [one["id"] for one in bot.heard].count(activity["id"]) == 5
    assert len(bot.heard) == 6


async def test_a_button_that_is_not_there_cannot_be_pressed(bot: Bot, sanne: Person, channel: Conversation) -> None:
    message = await bell(bot, channel, CLAP, FILL)

    with pytest.raises(AssertionError, match="Klap mee"):
        sanne.pressing(message, "Annuleren")
    with pytest.raises(AssertionError, match="opens_dialog"):
        sanne.pressing(message, "Invullen")
    with pytest.raises(AssertionError, match="opens no dialog"):
        sanne.opening(message, "Klap mee")


async def test_a_dialog_is_opened_filled_in_and_kept_open_until_it_is_right(
    bot: Bot, sanne: Person, channel: Conversation
) -> None:
    message = await bell(bot, channel, FILL)
    bot.answer = lambda activity: (200, dialog(FORM))
    opened = await sanne.opens_dialog(message, "Invullen")
    assert bot.heard[0]["name"] == "task/fetch"
    assert bot.heard[0]["value"]["data"] == {"ref": "bel:1", "msteams": {"type": "task/fetch"}}

    bot.answer = lambda activity: (200, dialog(card(line("Dat kan niet"), *FORM["body"], actions=FORM["actions"])))
    await sanne.submits(opened, wat="hoera", wie=["person:3", "Ron"])
    assert bot.heard[1]["value"]["data"] == {"form": "bel", "wat": "hoera", "wie": "person:3,Ron", "dag": "2026-11-23"}
    assert "Dat kan niet" in words_of(opened.card)

    bot.answer = lambda activity: (200, None)
    assert (await sanne.submits(opened, wat="hoera")).body is None
    assert (bot.heard[2]["name"], bot.heard[2]["replyToId"]) == ("task/submit", message.id)


async def test_the_client_itself_asks_for_what_is_required(bot: Bot, sanne: Person, channel: Conversation) -> None:
    bot.answer = lambda activity: (200, dialog(FORM))
    opened = await sanne.picks("bel", channel)

    with pytest.raises(AssertionError, match="wat"):
        sanne.submitting(opened, wat="  ")
    with pytest.raises(AssertionError, match="naam"):
        sanne.submitting(opened, naam="x")
    assert sanne.submitting(opened, wat="", unchecked=True)["value"]["data"]["wat"] == ""


async def test_a_field_that_asks_the_bot_shows_what_it_found(bot: Bot, sanne: Person, channel: Conversation) -> None:
    bot.answer = lambda activity: (200, dialog(FORM))
    opened = await sanne.picks("bel", channel)
    found = [{"title": "Youssef", "value": "person:3"}]
    bot.answer = lambda activity: (
        200, {"type": "application/vnd.microsoft.search.searchResponse", "value": {"results": found}},
    )  # fmt: skip

    assert await sanne.searches(opened, "wie", "you") == found
    assert bot.heard[-1]["value"] == {
        "queryText": "you", "queryOptions": {"skip": 0, "top": 15}, "dataset": "people",
    }  # fmt: skip


async def test_the_message_extension_hands_over_the_message(bot: Bot, sanne: Person, channel: Conversation) -> None:
    sanne.saying("Mevrouw A. belde", channel)
    bot.answer = lambda activity: (200, dialog(FORM))

    opened = await sanne.picks("bel", on=channel.standing()[0])
    bot.answer = lambda activity: (200, {"task": {"type": "message", "value": "De bel gaat"}})
    await sanne.submits(opened, wat="hoera")

    fetched, submitted = bot.heard
    assert fetched["value"]["commandContext"] == "message"
    assert "Mevrouw A. belde" in fetched["value"]["messagePayload"]["body"]["content"]
    assert (submitted["name"], submitted["value"]["commandId"]) == ("composeExtension/submitAction", "bel")


async def test_a_reaction_names_its_message(bot: Bot, sanne: Person, channel: Conversation) -> None:
    message = await bell(bot, channel)

    await sanne.reacts(message, "1f44f_clappinghands")
    await sanne.reacts(message, "1f44f_clappinghands", added=False)

    assert [one["replyToId"] for one in bot.heard] == [message.id] * 2
    assert bot.heard[0]["reactionsAdded"] == bot.heard[1]["reactionsRemoved"] == [{"type": "1f44f_clappinghands"}]


async def test_installing_changes_where_the_bot_may_write(bot: Bot, sanne: Person, channel: Conversation) -> None:
    assert channel.team

    await sanne.installs(channel.team, action="remove")
    assert not bot.fake.world.has_bot(channel)
    await sanne.installs(channel.team)

    assert bot.fake.world.has_bot(channel)
    assert [one["type"] for one in bot.heard] == ["conversationUpdate", "installationUpdate"] * 2
    assert bot.heard[-1]["channelData"]["team"]["name"] == "Wonen"


async def test_what_happens_to_teams_is_told(bot: Bot, sanne: Person, channel: Conversation) -> None:
    events, team = bot.fake.events, channel.team
    assert team
    bells = await events.creates(team, "Successen")
    await events.renames(bells, "Bellen")
    await events.deletes(bells)
    await events.restores(bells)
    await events.archives(team)
    await events.unarchives(team)
    await events.renames_team(team, "Wonen en wijken")
    await events.joins(team, bot.fake.person("Ron", "guest"))
    await events.leaves(team, bot.fake.person("Ron"))
    await events.deletes_team(team)

    assert [one["channelData"]["eventType"] for one in bot.heard] == [
        "channelCreated", "channelRenamed", "channelDeleted", "channelRestored", "teamArchived", "teamUnarchived",
        "teamRenamed", "teamMemberAdded", "teamMemberRemoved", "teamDeleted",
    ]  # fmt: skip
    assert bot.heard[1]["channelData"]["channel"] == {"id": bells.id, "name": "Bellen"}
    assert bot.heard[7]["membersAdded"][0]["aadObjectId"] == bot.fake.person("Ron").aad


@pytest.mark.parametrize(
    "answer",
    [
        (500, pressed(card(line("hoi")))),
        (200, None),
        (200, {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive"}),
        (
            200,
            {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": {"type": "AdaptiveCard"}},
        ),
        (200, {"status": 200, "body": {}}),
        (200, {"statusCode": "200", "type": "application/vnd.microsoft.activity.message", "value": "x"}),
        (200, dialog(FORM)),
    ],
)
async def test_a_press_that_is_answered_in_another_shape_is_a_problem(
    bot: Bot, sanne: Person, channel: Conversation, answer: tuple[int, Any]
) -> None:
    message = await bell(bot, channel, CLAP)
    bot.answer = lambda activity: answer

    await bot.fake.sender.deliver(sanne.pressing(message, "Klap mee"))

    assert bot.fake.problems
    bot.fake.problems.clear()


async def test_words_and_buttons_are_read_as_people_read_them(bot: Bot, sanne: Person, channel: Conversation) -> None:
    assert words_of(FORM) == "Wat?\nWie?\nDag\n2026-11-23"
    assert titles_of(FORM) == ["Luid"]


async def test_a_button_that_asks_once_more_is_opened_and_pressed(
    bot: Bot, sanne: Person, channel: Conversation
) -> None:
    ask = {"type": "Action.ShowCard", "title": "Klap mee", "card": card(line("Zeker weten?"), actions=(CLAP,))}
    message = await bell(bot, channel, ask)

    assert sanne.pressing(message, "Klap mee")["value"]["action"]["verb"] == "bel.clap"


async def test_a_field_is_named_by_its_id_the_end_of_it_or_its_label(
    bot: Bot, sanne: Person, channel: Conversation
) -> None:
    content = card({"type": "Input.Text", "id": "field.wat", "label": "Wat is gelukt?"}, actions=FORM["actions"])
    bot.answer = lambda activity: (200, dialog(content))
    opened = await sanne.picks("bel", channel)

    for name in ("field.wat", "wat", "Wat is gelukt?"):
        typed: dict[str, Any] = {name: "hoera"}
        sent = sanne.submitting(opened, **typed)["value"]["data"]
        assert sent == {"form": "bel", "field.wat": "hoera"}
