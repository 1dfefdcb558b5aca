"""Drafts, publication, numbers, the frozen council, amendments."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.support.people import TEN_DAYS, World, tout_doux, world
from toutdoux.decisions import commands
from toutdoux.decisions.logic.drafts import ActionDraft, EffectDraft
from toutdoux.decisions.models import Action, Seat, Version
from toutdoux.kernel.canonical import digest, instant_text
from toutdoux.members.commands import NewPerson, add_member
from toutdoux.members.queries import council_at
from toutdoux.rules.facts import Status


def test_it_works(scene: World) -> None:
    action = scene.open()
    assert (action.number, action.status, action.deadline) == (1, Status.OPEN, scene.now + TEN_DAYS)


def test_a_draft_has_no_number_and_only_its_authors_reach_it(scene: World, refused) -> None:
    draft_id = scene.draft()
    assert scene.row(draft_id).number is None
    assert refused(commands.publish_action, actor=scene.bob, draft_id=draft_id, now=scene.now) == ["unknown-action"]
    commands.delete_draft(actor=scene.alice, draft_id=draft_id)
    assert not Action.objects.filter(id=draft_id).exists()


def test_publishing_twice_is_refused_and_gives_one_number(scene: World, refused) -> None:
    action = scene.open()
    assert refused(commands.publish_action, actor=scene.alice, draft_id=action.id, now=scene.now) == ["not-a-draft"]
    assert refused(commands.delete_draft, actor=scene.alice, draft_id=action.id) == ["not-a-draft"]


def test_numbers_run_per_kind_without_a_hole(scene: World) -> None:
    numbers = [(a.kind, a.number) for a in (scene.open(), scene.open(kind="ordinary"), scene.open(), scene.open())]
    assert numbers == [("extraordinary", 1), ("ordinary", 1), ("extraordinary", 2), ("extraordinary", 3)]


def test_an_ordinary_action_is_announced_at_once(scene: World) -> None:
    action = scene.open(kind="ordinary")
    assert (action.status, action.deadline, action.decided_at) == (Status.ANNOUNCED, None, scene.now)


def test_anyone_may_announce_even_before_having_the_vote(scene: World) -> None:
    assert scene.open(by="charlie", kind="ordinary").status == Status.ANNOUNCED


def test_the_council_is_frozen_with_its_digest(scene: World) -> None:
    action = scene.open()
    version = Version.objects.get(action=action)
    council = council_at(association_id=scene.association_id, at=scene.now)
    assert version.council == 4
    assert version.council_digest == digest(
        {
            "association": str(scene.association_id),
            "action": str(action.id),
            "version": 1,
            "at": instant_text(scene.now),
            "rulebook": 1,
            "members": [str(member_id) for member_id in council],
        }
    )
    scene.later(hours=1)
    grant = scene.grant()
    scene.vote(grant, "for", "alice", "bob")
    assert len(council_at(association_id=scene.association_id, at=scene.now)) == 5
    assert Seat.objects.filter(version=version).count() == 4
    assert scene.page(action).row.tally.council == 4


def test_a_silent_deadline_is_settled_before_the_council_is_frozen(scene: World) -> None:
    grant = scene.grant()
    scene.later(days=10, minutes=1)
    action = scene.open()
    assert scene.status(grant) is Status.TACIT
    assert scene.row(grant).decided_at == grant.deadline
    assert Version.objects.get(action=action).council == 5


def test_the_waiting_period_gives_the_right_on_its_day(scene: World) -> None:
    joined = scene.now
    member_id = add_member(actor=scene.alice, person=NewPerson(name="Gwen"), now=joined)
    day = joined.replace(month=6) - timedelta(hours=joined.hour, minutes=joined.minute)
    begins = day - timedelta(hours=2)  # midnight in Paris, in summer
    before, after = (
        council_at(association_id=scene.association_id, at=at) for at in (begins - timedelta(microseconds=1), begins)
    )
    assert member_id not in before
    assert member_id in after


def test_an_association_without_voters_opens_nothing(db: None, refused) -> None:
    from toutdoux.members.commands import record_departure

    scene = world(council=1)
    record_departure(actor=scene.alice, member_id=scene.alice.member_id, now=scene.now)
    draft_id = scene.draft(by="charlie")
    assert refused(commands.publish_action, actor=scene.charlie, draft_id=draft_id, now=scene.now) == ["empty-council"]


@pytest.mark.parametrize(
    ("draft", "codes"),
    [
        (ActionDraft(kind="extraordinary", title="  "), ["title-missing"]),
        (ActionDraft(kind="urgent", title="x" * 501), ["too-long", "kind-unknown"]),
        (ActionDraft(kind="ordinary", title="x", discussion_url="javascript:alert(1)"), ["url-malformed"]),
        (ActionDraft(kind="ordinary", title="x", effects=(EffectDraft(kind="magic", params={}),)), ["effect-unknown"]),
        (
            ActionDraft(
                kind="ordinary", title="x", effects=(EffectDraft(kind="grant-voting-right", params={"member": "1"}),)
            ),
            ["effect-without-member"],
        ),
        (ActionDraft(kind="ordinary", title="x", effects_only=True), ["nothing-but-effects"]),
        (ActionDraft(kind="ordinary", title="x", follows="E99"), ["unknown-action"]),
        (ActionDraft(kind="ordinary", title="x", period="Z99"), ["period-unknown"]),
    ],
)
def test_what_could_not_be_published_is_refused_as_a_draft(scene: World, refused, draft, codes) -> None:
    assert refused(commands.save_draft, actor=scene.alice, draft=draft, now=scene.now) == codes
    assert not Action.objects.exists()


def test_effects_need_an_action_that_is_counted(scene: World, refused) -> None:
    effect = EffectDraft(kind="grant-voting-right", params={"member": str(scene.charlie.member_id)})
    draft_id = scene.draft(kind="ordinary", effects=(effect,))
    assert refused(commands.publish_action, actor=scene.alice, draft_id=draft_id, now=scene.now) == [
        "effects-need-a-count"
    ]


def test_a_draft_may_be_rewritten_and_keeps_its_origin(scene: World) -> None:
    first = scene.open()
    draft_id = scene.draft(title="One")
    draft = ActionDraft(kind="ordinary", title="Two", follows="E1", co_leads=(scene.bob.member_id,))
    commands.save_draft(actor=scene.alice, draft=draft, draft_id=draft_id, now=scene.now)
    commands.publish_action(actor=scene.alice, draft_id=draft_id, now=scene.now)
    page = scene.page(scene.row(draft_id))
    assert (page.row.title, page.row.lead_names) == ("Two", "Alice, Bob")
    assert [(link.sort, link.reference) for link in page.links] == [("follows", "P26-E1")]
    assert [link.backwards for link in scene.page(first).links] == [True]


def test_an_amendment_freezes_anew_and_counts_from_zero(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "for", "alice")
    scene.later(days=9)
    number = commands.amend_action(
        actor=scene.alice, action_id=action.id, title="Better", text="Another text", now=scene.now
    )
    page = scene.page(action)
    assert (number, page.row.title, page.row.version) == (2, "Better", 2)
    # Clocks go forward on 29 March: ten civil days end at the same time of day, an hour earlier in UTC.
    assert (page.row.tally.cast, page.row.deadline) == (0, scene.now + TEN_DAYS - timedelta(hours=1))
    assert scene.row(action).number == 1
    scene.vote(action, "for", "bob")
    assert scene.status(action) is Status.OPEN
    scene.vote(action, "for", "alice")
    assert scene.status(action) is Status.ACCEPTED


def test_a_ballot_on_an_earlier_text_is_refused(scene: World, refused) -> None:
    action = scene.open()
    commands.amend_action(actor=scene.alice, action_id=action.id, title="Better", text="", now=scene.later(hours=1))
    codes = refused(
        commands.cast_ballot,
        actor=scene.bob,
        action_id=action.id,
        version=1,
        choice="for",
        idempotency_key="k",
        door="mail",
        now=scene.now,
    )
    assert codes == ["old-version"]


def test_only_leads_amend_and_only_while_undecided(scene: World, refused) -> None:
    action = scene.open()
    arguments = {"action_id": action.id, "title": "Mine", "text": "", "now": scene.now}
    assert refused(commands.amend_action, actor=scene.bob, **arguments) == ["not-lead"]
    same = {"action_id": action.id, "title": action.title, "text": "", "now": scene.now}
    assert refused(commands.amend_action, actor=scene.alice, **same) == ["nothing-changed"]
    scene.vote(action, "for", "alice", "bob")
    assert refused(commands.amend_action, actor=scene.alice, **arguments) == ["already-decided"]


def test_a_rulebook_may_forbid_amendments(db: None, refused) -> None:
    scene = world(rulebook=replace(tout_doux(), amendments=False))
    action = scene.open()
    codes = refused(commands.amend_action, actor=scene.alice, action_id=action.id, title="x", text="", now=scene.now)
    assert codes == ["amendments-not-allowed"]


def test_a_published_text_is_never_rewritten(scene: World) -> None:
    action = scene.open()
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.filter(action=action).update(title="Forged")
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(version_id=action.current_id, member_id=scene.alice.member_id)
