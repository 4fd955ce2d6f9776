"""Who and what: users.*, team.info, bots.info, auth.test, and how an app gets its tokens and its socket."""

from __future__ import annotations

from collections.abc import Mapping

from tests.fakes.slack.calls import Call, Method
from tests.fakes.slack.shapes import CREATED, bot_profile_json, full_user_json
from tests.fakes.slack.state import Json, SlackError, Team, Token, User


def auth_test(call: Call) -> Json:
    team = call.team
    body = {
        "url": f"https://{team.domain}.slack.com/",
        "team": team.name,
        "user": "klantritme",
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": False,
    }
    return body | ({"enterprise_id": team.enterprise} if team.enterprise else {})


def _known(call: Call, user: str) -> User:
    """Somebody of the team, or a stranger who shares a channel with it."""
    found = call.state.user(user)
    shared = [one for one in call.state.channels.values() if call.state.sees(call.team, one) and one.shared_with]
    if found.team != call.team.id and not any(user in one.members for one in shared):
        raise SlackError("user_not_found")
    return found


def info(call: Call) -> Json:
    user = _known(call, call.required("user", "user_not_found"))
    return {"user": full_user_json(call.state, user, locale=call.flag("include_locale"), stranger=True)}


def list_all(call: Call) -> Json:
    """Everybody of the team: deleted ones, guests and bots too, strangers not."""
    of_team = [one for one in call.state.users.values() if one.team == call.team.id and not one.stranger]
    page, cursor = call.page(of_team, 1000)
    return {
        "members": [full_user_json(call.state, one, locale=call.flag("include_locale")) for one in page],
        "cache_ts": CREATED,
        "response_metadata": {"next_cursor": cursor},
    }


def by_email(call: Call) -> Json:
    email = call.required("email", "users_not_found").casefold()
    for one in call.state.users.values():
        if one.team == call.team.id and (one.email or "").casefold() == email and not one.deleted:
            body = full_user_json(call.state, one)
            body.pop("enterprise_user", None)
            return {"user": body}
    raise SlackError("users_not_found")


def team_info(call: Call) -> Json:
    team = call.team
    if (asked := call.text("team", team.id)) != team.id:
        raise SlackError("team_not_found" if asked not in call.state.teams else "team_access_not_granted")
    return {"team": {"id": team.id, "name": team.name, "domain": team.domain, "email_domain": ""}}


def bot_info(call: Call) -> Json:
    team = call.team
    if call.text("bot", team.bot_id) != team.bot_id:
        raise SlackError("bot_not_found")
    body = bot_profile_json(call.state, team) | {"user_id": team.bot_user}
    body.pop("team_id")
    return {"bot": body}


def open_connection(call: Call) -> Json:
    """A web socket's address, good for one connection."""
    if call.token.kind != "app":
        raise SlackError("not_allowed_token_type")
    base = call.base.replace("http", "ws", 1)
    return {"url": f"{base}/link/?ticket={call.state.number():08x}&app_id={call.state.app_id}"}


def install(call: Call) -> Json:
    """An OAuth code becomes a bot token. No token is asked; the app shows its own id and secret."""
    if not call.text("client_id"):
        raise SlackError("invalid_client_id")
    if call.text("client_secret") in ("", "wrong"):
        raise SlackError("bad_client_secret")
    code = call.state.codes.pop(call.text("code"), None)
    if code is None:
        raise SlackError("invalid_code")
    team, user = call.state.teams[code[0]], code[1]
    team.installed = True
    secret = f"xoxb-{team.id.lower()}-{call.state.number()}"
    team.token = secret
    call.state.tokens[secret] = Token(secret, team.id)
    return installed_json(call, team, user, secret)


def installed_json(call: Call, team: Team, user: str, secret: str) -> Json:
    return {
        "app_id": call.state.app_id,
        "authed_user": {"id": user},
        "scope": ",".join(sorted(call.state.tokens[secret].scopes)),
        "token_type": "bot",
        "access_token": secret,
        "bot_user_id": team.bot_user,
        "team": {"id": team.id, "name": team.name},
        "enterprise": {"id": team.enterprise, "name": team.name} if team.enterprise else None,
        "is_enterprise_install": False,
    }


METHODS: Mapping[str, tuple[Method, str]] = {
    "auth.test": (auth_test, ""),
    "users.info": (info, "users:read"),
    "users.list": (list_all, "users:read"),
    "users.lookupByEmail": (by_email, "users:read.email"),
    "team.info": (team_info, "team:read"),
    "bots.info": (bot_info, "users:read"),
    "apps.connections.open": (open_connection, ""),
    "oauth.v2.access": (install, ""),
}
