"""What journeys through every door share."""

from collections.abc import Iterator

import pytest

from tests.support.mailbox import Mailbox, mail_server


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """Listen as a mail server, and keep what it takes."""
    with mail_server() as found:
        yield found
