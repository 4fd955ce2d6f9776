"""What people type, and what they and others see."""

from __future__ import annotations

from uuid import uuid4

import pytest

from tests.adapters.playground.conftest import MONDAY, Tried


def html(messages: list[dict[str, str]]) -> str:
    return "\n".join(message["html"] for message in messages)


async def test_an_ordinary_message_is_seen_by_all_in_the_place_and_escaped(tried: Tried) -> None:
    async with tried.page("sanne").live() as live:
        await tried.page().say("Goedemorgen <b>allemaal</b>")
        message = await live.until("message")
    assert "Fatima Bouzid" in message["html"]
    assert "Goedemorgen &lt;b&gt;allemaal&lt;/b&gt;" in message["html"]


async def test_a_command_is_shown_to_nobody_and_its_answer_to_the_asker_alone(tried: Tried) -> None:
    await tried.page().say("/proef Het lukte @Sanne de Wit en @youssef, niet @piet")
    [command] = tried.trial.commands
    assert command.word == "proef"
    assert command.text == "Het lukte @Sanne de Wit en @youssef, niet @piet"
    assert [(one.words, one.account) for one in command.mentions] == [
        ("@Sanne de Wit", "sanne"),
        ("@youssef", "youssef"),
    ]
    [answer] = await tried.page().sees()
    assert "Alleen jij ziet dit" in answer["html"]
    assert "Over 10 seconden staat het er." in answer["html"]
    assert await tried.page("sanne").sees() == []


async def test_walking_ten_seconds_posts_once_and_changes_the_private_answer(tried: Tried) -> None:
    await tried.page().say("/proef Het lukte")
    happened = await tried.walk()
    messages = await tried.page().sees()
    assert happened["happened"].endswith("Onderweg kwam er één nieuw bericht.")
    assert len(messages) == 2
    assert "Het staat er." in messages[0]["html"]
    assert "“Het lukte”" in messages[1]["html"]
    assert html(await tried.page("sanne").sees()).count("“Het lukte”") == 1


async def test_the_same_request_again_gives_the_same_answer_and_does_nothing_twice(tried: Tried) -> None:
    mark = str(uuid4())
    for _ in range(2):
        await tried.page().say("/proef Het lukte", id=mark)
        await tried.page().say("Hallo", id=str(mark).replace("-4", "-5"))
    await tried.walk()
    assert len(await tried.page().sees()) == 3
    first = await tried.page().post("clock", step="hour", id=mark)
    again = await tried.page().post("clock", step="hour", id=mark)
    assert first == again


async def test_plain_words_in_the_private_chat_reach_the_bot(tried: Tried) -> None:
    await tried.page("sanne", "dm:sanne").say("proef Gelukt")
    [command] = tried.trial.commands
    assert (command.word, command.text, command.origin.place) == ("proef", "Gelukt", None)
    [answer] = await tried.page("sanne", "dm:sanne").sees()
    assert "Over 10 seconden" in answer["html"]


async def test_a_form_opens_shows_its_errors_and_is_sent(tried: Tried) -> None:
    form = (await tried.page().say("/proef"))["form"]
    for expected in ("Alles op een rij", "Wie deden mee?", 'type="date"', 'accept=".csv"', "Vul in wat je weet."):
        assert expected in form
    draft = form.split('data-draft="')[1].split('"')[0]
    values = {"wat": "", "een": ["a"], "meer": ["x", "y"], "wie": ["person:2", "Piet de monteur"], "dag": ""}
    wrong = await tried.page().post("submit", form="proef.formulier", draft=draft, ref=None, values=values)
    assert wrong["errors"] == {"wat": "Vertel wat er lukte.", "": "Er mist nog iets."}
    good = {**values, "wat": "Het lukte"}
    assert await tried.page().post("submit", form="proef.formulier", draft=draft, ref=None, values=good) == {}
    assert tried.trial.submitted[-1].values["wie"] == ("person:2", "Piet de monteur")
    assert "Genoteerd." in html(await tried.page().sees())


async def test_what_was_typed_in_a_closed_form_is_there_again(tried: Tried) -> None:
    form = (await tried.page().say("/proef"))["form"]
    draft = form.split('data-draft="')[1].split('"')[0]
    values = {"wat": "Half af", "wie": []}
    assert await tried.page().post("close-form", form="proef.formulier", draft=draft, values=values) == {}
    assert "Half af" in (await tried.page().say("/proef"))["form"]


async def test_people_are_found_while_typing(tried: Tried) -> None:
    query = {"as": "fatima", "place": "algemeen", "q": "wit"}
    async with tried.client.get("/playground/search", params=query) as answer:
        options = (await answer.json())["options"]
    assert [one["label"] for one in options] == ["Sanne de Wit"]


async def test_a_press_redraws_for_the_presser_at_once_and_for_all_soon(tried: Tried) -> None:
    await tried.page().say("/proef Het lukte")
    await tried.walk()
    number = (await tried.page("sanne").sees())[0]["id"]
    async with tried.page("kees").live() as live:
        told = await tried.page("sanne").post("press", message=number, action="proef.klap", ref="bericht:1")
        assert "Klap mee · 1" in told["redrawn"]["html"]
        await tried.walk()
        assert "Klap mee · 1" in (await live.until("message"))["html"]


async def test_the_menu_of_a_card_is_private_and_can_take_the_message_down(tried: Tried) -> None:
    await tried.page().say("/proef Het lukte")
    await tried.walk()
    page = tried.page("sanne")
    number = (await page.sees())[0]["id"]
    await page.post("press", message=number, action="menu", ref="bericht:1")
    menu = (await page.sees())[-1]
    assert "Haal weg" in menu["html"]
    assert "Alleen jij ziet dit" in menu["html"]
    async with tried.page("kees").live() as live:
        await page.post("press", message=menu["id"], action="proef.weg", ref="bericht:1")
        await tried.walk()
        assert (await live.until("gone"))["id"] == number


async def test_a_press_on_a_private_card_is_answered_in_its_place(tried: Tried) -> None:
    await tried.page().say("/proef Het lukte")
    await tried.walk()
    page = tried.page("sanne")
    number = (await page.sees())[0]["id"]
    await page.post("press", message=number, action="menu", ref="bericht:1")
    menu = (await page.sees())[-1]
    told = await page.post("press", message=menu["id"], action="proef.weg", ref="bericht:1")
    assert told["changed"] == menu["id"]
    messages = await page.sees()
    assert messages[-1]["id"] == menu["id"]
    assert "Het is weg." in messages[-1]["html"]
    assert "Haal weg" not in html(messages)


async def test_a_press_that_opens_nothing_or_a_form_leaves_the_private_card(tried: Tried) -> None:
    page = tried.page("sanne")
    await page.say("/proef Het lukte")
    [before] = await page.sees()
    for action in ("proef.klap", "proef.vul"):
        await page.post("press", message=before["id"], action=action, ref="bericht:1")
        assert await page.sees() == [before]


async def test_an_answer_with_a_key_changes_the_card_that_has_it(tried: Tried) -> None:
    page, mark = tried.page(), str(uuid4())
    await page.say("/proef Het lukte")
    await tried.walk()
    answer, post = await page.sees()
    for _ in range(2):
        await page.post("press", message=post["id"], action="proef.opnieuw", ref="bericht:1", id=mark)
    changed, same = await page.sees()
    assert (changed["id"], same) == (answer["id"], post)
    assert "Nog eens." in changed["html"]


async def test_a_menu_goes_when_its_answer_stands_on_another_card(tried: Tried) -> None:
    page = tried.page()
    await page.say("/proef Het lukte")
    await tried.walk()
    answer, post = await page.sees()
    await page.post("press", message=post["id"], action="menu", ref="bericht:1")
    menu = (await page.sees())[-1]
    await page.post("press", message=menu["id"], action="proef.opnieuw", ref="bericht:1")
    assert [one["id"] for one in await page.sees()] == [answer["id"], post["id"]]


async def test_an_answer_to_a_message_for_everybody_stands_beneath_it(tried: Tried) -> None:
    await tried.page().say("/proef Het lukte")
    await tried.walk()
    page = tried.page("sanne")
    [post] = await page.sees()
    await page.post("press", message=post["id"], action="proef.weg", ref="bericht:1")
    assert ["Het is weg." in one["html"] for one in await page.sees()] == [False, True]


@pytest.mark.parametrize("typed", ["/proef\nHet lukte", "/proef: Het lukte", "/Proef\tHet lukte", "/proef:\nHet lukte"])
async def test_the_word_of_a_command_ends_at_a_space_or_a_colon(tried: Tried, typed: str) -> None:
    await tried.page().say(typed)
    assert [(one.word, one.text) for one in tried.trial.commands] == [("proef", "Het lukte")]


async def test_an_emoji_is_offered_on_every_message_that_is_not_private(tried: Tried) -> None:
    page = tried.page("sanne")
    await page.say("/proef Het lukte")
    await tried.walk()
    await page.say("Mooi zo")
    assert ["Reageer met een emoji" in one["html"] for one in await page.sees()] == [False, True, True]


async def test_an_emoji_is_counted_and_the_ritual_hears_it(tried: Tried) -> None:
    await tried.page().say("/proef Het lukte")
    await tried.walk()
    number = (await tried.page("sanne").sees())[0]["id"]
    for account in ("sanne", "kees"):
        await tried.page(account).post("react", message=number, emoji="👏", on=True)
    [mine] = await tried.page("sanne").sees()
    assert 'aria-pressed="true"' in mine["html"]
    assert "👏, 2 keer" in mine["html"]
    await tried.page("sanne").post("react", message=number, emoji="👏", on=False)
    [mine] = await tried.page("sanne").sees()
    assert 'aria-pressed="false"' in mine["html"]
    assert [(one.emoji, one.added, one.posted) for one in tried.trial.reactions] == [
        ("👏", True, str(number)), ("👏", True, str(number)), ("👏", False, str(number)),
    ]  # fmt: skip


async def test_news_elsewhere_is_told_only_to_those_who_may_look_there(tried: Tried) -> None:
    async with tried.page("marieke").live() as insider, tried.page("kees").live() as outsider:
        await tried.page("anouk", "mt").say("Besloten")
        await tried.page().say("Open")
        name, news = await insider.next()
        assert (name, news["place"], news["author"]) == ("elsewhere", "mt", "anouk")
        assert "Besloten" not in str(news)
        assert (await outsider.next())[0] == "message"


async def test_a_handler_that_fails_is_a_sentence(tried: Tried) -> None:
    assert await tried.page().post("press", message=None, action="proef.stuk") == {}
    assert "Hier ging iets mis" in html(await tried.page().sees())


async def test_the_clock_goes_to_the_next_working_day_and_to_a_day(tried: Tried) -> None:
    async with tried.page().live() as live:
        assert live.state["now"] == MONDAY.timestamp() * 1000
        told = await tried.walk("workday")
        assert told["happened"].startswith("Het is nu dinsdag 24 november 09:00.")
        assert (await live.until("clock"))["now"] > live.state["now"]
    told = await tried.page().post("clock", date="2026-11-30")
    assert told["happened"].startswith("Het is nu maandag 30 november 09:00.")
    for day in ("2026-11-30", "2026-01-01", "2031-01-01"):
        refused = await tried.page().post("clock", 400, date=day)
        assert refused["refused"].startswith("De klok loopt alleen vooruit")


async def test_ones_own_page_shows_what_every_ritual_offers_there(tried: Tried) -> None:
    async with tried.client.get("/playground/home", params={"as": "sanne", "place": "dm:sanne"}) as answer:
        assert "Klap" in (await answer.json())["html"]


async def test_streams_end_when_the_playground_stops(tried: Tried) -> None:
    async with tried.page().live() as live:
        await tried.playground.stop()
        assert (await live.next())[0] == "end"
