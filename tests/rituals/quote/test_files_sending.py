"""A curator sends a list: nothing is saved before the press, and what is saved is cleaned."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from rituals.engine.answer import Answer
from rituals.engine.cards import Form, plain
from rituals.engine.context import Context
from rituals.engine.files import Upload
from rituals.engine.outcome import FormErrors
from rituals.quote import files_sending, files_taking
from rituals.quote.clean import cleaned
from rituals.quote.files_rows import Found
from store import choices, quotes
from store.base import Store
from tests.fakes.world import World, card_of, form_of, labels, words_of
from tests.rituals.quote.steps import a_world, ready

LIST = (
    "Datum;Cijfer;Toelichting;Thema\n"
    "3-11-2026;8,5;De monteur was er binnen een dag;Reparaties\n"
    "03/11/26;4;Mevrouw Aziz wacht al drie weken op een telefoontje;Tuinkabouters\n"
    "november 2026;;Het ging best goed\n"
    "1-11-2026;7;;\n"
).encode("cp1252")


async def the_form(world: World, who: str = "sanne") -> Form:
    """As a curator opens it."""
    overview = card_of(await world.say(who, None, "/klant quote"))
    return form_of(await world.press(who, overview, "Lees een bestand in"))


async def sent(world: World, data: bytes, column: str = "", who: str = "sanne") -> Answer:
    """The answer to a file."""
    return await world.send(who, await the_form(world, who), {"column": column}, {"file": Upload("lijst.csv", data)})


async def all_of(world: World) -> list[tuple[str, str, str | None]]:
    """Words, state and side of every quote, oldest first."""
    texts = await world.read(lambda tx: quotes.recent_texts(tx, 5000))
    found = [await world.read(lambda tx, n=number: quotes.get(tx, n)) for number, _ in reversed(texts)]  # type: ignore[misc]
    return [(one.text, one.state, one.side) for one in found if one]


async def test_a_list_is_shown_before_anything_is_saved(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    answer = await sent(world, LIST)

    words = words_of(answer)
    assert "3 quotes herkend, 1 rij overgeslagen." in words
    assert "Rij 5: er staat geen tekst in." in words
    assert "Dit thema ken ik niet: Tuinkabouters." in words
    assert "Aziz" not in words
    assert labels(card_of(answer)) == ["Zet 3 klaar", "Laat maar"]
    assert await all_of(world) == []


async def test_with_one_curator_the_preview_is_the_approval_of_what_has_a_score(store: Store) -> None:
    world = await a_world(store)
    preview = card_of(await sent(world, LIST))

    answer = await world.press("sanne", preview, "Zet 3 klaar")

    (praise, critical, unknown) = await all_of(world)
    assert praise == ("De monteur was er binnen een dag", "ready", "positive")
    assert critical[1:] == ("ready", "critical")
    assert "Aziz" not in critical[0]
    assert unknown == ("Het ging best goed", "new", None)
    assert "3 quotes zijn bewaard." in words_of(answer)


@pytest.mark.parametrize(
    ("name", "value"), [("small_afdelingen", ["balie"]), ("protected_until", "2026-12-31")], ids=["a few", "hard time"]
)
async def test_criticism_that_a_curator_must_allow_waits_also_when_the_preview_is_the_approval(
    store: Store, name: str, value: object
) -> None:
    world = await a_world(store)
    for setting, chosen in (("afdelingen", ["Balie"]), (name, value)):
        await world.store.transact(
            lambda tx, of=setting, to=chosen: choices.put(tx, "organisation", "quote", of, to, None, world.now)  # type: ignore[misc]
        )
    data = b"tekst;cijfer;afdeling\nIk stond een uur te wachten;3;Balie\nZo vriendelijk geholpen;9;Balie\n"
    preview = card_of(await sent(world, data))

    answer = card_of(await world.press("sanne", preview, "Zet 2 klaar"))
    look = card_of(await world.press("sanne", answer, "Bekijk ze"))

    assert "1 kunnen dan meteen mee, de rest bekijk je nog." in plain(preview)
    assert "Er is nog 1 quote te bekijken." in plain(answer)
    assert labels(look)[:2] == ["Goed, mag erin", "Bewaar voor later"]
    assert [state for _, state, _ in await all_of(world)] == ["new", "ready"]


async def test_somebody_else_than_the_only_curator_leaves_them_to_be_looked_at(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    preview = card_of(await sent(world, LIST, who="fatima"))

    await world.press("fatima", preview, "Zet 3 klaar")

    assert {state for _, state, _ in await all_of(world)} == {"new"}


async def test_what_is_left_leaves_nothing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    preview = card_of(await sent(world, LIST))

    left = await world.press("sanne", preview, "Laat maar")
    again = await world.press("sanne", preview, "Zet 3 klaar")

    assert words_of(left) == "Goed, ik bewaar er niets van."
    assert words_of(again) == "Dit is al gebeurd, of langer dan een dag geleden."
    assert await all_of(world) == []


async def test_a_preview_is_the_one_who_sent_it_alone(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    preview = card_of(await sent(world, LIST))

    answer = await world.press("fatima", preview, "Zet 3 klaar")

    assert words_of(answer) == "Dit is al gebeurd, of langer dan een dag geleden."
    assert await all_of(world) == []


async def test_a_preview_is_kept_for_a_day(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    preview = card_of(await sent(world, LIST))
    await world.walk(hours=25)

    await world.press("sanne", preview, "Zet 3 klaar")

    assert await all_of(world) == []


async def test_the_same_file_is_named_and_adds_nothing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.press("sanne", card_of(await sent(world, LIST)), "Zet 3 klaar")

    again = card_of(await sent(world, LIST))
    answer = await world.press("sanne", again, "Zet 3 klaar")

    assert "Dit bestand las ik al eerder in: vandaag." in words_of(await sent(world, LIST))
    assert words_of(answer).startswith(
        "Er is niets bij gekomen: deze quotes hebben we al.\nRij 2 hadden we al: ‘De monteur"
    )
    assert "Aziz" not in words_of(answer)
    assert len(await all_of(world)) == 3


async def test_a_quote_we_had_already_is_named_among_new_ones(store: Store) -> None:
    world = await a_world(store)
    await ready(world, "De monteur was er binnen een dag", "positive")

    answer = await world.press("sanne", card_of(await sent(world, LIST)), "Zet 3 klaar")

    lines = words_of(answer).splitlines()
    assert lines[:2] == [
        "2 quotes zijn bewaard. 1 hadden we al.",
        "Rij 2 hadden we al: ‘De monteur was er binnen een dag’.",
    ]
    assert len(await all_of(world)) == 3


async def test_in_a_long_list_too_the_first_are_named_and_the_rest_counted(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    lines = [f"De {number}e keer dat ik belde over de {'lift' * number}" for number in range(1, 111)]
    data = "\n".join(["tekst", *lines]).encode()
    await world.press("sanne", card_of(await sent(world, data)), "Zet 110 klaar")
    await world.walk(seconds=3)

    await world.press("sanne", card_of(await sent(world, data + b"\n")), "Zet 110 klaar")
    await world.walk(seconds=3)

    told = world.platform.to("sanne")[-1].text
    assert told.startswith("Er is niets bij gekomen: deze quotes hebben we al.\nRij 2 hadden we al: ‘De 1e keer")
    assert told.count("hadden we al: ‘") == 8


async def test_what_a_curator_refused_does_not_come_back_with_the_next_file(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await world.press("sanne", card_of(await sent(world, LIST)), "Zet 3 klaar")
    await world.store.transact(lambda tx: quotes.set_state(tx, 3, "refused", 2))

    await world.press("sanne", card_of(await sent(world, LIST)), "Zet 3 klaar")

    assert len(await all_of(world)) == 2


async def test_words_that_are_almost_known_are_named_and_looked_at(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, "De monteur was er binnen één dag!", "positive")

    preview = card_of(await sent(world, LIST))
    await world.press("sanne", preview, "Zet 3 klaar")

    assert "Rij 2 lijkt op ‘De monteur was er binnen één dag!’." in plain(preview)
    assert ("De monteur was er binnen een dag", "new", "positive") in await all_of(world)


async def test_a_column_that_was_named_is_remembered(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    data = b"Nr;Uw belevenis\n1;De lift doet het weer\n"

    unknown = (await sent(world, data)).reply
    wrong = (await sent(world, data, "Uw avontuur")).reply
    preview = card_of(await sent(world, data, "uw belevenis"))
    await world.press("sanne", preview, "Zet 1 klaar")
    next_time = words_of(await sent(world, data + b"2;De tuin is mooi\n"))

    assert isinstance(unknown, FormErrors)
    assert "Typ de kop van die kolom, of zet er ‘tekst’ boven." in unknown.errors["column"]
    assert isinstance(wrong, FormErrors)
    assert "Uw avontuur" in wrong.errors["column"]
    assert "2 quotes herkend." in next_time


async def test_a_long_list_is_taken_in_part_by_part(store: Store) -> None:
    world = await a_world(store)
    lines = [f"De {number}e keer dat ik belde over de {'lift' * number}" for number in range(1, 131)]
    preview = card_of(await sent(world, "\n".join(["tekst", *lines]).encode()))

    answer = await world.press("sanne", preview, "Zet 130 klaar")
    before = len(await all_of(world))
    await world.walk(seconds=3)

    assert words_of(answer) == "Ik bewaar ze nu: 0 van 130."
    assert before == 0
    assert len(await all_of(world)) == 130
    assert "130 quotes zijn bewaard." in world.platform.to("sanne")[-1].text


@pytest.mark.parametrize(("count", "at_once"), [(20, 20), (21, 0), (51, 0), (75, 0)])
async def test_no_more_rows_than_the_writer_may_be_held_for_become_quotes_at_once(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, count: int, at_once: int
) -> None:
    sizes: list[int] = []

    def counted(context: Context, rows: list[Found], *, ready: bool) -> files_taking.Taken:
        sizes.append(len(rows))
        return take(context, rows, ready=ready)

    take = files_taking.take
    monkeypatch.setattr(files_taking, "take", counted)
    world = await a_world(sqlite_store)
    lines = [f"De {number}e keer dat ik belde over de {'lift' * number}" for number in range(count)]
    preview = card_of(await sent(world, "\n".join(["tekst", *lines]).encode()))

    await world.press("sanne", preview, f"Zet {count} klaar")
    assert len(await all_of(world)) == at_once
    await world.walk(seconds=5)

    assert len(await all_of(world)) == sum(sizes) == count
    assert max(sizes) == files_taking.AT_ONCE
    parts = "SELECT count(*) FROM draft WHERE form = 'quote.part'"
    assert await world.read(lambda tx: tx.connection.execute(text(parts)).scalar()) == 0


def _failing(monkeypatch: pytest.MonkeyPatch, fails: Callable[[Found], bool]) -> None:
    def taken(context: Context, rows: list[Found], *, ready: bool) -> files_taking.Taken:
        if any(map(fails, rows)):
            raise ArithmeticError("these rows cannot be taken in")
        return take(context, rows, ready=ready)

    take = files_taking.take
    monkeypatch.setattr(files_taking, "take", taken)


def _a_list(count: int) -> bytes:
    lines = [f"De {number}e keer dat ik belde over de {'lift' * number}" for number in range(1, count + 1)]
    return "\n".join(["tekst", *lines]).encode()


@pytest.mark.parametrize(("row", "missed"), [(45, 10), (110, 10)])
async def test_after_rows_that_cannot_be_taken_in_the_rest_comes_and_the_sender_reads_what_to_do(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch, row: int, missed: int
) -> None:
    world = await a_world(sqlite_store)
    monkeypatch.setattr(files_sending, "_AT_ONCE", 1)
    with monkeypatch.context() as broken:
        _failing(broken, lambda one: one.row == row)
        await world.press("sanne", card_of(await sent(world, _a_list(110))), "Zet 110 klaar")
        await world.walk(hours=2)
    told = world.platform.to("sanne")[-1].text
    first = len(await all_of(world))

    await world.press("sanne", card_of(await sent(world, _a_list(110))), "Zet 110 klaar")
    await world.walk(minutes=1)

    assert first == 110 - missed
    assert told.startswith(
        f"{110 - missed} quotes zijn bewaard.\n{missed} rijen lukten niet, en dat ligt aan mij. "
        "Lees het bestand later nog eens in: wat we al hebben, sla ik over."
    )
    assert len(await all_of(world)) == 110


async def test_a_list_of_which_nothing_can_be_taken_in_is_given_up_and_its_sender_hears_it(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_world(sqlite_store)
    monkeypatch.setattr(files_sending, "_HOPELESS", 40)
    _failing(monkeypatch, lambda one: True)
    await world.press("sanne", card_of(await sent(world, _a_list(110))), "Zet 110 klaar")

    await world.walk(hours=6)

    (told,) = {one.text for one in world.platform.to("sanne") if one.key.startswith("quote:load")}
    assert told.startswith("Er is niets bij gekomen.\n110 rijen lukten niet")


async def test_a_list_that_stood_still_for_over_a_day_is_told_to_its_sender_who_sends_it_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = await a_world(store)
    monkeypatch.setattr(files_sending, "_AT_ONCE", 2)
    busy = await world.press("sanne", card_of(await sent(world, _a_list(110))), "Zet 110 klaar")
    with monkeypatch.context() as broken:
        _failing(broken, lambda one: one.row > 41)
        await world.walk(seconds=1)
        world.clock.walk_to(world.now + timedelta(hours=25))
    first = len(await all_of(world))

    await world.walk(minutes=1)
    told = [one.text for one in world.platform.to("sanne") if one.key.endswith("/stopped")]
    await world.press("sanne", card_of(await sent(world, _a_list(110))), "Zet 110 klaar")
    await world.walk(days=2)

    assert "Ik bewaar ze nu" in words_of(busy)
    assert told == [
        f"Het inlezen van lijst.csv bleef te lang liggen. {first} van de 110 rijen heb ik bewaard, de rest niet. Stuur "
        "het bestand nog een keer: wat we al hebben, sla ik over."
    ]
    assert 0 < first < 110
    assert len(await all_of(world)) == 110
    assert len([one for one in world.platform.to("sanne") if one.key.endswith("/stopped")]) == 1


async def test_rows_that_are_taken_in_together_are_looked_up_and_kept_together(store: Store) -> None:
    world = await a_world(store)
    rows = [Found(number, f"De {number}e keer dat ik belde", "critical") for number in range(20)]
    again = Found(20, "De 3e keer, dat ik belde!", "critical")

    def taken(context: Context) -> tuple[int, files_taking.Taken]:
        cleaned(context, "De eerste keer dat ik belde")  # reads the colleagues
        before = context.tx.statements
        found = files_taking.take(context, [*rows, again], ready=True)
        return context.tx.statements - before, found

    statements, found = await world.engine.within("quote", taken)

    assert statements <= 4
    assert (found.added, found.ready, found.named) == (20, 20, [(20, "De 3e keer, dat ik belde!")])


async def test_a_bad_file_is_one_sentence_in_the_form_and_changes_nothing(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)
    await ready(world, "Dit stond er al", "positive")

    reply = (await sent(world, b"<html><body>Log in</body></html>")).reply

    assert isinstance(reply, FormErrors)
    assert reply.errors == {
        "file": "Dit is een webpagina en geen lijst. Download het bestand opnieuw, en log daarvoor eerst in."
    }
    assert len(await all_of(world)) == 1


async def test_a_form_without_a_file_asks_for_one(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store)

    reply = (await world.submit("sanne", await the_form(world))).reply

    assert reply == FormErrors({"file": "Kies eerst een bestand."})
