"""Every two weeks a story for the papers of a meeting: as Markdown in private, and as a DOCX that opens."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from rituals.engine.translate import Languages
from rituals.verhaal.docx import docx
from rituals.verhaal.paper import Paper, markdown, newest
from store import bells, stories
from store.base import Store
from store.bells import Maker
from tests.fakes.world import World, an_organisation, card_of, labels, words_of
from tests.rituals.verhaal.steps import LONG, SHORT, a_world, choose, private_to, ready

TODAY = date(2026, 11, 23)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PAPER = Paper("De vraag", "Een huurder, november", "", (SHORT, "Dat onthield ze."), False, "Om over te praten", ("A?",))


async def test_stuk_gives_the_newest_story_that_no_meeting_had(store: Store) -> None:
    world = await a_world(store)
    await ready(world, "Eerst was er koffie. Toen pas het formulier.", "Koffie")
    await ready(world, SHORT, "De dozen")

    given = []
    for _ in range(3):
        given.append(words_of(await world.say("youssef", None, "/verhaal stuk")))
        await world.walk(seconds=1)

    assert given[0].startswith(f"# De dozen\n\n*Een huurder, november*\n\n{SHORT}\n\n## Om over te praten\n\n1. ")
    assert given[0].count("?") == 3
    assert given[1].startswith("# Koffie")
    assert given[2].startswith("Er is geen nieuw verhaal. Dit was het vorige.\n# Koffie")


async def test_without_a_story_it_says_how_to_tell_one(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.say("youssef", None, f"/verhaal {SHORT}")  # nobody has looked it over

    answer = await world.say("youssef", None, "/verhaal stuk")

    assert words_of(answer) == ("Er is nog geen verhaal voor de vergaderstukken. Typ /verhaal om er een te vertellen.")


async def test_a_long_one_comes_in_parts(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    number = await ready(world, "\n\n".join(f"Deel {part}. " + "Er kwam niemand. " * 60 for part in range(4)))

    answer, read = await world.say("youssef", None, "/verhaal stuk"), ""
    while "Volgende deel" in labels(card_of(answer)):
        read += words_of(answer)
        answer = await world.press("youssef", card_of(answer), "Volgende deel")
    read += words_of(answer)
    await sqlite_store.transact(lambda tx: stories.set_state(tx, number, "gone", None))
    gone = await world.act("youssef", "verhaal.paper_page")

    assert all(f"Deel {part}." in read for part in range(4))
    assert read.endswith("Plak dit in de vergaderstukken.")
    assert words_of(gone) == "Dit verhaal hebben we weggehaald."


async def test_who_makes_the_papers_hears_every_two_weeks_that_there_is_one(store: Store) -> None:
    world = await a_world(store)
    await choose(world, 3, "meeting_paper", True)
    await choose(world, 6, "meeting_paper", True)
    await ready(world)

    await world.walk(days=27)

    reminders = private_to(world, "youssef", "paper")
    assert len(reminders) == 2
    assert reminders[0].text == "Er is een klantverhaal voor de vergaderstukken: De vraag"
    assert words_of(await world.press("youssef", reminders[0].card, "Maak het stuk")).startswith("# De vraag")
    assert not any(private_to(world, who, "paper") for who in ("ron", "sanne", "fatima"))


async def test_without_a_new_story_nobody_is_reminded(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await choose(world, 3, "meeting_paper", True)
    await ready(world)
    await world.say("sanne", None, "/verhaal stuk")

    await world.walk(days=27)

    assert private_to(world, "youssef", "paper") == []


async def test_the_bell_it_grew_from_is_quoted_as_long_as_it_hangs(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await sqlite_store.transact(
        lambda tx: bells.add(
            tx, 3, None, "Een moeder bedankte ons", None, "rung", world.now, [Maker(3, None)], world.now
        )
    )
    await ready(world, SHORT, about="bell:1")

    assert "> Een moeder bedankte ons" in markdown(await the_newest(world))


async def the_newest(world: World) -> Paper:
    say = Languages(an_organisation()).say("nl")
    paper = await world.read(lambda tx: newest(tx, say, TODAY))
    assert paper
    return paper


async def test_a_story_of_a_quote_is_a_quotation(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, LONG, about="quote:1")

    paper = await the_newest(world)

    assert all(one.startswith("> ") for one in markdown(paper)[2:5])
    assert styles(docx(paper)) == ["Heading1", "Subtitle", "Quote", "Quote", "Quote", "Heading2", *["Normal"] * 3]


def test_what_people_typed_is_no_mark_in_markdown() -> None:
    paper = Paper("# *Vet*", "l", "", ("1. <b>een</b> [x](y) `z`", "- twee", "a\\_b"), False, "t", ())

    assert markdown(paper)[0] == r"# \# \*Vet\*"
    assert markdown(paper)[2:5] == [r"1\. \<b\>een\</b\> \[x\](y) \`z\`", r"\- twee", r"a\\\_b"]


def test_a_docx_is_a_zip_of_well_formed_parts_that_name_each_other() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(PAPER))) as archive:
        assert archive.testzip() is None
        parts = {name: ElementTree.fromstring(archive.read(name)) for name in archive.namelist()}

    assert archive.namelist()[0] == "[Content_Types].xml"
    named = {one.get("PartName", "").lstrip("/") for one in parts["[Content_Types].xml"]} - {""}
    assert named == {"word/document.xml", "word/styles.xml"}
    assert parts["_rels/.rels"][0].get("Target") == "word/document.xml"
    assert parts["word/_rels/document.xml.rels"][0].get("Target") == "styles.xml"
    known = {one.get(f"{W}styleId") for one in parts["word/styles.xml"].iter(f"{W}style")}
    assert set(styles(docx(PAPER))) <= known


def test_the_same_story_gives_the_same_file() -> None:
    assert docx(PAPER) == docx(PAPER)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_was_typed_can_be_read_in_the_docx(words: str) -> None:
    document = document_of(docx(Paper(words, "l", words, (words,), True, "t", ())))

    shown = "".join(one.text or "" for one in document.iter(f"{W}t"))
    assert all(char in shown for char in words if char.isalpha())


def document_of(file: bytes) -> ElementTree.Element:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return ElementTree.fromstring(archive.read("word/document.xml"))


def styles(file: bytes) -> list[str]:
    """The style of each paragraph."""
    return [one.get(f"{W}val", "") for one in document_of(file).iter(f"{W}pStyle")]
