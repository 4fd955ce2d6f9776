"""From activities to events, as values."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.teams import mentions, notices, parse
from adapters.teams.activity import spot_of
from adapters.teams.errors import Malformed
from rituals.engine.events import Command, Mention, Said
from store.accounts import AccountSeen
from store.places import PlaceSeen

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
CHANNEL = "19:abc@thread.tacv2"
BOT = {"id": "28:app", "name": "Klantritme"}
SANNE = {"id": "29:sanne", "name": "Sanne de Wit", "aadObjectId": "AAD-Sanne"}


def activity(**changed: Any) -> dict[str, Any]:
    return {
        "type": "message", "id": "17", "channelId": "msteams", "serviceUrl": "https://smba.trafficmanager.net/emea/",
        "from": {"id": "29:fatima", "name": "Fatima Bouzid", "aadObjectId": "AAD-Fatima"}, "recipient": BOT,
        "conversation": {"id": f"{CHANNEL};messageid=17", "conversationType": "channel", "isGroup": True},
        "channelData": {"tenant": {"id": "TENANT"}, "team": {"id": "19:team@thread.tacv2"}}, "locale": "nl-NL",
        "localTimezone": "Europe/Amsterdam", **changed,
    }  # fmt: skip


def personal(**changed: Any) -> dict[str, Any]:
    return activity(
        conversation={"id": "a:1", "conversationType": "personal", "tenantId": "TENANT"}, channelData={}, **changed
    )


def mention(whom: dict[str, Any], text: str) -> dict[str, Any]:
    return {"type": "mention", "mentioned": whom, "text": text}


def said(found: dict[str, Any], accounts: dict[str, str] | None = None) -> Command | Said | None:
    return parse.said(found, spot_of(found), NOW, accounts or {})


def test_a_mention_makes_a_command_that_stands_there_for_all() -> None:
    text = "<at>Klantritme</at> bel  De lift\ndoet het &amp; hoe! <at>Sanne</at>"
    entities = [mention(BOT, "<at>Klantritme</at>"), mention(SANNE, "<at>Sanne</at>")]

    event = said(activity(text=text, entities=entities))

    assert isinstance(event, Command)
    assert (event.word, event.public, event.picked) == ("bel", True, False)
    assert event.text == "De lift\ndoet het & hoe! @Sanne"
    assert event.mentions == (Mention("@Sanne", "aad-sanne"),)
    assert event.origin.account == AccountSeen(
        "aad-fatima", "Fatima Bouzid", kind=None, locale="nl-NL", zone="Europe/Amsterdam"
    )
    assert event.origin.place == PlaceSeen(CHANNEL, state="open")
    assert (event.origin.workspace, event.origin.message) == ("tenant", f"{CHANNEL};17")


def test_somebody_mentioned_is_known_by_the_directorys_id() -> None:
    text = "<at>Klantritme</at> bel gelukt <at>Sanne</at>"
    entities = [mention(BOT, "<at>Klantritme</at>"), mention({"id": "29:sanne"}, "<at>Sanne</at>")]
    found = activity(text=text, entities=entities)

    event = said(found, {"29:sanne": "aad-sanne"})

    assert mentions.mentioned(found) == ["29:sanne"]
    assert isinstance(event, Command)
    assert event.mentions == (Mention("@Sanne", "aad-sanne"),)


def test_a_name_that_comes_in_pieces_is_one_mention() -> None:
    """Newer clients make a mention of each word of a name."""
    tags = ["<at>Sanne</at>", "<at>de</at>", "<at>Wit</at>"]
    text = f"<at>Klantritme</at> bel gelukt dankzij {' '.join(tags)}&nbsp;vandaag"
    entities = [
        mention(BOT, "<at>Klantritme</at>"),
        *(mention({"id": "29:sanne"}, one) for one in tags),
    ]

    event = said(activity(text=text, entities=entities), {"29:sanne": "aad-sanne"})

    assert isinstance(event, Command)
    assert event.text == "gelukt dankzij @Sanne de Wit\N{NO-BREAK SPACE}vandaag"
    assert event.mentions == (Mention("@Sanne de Wit", "aad-sanne"),)


def test_somebody_mentioned_twice_is_named_twice() -> None:
    text = "<at>Klantritme</at> bel <at>Sanne</at> <at>Sanne</at>"
    entities = [mention(BOT, "<at>Klantritme</at>"), mention(SANNE, "<at>Sanne</at>")]

    event = said(activity(text=text, entities=entities))

    assert isinstance(event, Command)
    assert (event.text, event.mentions) == ("@Sanne @Sanne", (Mention("@Sanne", "aad-sanne"),))


def test_a_mention_without_its_words_is_found_by_its_name() -> None:
    """Teams leaves them out for a name with an & in it."""
    bot, jansen = {"id": "28:app", "name": "Klant & Ritme"}, {"id": "29:j", "name": "Jansen & Co", "aadObjectId": "J"}
    text = "<at>Klant &amp; Ritme</at> bel gelukt door <at>Jansen &amp; Co</at>"
    entities = [{"type": "mention", "mentioned": bot}, {"type": "mention", "mentioned": jansen}]

    event = said(activity(text=text, entities=entities))

    assert isinstance(event, Command)
    assert (event.text, event.mentions) == ("gelukt door @Jansen & Co", (Mention("@Jansen & Co", "j"),))


def test_two_people_who_are_called_the_same_are_both_mentioned() -> None:
    other = {**SANNE, "id": "29:sanne2", "aadObjectId": "AAD-Sanne2"}
    text = "<at>Klantritme</at> bel gelukt dankzij <at>Sanne</at> en <at>Sanne</at> vandaag"
    entities = [mention(BOT, "<at>Klantritme</at>"), mention(SANNE, "<at>Sanne</at>"), mention(other, "<at>Sanne</at>")]

    event = said(activity(text=text, entities=entities))

    assert isinstance(event, Command)
    assert event.text == "gelukt dankzij @Sanne en @Sanne (2) vandaag"
    assert event.mentions == (Mention("@Sanne", "aad-sanne"), Mention("@Sanne (2)", "aad-sanne2"))


def test_a_mention_alone_is_the_menu() -> None:
    event = said(activity(text="<at>Klantritme</at> ", entities=[mention(BOT, "<at>Klantritme</at>")]))

    assert isinstance(event, Command)
    assert (event.word, event.text) == ("klant", "")


def test_what_is_not_said_to_us_is_no_event() -> None:
    assert said(activity(text="bel gelukt")) is None
    assert said(activity(text="<at>Klantritme</at> bel", entities=[mention(SANNE, "<at>Sanne</at>")])) is None


def test_a_targeted_message_is_a_command_that_nobody_else_sees() -> None:
    event = said(activity(text="/bel gelukt", recipient={**BOT, "isTargeted": True}))

    assert isinstance(event, Command)
    assert (event.word, event.text, event.public) == ("bel", "gelukt", False)


def test_words_in_the_personal_chat_are_said() -> None:
    event = said(personal(text=" bel gelukt\x00 "))

    assert isinstance(event, Said)
    assert (event.text, event.origin.place, event.origin.message) == ("bel gelukt", None, None)


@pytest.mark.parametrize("typed", ["@Klantritme klant stil", "@klantritme, klant stil", " @Klantritme: klant stil"])
def test_our_name_in_the_personal_chat_is_not_one_of_the_words(typed: str) -> None:
    event = said(personal(text=typed))

    assert isinstance(event, Said)
    assert event.text == "klant stil"


def test_somebody_whose_name_begins_like_ours_is_named() -> None:
    event = said(personal(text="@Klantritmes bel"))

    assert isinstance(event, Said)
    assert event.text == "@Klantritmes bel"


def test_a_picture_without_words_is_no_event() -> None:
    assert said(personal(text="")) is None
    assert said(personal()) is None


@pytest.mark.parametrize(
    ("sender", "kind"),
    [
        ({}, None), ({"userRole": "user"}, "member"), ({"userRole": "guest"}, "guest"),
        ({"userRole": "anonymous"}, "outsider"), ({"userPrincipalName": "ron_x.nl#EXT#@y.nl"}, "guest"),
        ({"tenantId": "een-ander"}, "outsider"), ({"tenantId": "TENANT", "userRole": "user"}, "member"),
        ({"tenantId": "een-ander", "userRole": "user"}, "outsider"), ({"userRole": 7}, None),
    ],
)  # fmt: skip
def test_who_somebody_is_as_far_as_teams_tells(sender: dict[str, Any], kind: str | None) -> None:
    assert parse.kind_of(sender, "tenant") == kind


def test_a_stranger_without_a_directory_is_known_by_the_chats_id() -> None:
    assert spot_of(personal(**{"from": {"id": "29:x"}})).person == "29:x"


@pytest.mark.parametrize(
    ("told", "seen"),
    [
        (
            {"id": CHANNEL, "name": "Noord", "type": "standard"},
            PlaceSeen(CHANNEL, "Waterrand › Noord", "channel", None, "open"),
        ),
        ({"id": CHANNEL, "type": "private"}, PlaceSeen(CHANNEL, "Waterrand › Algemeen", "private", None, "open")),
        ({"id": CHANNEL, "type": "shared"}, PlaceSeen(CHANNEL, "Waterrand › Algemeen", "channel", True, "open")),
        ({}, PlaceSeen(CHANNEL, "Waterrand › Algemeen", None, None, "open")),
    ],
)
def test_a_channel_as_far_as_teams_tells(told: dict[str, Any], seen: PlaceSeen) -> None:
    assert parse.channel(told, CHANNEL, {"id": CHANNEL, "name": "Waterrand"}) == seen


def test_a_press_is_an_action_on_the_card_it_stood_on() -> None:
    found = activity(type="invoke", name="adaptiveCard/action", id="f:1", replyToId="17")
    press = parse.press_of({"action": "bel.clap", "ref": "bell:17", "own": True})

    event = parse.pressed(found, spot_of(found), NOW, press)

    assert (event.action, str(event.ref), event.posted) == ("bel.clap", "bell:17", f"{CHANNEL};17")
    assert press.own


@pytest.mark.parametrize(
    "data", [{}, {"action": 7}, {"action": "Bel.Clap"}, {"action": "a.b.c"}, {"action": "bel.clap", "ref": "x"}]
)
def test_what_no_button_of_ours_carries_is_malformed(data: dict[str, Any]) -> None:
    with pytest.raises(Malformed):
        parse.press_of(data)


def test_two_presses_are_two_deliveries_and_a_repeat_is_not() -> None:
    press = parse.press_of({"action": "bel.clap"})
    first, again, second = (activity(type="invoke", id=name) for name in ("f:1", "f:1", "f:2"))

    marks = [parse.pressed(one, spot_of(one), NOW, press).delivery for one in (first, again, second)]

    assert marks[0] == marks[1] != marks[2]


def test_a_message_that_is_picked_gives_its_words() -> None:
    content = "<div><p>Mevrouw Aziz &amp; co</p>\n<at id='0'>Sanne</at> deed het</div>"
    value = {"commandId": "bel", "messagePayload": {"body": {"contentType": "html", "content": content}}}
    found = activity(type="invoke", name="composeExtension/fetchTask", value=value)

    event = parse.picked(found, spot_of(found), NOW)

    assert (event.word, event.text, event.picked) == ("bel", "Mevrouw Aziz & co Sanne deed het", True)


def test_a_message_that_is_picked_keeps_its_emoji() -> None:
    """Teams tells them as tags, in two ways."""
    emoji = '<emoji id="1f389_partypopper" alt="🎉" title="Party popper"></emoji>'
    image = '<img itemtype="http://schema.skype.com/Emoji" alt="👏" src="https://x/y.png">'
    content = f'<p>Gelukt {emoji}</p><p>{image}<img alt="foto" src="https://x/foto.png"></p>'
    value = {"commandId": "bel", "messagePayload": {"body": {"contentType": "html", "content": content}}}
    found = activity(type="invoke", name="composeExtension/fetchTask", value=value)

    assert parse.picked(found, spot_of(found), NOW).text == "Gelukt 🎉 👏"


def test_reactions_that_come_and_go_are_events_of_their_own() -> None:
    found = activity(
        type="messageReaction", replyToId="17",
        reactionsAdded=[{"type": "1f44f_clap"}, {"type": "zomaar"}, None], reactionsRemoved=[{"type": "like"}],
    )  # fmt: skip

    events = parse.reacted(found, spot_of(found), NOW)

    assert [(one.emoji, one.added, one.posted) for one in events] == [
        ("👏", True, f"{CHANNEL};17"), ("👍", False, f"{CHANNEL};17"),
    ]  # fmt: skip
    assert len({one.delivery for one in events}) == 2


def test_people_who_come_are_met_and_the_bot_and_other_apps_are_not() -> None:
    added = [dict(SANNE), dict(BOT), {"id": "28:ander"}, {"name": "zonder id"}, 7]
    notice = notices.read(activity(type="conversationUpdate", membersAdded=added), spot_of(activity()))

    assert [one.seen.external for one in notice.members] == ["aad-sanne"]
    assert notice.bot == "added"


@pytest.mark.parametrize(
    ("event", "state"), [("channelRenamed", "open"), ("channelDeleted", "absent"), ("channelRestored", "open")]
)
def test_what_happens_to_a_channel_is_learned(event: str, state: str) -> None:
    data = {"tenant": {"id": "TENANT"}, "eventType": event, "channel": {"id": CHANNEL, "name": "Noord"}}
    found = activity(type="conversationUpdate", channelData=data)

    (place,) = notices.read(found, spot_of(found)).places

    assert (place.external, place.name, place.state) == (CHANNEL, "Noord", state)
