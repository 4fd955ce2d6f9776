"""From `/bel` to a bell that hangs in every place of its audience, once."""

from __future__ import annotations

from store.base import Store
from tests.fakes.world import World, card_of, labels, words_of


async def test_a_bell_rings_where_it_was_rung_and_in_the_bell_places_once(store: Store) -> None:
    world = await World(store).open()

    answer = await world.say(
        "fatima", "team-noord", "/bel Mevrouw Aziz belde om te bedanken voor de snelle reparatie @sanne @youssef"
    )

    assert "Over 10 seconden gaat de bel in #team-noord, #algemeen en #successen." in words_of(answer)
    assert "Ik maakte van ‘Mevrouw Aziz’ ‘mevrouw A.’." in words_of(answer)
    assert labels(card_of(answer)) == ["Nu luiden", "Aanpassen", "Annuleren", "Naam mag erbij"]
    await world.walk(seconds=9)
    assert world.platform.posted == []
    await world.walk(seconds=2)
    for place in ("team-noord", "algemeen", "successen"):
        (bell,) = world.platform.standing(place)
        assert bell.text.splitlines()[:3] == [
            "🔔 De bel gaat voor Sanne en Youssef!",
            "“Mevrouw A. belde om te bedanken voor de snelle reparatie.”",
            "Fatima luidde de bel.",
        ]
        assert labels(bell.card) == ["👏 Klap mee"]
    await world.walk(days=3)
    assert len(world.platform.posted) == 4
