"""views.*: modals on their stack of at most three, and the home tab."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.slack.blocks import check_view, elements_of
from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.shapes import view_json, with_ids
from tests.fakes.slack.state import Json, SlackError, State, View

MOST_STACKED = 3


def checked(view: object) -> Json:
    """A view that Slack would take."""
    if faults := check_view(view):
        if "view_too_large" in faults:
            raise SlackError("view_too_large")
        messages = [f"[ERROR] {fault}" for fault in faults]
        raise SlackError("invalid_arguments", response_metadata={"messages": messages})
    assert isinstance(view, dict)
    return view


def opened(state: State, user: str, team: str, body: Json, under: View | None = None) -> View:
    """A view lies open before somebody, on top of another or on its own."""
    external = body.get("external_id")
    if external and any(one.open and one.body.get("external_id") == external for one in state.views.values()):
        raise SlackError("duplicate_external_id")
    if under is not None and len(state.stack(under)) >= MOST_STACKED:
        raise SlackError("push_limit_reached")
    name = f"V{state.number():08d}"
    view = View(name, user, team, {}, under.root if under else name, under.id if under else None)
    put(state, view, body)
    return state.views.setdefault(name, view)


def put(state: State, view: View, body: Json) -> None:
    """Give a view its contents; what was filled in stays where block_id and action_id stay."""
    view.body = {**body, "blocks": with_ids(state, body.get("blocks", []))}
    view.hash = f"{state.ts()}.{state.number():x}"
    names = {(block["block_id"], one.get("action_id")) for block in view.blocks for one in elements_of(block)}
    kept = {
        block: {action: value for action, value in actions.items() if (block, action) in names}
        for block, actions in view.typed.items()
    }
    view.typed = {block: actions for block, actions in kept.items() if actions}
    view.errors = {}


def _view(call: Call) -> Json:
    return checked(call.parsed("view", "invalid_arguments"))


def _modal(call: Call) -> Json:
    view = _view(call)
    if view["type"] != "modal":
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] view.type must be modal"]})
    return view


def open_view(call: Call) -> Json:
    body = _modal(call)
    trigger = call.state.exchange(call.required("trigger_id", "invalid_arguments"))
    if trigger.team != call.team.id:
        raise SlackError("invalid_trigger_id")
    return {"view": view_json(call.state, opened(call.state, trigger.user, trigger.team, body))}


def push_view(call: Call) -> Json:
    body = _modal(call)
    trigger = call.state.exchange(call.required("trigger_id", "invalid_arguments"))
    under = call.state.views.get(trigger.view or "")
    if under is None or not under.open:
        raise SlackError("not_found")
    top = call.state.stack(under)[-1]
    return {"view": view_json(call.state, opened(call.state, trigger.user, trigger.team, body, top))}


def update_view(call: Call) -> Json:
    body = _modal(call)
    view = _named(call)
    if (asked := call.text("hash")) and asked != view.hash:
        raise SlackError("hash_conflict")
    put(call.state, view, body)
    return {"view": view_json(call.state, view)}


def _named(call: Call) -> View:
    wanted, external = call.text("view_id"), call.text("external_id")
    for view in call.state.views.values():
        if view.open and (view.id == wanted or (external and view.body.get("external_id") == external)):
            return view
    raise SlackError("not_found")


def publish(call: Call) -> Json:
    body = _view(call)
    if body["type"] != "home":
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] view.type must be home"]})
    user = call.state.user(call.required("user_id", "invalid_arguments"))
    old = call.state.homes.get(user.id)
    if old and (asked := call.text("hash")) and asked != old.hash:
        raise SlackError("hash_conflict")
    name = old.id if old else f"V{call.state.number():08d}"
    home = call.state.homes.setdefault(user.id, View(name, user.id, user.team, {}, name))
    put(call.state, home, body)
    return {"view": view_json(call.state, home)}


METHODS: Mapping[str, tuple[Method, str]] = {
    "views.open": (open_view, ""),
    "views.push": (push_view, ""),
    "views.update": (update_view, ""),
    "views.publish": (publish, ""),
}
