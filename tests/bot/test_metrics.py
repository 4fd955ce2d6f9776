"""What /metrics tells, to whom, and that it names nobody."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from bot.metered import MeteredStore
from bot.metrics import SERIES, Metrics
from bot.metrics_page import metrics_page
from bot.tally import MANY
from rituals import klant
from rituals.engine.errors import PerhapsSent, Throttled
from rituals.engine.names import Slot
from rituals.engine.outcome import Outcome, Plan
from store.base import Store
from store.errors import Busy, Full
from store.open import open_store
from tests.fakes.world import PEOPLE, PLACES, World, failing
from tests.rituals.engine.probe import Probe, do

Client = TestClient[web.Request, web.Application]
LABELS = {"kind", "outcome", "platform", "what", "lane", "state", "version", "schema", "database", "le"}
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SLOT = Slot("probe", "slot", "organisation", "2026-11-23")


def values(metrics: Metrics) -> dict[str, float]:
    """Every sample as it is written: `name{label="value"}`."""
    found = {}
    for family in text_string_to_metric_families(metrics.exposition().decode()):
        for one in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(one.labels.items()))
            found[f"{one.name}{{{labels}}}" if labels else one.name] = one.value
    return found


async def a_world(store: Store, metrics: Metrics, *rituals: Probe) -> World:
    chosen = (*(one.ritual for one in rituals), klant.ritual()) if rituals else None
    world = await World(MeteredStore(store, metrics), rituals=chosen).open()
    world.desk.meter = metrics
    return world


def raising(error: Exception) -> Outcome:
    raise error


def breaks(_event: object, _context: object) -> Outcome:
    raise ZeroDivisionError


def client(store: Store, metrics: Metrics, token: str | None = None) -> Client:
    application = web.Application()
    application.add_routes([web.get("/metrics", metrics_page(metrics, store, lambda: NOW, token))])
    return TestClient(TestServer(application))


async def test_a_bell_is_counted_from_the_event_to_the_send(store: Store) -> None:
    metrics = Metrics()
    world = await a_world(store, metrics)

    await world.say("fatima", "algemeen", "/bel Huurder blij", delivery="one")
    await world.say("fatima", "algemeen", "/bel Huurder blij", delivery="one")
    await world.walk(minutes=1)
    found = values(metrics)

    assert found["klantritme_events_total{kind=Command,outcome=handled}"] == 1
    assert found["klantritme_events_total{kind=Command,outcome=repeated}"] == 1
    assert found["klantritme_answer_seconds_count{kind=Command}"] == 2
    assert found["klantritme_handler_seconds_count{kind=Command}"] == 2
    assert found["klantritme_sends_total{outcome=sent,platform=fake}"] == len(world.platform.posted)
    assert found["klantritme_transaction_seconds_count{lane=people}"] == 2
    assert found["klantritme_transactions_open{lane=people}"] == 0


async def test_what_went_wrong_is_counted_by_kind(sqlite_store: Store) -> None:
    metrics = Metrics()
    world = await a_world(sqlite_store, metrics)
    world.platform.fails = failing(Throttled(1))
    world.platform.afterwards = failing(PerhapsSent("reset"))

    await world.say("fatima", "algemeen", "/bel Huurder blij")
    await world.walk(minutes=5)
    found = values(metrics)

    assert found["klantritme_sends_total{outcome=wait,platform=fake}"] == 1
    assert found["klantritme_throttled_total{platform=fake,what=delivery}"] == 1
    assert found["klantritme_sends_total{outcome=look up,platform=fake}"] == 1


async def test_an_answer_that_was_refused_for_traffic_counts_as_one(sqlite_store: Store) -> None:
    metrics = Metrics()
    world = await a_world(sqlite_store, metrics)
    workspace = (await world.read(lambda tx: world.desk.directory.snapshot(tx, world.now))).workspaces["fake", "w1"]

    await world.engine.slow_down(workspace.id, Throttled(5, "workspace"))

    assert values(metrics)["klantritme_throttled_total{platform=fake,what=replies}"] == 1


async def test_moments_are_counted_by_how_they_end(sqlite_store: Store) -> None:
    metrics, probe = Metrics(), Probe()
    world = await a_world(sqlite_store, metrics, probe)
    await do(world, probe, Plan(replace(SLOT, local="2026-11-22"), world.now - timedelta(seconds=90)))
    probe.decides()
    await world.walk(seconds=1)
    await do(world, probe, Plan(SLOT, world.now))
    probe.does = breaks
    await world.walk(hours=3)
    found = values(metrics)

    assert found["klantritme_slots_total{outcome=done}"] == 1
    assert found["klantritme_slot_late_seconds_bucket{le=60.0}"] == 0
    assert found["klantritme_slot_late_seconds_bucket{le=300.0}"] == 1
    assert found["klantritme_slots_total{outcome=tried again}"] == 4
    assert found["klantritme_slots_total{outcome=failed}"] == 1


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(ZeroDivisionError(), "failed"), (Busy("store.db"), "busy"), (Full("store.db"), "not stored")],
)
async def test_an_event_that_came_to_nothing_is_counted(sqlite_store: Store, error: Exception, outcome: str) -> None:
    metrics, probe = Metrics(), Probe()
    world = await a_world(sqlite_store, metrics, probe)
    probe.does = lambda _event, _context: raising(error)

    await world.say("fatima", "algemeen", "/probe")
    found = values(metrics)

    assert found[f"klantritme_events_total{{kind=Command,outcome={outcome}}}"] == 1
    assert found.get("klantritme_transactions_refused_total{lane=people}", 0) == (outcome == "busy")
    assert found["klantritme_transactions_open{lane=people}"] == 0


async def test_what_waits_is_counted_when_somebody_asks(store: Store) -> None:
    metrics = Metrics()
    world = await a_world(store, metrics)
    world.platform.fails = failing(PerhapsSent("reset"), times=100)
    await world.say("fatima", "algemeen", "/bel Huurder blij")
    await world.walk(seconds=15)

    async with client(world.store, metrics) as asks:
        answer = await asks.get("/metrics")

    assert (answer.status, answer.content_type) == (200, "text/plain")
    found = values(metrics)
    assert found["klantritme_store_up"] == 1
    assert found["klantritme_outbox_rows{state=uncertain}"] > 0
    assert found["klantritme_outbox_rows{state=claimed}"] == 0
    assert "klantritme_outbox_oldest_seconds" in found and "klantritme_slots_due" in found


async def test_a_store_that_fails_hides_no_other_number(store_url: str) -> None:
    store, metrics = open_store(store_url), Metrics()
    await store.close()

    async with client(store, metrics) as asks:
        assert (await asks.get("/metrics")).status == 200

    assert values(metrics)["klantritme_store_up"] == 0


async def test_no_label_names_a_person_a_place_or_a_text(sqlite_store: Store) -> None:
    metrics = Metrics()
    metrics.built("sqlite")
    world = await a_world(sqlite_store, metrics)
    await world.say("fatima", "algemeen", "/bel Huurder Jansen blij met @sanne")
    await world.walk(minutes=1)
    async with client(world.store, metrics) as asks:
        text = await (await asks.get("/metrics")).text()

    labels = re.findall(r'[{,](\w+)="([^"]*)"', "\n".join(one for one in text.splitlines() if one[0] != "#"))
    private = {"Jansen", "w1", "Waterrand", *PLACES, *PEOPLE, *(one.name for one in PEOPLE.values())}
    assert {name for name, _ in labels} <= LABELS
    assert {value for _, value in labels} & private == set()
    assert not any("Jansen" in value for _, value in labels)


def test_a_connection_that_is_lost_shows() -> None:
    metrics = Metrics()

    metrics.connected("slack", True)
    metrics.connected("slack", False)

    assert values(metrics)["klantritme_connected{platform=slack}"] == 0


def test_nothing_is_lost_while_several_threads_count_and_somebody_reads() -> None:
    """More than is noted at once, so that it is added up in the middle of it."""
    metrics, each = Metrics(), 2 * MANY + 7

    def count() -> None:
        for _ in range(each):
            metrics.handled("Command", 0.003)
            metrics.answered("Command", "handled", 0.02)

    with ThreadPoolExecutor(4) as threads:
        working = [threads.submit(count) for _ in range(4)]
        while not all(one.done() for one in working):
            values(metrics)
    found = values(metrics)
    assert found["klantritme_events_total{kind=Command,outcome=handled}"] == 4 * each
    assert found["klantritme_handler_seconds_count{kind=Command}"] == 4 * each
    assert found["klantritme_handler_seconds_bucket{kind=Command,le=0.0025}"] == 0
    assert found["klantritme_handler_seconds_bucket{kind=Command,le=0.005}"] == 4 * each
    assert found["klantritme_handler_seconds_sum{kind=Command}"] == pytest.approx(4 * each * 0.003)


def test_every_metric_is_there_and_no_other_of_ours() -> None:
    told = set(re.findall(r"^# TYPE (klantritme_\w+) ", Metrics().exposition().decode(), re.MULTILINE))
    told = {one for one in told if not one.endswith("_created")}

    assert told == {f"{one.name}_total" if one.kind == "counter" else one.name for one in SERIES}


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ("Bearer een-lang-geheim-woord", 200),
        ("bearer een-lang-geheim-woord", 200),
        ("Bearer een-lang-geheim-woor", 401),
        ("Bearer ", 401),
        ("Basic een-lang-geheim-woord", 401),
        ("Bearer é", 401),
        ("", 401),
    ],
)
async def test_with_a_token_only_who_has_it_may_ask(sqlite_store: Store, given: str, status: int) -> None:
    async with client(sqlite_store, Metrics(), "een-lang-geheim-woord") as asks:
        answer = await asks.get("/metrics", headers={"Authorization": given})

    assert answer.status == status


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"])
async def test_without_a_token_nobody_comes_in_through_a_proxy(sqlite_store: Store, header: str) -> None:
    async with client(sqlite_store, Metrics()) as asks:
        here, through = await asks.get("/metrics"), await asks.get("/metrics", headers={header: "192.0.2.1"})

    assert (here.status, through.status) == (200, 403)
