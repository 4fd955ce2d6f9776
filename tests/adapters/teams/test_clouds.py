"""Microsoft's other clouds: they sign in another name, and want another token of us."""

from __future__ import annotations

import pytest

from tests.adapters.teams.house import applied, settled, walking_clock
from tests.fakes.teams.teams import running


@pytest.mark.parametrize("issuer", ["https://api.botframework.us", "https://api.botframework.azure.cn"])
async def test_in_a_government_cloud_a_question_is_answered(issuer: str) -> None:
    clock = walking_clock()
    async with running(clock.now, clock.elapsed) as fake:
        fake.login.issuer = issuer
        sanne = fake.person("Sanne de Wit")
        async with applied(fake.environment(), clock) as (parts, address):
            fake.talks_to(f"{address}api/messages")
            await sanne.installs()
            await sanne.says("hulp")
            await settled(parts)

            assert sanne.chat().posted() != []
