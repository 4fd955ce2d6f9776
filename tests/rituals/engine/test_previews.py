"""What a form shows while it is typed: read only, for whoever has it open, and never in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from threading import Event as Gate

import pytest
from sqlalchemy import text as sql
from structlog.testing import capture_logs

from bot.found import find_rituals
from rituals.engine.cards import Block, Card, Form, Small, plain
from rituals.engine.context import Context
from rituals.engine.events import FormChanged, Value
from rituals.engine.previews import LONGEST
from store.base import Store
from tests.fakes.world import GENEROUS, FakePlatform, World, form_of

JAN = "De buurman, Jan de Vries, belt op 06-12345678"


def typing(
    world: World, form: Form, values: Mapping[str, Value], who: str = "fatima", field: str = "text"
) -> FormChanged:
    return FormChanged(
        delivery="", at=world.now, origin=world.origin(who, "algemeen"), form=form.name, draft=form.draft, field=field,
        values=values,
    )  # fmt: skip


async def shown(world: World, form: Form, words: str, who: str = "fatima", field: str = "text") -> str | None:
    blocks = await world.engine.preview(typing(world, form, {field: words}, who, field))
    return None if blocks is None else plain(Card(blocks))


async def quote_form(world: World, who: str = "fatima") -> Form:
    return form_of(await world.act(who, "quote.new", place="algemeen"))


async def test_what_is_taken_out_of_a_quote_is_shown_and_the_rest_is_silent(store: Store) -> None:
    world = await World(store).open()
    form = await quote_form(world)

    assert await shown(world, form, JAN) == "Zo laat ik het zien: Jan de Vries → [naam], 06-12345678 → [telefoon]"
    assert await shown(world, form, "Ik moest drie keer hetzelfde uitleggen") == ""


async def test_a_bell_shows_how_it_will_call_a_customer_and_leaves_its_makers(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    form = form_of(await world.say("fatima", "algemeen", "/bel"))
    values: dict[str, Value] = {"text": "Mevrouw Aziz belde om meneer Hendriks te bedanken", "makers": ("Hendriks",)}

    blocks = await world.engine.preview(typing(world, form, values))

    assert blocks == (Small("Zo laat ik het zien: Mevrouw Aziz → mevrouw A."),)


@pytest.mark.parametrize("field", ["text1", "text2", "title"])
async def test_a_story_shows_it_at_every_field_where_something_goes(sqlite_store: Store, field: str) -> None:
    world = await World(sqlite_store).open()
    form = form_of(await world.say("fatima", "algemeen", "/verhaal"))

    assert await shown(world, form, JAN, field=field) == (
        "Zo laat ik het zien: Jan de Vries → [naam], 06-12345678 → [telefoon]"
    )


async def test_many_things_are_counted_and_not_listed(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    form = await quote_form(world)
    words = " en ".join(f"06-1234567{n}" for n in range(8))

    assert (await shown(world, form, words) or "").endswith("06-12345674 → [telefoon] en nog 3.")


async def test_nothing_of_it_is_kept(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    form = await quote_form(world)

    def rows() -> str:
        return 'SELECT (SELECT count(*) FROM inbox), (SELECT count(*) FROM draft), (SELECT "values" FROM draft)'

    before = await world.read(lambda tx: tx.connection.execute(sql(rows())).one())
    with capture_logs() as logs:
        await shown(world, form, JAN)

    assert await world.read(lambda tx: tx.connection.execute(sql(rows())).one()) == before
    assert logs == []
    assert "Jan" not in repr(typing(world, form, {"text": JAN}))


async def test_only_whoever_has_the_form_open_and_may_send_it_sees_something(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    form = await quote_form(world)

    assert await shown(world, form, JAN, who="sanne") is None
    assert await shown(world, replace(form, draft="weg"), JAN) is None
    assert await shown(world, replace(form, name="bel.ring"), JAN) is None
    assert await shown(world, replace(form, name="nergens.ring"), JAN) is None
    assert await shown(world, form, JAN) is not None


async def test_who_may_no_longer_send_it_sees_nothing_any_more(sqlite_store: Store) -> None:
    (quote,) = (one for one in find_rituals() if one.name == "quote")
    world = await World(sqlite_store, rituals=[quote]).open()
    form = await quote_form(world, "youssef")
    assert await shown(world, form, JAN, who="youssef")
    closed = replace(quote.forms["save"].permission, roles=frozenset())  # type: ignore[type-var]
    locked = replace(quote, forms={"save": replace(quote.forms["save"], permission=closed)})
    world.desk._by_name["quote"] = locked

    assert await shown(world, form, JAN, who="youssef") is None


async def test_more_than_any_form_holds_is_not_looked_at(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    form = await quote_form(world)

    assert await shown(world, form, JAN.ljust(LONGEST + 1)) == ""
    assert await shown(world, form, JAN.ljust(LONGEST))


async def test_of_what_waits_only_the_newest_is_looked_at(sqlite_store: Store) -> None:
    (quote,) = (one for one in find_rituals() if one.name == "quote")
    looked, go_on = [], Gate()
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    def slow(event: FormChanged, _context: Context) -> tuple[Block, ...]:
        looked.append(event.values["text"])
        loop.call_soon_threadsafe(begun.set)
        go_on.wait(10)
        return (Small("klaar"),)

    world = await World(sqlite_store, rituals=[replace(quote, previews={"save": slow})]).open()
    form = await quote_form(world)
    asked = [asyncio.create_task(shown(world, form, words)) for words in ("J", "Ja", "Jan", "Jan d")]
    await begun.wait()
    go_on.set()

    assert await asyncio.gather(*asked) == [None, None, None, "klaar"]
    assert looked == ["J", "Jan d"]
    assert world.engine._previews._newest == {}


async def test_a_fault_shows_nothing_and_tells_nothing_of_what_was_typed(sqlite_store: Store) -> None:
    (quote,) = (one for one in find_rituals() if one.name == "quote")

    def broken(event: FormChanged, _context: Context) -> tuple[Block, ...]:
        raise ValueError(event.values["text"])

    world = await World(sqlite_store, rituals=[replace(quote, previews={"save": broken})]).open()
    form = await quote_form(world)
    with capture_logs() as logs:
        assert await shown(world, form, JAN) is None

    assert [one["event"] for one in logs] == ["no preview"]
    assert "Jan" not in repr(logs)


async def test_where_nothing_can_be_shown_no_field_is_watched(sqlite_store: Store) -> None:
    platform = FakePlatform()
    platform.capabilities = replace(GENEROUS, previews=False)
    world = await World(sqlite_store, platform=platform).open()

    assert not any(getattr(one, "watched", False) for one in (await quote_form(world)).fields)


async def test_a_newer_preview_that_is_cancelled_leaves_the_one_before_it_without_a_fault(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    form = await quote_form(world)
    earlier, newer = (asyncio.create_task(shown(world, form, words)) for words in (JAN, f"{JAN} en meer"))
    await asyncio.sleep(0)

    newer.cancel()

    assert await earlier is None
