"""Slack at the wire: a server that answers and behaves as Slack does, and people who use it.

`FakeSlack` knows nothing of the code it is used on, only HTTP and web sockets. `fake.py` puts it together,
`people.py` has what somebody can do, `faults.py` what can go wrong.
"""

from tests.fakes.slack.fake import FakeSlack, fake_slack

__all__ = ["FakeSlack", "fake_slack"]
