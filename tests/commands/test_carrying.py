"""Withdrawal, urgency, execution, leads, footnotes, links."""

from dataclasses import replace
from datetime import date

import pytest

from tests.support.people import World, tout_doux, world
from toutdoux.decisions import commands
from toutdoux.decisions.models import Action
from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.label import Label


def test_it_works(scene: World) -> None:
    action = scene.open()
    scene.vote(action, "for", "alice", "bob")
    commands.start_action(actor=scene.alice, action_id=action.id, note="Room found", now=scene.later(days=1))
    commands.finish_action(
        actor=scene.alice, action_id=action.id, on=date(2026, 3, 12), note="Open", now=scene.later(days=2)
    )
    row = scene.row(action)
    assert (row.execution, row.carried_out_on, row.ended_at) == (Execution.DONE, date(2026, 3, 12), scene.now)
    assert [(n.about, n.text) for n in scene.page(action).notes] == [("progress", "Room found"), ("done", "Open")]
    assert scene.page(action).row.label is Label.ACCEPTED


def test_withdrawal_closes_at_once_and_says_why(scene: World, refused) -> None:
    action = scene.open()
    assert _refused(refused, scene, commands.withdraw_action, action, by="bob", reason="x") == ["not-lead"]
    assert _refused(refused, scene, commands.withdraw_action, action, reason=" ") == ["reason-missing"]
    commands.withdraw_action(actor=scene.alice, action_id=action.id, reason="Lent instead", now=scene.later(hours=1))
    page = scene.page(action)
    assert (page.status, page.row.outcome.decided_at, page.row.label) == (Status.WITHDRAWN, scene.now, Label.ABANDONED)
    assert not page.row.outcome.ballots_open
    assert _refused(refused, scene, commands.withdraw_action, action, reason="x") == ["already-decided"]


def test_what_was_decided_is_abandoned_rather_than_withdrawn(scene: World, refused) -> None:
    action = scene.open(kind="ordinary")
    assert _refused(refused, scene, commands.withdraw_action, action, reason="x") == ["already-decided"]
    commands.abandon_action(actor=scene.alice, action_id=action.id, reason="No time", now=scene.now)
    assert scene.page(action).row.label is Label.ABANDONED
    assert not scene.page(action).row.outcome.ballots_open
    assert _refused(refused, scene, commands.start_action, action) == ["execution-over"]


def test_nothing_is_carried_out_before_the_outcome_without_urgency(scene: World, refused) -> None:
    action = scene.open()
    assert _refused(refused, scene, commands.finish_action, action) == ["not-yet-permitted"]
    assert _refused(refused, scene, commands.declare_urgency, action, by="bob", reason="Fire") == ["not-lead"]
    commands.declare_urgency(actor=scene.alice, action_id=action.id, reason="The offer ends tonight", now=scene.now)
    assert _refused(refused, scene, commands.declare_urgency, action, reason="Again") == ["already-urgent"]
    commands.finish_action(actor=scene.alice, action_id=action.id, now=scene.later(hours=1))
    page = scene.page(action)
    assert (page.status, page.row.label, page.row.urgent) == (Status.OPEN, Label.DONE, True)


def test_urgency_does_not_save_an_action_that_ends_blocked(scene: World) -> None:
    action = scene.open()
    commands.declare_urgency(actor=scene.alice, action_id=action.id, reason="Tonight", now=scene.now)
    commands.finish_action(actor=scene.alice, action_id=action.id, now=scene.later(hours=1))
    scene.vote(action, "against", "bob", "dana")
    page = scene.page(action)
    assert (page.status, page.row.label, page.row.execution) == (Status.BLOCKED, Label.REJECTED, Execution.DONE)
    commands.note_undone(actor=scene.alice, action_id=action.id, text="Cancelled the order", now=scene.later(hours=1))
    assert scene.page(action).notes[-1].about == "undone"


def test_urgency_never_brings_effects_forward(scene: World) -> None:
    from toutdoux.members.queries import council_at

    grant = scene.grant()
    commands.declare_urgency(actor=scene.alice, action_id=grant.id, reason="Now", now=scene.now)
    commands.finish_action(actor=scene.alice, action_id=grant.id, now=scene.now)
    assert scene.charlie.member_id not in council_at(association_id=scene.association_id, at=scene.now)


def test_urgency_may_be_forbidden(db: None, refused) -> None:
    scene = world(rulebook=replace(tout_doux(), urgency=False))
    codes = _refused(refused, scene, commands.declare_urgency, scene.open(), reason="x")
    assert codes == ["urgency-not-allowed"]


def test_blocked_actions_are_not_carried_out(scene: World, refused) -> None:
    action = scene.open()
    scene.vote(action, "against", "bob", "dana")
    assert _refused(refused, scene, commands.start_action, action) == ["not-standing"]


@pytest.mark.parametrize(
    ("day", "code"), [(date(2026, 3, 11), "day-in-the-future"), (date(2026, 3, 9), "day-before-publication")]
)
def test_the_day_must_be_possible(scene: World, refused, day, code) -> None:
    action = scene.open(kind="ordinary")
    assert _refused(refused, scene, commands.finish_action, action, on=day) == [code]


def test_the_day_is_the_associations_not_the_servers(scene: World) -> None:
    action = scene.open(kind="ordinary")
    scene.later(hours=13, minutes=45)  # 23 h 15 in UTC, already tomorrow in Paris
    commands.finish_action(actor=scene.alice, action_id=action.id, now=scene.now)
    assert scene.row(action).carried_out_on == date(2026, 3, 11)


def test_starting_twice_is_refused(scene: World, refused) -> None:
    action = scene.open(kind="ordinary")
    commands.start_action(actor=scene.alice, action_id=action.id, now=scene.now)
    assert scene.page(action).row.label is Label.IN_PROGRESS
    assert _refused(refused, scene, commands.start_action, action) == ["already-in-progress"]


def test_a_wanted_lead_is_taken_up(scene: World, refused) -> None:
    action = scene.open(kind="ordinary", lead_wanted=True)
    assert _refused(refused, scene, commands.take_lead, action) == ["already-leads"]
    commands.take_lead(actor=scene.bob, action_id=action.id, now=scene.now)
    assert scene.page(action).row.lead_names == "Bob, Alice"
    assert _refused(refused, scene, commands.take_lead, action, by="dana") == ["lead-not-wanted"]
    commands.want_leads(actor=scene.bob, action_id=action.id, lead=False, co_lead=True, now=scene.now)
    commands.take_lead(actor=scene.charlie, action_id=action.id, now=scene.now)
    assert scene.page(action).row.lead_names == "Bob, Alice, Charlie"
    assert not Action.objects.filter(co_lead_wanted=True).exists()


def test_footnotes_and_links_are_part_of_the_record(scene: World, refused) -> None:
    first, second = scene.open(), scene.open(kind="ordinary")
    commands.add_footnote(actor=scene.bob, action_id=first.id, text="Lent instead", now=scene.now)
    assert scene.page(first).row.footnotes == ("Lent instead",)
    assert _refused(refused, scene, commands.add_footnote, first, by="charlie", text="x") == ["not-lead"]
    assert _refused(refused, scene, commands.link_actions, second, by="charlie", other="E1", sort="relates") == [
        "not-lead"
    ]
    commands.link_actions(actor=scene.bob, action_id=second.id, other="p26-e1", sort="relates", now=scene.now)
    codes = [
        _refused(refused, scene, commands.link_actions, second, other="E1", sort="relates"),
        _refused(refused, scene, commands.link_actions, second, other="O1", sort="relates"),
        _refused(refused, scene, commands.link_actions, second, other="E7", sort="relates"),
    ]
    assert codes == [["link-exists"], ["link-to-itself"], ["unknown-action"]]


def _refused(refused, scene: World, command, action, *, by: str = "alice", **arguments) -> list[str]:
    return refused(command, actor=scene.people[by], action_id=action.id, now=scene.now, **arguments)
