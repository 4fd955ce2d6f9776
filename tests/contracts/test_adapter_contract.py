"""What every chat platform must do, whatever it is made of. A new folder in `adapters` is tried too."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from rituals.engine.cards import (
    Button,
    Buttons,
    Card,
    Facts,
    Image,
    Link,
    More,
    Rule,
    Small,
    Strong,
    Text,
    Voice,
    plain,
)
from rituals.engine.errors import DeliveryError, Vanished
from rituals.engine.fit import fit
from rituals.engine.names import Ref
from rituals.engine.platform import Parcel
from store import members
from store.base import Store
from tests.contracts.adapters import Subject, descriptor, platform_names

REF = Ref("thing", "1")
EVERYTHING = Card(
    (
        Text((Strong("De bel gaat"), " voor iedereen")),
        Voice("Het is gelukt."),
        Small("Fatima luidde de bel."),
        Facts((("Wie", "Sanne"), ("Waar", "Noord"))),
        Rule(),
        Image("https://plaatje.example/bel.png", "een koperen bel"),
        Buttons(
            (
                Button("Klap mee", "probe.clap", REF, "primary"),
                Button("Weg ermee", "probe.away", REF, "danger", "Zeker weten?"),
                Link("Lees meer", "https://meer.example/"),
                More(REF),
            )
        ),
    )
)
HOSTILE = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<!channel> <@U012AB3CD> <#C1|x> <https://kwaad.example|klik>",
    "<at>iedereen</at>",
    "[klik](https://kwaad.example) ![x](https://kwaad.example/x.png)",
    "*vet* _schuin_ ~weg~ `code` > citaat",
    "{{ 7 * 7 }} {0.__class__} %(naam)s ${naam}",
    "&lt;b&gt; &amp; &#60;b&#62;",
    '" onclick="alert(1)',
)
GONE = ("999999", "1700000000.000000", "nonsense", "", "-1", "1; DROP TABLE message")


@pytest.fixture(params=platform_names())
async def subject(request: pytest.FixtureRequest, sqlite_store: Store) -> AsyncIterator[Subject]:
    async with descriptor(request.param).subject(sqlite_store) as tried:
        yield tried


def said(words: str) -> Card:
    return Card((Text((words,)),))


def test_there_is_a_platform_to_try() -> None:
    assert "playground" in platform_names()


async def test_it_bears_the_name_of_its_folder_and_its_workspace(subject: Subject) -> None:
    assert subject.platform.name in platform_names()
    assert subject.workspace.platform == subject.platform.name


async def test_what_is_posted_stands_there_once(subject: Subject) -> None:
    posted = await subject.platform.post(subject.parcel(said("Hallo allemaal")))

    (message,) = await subject.standing(subject.here)
    assert (message.id, message.text) == (posted, "Hallo allemaal")
    assert "Hallo allemaal" in message.read
    assert await subject.standing(subject.there) == []


async def test_every_post_has_an_id_of_its_own(subject: Subject) -> None:
    ids = [await subject.platform.post(subject.parcel(said("Zelfde"), key=f"probe:{n}")) for n in range(3)]

    assert len(set(ids)) == 3
    assert [one.id for one in await subject.standing(subject.here)] == ids


async def test_a_message_to_somebody_stands_in_their_private_chat_alone(subject: Subject) -> None:
    await subject.platform.post(subject.parcel(said("Alleen voor jou"), subject.somebody))

    assert [one.text for one in await subject.standing(subject.somebody)] == ["Alleen voor jou"]
    assert await subject.standing(subject.here) == []


async def test_a_message_for_nobody_is_refused(subject: Subject) -> None:
    with pytest.raises(DeliveryError):
        await subject.platform.post(Parcel("probe:1", subject.workspace, said("Voor niemand")))


async def test_an_update_changes_the_message_and_adds_none(subject: Subject) -> None:
    posted = await subject.platform.post(subject.parcel(said("Eerst")))
    other = await subject.platform.post(subject.parcel(said("Blijft"), key="probe:2"))

    await subject.platform.update(subject.parcel(said("Daarna"), posted=posted))
    await subject.platform.update(subject.parcel(said("Daarna"), posted=posted))

    assert [(one.id, one.text) for one in await subject.standing(subject.here)] == [
        (posted, "Daarna"), (other, "Blijft"),
    ]  # fmt: skip


async def test_what_is_removed_is_gone_and_the_rest_stays(subject: Subject) -> None:
    posted = await subject.platform.post(subject.parcel(said("Gaat")))
    await subject.platform.post(subject.parcel(said("Blijft"), key="probe:2"))

    await subject.platform.remove(subject.parcel(Card(()), posted=posted))

    assert [one.text for one in await subject.standing(subject.here)] == ["Blijft"]


async def test_a_message_to_somebody_can_be_changed_and_removed(subject: Subject) -> None:
    posted = await subject.platform.post(subject.parcel(said("Eerst"), subject.somebody))

    await subject.platform.update(subject.parcel(said("Daarna"), subject.somebody, posted=posted))
    assert [one.text for one in await subject.standing(subject.somebody)] == ["Daarna"]

    await subject.platform.remove(subject.parcel(Card(()), subject.somebody, posted=posted))
    assert await subject.standing(subject.somebody) == []


@pytest.mark.parametrize("posted", GONE)
async def test_what_is_not_there_cannot_be_changed_and_that_is_said(subject: Subject, posted: str) -> None:
    await subject.platform.post(subject.parcel(said("Blijft")))

    with pytest.raises(Vanished):
        await subject.platform.update(subject.parcel(said("Anders"), posted=posted))
    with pytest.raises(Vanished):
        await subject.platform.remove(subject.parcel(Card(()), posted=posted))

    assert [one.text for one in await subject.standing(subject.here)] == ["Blijft"]


async def test_what_was_removed_cannot_be_changed_any_more(subject: Subject) -> None:
    posted = await subject.platform.post(subject.parcel(said("Gaat")))
    await subject.platform.remove(subject.parcel(Card(()), posted=posted))

    with pytest.raises(Vanished):
        await subject.platform.update(subject.parcel(said("Anders"), posted=posted))


async def test_a_reply_stands_in_the_thread_of_its_message(subject: Subject) -> None:
    if not subject.platform.capabilities.threads:
        pytest.skip("this platform says that it has no threads")
    posted = await subject.platform.post(subject.parcel(said("Boven")))

    await subject.platform.post(subject.parcel(said("Eronder"), key="probe:2", thread=posted))

    assert [one.thread for one in await subject.standing(subject.here)] == [None, posted]


async def test_a_private_answer_changes_through_its_handle(subject: Subject) -> None:
    handle = await subject.answered(said("Even geduld."))

    await subject.platform.answer(handle, subject.parcel(said("Het staat er.")))

    assert await subject.answer_of(handle) == "Het staat er."
    assert await subject.standing(subject.here) == []


async def test_a_message_is_found_by_its_key_in_its_own_place(subject: Subject) -> None:
    if not subject.platform.capabilities.lookup:
        pytest.skip("this platform says that it cannot be asked")
    before, whole = subject.clock.now() - timedelta(minutes=1), subject.parcel(said("Hier"))
    assert await subject.platform.find(whole, before) is None

    posted = await subject.platform.post(whole)

    assert await subject.platform.find(whole, before) == posted
    assert await subject.platform.find(subject.parcel(said("Hier"), subject.there), before) is None
    assert await subject.platform.find(subject.parcel(said("Hier"), key="probe:2"), before) is None
    assert await subject.platform.find(whole, subject.clock.now() + timedelta(minutes=1)) is None


async def test_a_message_that_was_changed_is_still_found_and_a_removed_one_is_not(subject: Subject) -> None:
    if not subject.platform.capabilities.lookup:
        pytest.skip("this platform says that it cannot be asked")
    before, whole = subject.clock.now() - timedelta(minutes=1), subject.parcel(said("Hier"))
    posted = await subject.platform.post(whole)

    await subject.platform.update(subject.parcel(said("Anders"), posted=posted))
    assert await subject.platform.find(whole, before) == posted
    await subject.platform.remove(subject.parcel(Card(()), posted=posted))
    assert await subject.platform.find(whole, before) is None


async def test_it_tells_who_is_in_a_place_and_who_left_it(subject: Subject, sqlite_store: Store) -> None:
    async def present() -> bool:
        here = await sqlite_store.read(lambda tx: members.accounts_in(tx, subject.here.id))
        return subject.somebody.id in here

    await subject.listed()
    assert await present()

    if subject.leaves:
        await subject.leaves()
        assert not await present()


async def test_every_kind_of_block_is_shown(subject: Subject) -> None:
    card = fit(EVERYTHING, subject.platform.capabilities).card

    await subject.platform.post(subject.parcel(card))

    (message,) = await subject.standing(subject.here)
    words = ["De bel gaat", "voor iedereen", "Het is gelukt.", "Fatima luidde de bel.", "Sanne", "Noord",
             "een koperen bel", "Klap mee", "Weg ermee", "Lees meer"]  # fmt: skip
    assert [word for word in words if word not in message.read] == []


async def test_the_plain_text_says_all_but_the_buttons(subject: Subject) -> None:
    card = fit(EVERYTHING, subject.platform.capabilities).card

    await subject.platform.post(subject.parcel(card))

    (message,) = await subject.standing(subject.here)
    assert message.text == plain(card)
    assert "Klap mee" not in message.text


@pytest.mark.parametrize("words", HOSTILE)
async def test_what_people_type_is_shown_as_they_typed_it_and_does_nothing(subject: Subject, words: str) -> None:
    card = Card((Text((words, Strong(words))), Voice(words), Small(words), Facts(((words, words),))))
    harmless = Card((Text(("a", Strong("a"))), Voice("a"), Small("a"), Facts((("a", "a"),))))

    await subject.platform.post(subject.parcel(harmless))
    await subject.platform.post(subject.parcel(card, key="probe:2"))

    innocent, message = await subject.standing(subject.here)
    assert message.read.count(words) == 6
    assert message.elements == innocent.elements


async def test_a_huge_text_with_every_sign_fits_and_stands_there(subject: Subject) -> None:
    huge = "👩‍👩‍👧‍👦 é̂ ﷽ \u202e " * 4000
    card = fit(Card((Text((huge,)), Voice(huge))), subject.platform.capabilities).card

    await subject.platform.post(subject.parcel(card))

    assert len(await subject.standing(subject.here)) == 1


async def test_its_measures_make_sense(subject: Subject) -> None:
    can = subject.platform.capabilities

    assert min(can.max_text, can.max_card, can.max_label, can.max_title, can.max_value) >= 20
    assert min(can.max_blocks, can.max_options) >= 5
    assert can.max_buttons >= 1
    limits = subject.platform.limits
    assert all(rate.count >= 1 and rate.seconds > 0 for rate in (*limits.workspace, *limits.place, *limits.updates))
