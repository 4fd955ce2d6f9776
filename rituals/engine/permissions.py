"""Roles and permissions: who may what, from config.yaml and from chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rituals.engine.ritual import Permission, Role
from store import accounts
from store.accounts import Known, Person
from store.places import Place

if TYPE_CHECKING:
    from rituals.engine.context import View


def may(view: View, somebody: Known | Person, permission: Permission, place: Place | None) -> bool:
    """A beheerder may everything that any role of full members may."""
    held = roles_of(view, somebody, place)
    return bool(held & permission.roles) or ("beheerder" in held and permission.roles != {"gast"})


def roles_of(view: View, somebody: Known | Person, place: Place | None) -> frozenset[Role]:
    """All roles somebody has for this ritual, here. Whoever has left has none.

    Roles given in chat do not hold through an account of which nobody has said yet that it is the same colleague's.
    """
    person = somebody.person if isinstance(somebody, Known) else somebody
    if not person.active:
        return frozenset()
    if not person.member:
        return frozenset({"gast"})
    given = {"lid", *_configured(view, somebody)}
    sure = not isinstance(somebody, Known) or somebody.account.confirmed
    for one in view.directory.roles.get(person.id, ()) if sure else ():
        if one.ritual in (None, view.ritual.name) and one.place_id in (None, place.id if place else None):
            given.add(one.role)
    return frozenset(given)  # type: ignore[arg-type]  # the store holds the same words


def _configured(view: View, somebody: Known | Person) -> set[str]:
    roles = view.organisation.roles
    keepers = roles.ritueelhouder.get(view.ritual.name, ())
    if not (roles.beheerder or roles.curator or keepers):
        return set()
    person_id = somebody.person.id if isinstance(somebody, Known) else somebody.id
    names = _names(view, somebody if isinstance(somebody, Known) else None, person_id)
    named = {"beheerder": roles.beheerder, "curator": roles.curator, "ritueelhouder": keepers}
    return {role for role, who in named.items() if names & {one.lower() for one in who}}


def _names(view: View, known: Known | None, person_id: int) -> set[str]:
    """The e-mail addresses and platform ids by which config.yaml may name somebody."""
    every = [known] if known else accounts.of_person(view.tx, person_id)
    names = set()
    for one in every:
        workspace = view.directory.workspace(one.account.workspace_id)
        names.add(one.account.email.lower())
        if workspace:
            names.add(f"{workspace.platform}:{one.account.external}".lower())
    return names - {""}


def holders(view: View, place: Place | None) -> list[Person]:
    """Everybody who looks after this ritual, else the beheerders; active ones, without doubles."""
    return _with_role(view, "ritueelhouder", place) or beheerders(view)


def beheerders(view: View) -> list[Person]:
    """Everybody who looks after the bot."""
    return _with_role(view, "beheerder", None)


def curators(view: View) -> list[Person]:
    """Everybody who looks over what customers say, else whoever looks after this ritual."""
    return _with_role(view, "curator", None) or holders(view, None)


def was_curator(view: View, somebody: Known | Person) -> bool:
    """Whether somebody is curator, by config.yaml or in chat, also when they have left by now."""
    person = somebody.person if isinstance(somebody, Known) else somebody
    given = any(one.role == "curator" for one in view.directory.roles.get(person.id, ()))
    return given or "curator" in _configured(view, somebody)


def no_curator(view: View) -> bool:
    """Whether nobody has the role by name: then the quotes come to whoever looks after the rituals."""
    return not _with_role(view, "curator", None)


def looked_after(view: View) -> bool:
    """Whether anybody is a beheerder, by config.yaml or in chat. Who config.yaml names may still have to turn up."""
    return bool(view.organisation.roles.beheerder or beheerders(view))


def _with_role(view: View, role: Role, place: Place | None) -> list[Person]:
    in_chat = {
        person_id
        for person_id, given in view.directory.roles.items()
        for one in given
        if one.role == role
        and one.ritual in (None, view.ritual.name)
        and one.place_id in (None, place.id if place else None)
    }
    named = view.organisation.roles
    by_role = {"beheerder": named.beheerder, "curator": named.curator}
    configured = by_role.get(role, named.ritueelhouder.get(view.ritual.name, ()))
    found = {known.person.id: known.person for one in configured for known in _find(view, one)}
    found.update(accounts.many(view.tx, in_chat))
    return [person for _, person in sorted(found.items()) if person.active and person.member]


def _find(view: View, name: str) -> list[Known]:
    platform, _, external = name.partition(":")
    if not external:
        return accounts.by_email(view.tx, name)
    spaces = [one for one in view.directory.workspaces.values() if one.platform == platform]
    return [known for one in spaces if (known := view.directory.known(view.tx, one.id, external))]
