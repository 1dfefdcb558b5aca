"""Mandates: elected, given, laid down, vacant; their checklists; the hand-over file, ticked with a name and a day."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from tests.support.people import World, world
from toutdoux.decisions.queries.replay import replayed
from toutdoux.kernel.refusal import Refused
from toutdoux.mandates import commands
from toutdoux.mandates.models import Mandate
from toutdoux.mandates.queries import (
    hand_over_page,
    holders,
    holds_now,
    kinds,
    mandates_page,
    to_elect,
)

pytestmark = pytest.mark.django_db


@contextmanager
def refused(code: str) -> Iterator[None]:
    with pytest.raises(Refused) as caught:
        yield
    assert [str(refusal.code) for refusal in caught.value.refusals] == [code]


@pytest.fixture
def scene() -> World:
    return world()


def elect(scene: World, name: str = "dana", code: str = "technical", *, first: int = 0, last: int = 100) -> UUID:
    return commands.record_election(
        actor=scene.alice,
        member_id=scene.people[name].member_id,
        code=code,
        starts_at=scene.now + timedelta(days=first),
        ends_at=scene.now + timedelta(days=last),
        now=scene.now,
    )


def held_by(scene: World, code: str = "technical", at: datetime | None = None) -> tuple[UUID, ...]:
    return holders(association_id=scene.association_id, kind=code, at=at or scene.now)


def test_it_works(scene: World) -> None:
    assert [kind.code for kind in kinds(association_id=scene.association_id)] == [
        "administrative",
        "financial",
        "technical",
    ]
    assert held_by(scene) == ()
    elect(scene)
    assert held_by(scene) == (scene.dana.member_id,)
    assert held_by(scene, at=scene.now + timedelta(days=100)) == ()
    assert holds_now(actor=scene.dana, kind="technical", at=scene.now)
    assert not holds_now(actor=scene.dana, kind="financial", at=scene.now)
    assert replayed(association_id=scene.association_id, now=scene.now).difference is None


def test_someone_else_follows_and_nobody_holds_twice(scene: World) -> None:
    elect(scene, last=50)
    with refused("mandate-already-held"):
        elect(scene, first=49, last=90)
    elect(scene, "bob", first=50, last=100)
    (page,) = [
        one for one in mandates_page(association_id=scene.association_id, at=scene.now) if one.kind.code == "technical"
    ]
    assert [row.member_name for row in page.now] == ["Dana"]
    assert [row.member_name for row in page.next] == ["Bob"]
    # Someone follows: there is no election to prepare.
    assert to_elect(association_id=scene.association_id, at=scene.now + timedelta(days=40)) == ()


def test_an_election_is_called_to_mind_before_the_end_and_once_nobody_is_left(scene: World) -> None:
    assert to_elect(association_id=scene.association_id, at=scene.now) == ()
    elect(scene)

    def asked(days: int) -> list[tuple[str, bool]]:
        found = to_elect(association_id=scene.association_id, at=scene.now + timedelta(days=days))
        return [(page.kind.code, page.vacant) for page in found]

    assert asked(54) == []
    assert asked(56) == [("technical", False)]
    assert asked(100) == [("technical", True)]


def test_one_lays_down_ones_own_mandate_alone(scene: World) -> None:
    mandate_id = elect(scene)
    with refused("mandate-not-yours"):
        commands.lay_down(actor=scene.alice, mandate_id=mandate_id, now=scene.now)
    commands.lay_down(actor=scene.dana, mandate_id=mandate_id, now=scene.later(days=1))
    assert held_by(scene) == ()
    with refused("mandate-not-held"):
        commands.lay_down(actor=scene.dana, mandate_id=mandate_id, now=scene.now)
    assert replayed(association_id=scene.association_id, now=scene.now).difference is None


def test_who_may_not(scene: World) -> None:
    there = world()
    with refused("no-voting-right"):
        commands.record_election(
            actor=scene.charlie,
            member_id=scene.charlie.member_id,
            code="technical",
            starts_at=scene.now,
            ends_at=scene.now + timedelta(days=9),
            now=scene.now,
        )
    with refused("unknown-mandate-kind"):
        elect(scene, code="king")
    with refused("mandate-ends-before-it-begins"):
        elect(scene, first=3, last=3)
    mandate_id = elect(scene)
    with refused("unknown-mandate"):
        commands.open_hand_over(actor=there.alice, mandate_id=mandate_id, now=scene.now)
    with refused("no-voting-right"):
        commands.open_hand_over(actor=scene.charlie, mandate_id=mandate_id, now=scene.now)
    with refused("no-voting-right"):
        commands.write_kind(actor=scene.charlie, code="", name="x", duties="", checklist=(), now=scene.now)


def test_what_is_handed_over_is_ticked_with_a_name_and_a_day(scene: World) -> None:
    mandate_id = elect(scene, last=20)
    elect(scene, "charlie", first=20, last=90)
    commands.open_hand_over(actor=scene.dana, mandate_id=mandate_id, now=scene.now)
    commands.open_hand_over(actor=scene.dana, mandate_id=mandate_id, now=scene.now)
    page = hand_over_page(actor=scene.dana, mandate_id=mandate_id, at=scene.now)
    assert page.lines is not None
    assert "accesses" in [line.line.code for line in page.lines]
    assert [row.member_name for row in page.next] == ["Charlie"]
    first = page.lines[0].id
    commands.note_line(
        actor=scene.dana, mandate_id=mandate_id, line_id=first, note="Two evenings a month", done=False, now=scene.now
    )
    # Charlie does not vote, and will hold it: they may say what they have received.
    commands.note_line(
        actor=scene.charlie,
        mandate_id=mandate_id,
        line_id=first,
        note="Two evenings a month",
        done=True,
        now=scene.later(days=1),
    )
    with refused("checklist-line-ticked"):
        commands.note_line(actor=scene.dana, mandate_id=mandate_id, line_id=first, note="x", done=True, now=scene.now)
    commands.add_line(actor=scene.dana, mandate_id=mandate_id, text="The spare key", now=scene.now)
    for text, code in ((" ", "mandate-name-missing"), ("password: hunter2", "mandate-looks-secret")):
        with refused(code):
            commands.add_line(actor=scene.dana, mandate_id=mandate_id, text=text, now=scene.now)
    with refused("mandate-looks-secret"):
        commands.note_line(
            actor=scene.dana,
            mandate_id=mandate_id,
            line_id=page.lines[1].id,
            note="the pin is 1234",
            done=False,
            now=scene.now,
        )
    lines = hand_over_page(actor=scene.dana, mandate_id=mandate_id, at=scene.now).lines
    assert lines is not None
    assert (lines[0].note, lines[0].ticked_by, lines[0].ticked_at) == ("Two evenings a month", "Charlie", scene.now)
    assert lines[-1].line.text == "The spare key"


def test_the_association_writes_its_own_mandates_and_checklists(scene: World) -> None:
    code = commands.write_kind(
        actor=scene.bob, code="", name="Key keeper", duties="Keeps the keys", checklist=("The keys", " "), now=scene.now
    )
    assert code == "key-keeper"
    with refused("mandate-kind-taken"):
        commands.write_kind(actor=scene.bob, code="", name="Key Keeper", duties="", checklist=(), now=scene.now)
    commands.write_kind(
        actor=scene.bob, code="technical", name="", duties="Mends", checklist=("One", "Two"), now=scene.now
    )
    found = {kind.code: kind for kind in kinds(association_id=scene.association_id)}
    assert (found["key-keeper"].name, found["key-keeper"].own) == ("Key keeper", True)
    assert [line.text for line in found["technical"].checklist] == ["One", "Two"]
    assert found["financial"].checklist[0].code
    mandate_id = elect(scene, code="key-keeper")
    commands.open_hand_over(actor=scene.alice, mandate_id=mandate_id, now=scene.now)
    commands.write_kind(
        actor=scene.bob, code="key-keeper", name="Keys", duties="", checklist=("Another",), now=scene.now
    )
    page = hand_over_page(actor=scene.alice, mandate_id=mandate_id, at=scene.now)
    assert [line.line.text for line in page.lines or ()] == ["The keys"]
    with refused("no-voting-right"):
        commands.add_line(actor=scene.charlie, mandate_id=mandate_id, text="x", now=scene.now)
    assert Mandate.objects.filter(association_id=scene.association_id).count() == 1
