"""Ideas in the store: one owner, one support per person, and how it stands with a thing in one indexed statement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from store import choices, idea_lists, idea_standing, idea_support, ideas, installations, retention, sightings
from store.accounts import AccountSeen
from store.base import Store
from store.idea_standing import Standing
from store.tx import Tx

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
NAMES = ("fatima", "sanne", "youssef")


def people(tx: Tx) -> list[int]:
    workspace = installations.put(tx, "fake", "w1", "Waterrand", "admitted")
    return [sightings.see(tx, workspace.id, AccountSeen(name, name.title()), NOW).person.id for name in NAMES]


async def test_the_standing_of_a_thing_counts_ideas_and_names_who_took_it_up_first(store: Store) -> None:
    def work(tx: Tx) -> list[Standing]:
        fatima, sanne, youssef = people(tx)
        found = [idea_standing.of(tx, "quote:5")]
        wordless = ideas.add(tx, None, "", NOW, about="quote:5")
        numbers = [ideas.add(tx, fatima, f"Idee {n}", NOW, about="quote:5") for n in range(4)]
        ideas.add(tx, fatima, "Gevraagd", NOW, about="quote:5", state="asked")
        ideas.add(tx, fatima, "Elders", NOW, about="quote:6")
        ideas.remove(tx, numbers[3])
        found.append(idea_standing.of(tx, "quote:5"))
        ideas.take(tx, wordless, youssef, NOW)
        ideas.take(tx, numbers[0], sanne, NOW + timedelta(minutes=1))
        found.append(idea_standing.of(tx, "quote:5"))
        ideas.finish(tx, wordless, "Beter", "", "all", None, NOW)
        found.append(idea_standing.of(tx, "quote:5"))
        return found

    empty, counted, first, after = await store.transact(work)

    assert empty == Standing()
    assert counted == Standing(ideas=3)
    assert (first.ideas, first.taken, first.finished) == (3, True, 0)
    assert (first.owner_id, after.owner_id, after.finished) == (3, 2, 1)


async def test_an_owner_who_rather_is_not_named_has_no_number_in_the_standing(store: Store) -> None:
    def work(tx: Tx) -> list[Standing]:
        fatima, sanne, _ = people(tx)
        number = ideas.add(tx, fatima, "Idee", NOW, about="quote:5")
        ideas.take(tx, number, sanne, NOW)
        found = []
        for value in (False, True):
            choices.put(tx, f"person:{sanne}", "idee", "named", value, None, NOW)
            found.append(idea_standing.of(tx, "quote:5"))
        return found

    hidden, named = await store.transact(work)

    assert (hidden.taken, hidden.owner_id) == (True, None)
    assert (named.taken, named.owner_id) == (True, 2)


async def test_the_standing_is_one_statement_on_an_index(sqlite_store: Store) -> None:
    def work(tx: Tx) -> tuple[int, str]:
        before = tx.statements
        idea_standing.of(tx, "quote:5")
        used = tx.statements - before
        compiled = idea_standing._STANDING.compile()
        explained = text(f"EXPLAIN QUERY PLAN {compiled}")
        plan = tx.connection.execute(explained, {**compiled.params, "about": "quote:5"})
        return used, " ".join(str(row[3]) for row in plan)

    used, plan = await sqlite_store.read(work)

    assert used == 1
    assert "USING INDEX ix_idea_about" in plan
    assert "SCAN choice" not in plan and "SCAN idea" not in plan


async def test_one_takes_it_up_and_only_what_is_open(store: Store) -> None:
    def work(tx: Tx) -> list[bool]:
        fatima, sanne, youssef = people(tx)
        number = ideas.add(tx, fatima, "Idee", NOW)
        taken = [ideas.take(tx, number, person, NOW) for person in (sanne, youssef)]
        ideas.free(tx, number)
        taken.append(ideas.take(tx, number, youssef, NOW))
        ideas.finish(tx, number, "Beter", "", "all", None, NOW)
        return [*taken, ideas.take(tx, number, sanne, NOW)]

    assert await store.transact(work) == [True, False, True, False]


async def test_support_is_one_per_person_and_adds_up_without_the_other_author(store: Store) -> None:
    def work(tx: Tx) -> tuple[list[bool], dict[int, int], frozenset[int]]:
        fatima, sanne, youssef = people(tx)
        first, second = ideas.add(tx, fatima, "Een", NOW), ideas.add(tx, sanne, "Twee", NOW)
        given = [idea_support.add(tx, first, youssef, NOW) for _ in range(2)]
        for person in (fatima, youssef):
            idea_support.add(tx, second, person, NOW)
        of, into = ideas.get(tx, second), ideas.get(tx, first)
        assert of and into
        ideas.merge(tx, of, into, NOW)
        return given, idea_support.counts(tx, [first]), idea_support.given_by(tx, sanne, [first, second])

    given, counts, sanne = await store.transact(work)

    assert given == [True, False]
    assert counts == {1: 2}  # youssef once, and sanne whose idea it was
    assert sanne == frozenset({1})


async def test_what_was_done_is_found_from_a_moment_on(store: Store) -> None:
    def work(tx: Tx) -> tuple[list[int], list[int]]:
        fatima, *_ = people(tx)
        numbers = [ideas.add(tx, fatima, f"Idee {n}", NOW) for n in range(3)]
        for days, number in enumerate(numbers):
            ideas.take(tx, number, fatima, NOW)
            ideas.finish(tx, number, "Beter", "", "all", None, NOW + timedelta(days=days))
        idea_lists.put_week(tx, numbers[1:2], "2026-11-26")
        since = NOW + timedelta(days=1)
        found = idea_lists.untold_since(tx, since), idea_lists.of_week(tx, "2026-11-26")
        return tuple([one.id for one in some] for some in found)  # type: ignore[return-value]

    assert await store.transact(work) == ([3], [2])


async def test_an_old_idea_goes_although_another_went_on_in_it(store: Store) -> None:
    def work(tx: Tx) -> None:
        fatima, sanne, _ = people(tx)
        first = ideas.add(tx, fatima, "Een", NOW)
        second = ideas.add(tx, sanne, "Twee", NOW + timedelta(days=500))
        idea_support.add(tx, first, sanne, NOW)
        of, into = ideas.get(tx, second), ideas.get(tx, first)
        assert of and into
        ideas.merge(tx, of, into, NOW)

    await store.transact(work)
    later = NOW + timedelta(days=800)
    keys = await store.read(lambda tx: retention.old(tx, ideas.idea, later))
    await store.transact(lambda tx: retention.drop(tx, ideas.idea, keys))

    left = await store.read(lambda tx: (ideas.get(tx, 1), ideas.get(tx, 2)))
    assert left[0] is None
    assert left[1] is not None and left[1].merged_into is None
