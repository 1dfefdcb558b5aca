"""A report is adopted by an action, by itself; the verifier asks again what each effect met."""

from uuid import UUID

import pytest

from tests.support.people import World, world
from toutdoux.associations.queries import periods
from toutdoux.decisions.commands import amend_action
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.replay_facts import Fact
from toutdoux.decisions.models import EffectRecord
from toutdoux.decisions.queries.replay import replayed
from toutdoux.kernel.refusal import Refused
from toutdoux.writings.commands import freeze_report, publish_edition
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.models import Edition
from toutdoux.writings.queries import access_edition, has_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def scene() -> World:
    return world()


def freeze(scene: World, document: str = "{}", which: Which = Which.ACTIVITY) -> UUID:
    period = periods(association_id=scene.association_id)[0]
    return freeze_report(actor=scene.alice, period_id=period.id, which=which, document=document, now=scene.now)


def adoption(edition: UUID) -> EffectDraft:
    return EffectDraft(kind="adopt-report", params={"edition": str(edition)})


def test_it_works(scene: World) -> None:
    """Adopted at the instant of passing, in the edition that was voted on; another edition then has nothing to adopt."""
    first, second = freeze(scene), freeze(scene, "[]")
    action = scene.open(effects=(adoption(first),), effects_only=True)
    other = scene.open(effects=(adoption(second), adoption(freeze(scene, which=Which.TECHNICAL))))
    passed_at = scene.later(days=1)
    scene.vote(action, "for", "alice", "bob")
    row = access_edition(association_id=scene.association_id, edition_id=first)
    assert (row.adopted_at, row.action_id) == (passed_at, action.id)
    scene.later(days=1)
    scene.vote(other, "for", "alice", "bob")
    assert [(e.records[0].what, e.records[0].because) for e in scene.page(other).effects] == [
        ("without-object", "report-already-adopted"),
        ("applied", ""),
    ]
    assert replayed(association_id=scene.association_id, now=scene.now).difference is None
    with pytest.raises(Refused):
        freeze(scene, "[1]")


def test_what_is_not_frozen_or_adopted_already_is_refused_before_anyone_votes(scene: World) -> None:
    elsewhere = freeze(world())
    edition = freeze(scene)
    for wrong, code in ((elsewhere, "effect-without-report"), (edition, "report-already-adopted")):
        if wrong == edition:
            scene.vote(scene.open(effects=(adoption(edition),)), "for", "alice", "bob")
        with pytest.raises(Refused) as found:
            scene.draft(effects=(adoption(wrong),))
        assert [refusal.code for refusal in found.value.refusals] == [code]


def test_an_annulment_takes_the_adoption_back_unless_it_was_without_object(scene: World) -> None:
    first, second = freeze(scene), freeze(scene, "[]")
    action, idle = scene.open(effects=(adoption(first),)), scene.open(effects=(adoption(second),))
    for one in (action, idle):
        scene.vote(one, "for", "alice", "bob")
    scene.vote(scene.counter(idle), "for", "alice", "bob")
    assert access_edition(association_id=scene.association_id, edition_id=first).action_id == action.id
    publish_edition(actor=scene.alice, edition_id=first, pdf=b"%PDF", now=scene.now)
    scene.vote(scene.counter(action), "for", "alice", "bob")
    # What is adopted no longer, nobody outside reads any longer.
    assert not has_published(association_id=scene.association_id)
    assert access_edition(association_id=scene.association_id, edition_id=first).adopted_at is None
    assert [record.what for record in scene.page(action).effects[0].records] == ["applied", "reversed"]
    assert replayed(association_id=scene.association_id, now=scene.now).difference is None


def test_the_verifier_believes_neither_the_report_nor_the_reason(scene: World) -> None:
    action = scene.open(effects=(adoption(freeze(scene)),))
    scene.vote(action, "for", "alice", "bob")
    row = Edition.objects.get()
    Edition.objects.update(adopted_at=scene.later(days=1))
    found = replayed(association_id=scene.association_id, now=scene.now).difference
    assert found is not None
    assert found.fact is Fact.WRITING
    Edition.objects.update(adopted_at=row.adopted_at)
    EffectRecord.objects.update(what="without-object", because="report-already-adopted")
    found = replayed(association_id=scene.association_id, now=scene.now).difference
    assert found is not None
    assert found.fact is Fact.EFFECT


def test_an_amendment_may_name_a_later_edition(scene: World) -> None:
    action = scene.open(effects=(adoption(freeze(scene)),))
    later = freeze(scene, "[]")
    amend_action(
        actor=scene.alice, action_id=action.id, title="Adopt", text="", effects=(adoption(later),), now=scene.now
    )
    scene.vote(action, "for", "alice", "bob")
    assert access_edition(association_id=scene.association_id, edition_id=later).action_id == action.id
    assert replayed(association_id=scene.association_id, now=scene.now).difference is None
