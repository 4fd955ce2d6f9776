"""The connector takes what Teams takes, refuses what Teams refuses, and keeps what is wrong."""

from collections.abc import AsyncIterator

import pytest

from tests.fakes.teams.client import Bot, Json, card, drawn, line, listening, words
from tests.fakes.teams.state import Conversation
from tests.fakes.teams.teams import APP_ID, TENANT, running


@pytest.fixture
async def bot() -> AsyncIterator[Bot]:
    async with running() as fake, listening(fake) as bot:
        yield bot


@pytest.fixture
def channel(bot: Bot) -> Conversation:
    return bot.fake.team("Wonen", bot.fake.person("Sanne de Vries"), bot.fake.person("Youssef")).general


def chat_with(member: str) -> Json:
    return {"bot": {"id": f"28:{APP_ID}"}, "members": [{"id": member}], "channelData": {"tenant": {"id": TENANT}}}


async def refused(bot: Bot, method: str, path: str, body: Json | None = None) -> tuple[int, str]:
    answer = await bot.call(method, path, body)
    found = await answer.json()
    return answer.status, found["error"]["code"] if "error" in found else found["message"]


async def test_a_message_in_a_channel_begins_a_thread(bot: Bot, channel: Conversation) -> None:
    made = await bot.post(channel.id, drawn(card(line("De bel gaat"))))

    [message] = channel.posted()
    assert (message.id, message.root, message.text) == (made, None, "Een kaart")
    assert message.thread == f"{channel.id};messageid={made}"


async def test_an_answer_stands_under_its_message(bot: Bot, channel: Conversation) -> None:
    root = await bot.post(channel.id, words("De bel gaat"))

    under = await bot.post(f"{channel.id};messageid={root}", words("Gefeliciteerd"))

    assert [(one.id, one.root) for one in channel.posted()] == [(root, None), (under, root)]


async def test_a_reply_to_a_reply_stands_in_the_same_thread(bot: Bot, channel: Conversation) -> None:
    root = await bot.post(channel.id, words("De bel gaat"))
    under = await bot.post(f"{channel.id};messageid={root}", words("Mooi"))

    answer = await bot.call("POST", f"conversations/{channel.id}/activities/{under}", words("Heel mooi"))

    assert answer.status == 201
    assert [one.root for one in channel.posted()] == [None, root, root]


async def test_a_message_can_be_changed_and_taken_down(bot: Bot, channel: Conversation) -> None:
    made = await bot.post(channel.id, words("De bel gaat"))
    path = f"conversations/{channel.id}/activities/{made}"

    await bot.call("PUT", path, words("De bel ging"))
    assert [(one.text, one.edits) for one in channel.posted()] == [("De bel ging", 1)]
    await bot.call("DELETE", path)

    assert channel.posted() == []
    assert await refused(bot, "PUT", path, words("x")) == (404, "ActivityNotFoundInConversation")
    assert await refused(bot, "DELETE", path) == (404, "ActivityNotFoundInConversation")


async def test_the_messages_of_people_are_theirs(bot: Bot, channel: Conversation) -> None:
    said = bot.fake.person("Sanne de Vries").saying("hoi", channel)

    assert await refused(bot, "DELETE", f"conversations/{channel.id}/activities/{said['id']}") == (403, "Forbidden")


async def test_a_targeted_message_is_seen_by_one(bot: Bot, channel: Conversation) -> None:
    sanne, youssef = bot.fake.person("Sanne de Vries"), bot.fake.person("Youssef")
    made = await bot.post(channel.id, words("Over 10 seconden", recipient={"id": sanne.id}), targeted=True)
    path = f"conversations/{channel.id}/activities/{made}"

    assert [one.text for one in channel.private_to(sanne)] == ["Over 10 seconden"]
    assert channel.posted() == [] == channel.standing(youssef)
    assert await refused(bot, "PUT", path, words("x")) == (404, "ActivityNotFoundInConversation")
    again = words("x", recipient={"id": sanne.id})
    assert await refused(bot, "PUT", f"{path}?isTargetedActivity=true", again) == (400, "BadArgument")
    assert (await bot.call("PUT", f"{path}?isTargetedActivity=true", words("Gegaan"))).status == 200
    assert [one.text for one in channel.private_to(sanne)] == ["Gegaan"]


async def test_a_targeted_message_needs_a_member_and_a_tenant_that_has_them(bot: Bot, channel: Conversation) -> None:
    stranger, sanne = bot.fake.person("Ron"), bot.fake.person("Sanne de Vries")
    path = f"conversations/{channel.id}/activities?isTargetedActivity=true"
    to_sanne = words("x", recipient={"id": sanne.id})

    assert await refused(bot, "POST", path, words("x")) == (400, "BadArgument")
    assert (await refused(bot, "POST", path, words("x", recipient={"id": stranger.id})))[0] == 404
    private = f"conversations/{sanne.chat().id}/activities?isTargetedActivity=true"
    assert await refused(bot, "POST", private, to_sanne) == (400, "BadArgument")
    bot.fake.world.targeted = False
    assert await refused(bot, "POST", path, to_sanne) == (400, "BadArgument")


async def test_a_chat_with_one_person_is_always_the_same(bot: Bot, channel: Conversation) -> None:
    sanne = bot.fake.person("Sanne de Vries")

    made = [await (await bot.call("POST", "conversations", chat_with(one))).json() for one in (sanne.id, sanne.aad)]

    assert made == [{"id": sanne.chat().id}] * 2


async def test_a_chat_needs_somebody_who_can_be_reached(bot: Bot) -> None:
    ron = bot.fake.person("Ron", installed=False)

    assert await refused(bot, "POST", "conversations", chat_with(ron.id)) == (403, "ForbiddenOperationException")
    assert (await refused(bot, "POST", "conversations", chat_with("29:niemand")))[0] == 404
    assert (await refused(bot, "POST", "conversations", {**chat_with(ron.id), "channelData": None}))[0] == 400
    ron.installed = ron.blocked = True
    status, message = await refused(bot, "POST", "conversations", chat_with(ron.id))
    assert (status, "MessageWritesBlocked" in message) == (403, True)


async def test_a_new_thread_can_be_created_with_its_message(bot: Bot, channel: Conversation) -> None:
    body = {"isGroup": True, "channelData": {"channel": {"id": channel.id}}, "activity": words("De bel gaat")}

    made = await (await bot.call("POST", "conversations", body)).json()

    [message] = channel.posted()
    assert made == {"id": message.thread, "activityId": message.id}


async def test_where_the_bot_is_not_it_may_not_write(bot: Bot, channel: Conversation) -> None:
    team = channel.team
    assert team
    path = f"conversations/{channel.id}/activities"

    team.installed = False
    assert await refused(bot, "POST", path, words("x")) == (403, "BotNotInConversationRoster")
    team.installed, team.archived = True, True
    assert await refused(bot, "POST", path, words("x")) == (403, "Forbidden")
    team.archived, channel.gone = False, True
    assert await refused(bot, "POST", path, words("x")) == (404, "ConversationNotFound")
    assert (await refused(bot, "POST", "conversations/19:weg@thread.tacv2/activities", words("x")))[0] == 404
    channel.gone = False
    thread = f"conversations/{channel.id};messageid=1/activities"
    assert await refused(bot, "POST", thread, words("x")) == (404, "ConversationNotFound")


async def test_a_service_address_that_has_moved_is_refused(bot: Bot, channel: Conversation) -> None:
    old = bot.fake.connector.service_url
    bot.fake.connector.region = "amer"

    async with bot.session.post(
        f"{old}v3/conversations/{channel.id}/activities",
        json=words("x"),
        headers={"Authorization": f"Bearer {bot.token}"},
    ) as answer:
        assert answer.status == 403
    assert await bot.post(channel.id, words("x"))


async def test_a_message_that_is_too_large_is_refused_and_kept_as_a_problem(bot: Bot, channel: Conversation) -> None:
    path = f"conversations/{channel.id}/activities"

    assert await refused(bot, "POST", path, words("x" * 15_000)) == (413, "MessageSizeTooBig")
    assert bot.fake.problems
    bot.fake.problems.clear()


async def test_a_malformed_card_is_refused_and_kept_as_a_problem(bot: Bot, channel: Conversation) -> None:
    path = f"conversations/{channel.id}/activities"

    status, code = await refused(bot, "POST", path, drawn(card({"type": "TextBlock", "tekst": "x"})))

    assert (status, code, channel.posted()) == (400, "BadSyntax", [])
    assert "tekst" in " ".join(bot.fake.problems)
    bot.fake.problems.clear()


async def test_a_problem_that_nobody_looked_at_fails_the_test() -> None:
    with pytest.raises(AssertionError, match="kleur"):
        async with running() as fake, listening(fake) as bot:
            place = fake.team("Wonen", fake.person("Sanne")).general
            await bot.call("POST", f"conversations/{place.id}/activities", words("x", kleur="rood"))


async def test_members_come_in_pages_with_guests_as_guests(bot: Bot, channel: Conversation) -> None:
    channel.members.append(bot.fake.person("Ron van Buiten", "guest"))
    bot.fake.connector.page = 2

    first = await (await bot.call("GET", f"conversations/{channel.id}/pagedmembers?pageSize=500")).json()
    rest = f"conversations/{channel.id}/pagedmembers?continuationToken={first['continuationToken']}"
    last = await (await bot.call("GET", rest)).json()

    assert [one["name"] for one in first["members"]] == ["Sanne de Vries", "Youssef"]
    [guest] = last["members"]
    assert (guest["userRole"], "#EXT#" in guest["userPrincipalName"]) == ("guest", True)
    assert "continuationToken" not in last


async def test_one_member_is_found_by_either_id(bot: Bot, channel: Conversation) -> None:
    sanne = bot.fake.person("Sanne de Vries")

    for name in (sanne.id, sanne.aad):
        answer = await bot.call("GET", f"conversations/{channel.id}/members/{name}")
        assert (await answer.json())["email"] == "sanne.de.vries@organisatie.example"
    assert (await refused(bot, "GET", f"conversations/{channel.id}/members/29:niemand"))[0] == 404


async def test_a_team_tells_its_channels_and_not_the_name_of_the_first(bot: Bot, channel: Conversation) -> None:
    team = channel.team
    assert team
    bells = bot.fake.channel(team, "Successen")

    details = await (await bot.call("GET", f"teams/{team.id}")).json()
    found = await (await bot.call("GET", f"teams/{team.id}/conversations")).json()

    assert (details["name"], details["channelCount"], details["memberCount"]) == ("Wonen", 2, 2)
    assert [(one["id"], one["name"]) for one in found["conversations"]] == [(team.id, None), (bells.id, "Successen")]


async def test_calls_are_counted_with_the_times_of_the_given_clock() -> None:
    clock = [0.0]
    async with running(elapsed=lambda: clock[-1]) as fake, listening(fake) as bot:
        here, there = (fake.team(name, fake.person("Sanne")).general for name in ("Wonen", "Wijken"))
        root = await bot.post(here.id, words("hoi"))
        for moment, place in ((0.5, there.id), (0.9, f"{here.id};messageid={root}"), (1.5, here.id), (1.8, here.id)):
            clock.append(moment)
            await bot.post(place, words("hoi"))

    assert fake.counters.count("post") == 5
    assert fake.counters.times("post", here.id) == [0.0, 0.9, 1.5, 1.8]
    assert fake.counters.times("post", f"{here.id};messageid={root}") == [0.9]
    assert fake.counters.most_within(1.0, "post", here.id) == 3
    assert fake.counters.most_within(1.0, "update") == 0
