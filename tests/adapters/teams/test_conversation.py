"""Colleagues use the bot in Teams: signed requests in, calls to the connector out."""

from __future__ import annotations

from datetime import timedelta

from store import accounts, installations, places
from store.accounts import Account
from store.places import Place
from store.tx import Tx
from tests.adapters.teams.conftest import Tried
from tests.fakes.teams.reading import titles_of, words_of
from tests.fakes.teams.state import Conversation, Member, Message
from tests.fakes.teams.teams import TENANT

STORY = "Mevrouw Aziz belde om te bedanken @Sanne de Wit"


def read(message: Message, viewer: Member | None = None) -> str:
    card = message.card_of(viewer) if viewer else message.card
    assert card is not None
    return words_of(card)


async def place_of(tried: Tried, conversation: Conversation) -> Place:
    def look(tx: Tx) -> Place:
        workspace = installations.find(tx, "teams", TENANT)
        found = places.find(tx, workspace.id, conversation.id) if workspace else None
        assert found
        return found

    return await tried.engine.store.read(look)


async def account_of(tried: Tried, member: Member) -> Account:
    def look(tx: Tx) -> Account:
        workspace = installations.find(tx, "teams", TENANT)
        known = accounts.find(tx, workspace.id, member.aad) if workspace else None
        assert known
        return known.account

    return await tried.engine.store.read(look)


async def test_at_installation_the_people_and_channels_become_known(tried: Tried) -> None:
    assert (await place_of(tried, tried.general)).name == "Waterrand › Algemeen"
    assert (await place_of(tried, tried.noord)).name == "Waterrand › Noord"
    assert (await account_of(tried, tried.sanne)).email == "sanne.de.wit@organisatie.example"
    assert (await account_of(tried, tried.ron)).kind == "guest"


async def test_a_mention_in_a_channel_is_a_command(tried: Tried) -> None:
    reply = await tried.fatima.says("hulp", tried.noord)

    (answer,) = await tried.private(tried.fatima, tried.noord)
    assert (reply.status, reply.text) == (200, "")
    assert tried.noord.posted() == []
    assert "@Klantritme bel " in read(answer)
    assert "@Klantritme klant voorkeuren" in read(answer)
    assert "\n/" not in read(answer)


async def test_a_bell_in_a_channel_rings_and_is_clapped_for(tried: Tried) -> None:
    await tried.switch_on(tried.general)

    await tried.fatima.says(f"bel {STORY}", tried.noord, mentions=(tried.sanne,))
    await tried.walk(seconds=11)

    (bell,) = tried.general.posted()
    assert "Sanne" in read(bell)
    assert "mevrouw A." in read(bell).replace("Mevrouw", "mevrouw")
    pressed = await tried.sanne.presses(bell, next(one for one in titles_of(bell.card or {}) if "Klap" in one))
    assert pressed.body["type"] == "application/vnd.microsoft.card.adaptive"
    assert "1" in " ".join(titles_of(pressed.body["value"]))


async def test_plain_words_in_the_personal_chat_are_a_command(tried: Tried) -> None:
    for text in ("bel De lift doet het weer", "/bel De trap is geveegd"):
        await tried.sanne.says(text)

    said = [read(one) for one in await tried.private(tried.sanne)]
    assert len(said) == 2
    assert all("waar elke bel gaat" in one for one in said)


async def test_a_slash_command_is_for_the_bot_alone(tried: Tried) -> None:
    await tried.switch_on(tried.general)

    await tried.fatima.types("/bel", "De lift doet het weer", tried.noord)

    (answer,) = await tried.private(tried.fatima, tried.noord)
    assert tried.noord.posted() == []
    assert "10 seconden" in read(answer)
    assert "Annuleren" in titles_of(answer.card or {})


async def test_what_is_said_in_a_channel_without_us_is_not_heard(tried: Tried) -> None:
    activity = tried.fake.sender.message(tried.fatima, tried.noord, "bel De lift doet het weer", mention=False)

    assert (await tried.fake.sender.deliver(activity)).status == 200

    assert await tried.private(tried.fatima, tried.noord) == []


async def test_an_answer_changes_where_it_stands(tried: Tried) -> None:
    await tried.switch_on(tried.general)
    await tried.sanne.says("bel De lift doet het weer")
    (answer,) = await tried.private(tried.sanne)
    before = read(answer)

    await tried.sanne.presses(answer, "Annuleren")
    await tried.settle()

    (answer,) = await tried.private(tried.sanne)
    assert read(answer) != before
    assert answer.edits >= 1


async def test_a_form_opens_from_a_button_and_is_sent(tried: Tried) -> None:
    await tried.switch_on(tried.general)
    await tried.sanne.says("bel")
    (invitation,) = await tried.private(tried.sanne)
    dialog = await tried.sanne.opens_dialog(invitation, "Invullen")

    refused = await tried.sanne.submits(dialog, unchecked=True, text="")
    assert refused.body["task"]["type"] == "continue"
    sent = await tried.sanne.submits(dialog, text="De lift doet het weer", makers=(f"person:{1}", "Kees Pronk"))
    await tried.settle()

    assert (sent.status, sent.text) == (200, "")
    said = " ".join(read(one) for one in await tried.private(tried.sanne))
    assert "10 seconden" in said


async def test_a_mistake_keeps_the_dialog_open_with_all_that_was_typed(tried: Tried) -> None:
    await tried.sanne.says("bel")
    (invitation,) = await tried.private(tried.sanne)
    dialog = await tried.sanne.opens_dialog(invitation, "Invullen")

    await tried.sanne.submits(dialog, unchecked=True, text="   ", makers="Kees Pronk")

    inputs = {one["id"]: one for one in dialog.card["body"] if one["type"].startswith("Input.")}
    assert inputs["field.makers"]["value"] == "Kees Pronk"
    assert any("Attention" in str(one) for one in dialog.card["body"])


async def test_the_same_form_sent_twice_rings_once(tried: Tried) -> None:
    await tried.switch_on(tried.general)
    await tried.sanne.says("bel")
    (invitation,) = await tried.private(tried.sanne)
    dialog = await tried.sanne.opens_dialog(invitation, "Invullen")
    activity = tried.sanne.submitting(dialog, text="De lift doet het weer")

    replies = await tried.fake.sender.deliver_at_once(activity, 5)
    await tried.walk(seconds=11)

    assert {(one.status, one.text) for one in replies} == {(200, "")}
    assert len(tried.general.posted()) == 1


async def test_the_same_delivery_many_times_rings_once(tried: Tried) -> None:
    await tried.switch_on(tried.general)
    activity = tried.fatima.saying("bel Mevrouw Aziz belde om te bedanken", tried.general)
    before = len(await tried.private(tried.fatima, tried.general))

    replies = await tried.fake.sender.deliver_at_once(activity, 20)
    await tried.walk(seconds=11)

    assert {one.status for one in replies} == {200}
    assert len(tried.general.posted()) == 1
    assert len(await tried.private(tried.fatima, tried.general)) - before == 1


async def test_the_same_press_many_times_is_answered_alike_and_told_once(tried: Tried) -> None:
    await tried.switch_on(tried.general)
    await tried.fatima.says("bel De lift doet het weer", tried.noord)
    await tried.walk(seconds=11)
    (bell,) = tried.general.posted()
    await tried.settle()
    before = len(await tried.private(tried.sanne, tried.general))

    replies = await tried.fake.sender.deliver_at_once(tried.sanne.pressing(bell, "⋯"), 10)

    assert len({(one.status, one.text) for one in replies}) == 1
    assert len(await tried.private(tried.sanne, tried.general)) - before == 1


async def test_people_are_found_while_typing(tried: Tried) -> None:
    await tried.sanne.says("bel")
    (invitation,) = await tried.private(tried.sanne)
    dialog = await tried.sanne.opens_dialog(invitation, "Invullen")

    found = await tried.sanne.searches(dialog, "field.makers", "fat")
    stranger = await tried.sanne.searches(dialog, "field.makers", "Ron, de monteur")

    assert found[0]["title"] == "Fatima Bouzid"
    assert found[0]["value"].startswith("person:")
    assert stranger == [{"title": "Ron de monteur (zonder account)", "value": "Ron de monteur"}]


async def test_the_bell_is_picked_from_a_message(tried: Tried) -> None:
    await tried.fatima.says("hulp", tried.noord)
    message = next(one for one in tried.noord.messages if one.author is tried.fatima)

    dialog = await tried.sanne.picks("bel", on=message)

    assert any("hulp" in str(one.get("value")) for one in dialog.card["body"])


async def test_clapping_hands_under_a_bell_are_a_clap(tried: Tried) -> None:
    await tried.switch_on(tried.general)
    await tried.fatima.says("bel De lift doet het weer", tried.noord)
    await tried.walk(seconds=11)
    (bell,) = tried.general.posted()

    await tried.sanne.reacts(bell, "1f44f_clappinghandssign")
    await tried.walk(seconds=3)

    assert "1" in " ".join(titles_of(bell.card or {}))


async def test_where_a_tenant_has_no_targeted_messages_the_personal_chat_is_used(tried: Tried) -> None:
    tried.fake.world.targeted = False
    before = len(tried.fake.counters.of("post"))

    for _ in range(2):
        await tried.fatima.says("hulp", tried.noord)
        await tried.settle()

    assert len(await tried.private(tried.fatima)) == 2
    assert tried.noord.private_to(tried.fatima) == []
    assert len([one for one in tried.fake.counters.of("post")[before:] if one.query]) == 1


async def test_a_renamed_and_a_deleted_channel_are_followed(tried: Tried) -> None:
    await tried.fake.events.renames(tried.noord, "Noord en West")
    assert (await place_of(tried, tried.noord)).name == "Waterrand › Noord en West"

    await tried.fake.events.deletes(tried.noord)
    assert (await place_of(tried, tried.noord)).state == "absent"


async def test_a_renamed_team_renames_its_channels(tried: Tried) -> None:
    await tried.fake.events.renames_team(tried.team, "Waterkant")
    await tried.settle()

    assert (await place_of(tried, tried.general)).name == "Waterkant › Algemeen"
    assert (await place_of(tried, tried.noord)).name == "Waterkant › Noord"


async def test_an_archived_team_is_archived_in_all_its_channels(tried: Tried) -> None:
    await tried.fake.events.archives(tried.team)
    assert {(await place_of(tried, one)).state for one in (tried.general, tried.noord)} == {"archived"}

    await tried.fake.events.unarchives(tried.team)
    assert {(await place_of(tried, one)).state for one in (tried.general, tried.noord)} == {"open"}


async def test_somebody_new_is_known_by_name(tried: Tried) -> None:
    await tried.fake.events.joins(tried.team, tried.fake.person("Kees Pronk"))
    await tried.fake.events.joins(tried.team, tried.fake.person("Gerda Gast", "guest"))
    await tried.settle()

    kees, gerda = tried.fake.person("Kees Pronk"), tried.fake.person("Gerda Gast")
    assert ((await account_of(tried, kees)).name, (await account_of(tried, kees)).kind) == ("Kees Pronk", "member")
    assert (await account_of(tried, gerda)).kind == "guest"


async def test_taken_out_of_a_team_the_bot_is_absent_in_all_its_channels(tried: Tried) -> None:
    await tried.fatima.installs(tried.team, action="remove")

    assert {(await place_of(tried, one)).state for one in (tried.general, tried.noord)} == {"absent"}


async def test_the_newest_address_of_the_connector_is_used(tried: Tried) -> None:
    tried.fake.connector.region = "amer"
    await tried.fatima.says("hulp", tried.noord)

    await tried.settle()

    assert len(await tried.private(tried.fatima, tried.noord)) == 1


async def test_the_token_is_asked_for_once(tried: Tried) -> None:
    for _ in range(3):
        await tried.sanne.says("hulp")
    await tried.settle()

    assert tried.fake.counters.count("token") == 1
    assert tried.fake.counters.count("keys") == 1


async def test_a_token_that_is_refused_is_replaced_once(tried: Tried) -> None:
    tried.fake.login.revoke()

    await tried.sanne.says("hulp")

    assert len(await tried.private(tried.sanne)) == 1
    assert tried.fake.counters.count("token") == 2


async def test_somebody_who_left_no_trace_can_be_written_to(tried: Tried) -> None:
    """The list of members told who there is; the personal chat is made when it is needed."""
    kees = tried.fake.person("Kees Pronk")
    tried.team.members.append(kees)
    tried.wall.moment += timedelta(minutes=2)

    reference = await tried.teams.chat_with(TENANT, kees.aad)

    assert reference.conversation == kees.chat().id
