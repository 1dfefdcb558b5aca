"""Whoever runs `toutdoux verify` learns whether everything written still agrees, or what does not first."""

from tests.support.people import World
from toutdoux.decisions.queries.replay import replayed


def test_it_works(scene: World) -> None:
    action = scene.open()
    scene.later(hours=1)
    scene.vote(action, "for", "alice", "bob")
    found = replayed(association_id=scene.association_id, now=scene.now)
    assert found.difference is None
    assert (found.actions, found.ballots, found.decisions) == (1, 2, 1)
