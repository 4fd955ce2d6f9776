"""A paper reaches people as each platform can: a picture with a link, a file in private, or a sentence."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest

from rituals.engine.cards import Button, Card, Image, Link, Sheet, Small, buttons, controls_of, plain
from rituals.engine.handing import COMING, GONE, NO_ADDRESS, OLD, PATH, addressed, has_own_links, sample
from rituals.engine.names import Ref
from rituals.engine.outcome import Private
from rituals.engine.papers import NO_LETTERS, Unprintable
from rituals.engine.platform import Capabilities
from rituals.engine.sentences import NO_BUTTON
from store.base import Store
from tests.fakes.paper_ritual import ALT, PAPER, SEND, Papered
from tests.fakes.world import GENEROUS, PEOPLE, FakePlatform, World, as_read, card_of, words_of

OWN_PAGES = replace(GENEROUS, own_pages=True)
SENDS_FILES = replace(GENEROUS, sends_files=True)


async def a_world(
    store: Store, papered: Papered, can: Capabilities = GENEROUS, public_url: str | None = None
) -> World:  # fmt: skip
    world = World(store, rituals=[papered.ritual], platform=FakePlatform(capabilities=can))
    world.desk.public_url = public_url
    return await world.open(bell_in=())


async def posted(world: World) -> Card:
    """The card as it stands in a place."""
    await world.say("fatima", "algemeen", "/blad")
    await world.walk(seconds=5)
    return world.platform.standing("algemeen")[-1].card


async def private(world: World, who: str = "fatima") -> Card:
    return card_of(await world.say(who, "algemeen", "/blad mij"))


def address(card: Card) -> str:
    (link,) = (one for one in controls_of(card) if isinstance(one, Link))
    return link.url


def token(card: Card) -> str:
    return address(card).split("/")[-2]


async def refused(world: World, link: str) -> str:
    with pytest.raises(Unprintable) as told:
        await world.engine.papers.behind(link)
    return told.value.sentence


async def test_on_our_own_pages_it_is_a_picture_and_a_link(sqlite_store: Store) -> None:
    card = await posted(await a_world(sqlite_store, Papered(), OWN_PAGES))

    picture = card.blocks[1]
    assert isinstance(picture, Image)
    assert picture.url.startswith(f"{PATH}/")
    assert picture.url.endswith("/oorkonde-1.png")
    assert address(card) == picture.url.replace(".png", ".pdf")
    assert plain(card) == f"In het zonnetje\n{ALT}"


async def test_with_a_public_address_it_is_shown_in_any_chat(sqlite_store: Store) -> None:
    card = await posted(await a_world(sqlite_store, Papered(), SENDS_FILES, "https://klant.example"))

    assert address(card).startswith(f"https://klant.example{PATH}/")


async def test_the_link_of_somebody_who_left_leads_nowhere(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Papered(), OWN_PAGES)
    link = token(await private(world))
    await world.engine.papers.behind(link)

    await world.engine.learn("fake", "w1", [replace(PEOPLE["fatima"], active=False)])

    assert await refused(world, link) == GONE


async def test_without_an_address_a_button_brings_it(sqlite_store: Store) -> None:
    card = await posted(await a_world(sqlite_store, Papered(), SENDS_FILES))

    (button,) = controls_of(card)
    assert button == Button(SEND, "send", Ref("paper", str(PAPER)))


async def test_where_neither_can_be_one_person_reads_what_to_ask(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Papered())

    assert (await private(world)).blocks[1:] == (Small(NO_ADDRESS),)


async def test_nobody_is_called_upon_in_front_of_others(sqlite_store: Store) -> None:
    assert plain(await posted(await a_world(sqlite_store, Papered()))) == "In het zonnetje"


@pytest.mark.parametrize("can", [GENEROUS, OWN_PAGES, SENDS_FILES])
async def test_nothing_of_it_is_left_for_a_platform_to_draw(sqlite_store: Store, can: Capabilities) -> None:
    world = await a_world(sqlite_store, Papered(), can)

    assert not any(
        isinstance(block, Sheet) for block in (*(await posted(world)).blocks, *(await private(world)).blocks)
    )


async def test_behind_the_link_is_the_paper(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Papered(), OWN_PAGES)

    printed = await world.engine.papers.behind(token(await posted(world)))

    assert printed.name == "oorkonde-november-2026"
    assert printed.pdf[:5] == b"%PDF-"


async def test_a_card_that_is_drawn_anew_keeps_its_picture(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Papered(), OWN_PAGES)
    first = await posted(world)
    await world.walk(hours=20)

    assert address(await posted(world)) == address(first)


async def test_a_consent_that_was_taken_back_takes_the_paper_away(sqlite_store: Store) -> None:
    papered = Papered()
    world = await a_world(sqlite_store, papered, OWN_PAGES)
    link = token(await posted(world))
    await world.engine.papers.behind(link)

    papered.consents = False

    assert await refused(world, link) == GONE


async def test_a_name_that_changed_is_printed_anew(sqlite_store: Store) -> None:
    papered = Papered()
    world = await a_world(sqlite_store, papered, OWN_PAGES)
    link = token(await posted(world))
    before = await world.engine.papers.behind(link)

    papered.name = "Iemand anders"

    assert (await world.engine.papers.behind(link)).png != before.png


async def test_a_link_of_one_person_is_drawn_for_that_person(sqlite_store: Store) -> None:
    papered = Papered()
    papered.only_for = "Youssef el Amrani"
    world = await a_world(sqlite_store, papered, OWN_PAGES)

    assert (await world.engine.papers.behind(token(await private(world, "youssef")))).png
    assert await refused(world, token(await private(world, "sanne"))) == GONE
    assert await refused(world, token(await posted(world))) == GONE


async def test_a_link_works_for_months_and_not_for_ever(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Papered(), OWN_PAGES)
    link = token(await posted(world))
    await world.walk(days=89)
    assert (await world.engine.papers.behind(link)).png

    await world.walk(days=40)

    assert await refused(world, link) == OLD


async def test_what_is_no_link_of_ours_leads_nowhere(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Papered(), OWN_PAGES)
    link = token(await posted(world))
    sealed = base64.urlsafe_b64encode(world.engine.sealer.seal("een ander geheim")).decode().rstrip("=")

    for other in ("", "x", "a" * 120, link[:-4], link[4:], f"A{link}", sealed):
        assert await refused(world, other) == GONE


async def test_what_cannot_be_printed_is_told_in_the_readers_language(sqlite_store: Store) -> None:
    papered = Papered()
    papered.name = "李小龍"
    world = await a_world(sqlite_store, papered, OWN_PAGES)

    assert await refused(world, token(await private(world))) == NO_LETTERS
    assert await refused(world, token(await private(world, "grace"))) == world.engine.say("en")(NO_LETTERS)
    assert world.engine.say("en")(NO_LETTERS) != NO_LETTERS


async def test_pressing_the_button_announces_the_paper(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Papered(), SENDS_FILES)
    card = await posted(world)

    answer = await world.press("sanne", card, SEND, place="algemeen")

    assert words_of(answer) == COMING
    assert answer.paper == PAPER
    assert answer.person_id


async def test_a_button_for_a_paper_that_is_gone_says_so(sqlite_store: Store) -> None:
    papered = Papered()
    world = await a_world(sqlite_store, papered, SENDS_FILES)
    card = await posted(world)
    papered.consents = False

    answer = await world.press("sanne", card, SEND)

    assert (words_of(answer), answer.paper) == (GONE, None)


@pytest.mark.parametrize(
    "ref", [None, Ref("paper", "onzin"), Ref("bell", "1"), Ref("paper", "weg:1"), Ref("paper", "blad:2")]
)
async def test_a_button_about_nothing_does_nothing(sqlite_store: Store, ref: Ref | None) -> None:
    world = await a_world(sqlite_store, Papered(), SENDS_FILES)

    answer = await world.act("sanne", "send", ref)

    assert isinstance(answer.reply, Private)
    assert words_of(answer) in (as_read(NO_BUTTON), GONE)
    assert answer.paper is None


async def test_where_no_file_can_be_sent_the_button_does_not_work(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Papered())

    answer = await world.act("sanne", "send", Ref("paper", str(PAPER)))

    assert words_of(answer) == as_read(NO_BUTTON)


@pytest.mark.parametrize(
    ("own_pages", "public_url", "address"),
    [
        (True, None, "/stuk/voorbeeld/quote/lijst.xlsx"),
        (False, "https://klant.example/", "https://klant.example/stuk/voorbeeld/quote/lijst.xlsx"),
        (False, None, None),
    ],
)
def test_a_sample_is_offered_where_our_pages_can_be_reached(
    own_pages: bool, public_url: str | None, address: str | None
) -> None:
    elsewhere = Link("Elders", "https://elders.example")
    card = Card((buttons(sample("Voorbeeld", "quote", "lijst.xlsx"), elsewhere), buttons(sample("V", "a", "b.csv"))))
    platform = FakePlatform(capabilities=replace(GENEROUS, own_pages=own_pages))

    shown = [one.url for one in controls_of(addressed(card, platform, public_url)) if isinstance(one, Link)]

    assert has_own_links(card)
    assert shown[:1] == [address or elsewhere.url]
    assert elsewhere.url in shown
    assert len(shown) == (3 if address else 1)
