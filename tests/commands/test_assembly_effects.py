"""What an assembly decides changes by itself what an action would, once, in the close of the vote; and the verifier asks again."""

from uuid import UUID

import pytest

from tests.support.assemblies import item
from tests.support.voting import SAW, Chamber, chamber
from toutdoux.accesses.commands import declare_resource
from toutdoux.assemblies.queries import items
from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.logic.events import VoteRefusal
from toutdoux.assemblies.voting.logic.replay import ItemFacts, recount
from toutdoux.assemblies.voting.models import ItemEffect, VoteEffect
from toutdoux.assemblies.voting.queries import carried_by, decided_by
from toutdoux.assemblies.voting.queries.replay import tables
from toutdoux.associations.queries import periods
from toutdoux.decisions.logic.drafts import EffectDraft
from toutdoux.decisions.logic.events import DecisionEvent
from toutdoux.decisions.logic.replay_facts import Sort
from toutdoux.decisions.models import Action
from toutdoux.decisions.queries.replay import replayed
from toutdoux.finance.queries import by_action
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import entries
from toutdoux.mandates.queries import holders
from toutdoux.members.commands import ask_to_join, set_welcome
from toutdoux.members.models import JoinRequest
from toutdoux.members.queries import member
from toutdoux.operations.verify import verify
from toutdoux.procedures import registering
from toutdoux.registers.logic.drafts import EntryDraft
from toutdoux.registers.queries import access_entry
from toutdoux.writings.commands import freeze_report
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.queries import access_edition

pytestmark = pytest.mark.django_db

REPORT = "Activity report"


def who(held: Chamber, name: str) -> str:
    return str(held.world.people[name].member_id)


def effect(kind: str, **params: object) -> EffectDraft:
    return EffectDraft(kind=kind, params=params)


def write(held: Chamber, *effects: EffectDraft, title: str = SAW, by: str = "alice") -> None:
    commands.set_effects(
        actor=held.world.people[by],
        assembly_id=held.id,
        item_id=item(held.row, title),
        effects=effects,
        now=held.world.now,
    )


def became(vote_id: UUID) -> list[tuple[str, str]]:
    return [(row.what, row.because) for row in carried_by(vote_id=vote_id)]


def sound(held: Chamber) -> bool:
    found = verify(association_id=held.world.association_id, now=held.world.now)
    assert found.sound, (found.difference, found.flaw)
    return True


def right(held: Chamber, name: str) -> str:
    actor = held.world.people[name]
    return str(member(actor=actor, member_id=actor.member_id, now=held.world.now).right.standing)


def service(held: Chamber) -> UUID:
    draft = EntryDraft(title="Pads", day=held.world.now.date())
    return registering.record_entry(actor=held.world.alice, kind="service", draft=draft, now=held.world.now)


def test_it_works() -> None:
    """Voting rights, an exclusion, a mandate, an amount, a service: all of one resolution, at the instant of its close."""
    held = chamber()
    pads = service(held)
    until = held.world.now.replace(year=held.world.now.year + 1).date().isoformat()
    write(
        held,
        effect("grant-voting-right", member=who(held, "charlie")),
        effect("withdraw-voting-right", member=who(held, "f5")),
        effect("exclude", member=who(held, "f6"), scope="council"),
        effect("give-mandate", member=who(held, "bob"), mandate="technical", until=until),
        effect("commit-amount", amount=12_000, purpose="An oven", heading="Kitchen"),
        effect("change-service", service=str(pads), state="open"),
    )
    assert right(held, "charlie") != "votes"
    vote = held.adopt()
    assert became(vote.id) == [("applied", "")] * 6
    assert (right(held, "charlie"), right(held, "f5"), right(held, "f6")) == ("votes", "withdrawn", "out-of-council")
    found = holders(association_id=held.world.association_id, kind="technical", at=held.world.now)
    assert found == (held.world.bob.member_id,)
    [oven] = by_action(association_id=held.world.association_id, action_id=vote.id)
    assert (oven.row.title, oven.allowed, oven.row.decided) == ("An oven", 12_000, True)
    assert access_entry(association_id=held.world.association_id, entry_id=pads).state == "open"
    named = decided_by(association_id=held.world.association_id, ids=[vote.id])[vote.id]
    assert (named.assembly, named.number, named.title) == (held.row.reference, 1, SAW)
    assert sound(held)


def test_what_one_vote_did_another_undoes() -> None:
    """Accesses, a mandate, an exclusion, a right: every kind that an action has, by assemblies alone."""
    held = chamber()
    scene = held.world
    server = str(
        declare_resource(
            actor=scene.alice, sort="machine", level="critical", name="The server", review_months=6, now=scene.now
        )
    )
    write(
        held,
        effect("grant-access", member=who(held, "bob"), resource=server, purpose="Upgrades", until="2030-06-30"),
        effect("grant-access", member=who(held, "dana"), resource=server, purpose="Upgrades", until=""),
        effect("give-mandate", member=who(held, "bob"), mandate="technical", until="2030-06-30"),
        effect("exclude", member=who(held, "f6"), scope="association"),
        effect("withdraw-voting-right", member=who(held, "f5")),
    )
    first = held.adopt()
    held.take(REPORT)
    scene.later(minutes=10)
    write(
        held,
        effect("extend-access", member=who(held, "bob"), resource=server, until="2031-06-30"),
        effect("revoke-access", member=who(held, "dana"), resource=server),
        effect("end-mandate", member=who(held, "bob"), mandate="technical"),
        effect("reinstate", member=who(held, "f6")),
        effect("grant-voting-right", member=who(held, "f5")),
        effect("end-mandate", member=who(held, "dana"), mandate="technical"),
        title=REPORT,
    )
    second = held.adopt(REPORT)
    assert became(first.id) == [("applied", "")] * 5
    assert became(second.id) == [("applied", "")] * 5 + [("without-object", "mandate-not-held")]
    assert (right(held, "f5"), right(held, "f6")) == ("votes", "votes")
    assert holders(association_id=scene.association_id, kind="technical", at=scene.now) == ()
    assert sound(held)


def test_what_was_rejected_changes_nothing() -> None:
    held = chamber()
    write(held, effect("grant-voting-right", member=who(held, "charlie")))
    vote = held.totals(held.open("hands"), 1, 3, 0)
    assert became(vote.id) == [("", "")]
    assert right(held, "charlie") != "votes"
    assert not Action.objects.exists()
    assert sound(held)


def test_what_can_no_longer_be_applied_says_why_and_the_vote_stands() -> None:
    held = chamber()
    pads = service(held)
    write(
        held,
        effect("grant-voting-right", member=who(held, "charlie")),
        effect("reinstate", member=who(held, "bob")),
        effect("change-service", service=str(pads), state="open"),
    )
    vote_id = held.open("hands")
    registering.move_entry(
        actor=held.world.bob, entry_id=pads, state="open", day=held.world.now.date(), now=held.world.now
    )
    vote = held.totals(vote_id, 4, 0, 0)
    assert vote.adopted
    assert became(vote.id) == [
        ("applied", ""),
        ("without-object", "not-excluded"),
        ("without-object", "service-stands-there"),
    ]
    assert sound(held)


def test_a_report_to_approve_is_adopted_by_the_assembly() -> None:
    held = chamber(take=REPORT)
    period = periods(association_id=held.world.association_id)[0]
    edition = freeze_report(
        actor=held.world.alice, period_id=period.id, which=Which.ACTIVITY, document="{}", now=held.world.now
    )
    write(held, effect("adopt-report", edition=str(edition)), title=REPORT)
    held.adopt(REPORT)
    row = access_edition(association_id=held.world.association_id, edition_id=edition)
    assert (row.adopted_at, row.action_id, row.assembly_number) == (held.world.now, None, 1)
    assert sound(held)


def test_somebody_is_let_in_by_an_assembly() -> None:
    held = chamber()
    scene = held.world
    set_welcome(actor=scene.alice, open_=True, words="", admission="action", now=scene.now)
    ask_to_join(
        association_id=scene.association_id,
        name="Gwen",
        email="gwen@example.org",
        words="",
        account_id=None,
        source="",
        now=scene.now,
    )
    asking = JoinRequest.objects.get()
    write(held, effect("admit", member=str(asking.person_id)))
    vote = held.adopt()
    assert became(vote.id) == [("applied", "")]
    asking.refresh_from_db()
    assert asking.answer == "admitted"
    assert sound(held)


def test_what_is_voted_on_is_frozen_as_the_vote_opens() -> None:
    held = chamber()
    write(held, effect("grant-voting-right", member=who(held, "charlie")))
    vote_id = held.open("hands")
    with pytest.raises(Refused) as found:
        write(held)
    assert [refusal.code for refusal in found.value.refusals] == [VoteRefusal.VOTED_ALREADY]
    ItemEffect.objects.all().delete()
    held.cancel(vote_id)
    write(held, effect("exclude", member=who(held, "f6"), scope="council"))
    held.adopt()
    assert (right(held, "charlie") == "votes", right(held, "f6")) == (False, "out-of-council")
    assert sound(held)


def test_what_is_wrong_is_refused_when_it_is_written() -> None:
    held = chamber()
    for wrong, code in (
        (effect("grant-voting-right", member=str(UUID(int=0))), "effect-without-member"),
        (effect("give-mandate", member=who(held, "bob"), mandate="technical", until="2020-01-01"), "effect-day-past"),
        (effect("revise-amount", vote=str(UUID(int=0)), amount=5, purpose="x"), "effect-malformed"),
    ):
        with pytest.raises(Refused) as found:
            write(held, wrong)
        assert [refusal.code for refusal in found.value.refusals] == [code]
    with pytest.raises(Refused) as found:
        write(held, by="bob")
    assert [refusal.code for refusal in found.value.refusals] == ["not-the-desk"]


def test_what_an_assembly_decided_is_in_no_register_of_actions() -> None:
    held = chamber()
    write(held, effect("grant-voting-right", member=who(held, "charlie")))
    held.adopt()
    action = held.world.open()
    assert action.number == 1
    held.world.vote(action, "for", "alice", "bob", "dana", "eli")
    assert held.world.status(action) == "accepted"
    assert sound(held)


@pytest.mark.parametrize(
    "tampering",
    [
        {"params": {"member": "00000000-0000-0000-0000-000000000007"}},
        {"what": "without-object", "because": "already-votes"},
        {"kind": "reinstate"},
    ],
)
def test_the_verifier_finds_what_was_tampered_with(tampering: dict[str, object]) -> None:
    held = chamber()
    write(held, effect("grant-voting-right", member=who(held, "charlie")))
    held.adopt()
    assert sound(held)
    VoteEffect.objects.update(**tampering)
    assert not verify(association_id=held.world.association_id, now=held.world.now).sound


def test_what_was_put_to_a_vote_that_failed_is_held_too() -> None:
    held = chamber()
    write(held, effect("grant-voting-right", member=who(held, "charlie")))
    held.totals(held.open("hands"), 1, 3, 0)
    assert sound(held)
    VoteEffect.objects.update(params={"member": who(held, "bob")})
    assert not verify(association_id=held.world.association_id, now=held.world.now).sound


def test_deadlines_that_are_over_come_before_what_an_assembly_changes() -> None:
    held = chamber()
    action = held.world.open(title="Lend the tools")
    held.world.later(days=11)
    write(held, effect("grant-voting-right", member=who(held, "charlie")))
    held.adopt()
    assert held.world.status(action) == "tacit"
    assert sound(held)


def test_what_changes_follows_its_vote_once_and_is_never_left_out() -> None:
    held = chamber()
    write(held, effect("grant-voting-right", member=who(held, "charlie")))
    held.adopt()
    association_id = held.world.association_id
    told, kept = list(entries(association_id=association_id)), tables(association_id=association_id)
    carried = next(entry for entry in told if entry.kind == DecisionEvent.CARRIED)
    rows = {row.id: ItemFacts(title=row.title, text=row.text) for row in items(assembly_id=held.id)}
    for forged, sort in (
        ([*told, carried], Sort.NOT_ALLOWED),
        ([entry for entry in told if entry is not carried], Sort.OWED),
    ):
        difference = recount(entries=forged, tables=kept, items=rows).difference
        assert difference is not None
        assert difference.sort is sort
    # Nothing in the tables: the register was changed by nobody's vote.
    difference = replayed(association_id=association_id, now=held.world.now).difference
    assert difference is not None
    assert difference.sort is Sort.ABSENT
