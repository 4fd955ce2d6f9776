"""One event, one transaction, one answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from rituals.engine import sentences
from rituals.engine.answer import Answer
from rituals.engine.cards import Card, Form, TextField
from rituals.engine.context import Context, Drawing
from rituals.engine.events import Action, Command, FormSubmitted, Reaction, Uninstalled
from rituals.engine.language import HOUSE, LANGUAGE
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import FormErrors, Nothing, Outcome, Private, Show, ShowForm
from store import accounts, choices, installations, sightings
from store.accounts import AccountSeen
from store.base import Store
from store.errors import Busy
from store.outbox import of_key
from store.tx import Tx
from tests.fakes.world import FakePlatform, World, as_read, form_of, words_of
from tests.rituals.engine.probe import Probe, answer, said

HELLO = Key("probe", "hello")
FORM = Form("probe.form", "Een formulier", (TextField("what", "Wat?"),), "Verstuur")


async def a_world(store: Store, probe: Probe) -> World:
    return await World(store, rituals=(probe.ritual,)).open()


def shows_hello(_event: object, context: Context) -> Outcome:
    assert context.place
    return Outcome(answer("Gedaan."), (Show(HELLO, context.place),))


async def rows(world: World) -> int:
    return len(await world.read(lambda tx: of_key(tx, str(HELLO))))


async def test_a_redelivery_does_nothing_and_gets_the_same_answer(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)
    probe.does = lambda _event, context: replace(shows_hello(_event, context), reply=answer(f"{len(probe.handled)}"))

    first = await world.say("fatima", "algemeen", "/probe", delivery="twice")
    await world.walk(seconds=5)
    second = await world.say("fatima", "algemeen", "/probe", delivery="twice")
    await world.walk(seconds=5)

    assert words_of(first) == words_of(second) == "1"
    assert (first.key, first.person_id) == (second.key, second.person_id)
    assert (first.repeated, second.repeated) == (False, True)
    assert [one.draws for one in world.platform.standing("algemeen")] == [1]


async def test_after_ten_minutes_a_redelivery_is_still_handled_once_but_gets_no_answer(sqlite_store: Store) -> None:
    probe = Probe()
    probe.does = shows_hello
    world = await a_world(sqlite_store, probe)
    await world.say("fatima", "algemeen", "/probe", delivery="twice")
    await world.walk(minutes=10)

    late = await world.say("fatima", "algemeen", "/probe", delivery="twice")
    await world.walk(seconds=5)

    assert late.reply == Nothing()
    assert [one.draws for one in world.platform.standing("algemeen")] == [1]


async def test_a_redelivered_answer_with_a_key_is_drawn_as_it_is_now(sqlite_store: Store) -> None:
    probe = Probe()
    probe.decides(reply=Private(said("Toen."), HELLO))
    world = await a_world(sqlite_store, probe)
    first = await world.say("fatima", "algemeen", "/probe", delivery="twice")

    probe.words["hello"] = "Nu."
    second = await world.say("fatima", "algemeen", "/probe", delivery="twice")
    probe.words["hello"] = None
    third = await world.say("fatima", "algemeen", "/probe", delivery="twice")

    assert (words_of(second), third.reply) == ("Nu.", Nothing())
    assert (second.key, second.person_id, second.place) == (first.key, first.person_id, first.place)
    assert [drawing.viewer for drawing in probe.drawn] == [probe.contexts[0].person] * 2


async def test_a_form_survives_its_redelivery(sqlite_store: Store) -> None:
    probe = Probe()
    probe.decides(reply=ShowForm(FORM))
    world = await a_world(sqlite_store, probe)

    first = await world.say("fatima", "algemeen", "/probe", delivery="twice")
    second = await world.say("fatima", "algemeen", "/probe", delivery="twice")

    assert form_of(first) == form_of(second)


async def test_two_presses_with_their_own_ids_are_two_events(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    await world.act("fatima", "probe.act")
    await world.act("fatima", "probe.act")

    assert len(probe.handled) == 2


async def test_a_handler_that_fails_says_so_and_leaves_nothing_behind(store: Store) -> None:
    probe = Probe()
    world = await a_world(store, probe)

    def breaks(event: object, context: Context) -> Outcome:
        sightings.see(context.tx, 1, AccountSeen("new", "Nieuw"), context.now)
        raise ZeroDivisionError

    probe.does = breaks
    broken = await world.say("fatima", "algemeen", "/probe", delivery="again")

    assert words_of(broken) == sentences.BROKEN
    assert await world.read(lambda tx: accounts.find(tx, 1, "new")) is None
    probe.does = shows_hello
    assert words_of(await world.say("fatima", "algemeen", "/probe", delivery="again")) == "Gedaan."


async def test_what_a_handler_decided_is_not_stored_when_its_effects_cannot_be(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    points: list[str] = []

    def crash(point: str) -> None:
        points.append(point)
        if point == "dispatch.before-inbox":
            raise ZeroDivisionError

    probe.does = shows_hello
    world.desk.reached = crash

    assert words_of(await world.say("fatima", "algemeen", "/probe")) == sentences.BROKEN
    assert points == ["dispatch.before-inbox"]
    assert await rows(world) == 0


async def test_a_form_that_fails_stays_open_with_the_sentence_in_it(sqlite_store: Store) -> None:
    probe = Probe()
    probe.decides(reply=ShowForm(FORM))
    world = await a_world(sqlite_store, probe)
    form = form_of(await world.say("fatima", "algemeen", "/probe"))

    def breaks(_event: object, _context: Context) -> Outcome:
        raise ZeroDivisionError

    probe.does = breaks

    assert (await world.submit("fatima", form, what="iets")).reply == FormErrors({"": sentences.BROKEN})


async def test_a_busy_store_is_said_in_words_and_nothing_is_handled(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    def busy(_event: object, _context: Context) -> Outcome:
        raise Busy("the queue is long")

    probe.does = busy

    assert words_of(await world.say("fatima", "algemeen", "/probe")) == sentences.BUSY


@pytest.mark.parametrize("state", ["waiting", "gone"])
async def test_a_workspace_that_is_not_admitted_is_told_so_and_nothing_is_kept(
    sqlite_store: Store, state: installations.WorkspaceState
) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    await sqlite_store.transact(lambda tx: installations.put(tx, "fake", "w2", "Elders", state))
    origin = replace(world.origin("fatima", "algemeen"), workspace="w2")

    told = await world.engine.dispatch(Command(delivery="d", at=world.now, origin=origin, word="probe"))

    assert words_of(told) == sentences.NOT_ADMITTED
    assert probe.handled == []
    assert await world.read(lambda tx: accounts.find(tx, 2, "fatima")) is None


async def test_a_workspace_that_nobody_installed_is_told_the_same(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    origin = replace(world.origin("fatima"), workspace="unknown")

    told = await world.engine.dispatch(Action(delivery="d", at=world.now, origin=origin, action="probe.act"))

    assert words_of(told) == sentences.NOT_ADMITTED
    assert probe.handled == []


async def test_other_bots_are_not_listened_to(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    origin = replace(world.origin("fatima", "algemeen"), account=AccountSeen("robot", "Robot", kind="bot"))

    told = await world.engine.dispatch(Command(delivery="d", at=world.now, origin=origin, word="probe"))

    assert told == Answer(Nothing())
    assert probe.handled == []


async def test_in_a_shared_place_nothing_typed_is_handled(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    told = await world.say("fatima", "partners", "/probe iets")

    assert "In #partners zijn mensen van buiten." in words_of(told)
    assert probe.handled == []


@pytest.mark.parametrize("action", ["probe.unknown", "gone.act", "menu", "probe", ""])
async def test_a_button_that_leads_nowhere_is_answered(sqlite_store: Store, action: str) -> None:
    world = await a_world(sqlite_store, Probe())

    assert words_of(await world.act("fatima", action, Ref("thing", "1"))) == as_read(sentences.NO_BUTTON)


async def test_a_form_of_a_ritual_that_is_gone_says_so_in_the_form(sqlite_store: Store) -> None:
    world = await a_world(sqlite_store, Probe())

    told = await world.submit("fatima", replace(FORM, name="gone.form", draft="x"))

    assert told.reply == FormErrors({"": as_read(sentences.NO_BUTTON)})


async def test_help_behind_a_command_is_answered_by_the_engine(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()

    told = await world.say("fatima", "algemeen", "/bel help")

    assert words_of(told).startswith("/bel ")
    await world.walk(seconds=20)
    assert world.platform.posted == []


async def test_a_person_reads_their_own_language_and_a_stranger_that_of_their_app(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)

    await world.say("fatima", "algemeen", "/probe")
    await world.say("grace", "algemeen", "/probe")

    assert [context.say.locale for context in probe.contexts] == ["nl", "en"]


async def test_the_engine_itself_speaks_the_language_that_somebody_chose(sqlite_store: Store) -> None:
    world = await World(sqlite_store).open()
    grace = await world.read(lambda tx: _person(tx, "grace"))
    await sqlite_store.transact(
        lambda tx: choices.put(tx, f"person:{grace}", HOUSE, LANGUAGE.name, "nl", grace, world.now)
    )

    assert words_of(await world.act("grace", "bel.unknown")) == as_read(sentences.NO_BUTTON)


async def test_an_emoji_on_our_message_reaches_the_ritual_with_its_key(sqlite_store: Store) -> None:
    probe = Probe()
    probe.does = shows_hello
    world = await a_world(sqlite_store, probe)
    await world.say("fatima", "algemeen", "/probe")
    await world.walk(seconds=1)

    await world.react("sanne", world.platform.posted[0], "👏")
    await world.react("sanne", replace(world.platform.posted[0], id="m99"), "👏")

    assert [one.key for one in probe.heard if isinstance(one, Reaction)] == [HELLO]


async def test_a_press_gives_the_card_back_as_it_looks_now(sqlite_store: Store) -> None:
    probe = Probe()
    probe.does = shows_hello
    world = await a_world(sqlite_store, probe)
    await world.say("fatima", "algemeen", "/probe")
    await world.walk(seconds=1)
    probe.words["hello"] = "Anders"

    pressed = await world.act("sanne", "probe.act", place="algemeen", posted="m1")

    assert pressed.redrawn == said("Anders")
    assert probe.drawn[-1].viewer and probe.drawn[-1].viewer.name == "Sanne de Wit"


async def test_a_press_that_is_stored_is_answered_though_its_card_cannot_be_drawn(sqlite_store: Store) -> None:
    fails = [False]

    def draw(_drawing: Drawing, _key: Key) -> Card:
        if fails[0]:
            raise ZeroDivisionError
        return said("Hallo")

    probe = Probe()
    world = await World(sqlite_store, rituals=(replace(probe.ritual, draw=draw),)).open()
    probe.does = shows_hello
    await world.say("fatima", "algemeen", "/probe")
    await world.walk(seconds=5)

    fails[0] = True
    pressed = await world.act("fatima", "probe.act", place="algemeen", posted=world.platform.posted[0].id)

    assert words_of(pressed) == "Gedaan."
    assert pressed.redrawn is None


async def test_an_emoji_on_a_message_of_a_ritual_that_is_switched_off_means_nothing(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    probe.does = shows_hello
    await world.say("fatima", "algemeen", "/probe")
    await world.walk(seconds=5)

    without = World(sqlite_store, rituals=(), platform=world.platform, now=world.now)
    without.delivery()  # the first id was that of the command
    answered = await without.react("sanne", world.platform.posted[0], "👏")

    assert isinstance(answered.reply, Nothing)


async def test_a_platform_that_cannot_redraw_gets_no_card_back(sqlite_store: Store) -> None:
    probe = Probe()
    probe.does = shows_hello
    platform = FakePlatform()
    platform.capabilities = replace(platform.capabilities, press_redraws=False)
    world = await World(sqlite_store, rituals=(probe.ritual,), platform=platform).open()
    await world.say("fatima", "algemeen", "/probe")
    await world.walk(seconds=1)

    assert (await world.act("sanne", "probe.act", place="algemeen", posted="m1")).redrawn is None


async def test_an_answer_is_made_to_fit_the_platform(sqlite_store: Store) -> None:
    probe = Probe()
    platform = FakePlatform()
    platform.capabilities = replace(platform.capabilities, max_text=20)
    world = await World(sqlite_store, rituals=(probe.ritual,), platform=platform).open()
    probe.decides(reply=answer("x" * 50))

    assert len(words_of(await world.say("fatima", "algemeen", "/probe"))) <= 20


async def test_an_answer_that_may_change_bears_its_key(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    probe.decides(reply=Private(Card(()), Key("probe", "answer")))

    told = await world.say("fatima", "algemeen", "/probe")

    person = await world.read(lambda tx: _person(tx, "fatima"))
    assert (told.key, told.person_id) == ("probe:answer", person)


def _person(tx: Tx, external: str) -> int | None:
    known = accounts.find(tx, 1, external)
    return known.person.id if known else None


async def test_a_form_is_sent_from_the_place_where_it_was_opened(sqlite_store: Store) -> None:
    probe = Probe()
    probe.decides(reply=ShowForm(FORM))
    world = await a_world(sqlite_store, probe)
    form = form_of(await world.say("fatima", "team-noord", "/probe"))

    await world.submit("fatima", form, what="iets")

    assert isinstance(probe.handled[-1], FormSubmitted)
    place = probe.contexts[-1].place
    assert place and place.name == "team-noord"


async def test_an_event_keeps_the_time_of_the_engine_and_not_of_the_sender(sqlite_store: Store) -> None:
    probe = Probe()
    world = await a_world(sqlite_store, probe)
    event = replace(world.typed("fatima", "algemeen", "/probe"), at=world.now + timedelta(days=9))

    await world.engine.dispatch(event)

    assert probe.contexts[-1].now == world.now


async def test_the_answer_says_where_it_belongs(store: Store) -> None:
    probe = Probe()
    probe.decides(reply=answer("Gedaan."))
    world = await a_world(store, probe)

    first = await world.say("fatima", "algemeen", "/probe", delivery="twice")
    again = await world.say("fatima", "algemeen", "/probe", delivery="twice")
    private = await world.say("fatima", None, "probe")

    assert [one.place.name if one.place else None for one in (first, again, private)] == ["algemeen", "algemeen", None]


async def test_what_could_not_be_stored_says_so(sqlite_store: Store) -> None:
    probe = Probe()
    busy = [True]

    def does(_event: object, _context: Context) -> Outcome:
        if busy[0]:
            raise Busy("de database", "het is druk")
        return Outcome(answer("Gedaan."))

    probe.does = does
    world = await a_world(sqlite_store, probe)
    refused = await world.say("fatima", "algemeen", "/probe", delivery="again")
    busy[0] = False
    accepted = await world.say("fatima", "algemeen", "/probe", delivery="again")

    assert (refused.stored, words_of(refused)) == (False, sentences.BUSY)
    assert (accepted.stored, words_of(accepted)) == (True, "Gedaan.")


async def test_news_that_could_not_be_stored_says_so_too(sqlite_store: Store) -> None:
    busy = [True]

    def listen(_event: Uninstalled, _context: Context) -> Outcome:
        if busy[0]:
            raise Busy("de database", "het is druk")
        return Outcome()

    world = await a_world(sqlite_store, Probe(listens={Uninstalled: listen}))
    event = Uninstalled(delivery="gone", at=world.now, platform="fake", workspace="w1")

    refused = await world.engine.dispatch(event)
    busy[0] = False
    accepted = await world.engine.dispatch(event)

    assert (refused.stored, accepted.stored) == (False, True)
    found = await world.read(lambda tx: installations.find(tx, "fake", "w1"))
    assert found and found.state == "gone"


async def test_a_fault_of_a_ritual_is_no_reason_to_send_an_event_again(sqlite_store: Store) -> None:
    def breaks(_event: object, _context: Context) -> Outcome:
        raise ZeroDivisionError

    probe = Probe(listens={Uninstalled: breaks})
    probe.does = breaks
    world = await a_world(sqlite_store, probe)

    with capture_logs():
        typed = await world.say("fatima", "algemeen", "/probe")
        told = await world.engine.dispatch(
            Uninstalled(delivery="gone", at=world.now, platform="fake", workspace="w1")
        )  # fmt: skip

    assert typed.stored and told.stored
