"""Every card and form as Slack and Teams would show it: drawn whole, escaped, and only for who may see it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adapters import Drawn, Preview
from adapters.playground.limits import CAPABILITIES
from adapters.playground.preview_draw import Drawer, Frame, Kind
from adapters.playground.preview_open import OpenForms
from adapters.playground.preview_subset import ADAPTIVE_CARD, BLOCK_KIT, strange
from bot.found import find_previewers
from rituals.engine.cards import (
    Button,
    Card,
    ChoiceField,
    DateField,
    Facts,
    Field,
    FileField,
    Form,
    Image,
    Link,
    More,
    Option,
    PersonField,
    Rule,
    Small,
    Strong,
    TextField,
    Voice,
    buttons,
    plain,
    text,
)
from rituals.engine.fit import fit, fit_form
from rituals.engine.names import Ref
from rituals.engine.organisation import Organisation
from rituals.engine.translate import Languages, Say
from rituals.engine.workdays import make_calendar
from store.base import Store
from tests.adapters.playground.conftest import Tried, opened
from tests.bot.rehearsed import rehearsed

NASTY = "<script>alert(1)</script> *a* [b](javascript:1) <!channel>"
REF = Ref("bell", "17")
OPTIONS = tuple(Option(str(n), f"Keuze {n}") for n in range(12))
FIELDS: tuple[Field, ...] = (
    TextField("what", NASTY, value=NASTY, hint=NASTY, multiline=True),
    TextField("more", "Nog iets", required=False, folded=True),
    ChoiceField("few", "Weinig", OPTIONS[:3], ("1",)),
    ChoiceField("few_more", "Meer van weinig", OPTIONS[:3], ("1", "2"), multiple=True),
    ChoiceField("many", "Veel", OPTIONS, ("1",)),
    ChoiceField("many_more", "Meer van veel", OPTIONS, ("1", "2"), multiple=True),
    PersonField("who", "Wie", (Option("person:1", "Sanne"),)),
    PersonField("one", "Wie dan", multiple=False),
    DateField("day", "Dag", "2026-11-27"),
    FileField("file", "Bestand", ("csv", "xlsx")),
)
FORM = Form("bel.ring", "Luid de bel", FIELDS, "Luiden", REF, NASTY, "draft")
CARD = Card(
    (
        text("Gewoon ", Strong("sterk"), NASTY),
        Voice(NASTY),
        Small("klein"),
        Facts((("Wie", "Sanne"), (NASTY, NASTY))),
        Image("https://klant.example/picture.png", NASTY),
        Rule(),
        text("na de streep"),
        buttons(
            Button("Klap mee", "bel.clap", REF, "primary"),
            Button("Weg ermee", "bel.drop", REF, "danger", confirm=NASTY),
            Button("Invullen", "bel.form", REF, opens_form=True),
            Link("Lees meer", "https://klant.example/meer?a=1&b=2"),
            More(REF),
        ),
    )
)


@pytest.fixture
def say() -> Say:
    return Languages(Organisation("Waterrand", make_calendar(ZoneInfo("Europe/Amsterdam")))).say("nl")


@pytest.fixture
async def previewed(sqlite_store: Store) -> AsyncIterator[Tried]:
    async with opened(sqlite_store, {}, previewers=find_previewers()) as playground:
        yield playground


@cache
def drawer() -> Drawer:
    """Its templates are compiled once."""
    return Drawer()


def drawn(shown: Card | Form, say: Say, *, private: bool = False) -> str:
    previews = [preview(shown, say, private=private) for preview in find_previewers()]
    kind: Kind = "form" if isinstance(shown, Form) else "message"
    frame = Frame(kind, "<p>onze eigen</p>", private, "ma 09:00", "http://127.0.0.1/", "/?als=fatima")
    return drawer().page(previews, frame, say)


def everything(found: Drawn) -> Iterator[Card | Form]:
    yield from (fit(card, CAPABILITIES).card for card in found.cards)
    yield from (fit_form(form, CAPABILITIES).form for form in found.forms)


def test_everything_that_people_get_to_see_can_be_drawn(say: Say) -> None:
    found, _ = rehearsed()

    for shown in everything(found):
        assert 'class="odd"' not in drawn(shown, say), shown


@pytest.mark.parametrize("shown", [CARD, FORM])
@pytest.mark.parametrize("private", [False, True])
def test_everything_that_cards_and_forms_are_made_of_can_be_drawn(shown: Card | Form, private: bool, say: Say) -> None:
    assert 'class="odd"' not in drawn(shown, say, private=private)


@pytest.mark.parametrize("shown", [CARD, FORM])
def test_no_word_of_people_becomes_markup(shown: Card | Form, say: Say) -> None:
    page = drawn(shown, say)

    assert "<script" not in page.replace('<script src="/playground', "")  # our own, from our own address
    assert "&lt;script&gt;" in page
    assert not re.search(r'href="(?!https?://|/)', page.replace('href="/playground', ""))


def test_links_open_elsewhere_and_tell_nothing_of_where_they_come_from(say: Say) -> None:
    links = re.findall(r"<a [^>]*https?://[^>]*>", drawn(CARD, say))

    assert len(links) == 4  # a picture and a link, for each platform
    assert all('rel="noopener noreferrer"' in link for link in links)


def test_pictures_are_only_loaded_from_our_own_address(say: Say) -> None:
    own = Card((Image("http://127.0.0.1/poster.png", "De poster"),))

    assert '<img class="p-picture" src="https://klant' not in drawn(CARD, say)
    assert drawn(own, say).count('<img class="p-picture" src="http://127.0.0.1/poster.png" alt="De poster">') == 2


@pytest.mark.parametrize(
    "sent",
    [
        {"blocks": [{"type": "video", "title": "nieuw"}]},
        {"blocks": [{"type": "divider", "block_id": "nieuw"}]},
        {"blocks": [{"type": "actions", "elements": [{"type": "overflow"}]}]},
        {"blocks": [{"type": "section", "text": {"type": "mrkdwn", "text": "*nieuw*"}}]},
        {"blocks": [], "thread_ts": "1.2"},
        {"blocks": ["nieuw"]},
    ],
)
def test_what_slack_knows_and_we_do_not_stands_in_a_box(sent: dict[str, Any], say: Say) -> None:
    assert 'class="odd"' in page_of(Preview("Slack", "block kit", sent), say)


@pytest.mark.parametrize(
    "body",
    [
        [{"type": "TextBlock", "text": "*nieuw*"}],
        [{"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": "a", "italic": True}]}],
        [{"type": "ActionSet", "actions": [{"type": "Action.ToggleVisibility"}]}],
        [{"type": "Container", "items": [{"type": "Media"}]}],
    ],
)
def test_what_teams_knows_and_we_do_not_stands_in_a_box(body: list[Any], say: Say) -> None:
    content = {"type": "AdaptiveCard", "version": "1.5", "body": body}
    sent = {"type": "message", "summary": "", "attachments": [{"contentType": "", "content": content}]}

    assert 'class="odd"' in page_of(Preview("Teams", "adaptive card", sent), say)


def page_of(preview: Preview, say: Say) -> str:
    return drawer().page([preview], Frame("message", "", False, "", "http://127.0.0.1/", "/"), say)


def test_what_is_strange_is_named() -> None:
    assert strange({"type": "divider"}, BLOCK_KIT) == ()
    assert strange({"type": "divider", "block_id": "x"}, BLOCK_KIT) == ("divider: block_id",)
    assert strange({"type": "TextBlock"}, ADAPTIVE_CARD) == ("TextBlock",)
    assert strange({}, ADAPTIVE_CARD) == ("an element without a type",)


def test_what_did_not_fit_is_told(say: Say) -> None:
    long = drawn(Card((text("lang " * 2_000),)), say)

    assert "Dit paste niet" in long
    assert "Alles past." in drawn(Card((text("kort"),)), say)


def test_the_json_is_shown_whole(say: Say) -> None:
    preview = find_previewers()[0](CARD, say)
    page = page_of(preview, say)
    shown = re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)[0]

    assert json.loads(unescaped(shown)) == preview.sent


def unescaped(html: str) -> str:
    for sign, written in (("<", "&lt;"), (">", "&gt;"), ('"', "&#34;"), ("'", "&#39;"), ("&", "&amp;")):
        html = html.replace(written, sign)
    return html


async def get(tried: Tried, path: str, account: str = "fatima", place: str = "algemeen") -> tuple[int, str]:
    async with tried.client.get(path, params={"as": account, "place": place}) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        return answer.status, await answer.text()


async def number_of(tried: Tried, account: str, place: str) -> int:
    return int((await tried.page(account, place).sees())[-1]["id"])


async def test_a_message_is_shown_as_each_platform_would(previewed: Tried) -> None:
    await previewed.page().say("/proef Het lukte")
    await previewed.walk()
    number = await number_of(previewed, "sanne", "algemeen")

    status, page = await get(previewed, f"/messages/{number}/preview", "sanne")

    assert status == 200
    assert page.count("Het lukte") >= 5  # ours, two drawings, and the JSON of both
    assert "Microsoft Teams" in page and "Slack" in page
    assert 'class="odd"' not in page


async def test_what_somebody_typed_is_shown_too(previewed: Tried) -> None:
    await previewed.page().say("Zomaar een bericht")
    number = await number_of(previewed, "fatima", "algemeen")

    assert (await get(previewed, f"/messages/{number}/preview"))[0] == 200


async def test_somebody_elses_private_answer_is_not_shown(previewed: Tried) -> None:
    await previewed.page().say("/proef Het lukte")
    number = await number_of(previewed, "fatima", "algemeen")

    own, page = await get(previewed, f"/messages/{number}/preview")
    other, refusal = await get(previewed, f"/messages/{number}/preview", "sanne")

    assert (own, other) == (200, 404)
    assert "ephemeral" in page and "Het lukte" not in refusal


async def test_a_place_that_one_is_not_in_is_not_shown(previewed: Tried) -> None:
    await previewed.page("marieke", "mt").say("Onder ons")
    number = await number_of(previewed, "marieke", "mt")

    assert (await get(previewed, f"/messages/{number}/preview", "sanne", "mt"))[0] == 400
    assert (await get(previewed, f"/messages/{number}/preview", "sanne"))[0] == 404
    assert (await get(previewed, "/messages/99999/preview"))[0] == 404


async def test_an_open_form_is_shown_to_who_has_it_open(previewed: Tried) -> None:
    opened_form = await previewed.page().say("/proef")
    found = re.search(r'data-draft="([^"]+)"', str(opened_form["form"]))
    assert found

    own, page = await get(previewed, f"/forms/{found[1]}/preview")
    other, _ = await get(previewed, f"/forms/{found[1]}/preview", "sanne")

    assert (own, other) == (200, 404)
    assert 'class="odd"' not in page and "modal" in page


async def test_without_previewers_there_is_no_such_page(tried: Tried) -> None:
    async with tried.client.get("/messages/1/preview") as answer:
        assert answer.status == 404


def test_only_the_newest_forms_are_kept() -> None:
    kept = OpenForms()
    for n in range(101):
        kept.keep("fatima", replace(FORM, draft=str(n)))

    assert kept.of("fatima", "0") is None
    assert kept.of("fatima", "100") == replace(FORM, draft="100")
    assert plain(CARD)
