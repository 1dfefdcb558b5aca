"""Every test here plays real commands on a real database."""

from collections.abc import Callable

import pytest

from tests.support.people import World, world
from toutdoux.kernel.refusal import Refused


@pytest.fixture
def scene(db: None) -> World:
    return world()


@pytest.fixture
def refused() -> Callable[..., list[str]]:
    """Call a command that must refuse, and return the codes of its reasons."""

    def call(command: Callable[..., object], **arguments: object) -> list[str]:
        with pytest.raises(Refused) as caught:
            command(**arguments)
        return [str(refusal.code) for refusal in caught.value.refusals]

    return call
