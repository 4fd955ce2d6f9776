"""Even nakijken, what may be shared, in het zonnetje, and what stays one's own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

from rituals.engine.cards import Card, plain
from rituals.engine.events import HomeOpened
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import FormErrors
from rituals.engine.papers import Papers
from store import accounts, candidates, choices, hushes, keepsakes, nominations, places, quote_days, quotes, roles
from store.accounts import AccountSeen
from store.base import Store
from store.quote_days import Day
from store.quotes import NewQuote
from store.roles import Given
from store.tx import Tx
from tests.fakes.world import PEOPLE, World, card_of, form_of, labels, words_of
from tests.rituals.klantverbeteraar.steps import (
    CLOSES,
    LAST_DAY,
    NOVEMBER,
    REVEAL,
    VOTING,
    a_world,
    ids,
    nominated,
    nominees,
    open_ballot,
    person_id,
    posts,
    private_to,
    vote,
    walk_to,
)

LOOKING = datetime(2026, 11, 16, 8, 30, tzinfo=UTC)
"""Nominating has ended, and everybody is at work."""
TOLD = REVEAL + timedelta(minutes=2)
CLOSED = CLOSES + timedelta(minutes=1)


async def leaves(world: World, who: str) -> None:
    gone = PEOPLE[who]
    closed = AccountSeen(gone.external, gone.name, gone.email, locale=gone.locale, active=False)
    await world.engine.learn(world.platform.name, "w1", [closed])


async def consents(world: World, who: str, label: str) -> None:
    (asked,) = private_to(world, who, "consent")
    await world.press(who, asked.card, label)


async def won_by(store: Store, who: str = "youssef") -> World:
    """Everybody chose one colleague, and it was not told yet."""
    world = await open_ballot(store, NAMES_, people=(who,))
    *_, winner = await ids(world)
    for voter in ("fatima", "sanne", "anouk", "grace"):
        await vote(world, voter, winner)
    await vote(world, "youssef", (await ids(world))[0])
    return world


NAMES_ = ("De balie",)


async def test_whoever_looks_after_it_reads_everything_and_candidates_are_asked_once(store: Store) -> None:
    world = await a_world(store)
    await nominated(world, people=("youssef",))
    await walk_to(world, LOOKING)

    (look,) = private_to(world, "anouk", "look")
    assert "Even nakijken: 4 kandidaten voor november" in look.text
    (asked,) = private_to(world, "youssef", "consent")
    assert asked.text == "Collega's hebben je genomineerd. Als je wint, wat mogen we dan delen?"
    assert labels(asked.card) == ["Alles", "Alleen met mijn team", "Liever niet meedoen"]
    await walk_to(world, VOTING)
    assert len(private_to(world, "youssef", "consent")) == 1


async def test_a_text_is_hidden_with_a_reason_that_its_writer_reads(store: Store) -> None:
    world = await a_world(store)
    await nominated(world, NAMES_)
    await walk_to(world, LOOKING)
    (look,) = private_to(world, "anouk", "look")
    page = card_of(await world.press("anouk", look.card, "Bekijk de teksten"))
    form = form_of(await world.press("anouk", page, "Verberg"))

    empty = await world.submit("anouk", form, why="")
    await world.submit("anouk", form, why="Hier staat te veel over de huurder.")
    await world.walk(minutes=1)

    assert isinstance(empty.reply, FormErrors)
    (word,) = private_to(world, "grace", "hidden")
    assert "Hier staat te veel over de huurder." in word.text
    (one,) = await nominees(world)
    assert one.state == "hidden"
    page = card_of(await world.press("anouk", look.card, "Bekijk de teksten"))
    await world.press("anouk", page, "Laat weer zien")
    (one,) = await nominees(world)
    assert one.state == "candidate"


async def test_private_things_are_pointed_out(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    (number,) = await nominated(world, NAMES_)

    def write(tx: Tx) -> None:
        nominations.add(tx, number, None, "Belde Jan de Vries van 06-12345678 terug.", world.now)

    await world.store.transact(write)
    await walk_to(world, LOOKING)
    (look,) = private_to(world, "anouk", "look")

    page = await world.press("anouk", look.card, "Bekijk de teksten")

    assert "Let op:" in words_of(page)
    assert "06-12345678" in words_of(page)


async def test_a_ritueelhouder_who_is_a_candidate_leaves_it_to_another(store: Store) -> None:
    world = await a_world(store)
    await nominated(world, people=("anouk",))
    await walk_to(world, LOOKING)

    assert private_to(world, "anouk", "look") == []
    (look,) = private_to(world, "fatima", "look")
    refused = await world.press("anouk", look.card, "Bekijk de teksten")
    moved = await world.act("anouk", "klantverbeteraar.dates", Ref("round", NOVEMBER))

    assert "Over deze ronde gaat nu een ander" in words_of(refused)
    assert "Over deze ronde gaat nu een ander" in words_of(moved)


async def test_where_everybody_else_is_a_candidate_a_curator_looks(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.store.transact(lambda tx: roles.give(tx, Given(person_id(tx, "grace"), "curator"), None, world.now))
    await nominated(world, people=("anouk", "fatima"))
    await walk_to(world, LOOKING)

    (look,) = private_to(world, "grace", "look")
    page = await world.press("grace", look.card, "Read the texts")
    assert "Belde de huurder terug" in words_of(page)


async def test_afdelingen_that_were_not_named_are_for_whoever_looks_after_it(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.store.transact(
        lambda tx: choices.put(
            tx, "organisation", "klantverbeteraar", "teams", ["De balie", "Verhuur"], None, world.now
        )
    )
    await nominated(world)
    await walk_to(world, LOOKING)

    (look,) = private_to(world, "anouk", "look")
    assert "Nog niet genoemd: Verhuur." in look.text


async def test_a_winner_who_agreed_stands_in_the_sun_with_the_words_and_the_oorkonde(store: Store) -> None:
    world = await won_by(store)
    await consents(world, "youssef", "Alles")

    await walk_to(world, TOLD)

    for place in ("algemeen", "team-noord"):
        (post,) = posts(world, "result", place)
        assert "🏆 De klantverbeteraar van november is Youssef el Amrani!" in post.text
        assert "Belde de huurder terug" in post.text
        assert "Grace" not in post.text
    (words,) = private_to(world, "youssef", "words")
    assert "Jij bent de klantverbeteraar van november!" in words.text
    assert "Dit schreven je collega's" in words.text
    assert "Grace" in words.text


async def test_a_silent_winner_is_told_of_after_the_answer(store: Store) -> None:
    world = await won_by(store)
    await walk_to(world, TOLD)
    (post,) = posts(world, "result")
    silent = "De klantverbeteraar is gekozen! We vertellen het zodra we het zelf hebben kunnen vragen."
    assert post.text == silent

    (words,) = private_to(world, "youssef", "words")
    await world.press("youssef", words.card, "Alles")
    await world.walk(minutes=1)

    (late,) = [one for one in world.platform.standing("algemeen") if "/sun/" in one.key]
    assert "Youssef el Amrani" in late.text
    (post,) = posts(world, "result")
    assert post.text == "De klantverbeteraar is gekozen! Het verhaal staat verderop in dit kanaal."


async def test_only_with_the_team_is_only_told_there(store: Store) -> None:
    world = await won_by(store)
    (asked,) = private_to(world, "youssef", "consent")
    form = form_of(await world.press("youssef", asked.card, "Alleen met mijn team"))
    noord = await world.read(lambda tx: places.find(tx, 1, "team-noord"))
    assert noord
    await world.submit("youssef", form, team=(str(noord.id),))

    await walk_to(world, TOLD)

    assert "Youssef" in posts(world, "result", "team-noord")[0].text
    assert "Youssef" not in posts(world, "result", "algemeen")[0].text


async def test_who_takes_it_back_after_the_reveal_is_named_no_more(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await consents(world, "youssef", "Alles")
    await walk_to(world, TOLD)

    await consents(world, "youssef", "Liever niet meedoen")
    await world.walk(minutes=1)

    assert "Youssef" not in posts(world, "result")[0].text
    assert words_of(await world.say("sanne", None, "/verbeteraars")).startswith("Er is nog geen klantverbeteraar")


async def test_who_rather_does_not_take_part_is_no_candidate_and_voters_are_told_alike(store: Store) -> None:
    world = await open_ballot(store, people=("youssef",))
    *others, winner = await ids(world)
    await vote(world, "sanne", winner)
    await vote(world, "anouk", others[0])

    await consents(world, "youssef", "Liever niet meedoen")
    await world.walk(minutes=1)

    told = [private_to(world, who, "changed") for who in ("sanne", "anouk")]
    assert [len(one) for one in told] == [1, 1]
    assert told[0][0].text == told[1][0].text
    assert "Youssef" not in told[0][0].text
    assert private_to(world, "grace", "changed") == []
    assert winner not in [one.id for one in await world.read(lambda tx: candidates.standing(tx, NOVEMBER))]


async def test_a_candidate_who_leaves_is_withdrawn_and_every_voter_reads_the_same(store: Store) -> None:
    world = await open_ballot(store, people=("youssef",))
    await vote(world, "sanne", *(await ids(world))[-1:])

    await leaves(world, "youssef")
    await world.walk(minutes=1)

    assert {one.state for one in await nominees(world) if one.person_id} == {"withdrawn"}
    (word,) = private_to(world, "sanne", "changed")
    assert "De lijst met kandidaten van november is veranderd." in word.text


async def test_a_winner_who_leaves_before_it_is_told_makes_room_for_the_next(store: Store) -> None:
    world = await won_by(store)
    first = (await ids(world))[0]
    await world.store.transact(lambda tx: candidates.set_consent(tx, first, "all", world.now))
    await walk_to(world, CLOSED)

    await leaves(world, "youssef")
    await walk_to(world, TOLD)

    assert "De balie" in posts(world, "result")[0].text
    assert "Youssef" not in posts(world, "result")[0].text


async def test_a_silent_winner_who_leaves_afterwards_is_never_named(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await walk_to(world, TOLD)

    await leaves(world, "youssef")
    await world.walk(minutes=1)

    assert posts(world, "result")[0].text == (
        "De klantverbeteraar van november is gekozen, en blijft liever uit het zonnetje."
    )


async def test_a_nominator_who_leaves_leaves_the_words(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await consents(world, "youssef", "Alles")
    await leaves(world, "grace")

    await walk_to(world, TOLD)

    assert "Belde de huurder terug" in posts(world, "result")[0].text


async def test_an_answer_and_the_closing_at_once_are_both_kept(store: Store) -> None:
    world = await won_by(store)
    (asked,) = private_to(world, "youssef", "consent")

    await asyncio.gather(walk_to(world, CLOSED), world.press("youssef", asked.card, "Alles"))
    await walk_to(world, TOLD)

    assert "Youssef el Amrani" in posts(world, "result")[0].text


async def test_thanks_name_who_agreed_in_the_alphabet(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store, ("Zilver", "Amber", "Brons"), people=("youssef",))
    *others, winner = await ids(world)
    for number in others[:2]:
        await world.store.transact(lambda tx, of=number: candidates.set_consent(tx, of, "all", world.now))  # type: ignore[misc]
    for voter in ("fatima", "sanne", "anouk", "grace"):
        await vote(world, voter, winner)
    await vote(world, "youssef", others[0])
    await consents(world, "youssef", "Alles")
    await walk_to(world, TOLD)

    assert "Ook genomineerd: Amber en Zilver." in posts(world, "result")[0].text


async def test_everybody_nominated_reads_it_in_full_and_keeps_it(store: Store) -> None:
    world = await won_by(store)
    await walk_to(world, TOLD)

    mine = await world.say("youssef", "algemeen", "/klant voor mij")
    assert "Belde de huurder terug" in words_of(mine)
    assert "Belde de huurder terug" not in words_of(await world.say("sanne", "algemeen", "/klant voor mij"))
    await world.press("youssef", card_of(mine), "Haal weg")

    left = await world.say("youssef", "algemeen", "/klant voor mij")
    assert words_of(left) == "Hier komt wat collega's over je schrijven. Je bent de enige die het leest."


async def test_compliments_stand_there_too_and_can_be_taken_away(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    def praise(tx: Tx) -> None:
        number = quotes.add(tx, NewQuote("Fijn geholpen.", "test", world.now.date(), ready=True), world.now)
        day = Day("organisation", world.now.date(), number, "positive", None, 0)
        quote_days.praise(tx, day, person_id(tx, "sanne"), "Youssef", [person_id(tx, "youssef")], "Klasse!", world.now)

    await world.store.transact(praise)
    mine = await world.say("youssef", None, "voor mij")
    assert "Klasse!" in words_of(mine)

    after = await world.press("youssef", card_of(mine), "Haal weg")

    assert "Klasse!" not in words_of(after)


async def test_whoever_leaves_takes_their_own_words_along(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await walk_to(world, TOLD)
    number = await world.read(lambda tx: person_id(tx, "youssef"))

    await leaves(world, "youssef")

    assert await world.read(lambda tx: keepsakes.of_person(tx, number, 10)) == []


async def test_the_papers_can_be_printed_and_only_by_whom_they_are_for(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await consents(world, "youssef", "Alles")
    await walk_to(world, TOLD)
    youssef, sanne = await world.read(lambda tx: [accounts.get(tx, person_id(tx, who)) for who in ("youssef", "sanne")])
    assert youssef and sanne

    public = await world.read(lambda tx: world.desk.paper(tx, Key("klantverbeteraar", f"{NOVEMBER}/oorkonde/0"), None))
    words = Key("klantverbeteraar", f"woorden/{youssef.id}/1")
    own = await world.read(lambda tx: world.desk.paper(tx, words, youssef))
    others = await world.read(lambda tx: world.desk.paper(tx, words, sanne))

    assert public and public.told["names"][0]["text"] == "Youssef el Amrani"
    assert others is None
    assert own is not None
    assert (await Papers().printed(own)).pdf.startswith(b"%PDF")


async def test_the_oorkonde_bears_its_year_once_whenever_it_is_asked_for(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await consents(world, "youssef", "Alles")
    await walk_to(world, TOLD)
    await world.walk(days=45)

    found = await world.read(lambda tx: world.desk.paper(tx, Key("klantverbeteraar", f"{NOVEMBER}/oorkonde/0"), None))

    assert found
    assert (found.told["heading"]["text"], found.name) == (
        "Klantverbeteraar van november 2026", "oorkonde-november-2026",
    )  # fmt: skip


async def test_earlier_winners_are_listed_by_month(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await consents(world, "youssef", "Alles")
    await walk_to(world, TOLD)

    page = await world.say("sanne", "algemeen", "/klant verbeteraars")

    assert "november: Youssef el Amrani" in words_of(page)


async def test_reminders_go_only_to_who_did_nothing_yet(store: Store) -> None:
    world = await a_world(store, now=datetime(2026, 11, 2, 7, 0, tzinfo=UTC))
    await world.walk(days=1)
    await world.say("sanne", "algemeen", "/nomineer @youssef omdat hij een huurder dezelfde dag terugbelde")

    await walk_to(world, LAST_DAY)

    assert private_to(world, "sanne", "halfway") + private_to(world, "sanne", "last") == []
    assert [len(private_to(world, "fatima", what)) for what in ("halfway", "last")] == [1, 1]
    assert private_to(world, "ron", "last") == []


async def test_a_pause_holds_the_reminders(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, now=datetime(2026, 11, 2, 7, 0, tzinfo=UTC))
    await world.store.transact(lambda tx: hushes.add(tx, "klantverbeteraar", None, world.now, LAST_DAY, None))

    await walk_to(world, LAST_DAY)

    assert private_to(world, "fatima", "halfway") + private_to(world, "fatima", "last") == []


async def test_the_page_of_today_has_each_button_once(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    nominating = labels(await home(world, "sanne"))
    await nominated(world)
    await walk_to(world, LOOKING)
    looking = labels(await home(world, "anouk"))

    assert nominating == ["Nomineer een collega", "Mijn nominaties", "Alles over mij"]
    assert looking == ["Bekijk de teksten", "Nomineer een collega", "Alles over mij"]


async def home(world: World, who: str) -> Card:
    """What somebody reads on the bot's own page."""
    return await world.engine.home(HomeOpened(delivery=world.delivery(), at=world.now, origin=world.origin(who)))


async def test_a_trial_is_seen_by_the_beheerder_alone_and_leaves_nothing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    before = len(world.platform.posted)

    refused = await world.say("sanne", "algemeen", "/klant proefronde")
    card = card_of(await world.say("fatima", "algemeen", "/klant proefronde"))
    seen = [card]
    while "Verder" in labels(card):
        card = card_of(await world.press("fatima", card, "Verder"))
        seen.append(card)
    await world.walk(minutes=5)

    assert "Een proefronde is voor de beheerder." in words_of(refused)
    assert len(seen) == 6
    assert "Robin Voorbeeld" in plain(seen[4])
    assert "Robin" not in plain(seen[5]), "nobody writes about themselves"
    assert len(world.platform.posted) == before
    assert await nominees(world) == []


async def test_a_long_name_stands_whole_in_the_sun_and_on_the_oorkonde(sqlite_store: Store) -> None:
    name = "Maximiliaan-Alexander van der Horst-Bouwmeester tot Sint-Annaparochie"
    world = await open_ballot(sqlite_store, (name, "De balie"))
    first, _ = await ids(world)
    await world.store.transact(lambda tx: candidates.set_consent(tx, first, "all", world.now))
    for voter in ("fatima", "sanne", "youssef", "anouk", "grace"):
        await vote(world, voter, first)

    await walk_to(world, TOLD)

    (post,) = posts(world, "result")
    assert f"De klantverbeteraar van november is {name}!" in post.text


async def test_after_the_reveal_nobody_is_asked_what_to_share_if_they_win(sqlite_store: Store) -> None:
    world = await won_by(sqlite_store)
    await walk_to(world, TOLD)
    await consents(world, "youssef", "Alles")
    await world.walk(minutes=1)

    (asked,) = private_to(world, "youssef", "consent")

    assert "Als je wint" not in asked.text
    assert "Wat mogen we delen?" in asked.text


async def test_whoever_looks_when_nothing_was_written_reads_that(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    page = await world.act("anouk", "klantverbeteraar.look", Ref("round", NOVEMBER))

    assert words_of(page) == "Er is nog niets te lezen voor november."


async def test_the_days_can_be_moved_from_the_word_to_look_it_over(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await nominated(world, NAMES_)
    await walk_to(world, LOOKING)
    (look,) = private_to(world, "anouk", "look")

    assert "Verzet de dagen" in labels(card_of(await world.more("anouk", look.card)))
