"""Microsoft Teams at the wire: a login, a key server and a connector on loopback, and people who use it.

`async with running() as fake:` gives a `FakeTeams`. It knows nothing of an adapter but its address. Whatever breaks
Microsoft's rules (an unknown field, a card that a client would not draw) is refused and kept in `fake.problems`;
leaving the context with problems that nobody looked at fails the test.
"""
