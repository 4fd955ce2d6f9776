"""`klantritme doctor`: talks to every configured platform, and says in words what is well and what is to be done."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from typing import cast

from sqlalchemy import func, select

from adapters import Chart, Examiner, Finding, Look
from bot.config import Loaded
from bot.environment import Environment
from bot.found import AdapterFolder, listener_names, wanted_adapters
from bot.keys import key_file, read_keys
from bot.logs import hushed
from bot.looking import looking
from bot.organisation import organisation_of
from bot.rehearsal import rehearse
from bot.simulate import HERE
from rituals.engine.clock import Clock
from rituals.engine.seal import Sealer
from rituals.engine.translate import Languages
from store import choices, installations, places, roles
from store.accounts import NEVER, account
from store.installations import workspace
from store.migrate import check_schema
from store.places import Place
from store.tx import Tx

_NEWEST = (
    select(workspace.c.platform, func.max(account.c.seen_at, type_=account.c.seen_at.type))
    .join(workspace, workspace.c.id == account.c.workspace_id)
    .where(account.c.seen_at > NEVER)
    .group_by(workspace.c.platform)
)
_ACCOUNTS = select(account.c.workspace_id, account.c.external, account.c.email).where(account.c.active)
_MARKS = {"ok": "ok   ", "note": "note ", "wrong": "to do"}


async def examine(loaded: Loaded, say: Callable[[str], None], clock: Clock | None = None) -> bool:
    """Tell every finding on a line of its own; True when nothing has to be done."""
    well = True
    async for where, finding in _findings(loaded, clock or Clock()):
        say(line(where, finding))
        well = well and finding.level != "wrong"
    return well


def line(where: str, finding: Finding) -> str:
    """The mark, the platform, what was found, and the remedy."""
    remedy = f" {finding.remedy}" if finding.remedy else ""
    return f"{_MARKS[finding.level]}  {where}: {finding.what.rstrip('.')}.{remedy}"


async def _findings(loaded: Loaded, clock: Clock) -> AsyncIterator[tuple[str, Finding]]:
    environment = loaded.environment
    there = check_schema(environment.database_url) == "current"
    yield "database", _database(there)
    if environment.playground:
        yield "playground", Finding("ok", "there is nothing outside this machine to examine")
        return
    with looking(environment.database_url if there else None) as look:
        yield "house", _beheerder(loaded, look)
        blank = await _blank(loaded, clock, look)
        for folder in wanted_adapters(environment.values):
            async for finding in _of_platform(folder, blank, look):
                yield folder.NAME, finding
        for name in listener_names():
            async for finding in _examined(name, blank):
                yield name, finding


async def _of_platform(folder: AdapterFolder, blank: Chart, look: Look) -> AsyncIterator[Finding]:
    """What its own examination finds, and who waits there; a folder may have nothing to examine."""
    chart = _chart_of(folder.NAME, blank, look)
    async for finding in _examined(folder.NAME, chart):
        yield finding
    for finding in _waiting(chart):
        yield finding


async def _examined(folder: str, chart: Chart) -> AsyncIterator[Finding]:
    name = f"adapters.{folder}.examine"
    if find_spec(name):
        async for finding in cast(Examiner, import_module(name)).examine(chart):
            yield finding


def _database(there: bool) -> Finding:
    if there:
        return Finding("ok", "it is there, and of this version")
    remedy = "`klantritme run` makes it or brings it up to date (on PostgreSQL `klantritme migrate`)."
    return Finding("note", "it is not there yet, or waits for this version: what it knows is left out", remedy)


def _beheerder(loaded: Loaded, look: Look) -> Finding:
    named = loaded.settings.roles.beheerder
    known = look(_names)
    unseen = [one for one in named if one.lower() not in known]
    if len(unseen) < len(named) or any(one.role == "beheerder" for one in look(roles.every)):
        return Finding("ok", "somebody looks after the bot")
    if unseen:
        remedy = (
            "Each is recognised once the platform told of that colleague: look at the address, or write to the bot."
        )
        return Finding("note", f"not seen yet, of roles.beheerder: {', '.join(unseen)}", remedy)
    remedy = "Name a colleague under roles.beheerder in config.yaml, by e-mail address, and restart."
    return Finding("note", "nobody is beheerder yet, so nobody can change settings", remedy)


def _names(tx: Tx) -> set[str]:
    """By what config.yaml can name each colleague whom we know."""
    platforms = {one.id: one.platform for one in installations.every(tx)}
    rows = tx.all(_ACCOUNTS, lambda workspace, external, email: (workspace, external, email))
    mails = {email for _, _, email in rows}
    return {f"{platforms[workspace]}:{external}".lower() for workspace, external, _ in rows} | mails


def _waiting(chart: Chart) -> list[Finding]:
    """Nothing is accepted from these, or sent to them."""
    remedy = "A beheerder presses [Toelaten] on the card that came in private."
    waiting = [one.name for one in chart.workspaces if one.state == "waiting"]
    return [Finding("note", f"{name} waits to be admitted", remedy) for name in waiting]


async def _blank(loaded: Loaded, clock: Clock, look: Look) -> Chart:
    """What is the same for every platform."""
    organisation = organisation_of(loaded.settings)
    with hushed():
        drawn = await rehearse(loaded)
    return Chart(
        environment=loaded.environment.values,
        drawn=drawn,
        clock=clock,
        say=Languages(organisation).say(organisation.locale),
        sealer=Sealer(_keys(loaded.environment)),
        look=look,
    )


def _chart_of(platform: str, blank: Chart, look: Look) -> Chart:
    workspaces = tuple(one for one in look(installations.every) if one.platform == platform)
    ours = {one.id for one in workspaces if one.state == "admitted"}
    wanted = tuple(place for place in look(_switched_on) if place.workspace_id in ours)
    return replace(blank, workspaces=workspaces, wanted=wanted, heard=look(_heard).get(platform))


def _switched_on(tx: Tx) -> tuple[Place, ...]:
    """The places in which somebody switched a ritual on, and that are not archived."""
    chosen = {one.scope for one in choices.shared(tx) if one.name == HERE and json.loads(one.json) is True}
    return tuple(one for one in places.every(tx) if f"place:{one.id}" in chosen and one.state != "archived")


def _heard(tx: Tx) -> dict[str, datetime]:
    """When somebody was last seen to do something, by platform."""
    return dict(tx.all(_NEWEST, lambda platform, at: (platform, at)))


def _keys(environment: Environment) -> tuple[bytes, ...]:
    """Those of the running process; made up, and kept nowhere, while there are none."""
    if environment.secret_keys:
        return environment.secret_keys
    path = key_file(environment.database_url)
    stored = path.read_text(encoding="ascii", errors="replace") if path is not None and path.exists() else ""
    return read_keys(stored.strip()) or (os.urandom(32),)
