"""What somebody got thanks for, for that person alone."""

from __future__ import annotations

from datetime import timedelta

from rituals.engine.cards import plain
from store import bells, quote_days, quotes
from store.base import Store
from store.bells import Maker
from store.quote_days import Day
from store.quotes import NewQuote
from store.tx import Tx
from tests.fakes.world import card_of, labels, words_of
from tests.rituals.klantverbeteraar.steps import a_world, person_id


async def test_bells_and_thanks_stand_there_too_the_newest_first(store: Store) -> None:
    world = await a_world(store)

    def thank(tx: Tx) -> None:
        youssef, sanne, grace = (person_id(tx, who) for who in ("youssef", "sanne", "grace"))
        number = quotes.add(tx, NewQuote("Fijn geholpen.", "test", world.now.date(), ready=True), world.now)
        day = Day("organisation", world.now.date(), number, "positive", None, 0)
        given = quote_days.praise(tx, day, youssef, "Sanne", [sanne], "Jij blijft altijd rustig.", world.now)
        quote_days.thank(tx, given, sanne, world.now + timedelta(hours=2))
        for ringer, words in ((grace, "De lift doet het weer."), (youssef, "Mijn eigen bel."), (grace, "Weggehaald.")):
            bell = bells.add(tx, ringer, None, words, None, "waiting", world.now, [Maker(youssef, None)], world.now)
            bells.rung(tx, bell, world.now + timedelta(hours=1))
        gone = bells.get(tx, bell)
        assert gone
        bells.set_state(tx, gone, "withdrawn")

    await world.store.transact(thank)

    mine = card_of(await world.say("youssef", None, "voor mij"))

    assert [one for one in plain(mine).split("\n") if "·" in one or "lift" in one] == [
        "Sanne bedankte je voor je compliment · vandaag",
        "“De lift doet het weer.”",
        "Grace luidde de bel voor jou · vandaag",
    ]
    assert "Haal weg" not in labels(mine)
    others = words_of(await world.say("anouk", None, "voor mij"))
    assert "lift" not in others and "compliment" not in others
