"""Who takes part: a beheerder admits a workspace, and says whether an account is a colleague's."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import Block, Button, Card, buttons, text
from rituals.engine.context import Context, Drawing, View
from rituals.engine.events import Action, Installed, Linked
from rituals.engine.names import Key, Ref
from rituals.engine.outcome import Outcome, Private, Show
from rituals.engine.permissions import beheerders
from rituals.klant.cards import sentence
from rituals.klant.caring import only_beheerder
from rituals.klant.settings import ADMIN
from store import accounts, installations
from store.accounts import Known
from store.installations import Workspace

KEPT = timedelta(days=30)
NAME_AT_MOST = 80


def installed(event: Installed, context: Context) -> Outcome:
    """A workspace that nobody knows asks to take part."""
    workspace = context.directory.workspaces.get((event.origin.platform, event.origin.workspace))
    if workspace is None or workspace.state != "waiting":
        return Outcome()
    return _ask(context, _admit_key(workspace.id))


def linked(event: Linked, context: Context) -> Outcome:
    """An account was taken for that of a colleague with a role."""
    return _ask(context, _link_key(event.account_id))


def _ask(context: Context, key: Key) -> Outcome:
    until = context.now + KEPT
    return Outcome(effects=tuple(Show(key, one, kind="task", until=until) for one in beheerders(context)))


def _admit_key(workspace_id: int) -> Key:
    return Key("klant", f"admit/{workspace_id}")


def _link_key(account_id: int) -> Key:
    return Key("klant", f"link/{account_id}")


def admit(event: Action, context: Context) -> Outcome:
    """[Toelaten]: also for one that was turned down before."""
    workspace = _workspace(context, event.ref.number if event.ref else -1)
    if workspace is None or workspace.state not in ("waiting", "refused"):
        return _settled(context, workspace)
    if not context.may(ADMIN):
        return _say(only_beheerder(context))
    installations.set_state(context.tx, workspace.platform, workspace.external, "admitted")
    return _say(context.say("{werkplek} doet nu mee.", werkplek=_called(workspace)), _admit_key(workspace.id))


def refuse(event: Action, context: Context) -> Outcome:
    """[Niet toelaten]."""
    workspace = _workspace(context, event.ref.number if event.ref else -1)
    if workspace is None or workspace.state != "waiting":
        return _settled(context, workspace)
    if not context.may(ADMIN):
        return _say(only_beheerder(context))
    installations.set_state(context.tx, workspace.platform, workspace.external, "refused")
    return _say(context.say("Goed, {werkplek} doet niet mee.", werkplek=_called(workspace)), _admit_key(workspace.id))


def confirm(event: Action, context: Context) -> Outcome:
    """[Klopt]: the account is this colleague's."""
    known = accounts.account_by_id(context.tx, event.ref.number) if event.ref else None
    if known is None:
        return _say(context.say("Dit account is er niet meer."))
    if not context.may(ADMIN):
        return _say(only_beheerder(context))
    accounts.confirm(context.tx, known.account.id)
    return _say(_confirmed(context, known), _link_key(known.account.id))


def _settled(context: Context, workspace: Workspace | None) -> Outcome:
    return _say(_state(context, workspace) if workspace else context.say("Deze werkplek ken ik niet meer."))


def _say(words: str, key: Key | None = None) -> Outcome:
    """With `key` the cards of all beheerders are drawn anew."""
    return Outcome(Private(sentence(words)), (Show(key, None),) if key else ())


def _workspace(view: View, workspace_id: int) -> Workspace | None:
    return view.directory.workspace(workspace_id)


def _called(workspace: Workspace) -> str:
    """Its own name for itself, with the tool it is in."""
    return f"{' '.join(workspace.name.split())[:NAME_AT_MOST]} ({workspace.platform.capitalize()})"


def _state(view: View, workspace: Workspace) -> str:
    match workspace.state:
        case "waiting":
            return view.say("Er wil een werkplek meedoen: {werkplek}.", werkplek=_called(workspace))
        case "admitted":
            return view.say("{werkplek} doet nu mee.", werkplek=_called(workspace))
        case "gone" | "refused":
            return view.say("{werkplek} doet niet mee.", werkplek=_called(workspace))


def draw(drawing: Drawing, kind: str, number: int) -> Card | None:
    """The question, and later what was decided."""
    if kind == "link":
        known = accounts.account_by_id(drawing.tx, number)
        return _draw_link(drawing, known) if known else None
    workspace = _workspace(drawing, number)
    return _draw_admit(drawing, workspace) if workspace else None


def _draw_admit(view: View, workspace: Workspace) -> Card:
    say, ref = view.say, Ref("workspace", str(workspace.id))
    blocks: list[Block] = [text(_state(view, workspace))]
    if workspace.state == "waiting":
        refuse = Button(say("Niet toelaten"), "klant.refuse", ref)
        blocks.append(buttons(Button(say("Toelaten"), "klant.admit", ref, "primary"), refuse))
    if workspace.state == "refused":
        blocks.append(buttons(Button(say("Toch toelaten"), "klant.admit", ref)))
    return Card(tuple(blocks))


def _draw_link(view: View, known: Known) -> Card:
    if known.account.confirmed:
        return sentence(_confirmed(view, known))
    say, workspace = view.say, _workspace(view, known.account.workspace_id)
    question = say(
        "{naam} heeft hier een rol, en doet nu ook mee vanuit {werkplek} met het adres {adres}. Klopt dat? "
        "Tot jij dat zegt, geldt de rol daar niet.",
        naam=known.person.name,
        werkplek=_called(workspace) if workspace else "",
        adres=known.account.email,
    )
    ref = Ref("account", str(known.account.id))
    return Card((text(question), buttons(Button(say("Klopt"), "klant.confirm", ref, "primary"))))


def _confirmed(view: View, known: Known) -> str:
    workspace = _workspace(view, known.account.workspace_id)
    called = _called(workspace) if workspace else ""
    return view.say("De rol van {naam} geldt nu ook in {werkplek}.", naam=known.person.name, werkplek=called)
