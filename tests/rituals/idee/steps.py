"""Steps that many tests of the ideas take."""

from __future__ import annotations

from rituals.engine.answer import Answer
from rituals.engine.cards import Card
from rituals.engine.names import Ref
from rituals.engine.outcome import FormErrors
from store import accounts, choices, ideas, installations
from store.ideas import Idea
from tests.fakes.world import PEOPLE, Posted, World, card_of, form_of

PLAN = "Bel een dag van tevoren even op wanneer we komen"
EFFECT = "Huurders horen nu binnen een dag wanneer de monteur komt"


async def person_id(world: World, who: str) -> int:
    """Somebody's number."""
    workspace = await world.read(lambda tx: installations.every(tx)[0])
    known = await world.read(lambda tx: accounts.find(tx, workspace.id, PEOPLE[who].external))
    assert known is not None
    return known.person.id


async def quoted(world: World, place: str = "team-noord") -> Posted:
    """The quote stands somewhere."""
    await world.say("fatima", place, "/citaat 1")
    await world.walk(seconds=3)
    return world.platform.standing(place)[-1]


async def idea_of(world: World, number: int = 1) -> Idea:
    """One idea as it is now."""
    found = await world.read(lambda tx: ideas.get(tx, number))
    assert found is not None
    return found


async def told(world: World, who: str = "sanne", words: str = PLAN) -> Card:
    """Somebody types an idea, and it is kept."""
    return card_of(await world.say(who, "team-noord", f"/klant idee {words}"))


async def taken(world: World, who: str = "sanne") -> Posted:
    """Somebody takes the quote up."""
    posted = await quoted(world)
    await world.press(who, posted.card, "Ik pak dit op", place="team-noord")
    return posted


async def finished(
    world: World, who: str = "sanne", number: int = 1, hears: str = "nobody", thanks: str = ""
) -> Answer:
    """The owner says that it is done."""
    form = form_of(await world.act(who, "idee.done", Ref("idea", str(number))))
    answer = await world.submit(who, form, effect=EFFECT, hears=(hears,), thanks=thanks)
    await world.walk(seconds=3)
    return answer


async def choose(world: World, who: str, name: str, value: object) -> None:
    """Somebody's own choice."""
    scope = f"person:{await person_id(world, who)}"
    await world.store.transact(lambda tx: choices.put(tx, scope, "idee", name, value, None, world.now))


def home_of(world: World, place: str = "team-noord") -> list[Posted]:
    """The posts of ideas in a place."""
    return [one for one in world.platform.standing(place) if one.key.startswith("idee:")]


def errors_of(answer: Answer) -> dict[str, str]:
    """What is wrong with a form."""
    assert isinstance(answer.reply, FormErrors), answer.reply
    return dict(answer.reply.errors)
