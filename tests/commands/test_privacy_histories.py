"""Whoever is erased, in whatever history, nothing decided moves: no outcome, council, ballot, mandate or access; and replay agrees."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.support.people import World, world
from toutdoux.accesses.commands import declare_access, declare_resource
from toutdoux.accesses.queries import access_facts
from toutdoux.decisions.models import Ballot, OutcomeRecord, Seat, Version
from toutdoux.kernel.refusal import Refused
from toutdoux.mandates.commands import record_election
from toutdoux.mandates.queries import mandate_facts
from toutdoux.members.models import Member
from toutdoux.members.queries import council_at
from toutdoux.operations.verify import verify
from toutdoux.procedures.commands.erasing import erase_due, leave_and_be_erased

COUNCIL = ("alice", "bob", "dana", "eli")
names = st.sampled_from(COUNCIL)
ballots = st.lists(
    st.tuples(st.integers(0, 2), names, st.sampled_from(["for", "against", "blank"]), st.sampled_from(["", "Because"])),
    max_size=8,
)


def decided(scene: World) -> list[Any]:
    """Return everything an erasure may not touch."""
    place = scene.association_id
    return [
        sorted(OutcomeRecord.objects.filter(action__association_id=place).values_list()),
        sorted(Seat.objects.filter(version__action__association_id=place).values_list()),
        sorted(Ballot.objects.filter(seat__version__action__association_id=place).values_list()),
        sorted(Version.objects.filter(action__association_id=place).values_list("id", "text_digest", "council_digest")),
        [council_at(association_id=place, at=scene.now - timedelta(days=days)) for days in (0, 20, 40)],
        mandate_facts(association_id=place),
        access_facts(association_id=place),
    ]


def entrust(scene: World, name: str) -> None:
    member_id = scene.people[name].member_id
    record_election(
        actor=scene.bob,
        member_id=member_id,
        code="technical",
        starts_at=scene.now,
        ends_at=scene.now + timedelta(days=200),
        now=scene.now,
    )
    thing = declare_resource(
        actor=scene.bob, sort="machine", level="critical", name="The server", review_months=6, now=scene.now
    )
    declare_access(actor=scene.bob, resource_id=thing, member_id=member_id, purpose="Upgrades", now=scene.now)


class TestErasing(TestCase):
    """A few histories, each in an association of its own; all of it in one transaction, thrown away."""

    @settings(max_examples=5, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))
    @given(cast=ballots, erased=st.sets(names, min_size=1, max_size=3), entrusted=names, settle=st.booleans())
    def test_it_works(
        self, cast: list[tuple[int, str, str, str]], erased: set[str], entrusted: str, *, settle: bool
    ) -> None:
        scene = world()
        actions = [scene.open(title=f"Matter {number}") for number in range(3)]
        entrust(scene, entrusted)
        for number, name, choice, reason in cast:
            scene.later(hours=1)
            try:
                scene.vote(actions[number], choice, name, reason=reason)
            except Refused:
                # Decided before: later ballots are taken until the close, and then no more.
                continue
        for name in sorted(erased):
            leave_and_be_erased(actor=scene.people[name], now=scene.later(minutes=1))
        scene.later(days=15)
        if settle:
            scene.settle()
        before = decided(scene)
        gone = erase_due(association_id=scene.association_id, pseudonym="Erased {}".format, now=scene.now)
        assert gone == len(erased)
        assert decided(scene) == before
        kept = Member.objects.filter(id__in=[scene.people[name].member_id for name in erased])
        assert all(row.name.startswith("Erased ") and not row.email for row in kept)
        scene.settle()
        assert verify(association_id=scene.association_id, now=scene.now).sound
