"""The composition root: the only place where things are created. Tests call it with fakes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from adapters import House
from adapters.calendars import kinds
from bot.config import Settings
from bot.config_sources import sources_of
from bot.environment import Environment
from bot.found import find_previewers, find_rituals, wanted_adapters, wanted_listeners
from bot.furnish import furnish
from bot.keys import keys_for
from bot.metered import MeteredStore
from bot.metrics import Metrics
from bot.organisation import organisation_of
from bot.serve import Parts
from rituals.engine.clock import Clock
from rituals.engine.desk import Desk
from rituals.engine.engine import Engine
from rituals.engine.keyring import FileKeyring
from rituals.engine.seal import Sealer
from store.base import ignore
from store.open import open_store


def build(
    settings: Settings,
    environment: Environment,
    *,
    clock: Clock | None = None,
    reached: Callable[[str], None] = ignore,
) -> Parts:
    """Everything, from the database to the adapters; nothing runs yet. The schema must be up to date.

    `reached` is called at every boundary a crash may fall on; tests end the process there.
    """
    organisation = replace(organisation_of(settings), calendars=kinds(environment.values))
    metrics = Metrics()
    store = MeteredStore(open_store(environment.database_url, reached=reached), metrics)
    metrics.built(store.dialect)
    desk = Desk(
        store=store,
        clock=clock or Clock(),
        organisation=organisation,
        rituals=tuple(one for one in find_rituals() if one.name not in organisation.switched_off),
        sealer=Sealer(keys_for(environment)),
        reached=reached,
        meter=metrics,
        public_url=environment.public_url,
        keyring=FileKeyring(environment.key_dir),
    )
    engine = Engine(desk)
    folders = wanted_adapters(environment.values)
    house = House(
        engine, store, environment.values, find_previewers(), sources_of(settings, environment.values),
        frozenset(settings.calendars.allow_hosts),
    )  # fmt: skip
    platforms = [folder.build(house) for folder in folders]
    engine.platforms.extend(platforms)
    adapters = [*platforms, *(folder.build(house) for folder in wanted_listeners(environment.values))]
    seeded = furnish(store, desk.clock, folders, desk.rituals)
    return Parts(engine, store, adapters, environment, seeded, metrics)
