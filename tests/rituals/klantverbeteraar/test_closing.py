"""The ballot closes once, whoever closes it; of votes only totals stay; and what came of it is told once."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from rituals.engine.events import FormSubmitted
from rituals.engine.keyring import FileKeyring
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors, Private
from rituals.klantverbeteraar import ritual
from rituals.klantverbeteraar.names import round_ref
from store import candidates, rounds, slots, votes
from store.base import Store
from store.open import open_store
from store.tx import Tx
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.klantverbeteraar.steps import (
    CLOSES,
    LAST_DAY,
    NAMES,
    NOVEMBER,
    REVEAL,
    VOTERS,
    VOTING,
    a_world,
    everybody_votes,
    form_for,
    ids,
    nominated,
    nominees,
    open_ballot,
    person_id,
    posts,
    private_to,
    the_round,
    vote,
    walk_to,
)

AFTER = CLOSES + timedelta(minutes=1)
TOLD = REVEAL + timedelta(minutes=1)


async def totals(world: World) -> list[int | None]:
    return [one.total for one in await nominees(world)]


async def agree(world: World) -> None:
    """Every candidate lets everything be shared."""
    for number in await ids(world):
        await world.store.transact(lambda tx, number=number: candidates.set_consent(tx, number, "all", world.now))  # type: ignore[misc]


async def test_until_closing_there_are_no_totals_and_no_list_and_afterwards_no_votes(store: Store) -> None:
    world = await open_ballot(store)
    chosen = await ids(world)
    await everybody_votes(world, chosen)
    key = (await the_round(world)).key
    assert key and world.desk.keyring.sealer(key)
    assert await totals(world) == [None, None, None]
    assert await world.read(lambda tx: votes.participants(tx, NOVEMBER)) == []

    await walk_to(world, AFTER)

    closed = await the_round(world)
    assert (closed.state, closed.turnout, closed.electorate, closed.key) == ("revealing", 5, 5, None)
    assert await totals(world) == [2, 2, 1]
    assert await world.read(lambda tx: votes.voted(tx, NOVEMBER)) == []
    everybody = await world.read(lambda tx: sorted(person_id(tx, who) for who in VOTERS))
    assert await world.read(lambda tx: votes.participants(tx, NOVEMBER)) == everybody
    assert world.desk.keyring.sealer(key) is None


async def test_a_tie_has_two_winners_and_is_told_once(store: Store) -> None:
    world = await open_ballot(store)
    await everybody_votes(world, await ids(world))
    await agree(world)

    await walk_to(world, TOLD)
    await world.walk(days=1)

    for place in ("algemeen", "team-noord"):
        (post,) = posts(world, "result", place)
        assert post.text.startswith(
            "🏆 Twee winnaars! De klantverbeteraars van november: Monteurs Noord en De balie.\n"
        )
    assert (await the_round(world)).state == "done"
    assert "De stembus van november is dicht" in posts(world, "vote")[0].text


async def test_a_winner_who_said_nothing_yet_is_not_named(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store)
    first, *_ = await ids(world)
    await everybody_votes(world, [first])

    await walk_to(world, TOLD)

    (post,) = posts(world, "result")
    assert post.text == "De klantverbeteraar is gekozen! We vertellen het zodra we het zelf hebben kunnen vragen."


async def test_one_candidate_needs_no_vote(store: Store) -> None:
    world = await open_ballot(store, NAMES[:1])
    assert posts(world, "vote") == []
    await agree(world)

    await walk_to(world, TOLD)

    (post,) = posts(world, "result")
    assert post.text.startswith("🏆 De klantverbeteraar van november is Monteurs Noord!\nEr was één kandidaat.\n")


async def test_nobody_nominated_makes_it_longer_once_and_then_nobody_is_chosen(store: Store) -> None:
    world = await a_world(store)
    await world.walk(days=1)
    (longer,) = posts(world, "longer")
    assert "Nomineren kan nog t/m woensdag 18 november. Klein mag ook." in longer.text
    assert "denk je hieraan" not in longer.text
    assert labels(longer.card) == ["Nomineer een collega"]
    assert (await the_round(world)).nominated_longer

    await world.walk(days=6)
    assert (await the_round(world)).state == "revealing"
    await world.walk(days=14)

    assert (await the_round(world)).state == "none"
    (post,) = posts(world, "result")
    assert post.text == "Voor november is er geen klantverbeteraar. Volgende keer weer."
    assert len(posts(world, "longer")) == 1


async def test_with_fewer_than_five_votes_somebody_chooses_one_more_day(store: Store) -> None:
    world = await open_ballot(store)
    chosen = await ids(world)
    await vote(world, "sanne", chosen[0])
    await walk_to(world, AFTER)
    (asked,) = private_to(world, "anouk", "few")
    assert labels(asked.card) == ["Nog één dag", "Geen winnaar"]
    assert await totals(world) == [None, None, None]

    answer = await world.press("anouk", asked.card, "Nog één dag")
    await everybody_votes(world, chosen)
    await walk_to(world, AFTER + timedelta(days=1))

    assert words_of(answer) == "Stemmen kan nu tot woensdag 25 november 17:00."
    assert await totals(world) == [2, 2, 1]
    assert (await the_round(world)).reveal == REVEAL


async def test_with_fewer_than_five_votes_somebody_chooses_no_winner_and_nothing_stays(store: Store) -> None:
    world = await open_ballot(store)
    first, *_ = await ids(world)
    await vote(world, "sanne", first)
    await walk_to(world, AFTER)
    (asked,) = private_to(world, "anouk", "few")
    card = asked.card

    await world.press("anouk", card, "Geen winnaar")
    await world.walk(seconds=5)
    again = await world.press("anouk", card, "Nog één dag")
    await walk_to(world, TOLD)

    assert words_of(again) == "Dat is al besloten."
    assert asked.text == "Voor november hoef je niets meer te doen."
    assert (await the_round(world)).state == "none"
    assert await totals(world) == [None, None, None]
    assert await world.read(lambda tx: votes.participants(tx, NOVEMBER)) == []
    assert await world.read(lambda tx: votes.voted(tx, NOVEMBER)) == []


async def test_after_other_days_with_too_few_votes_the_question_is_a_new_message(store: Store) -> None:
    world = await open_ballot(store)
    await walk_to(world, AFTER)
    form = form_of(await world.act("anouk", "klantverbeteraar.dates", round_ref(NOVEMBER)))
    await world.submit("anouk", form, vote_until="2026-11-26", reveal="2026-11-30")
    await world.walk(seconds=5)
    (before,) = private_to(world, "anouk", "few")
    moved = before.text

    await walk_to(world, AFTER + timedelta(days=2))

    before, anew = private_to(world, "anouk", "few")
    assert before.text == moved == ("Stemmen op de klantverbeteraar van november kan tot donderdag 26 november 17:00.")
    assert labels(anew.card) == ["Nog één dag", "Geen winnaar"]


async def test_without_an_answer_before_the_reveal_nobody_is_chosen(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store)

    await walk_to(world, TOLD)

    assert (await the_round(world)).state == "none"


async def test_only_whoever_looks_after_it_chooses(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store)
    await walk_to(world, AFTER)

    for action in ("day_more", "nobody", "revote", "tell", "dates"):
        answer = await world.act("sanne", f"klantverbeteraar.{action}", round_ref(NOVEMBER))
        assert words_of(answer) == "Vraag dit aan wie over de klantverbeteraar gaat."


async def test_two_replicas_that_close_at_once_give_one_result(store_url: str) -> None:
    store = open_store(store_url)
    world = await open_ballot(store)
    await everybody_votes(world, await ids(world))
    await agree(world)
    other = open_store(store_url) if store_url.startswith("postgresql") else store
    twin = World(other, rituals=[ritual()], now=world.now, platform=world.platform)
    twin.desk.keyring = world.desk.keyring

    await asyncio.gather(walk_to(world, AFTER), walk_to(twin, AFTER))
    assert await totals(world) == [2, 2, 1]
    assert len(await world.read(lambda tx: votes.participants(tx, NOVEMBER))) == 5
    await asyncio.gather(walk_to(world, TOLD), walk_to(twin, TOLD))

    assert len(posts(world, "result")) == 1
    await store.close()
    await other.close()


async def test_votes_and_closing_at_the_same_moment_lose_no_acknowledged_vote(store: Store) -> None:
    world = await open_ballot(store)
    first, *_ = await ids(world)
    await walk_to(world, CLOSES - timedelta(milliseconds=1))
    forms = {who: await form_for(world, who) for who in VOTERS}
    at = world.now
    world.clock.walk_to(AFTER)

    async def late(who: str) -> bool:
        sent = FormSubmitted(delivery=f"at-{who}", at=at, origin=world.origin(who), form="klantverbeteraar.vote",
                             draft=forms[who].draft, values={"choice1": (str(first),)}, ref=forms[who].ref)  # fmt: skip
        answer = await world.engine.dispatch(sent)
        return isinstance(answer.reply, Private)

    counted, *_ = await asyncio.gather(
        asyncio.gather(*map(late, VOTERS)), world.engine.schedule.tick(AFTER)
    )  # fmt: skip

    left = await world.read(lambda tx: votes.count(tx, NOVEMBER))
    taken = await world.read(lambda tx: len(votes.participants(tx, NOVEMBER)))
    assert left + taken == sum(counted) > 0


async def test_after_an_outage_it_closes_with_the_original_deadline(store: Store) -> None:
    world = await open_ballot(store)
    chosen = await ids(world)
    await everybody_votes(world, chosen)
    await walk_to(world, CLOSES - timedelta(hours=1))
    form = await form_for(world, "sanne")
    world.clock.walk_to(CLOSES + timedelta(hours=15))

    late = await world.submit("sanne", form, choice1=(str(chosen[2]),))
    await world.walk(seconds=1)

    assert "is dicht" in str(late.reply)
    assert await totals(world) == [2, 2, 1]


async def test_a_key_that_cannot_be_destroyed_is_tried_again_every_day(
    sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_world(sqlite_store)
    world.desk.keyring = keyring = FileKeyring(tmp_path / "keys")
    await nominated(world)
    await walk_to(world, VOTING + timedelta(seconds=3))
    await everybody_votes(world, await ids(world))
    (file,) = (tmp_path / "keys").iterdir()

    def refuse(_name: str) -> None:
        raise PermissionError("no")

    with monkeypatch.context() as patched:
        patched.setattr(keyring, "destroy", refuse)
        await walk_to(world, CLOSES + timedelta(hours=5))
        assert file.exists()
        assert await totals(world) == [2, 2, 1]
    await world.walk(days=1)

    assert not file.exists()
    assert (await the_round(world)).key is None


async def test_where_the_key_is_lost_everybody_votes_again(store: Store) -> None:
    world = await open_ballot(store)
    chosen = await ids(world)
    await everybody_votes(world, chosen)
    world.desk.keyring.destroy(str((await the_round(world)).key))
    await walk_to(world, AFTER)
    (asked,) = private_to(world, "anouk", "locked")
    assert "de sleutel is er niet" in asked.text
    await walk_to(world, TOLD)
    assert posts(world, "result") == []

    await world.press("anouk", asked.card, "Nog één keer stemmen")
    await world.walk(minutes=5)
    for who in VOTERS:
        (again,) = private_to(world, who, "again")
        assert labels(again.card) == ["Vote" if who == "grace" else "Stem"]
    await everybody_votes(world, chosen[:1])
    await world.walk(days=2)

    assert await totals(world) == [5, 0, 0]


async def test_when_the_next_key_is_lost_too_everybody_hears_it_anew(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store)
    chosen = await ids(world)
    for times in (1, 2):
        await everybody_votes(world, chosen)
        of = await the_round(world)
        world.desk.keyring.destroy(str(of.key))
        await walk_to(world, of.vote_until + timedelta(minutes=1))
        await world.press("anouk", private_to(world, "anouk", "locked")[-1].card, "Nog één keer stemmen")
        await world.walk(minutes=5)

        assert [len(private_to(world, who, "again")) for who in VOTERS] == [times] * len(VOTERS)
        locked = private_to(world, "anouk", "locked")
        assert [labels(one.card) for one in locked] == [[]] * times
        assert locked[-1].text.startswith("Stemmen op de klantverbeteraar van november kan tot ")


async def test_whoever_moves_the_days_tells_those_who_did_something(store: Store) -> None:
    world = await open_ballot(store)
    first, *_ = await ids(world)
    await vote(world, "sanne", first)
    ask = await world.act("anouk", "klantverbeteraar.dates", round_ref(NOVEMBER))
    form = form_of(ask)
    assert [one.name for one in form.fields] == ["vote_until", "reveal"]

    wrong = await world.submit("anouk", form, vote_until="2026-11-28", reveal="2026-11-30")
    turned = await world.submit("anouk", form, vote_until="2026-11-27", reveal="2026-11-27")
    moved = await world.submit("anouk", form, vote_until="2026-11-27", reveal="2026-12-01")
    await walk_to(world, AFTER)

    assert "Kies een werkdag." in str(wrong.reply)
    assert "Kies een dag die na de stap ervoor komt." in str(turned.reply)
    assert "verzet" in words_of(moved)
    assert (await the_round(world)).state == "voting"
    (told,) = private_to(world, "sanne", "moved")
    assert "Stemmen kan tot vrijdag 27 november 17:00." in told.text
    assert len(private_to(world, "grace", "moved")) == 1
    assert private_to(world, "youssef", "moved") == []


async def test_a_day_whose_moment_has_passed_is_answered_at_its_field(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store)
    form = form_of(await world.act("anouk", "klantverbeteraar.dates", round_ref(NOVEMBER)))
    await walk_to(world, VOTING + timedelta(hours=7, minutes=59))
    still = await world.submit("anouk", form, vote_until="2026-11-18", reveal="2026-11-26")
    assert "verzet" in words_of(still)
    await world.submit("anouk", form_of(await world.act("anouk", "klantverbeteraar.dates", round_ref(NOVEMBER))),
                       vote_until="2026-11-24", reveal="2026-11-26")  # fmt: skip
    form = form_of(await world.act("anouk", "klantverbeteraar.dates", round_ref(NOVEMBER)))
    await world.walk(minutes=2)

    late = await world.submit("anouk", form, vote_until="2026-11-18", reveal="2026-11-26")
    gone = await world.submit("anouk", form, vote_until="2026-11-17", reveal="2026-11-26")

    over = FormErrors({"vote_until": "Dat moment is al voorbij. Kies een dag die nog komt."})
    assert (late.reply, gone.reply) == (over, over)
    assert (await the_round(world)).vote_until == CLOSES


async def test_a_message_in_doubt_is_sent_again_only_when_somebody_says_so(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store)
    ref = Ref("rounddoubt", f"{NOVEMBER}/vote/1")

    again = await world.act("anouk", "klantverbeteraar.again", ref)
    enough = await world.act("anouk", "klantverbeteraar.enough", ref)
    nowhere = await world.act("anouk", "klantverbeteraar.again", Ref("rounddoubt", NOVEMBER))

    assert "nog een keer" in words_of(again)
    assert words_of(enough) == "Goed, ik laat het zo."
    assert words_of(nowhere) == "Daar komt de klantverbeteraar niet meer."
    await world.walk(seconds=3)
    assert len(posts(world, "vote")) == 1


async def test_a_result_that_may_have_been_told_is_asked_about(sqlite_store: Store) -> None:
    world = await open_ballot(sqlite_store)
    await everybody_votes(world, await ids(world))
    await walk_to(world, AFTER)

    def put_back(tx: Tx) -> None:
        tx.run(slots.slot.update().where(slots.slot.c.name == "reveal").values(reason=slots.RESTORED))

    await sqlite_store.transact(put_back)
    await walk_to(world, TOLD)
    assert posts(world, "result") == []
    (asked,) = private_to(world, "anouk", "untold")

    await world.press("anouk", asked.card, "Vertel het nu")
    twice = await world.press("anouk", asked.card, "Vertel het nu")
    await world.walk(seconds=3)

    assert len(posts(world, "result")) == 1
    assert words_of(twice) == "Dat is al verteld."


async def test_without_a_place_that_wants_it_there_is_no_round(sqlite_store: Store) -> None:
    world = await World(sqlite_store, rituals=[ritual()], now=LAST_DAY).open()

    await world.walk(days=1)

    assert await world.read(rounds.under_way) == []
    assert card_of(await world.say("sanne", "algemeen", "/stem"))
