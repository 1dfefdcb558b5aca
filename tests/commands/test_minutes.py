"""Minutes of an assembly held here: what people write is never lost, figures come from the facts, approval freezes it all."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from django.utils import translation

from tests.support.assemblies import give, item
from tests.support.voting import SAW, Chamber, chamber
from toutdoux.assemblies.logic.reading import assembly_from_toml
from toutdoux.assemblies.logic.writing import assembly_to_toml
from toutdoux.assemblies.minutes import commands
from toutdoux.assemblies.minutes.logic.events import MinutesEvent, MinutesRefusal
from toutdoux.assemblies.minutes.queries import (
    addenda,
    approvals,
    assembly_facts,
    composed,
    fingerprint,
    live_facts,
    notes,
    record,
    tasks,
    tasks_of,
    versions,
)
from toutdoux.assemblies.queries import items
from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.queries import entries
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.members.models import Member
from toutdoux.rules.assembly import Presence
from toutdoux.rules.seats import Way
from toutdoux.wording.assemblies import attendee_words

pytestmark = pytest.mark.django_db

SAID = "Let us buy one that cuts straight."


def refused(call, *args: object, **kwargs: object) -> list[str]:
    with pytest.raises(Refused) as found:
        call(*args, **kwargs)
    return [refusal.code for refusal in found.value.refusals]


def save(
    held: Chamber, text: str, *, by: str = "alice", note: UUID | None = None, version: int = 0, **more: object
) -> commands.Saved:
    values = {"item_id": items(assembly_id=held.id)[2].id, "speaker": ""} | more
    return commands.save_note(
        actor=held.world.people[by],
        assembly_id=held.id,
        note_id=note or uuid4(),
        version=version,
        text=text,
        now=held.world.now,
        **values,
    )


def close(held: Chamber) -> None:
    held.world.later(hours=1)
    held.sit("close_assembly")


def name(held: Chamber, *names: str, by: str = "alice") -> None:
    commands.name_approvers(
        actor=held.world.people[by],
        assembly_id=held.id,
        member_ids=[held.world.people[one].member_id for one in names],
        now=held.world.now,
    )


def approve(held: Chamber, by: str, seen: str = "") -> bool:
    return commands.approve_minutes(
        actor=held.world.people[by],
        assembly_id=held.id,
        seen=seen or fingerprint(composed(assembly_id=held.id, now=held.world.now)),
        now=held.world.now,
    )


def test_who_shares_the_items_out_stands_there_once_for_each_holder() -> None:
    held = chamber("alice", "bob", "dana", council=6, take="")
    titles = ("News of the workshop", "Activity report", SAW)
    news, report, saw = (item(held.row, title) for title in titles)
    give(held.world, held.row, "eli", "bob", items=frozenset({news, saw}))
    give(held.world, held.row, "eli", "dana", items=frozenset({report}))
    held.take()
    vote = held.open("hands")
    held.totals(vote, 4, 0, 0)
    held.world.later(minutes=5)
    held.come("eli")
    close(held)
    facts = assembly_facts(assembly_id=held.id, now=held.world.now)
    eli = [(one.proxy_to, one.items, bool(one.until)) for one in facts.attendees if one.name == "Eli"]
    assert eli == [("Bob", (1, 3), True), ("Dana", (2,), True), ("", (), False)]
    assert [(one.proxy_to, one.items) for one in facts.partly()] == [("Bob", (1, 3)), ("Dana", (2,))]
    # The proxies count where they are for something, and not for the whole.
    assert facts.presence == Presence(roll=6, present=3, represented=0)
    assert facts.presence_of(facts.items[2].votes[0]) == Presence(roll=6, present=3, represented=1)
    bob, *_ = [one for one in facts.attendees if one.name == "Eli"]
    with translation.override("en"):
        assert attendee_words(bob, held_at=facts.held_at).startswith("Bob (items 1, 3), until")
    name(held, "alice")
    assert approve(held, "alice")
    kept = record(assembly_id=held.id)
    assert kept is not None
    assert assembly_from_toml(kept.source) == facts


def frozen(*, there: tuple[str, ...] = ("alice", "bob")) -> Chamber:
    held = chamber(*there, council=4)
    close(held)
    name(held, "alice")
    assert approve(held, "alice")
    return held


def test_it_works() -> None:
    held = chamber("alice", "bob", "dana", proxies={"eli": "bob", "f5": "dana"})
    save(held, SAID, speaker="Bob")
    held.world.later(minutes=20)
    held.come("eli")
    held.world.later(minutes=5)
    vote = held.open("named")
    held.cast(vote, "alice", alice="for")
    held.cast(vote, "eli", eli="for")
    held.close(vote)
    commands.take_task(
        actor=held.world.bob,
        assembly_id=held.id,
        item_id=items(assembly_id=held.id)[2].id,
        what="Order the saw",
        owner_id=held.world.bob.member_id,
        owner_name="",
        due_on=date(2026, 7, 1),
        now=held.world.now,
    )
    close(held)

    facts = assembly_facts(assembly_id=held.id, now=held.world.now)
    assert facts.presence == Presence(roll=6, present=3, represented=2)
    saw = facts.items[2]
    assert [(one.who, one.said) for one in saw.discussion] == [("Bob", SAID)]
    [counted] = saw.votes
    assert (counted.way, counted.present, counted.represented) == (Way.NAMED, 4, 1)
    assert facts.resolved(counted).votes.no_part == 3
    [task] = saw.tasks
    assert (task.what, task.who) == ("Order the saw", "Bob")
    eli = [one for one in facts.attendees if one.name == "Eli"]
    assert [(bool(one.proxy_to), bool(one.since), bool(one.until)) for one in eli] == [
        (True, False, True),
        (False, True, False),
    ]

    name(held, "alice", "dana")
    assert not approve(held, "alice")
    assert approve(held, "dana")
    kept = record(assembly_id=held.id)
    assert kept is not None
    assert assembly_from_toml(kept.source) == facts
    *_, last = entries(association_id=held.world.association_id)
    assert last.kind == MinutesEvent.FROZEN
    assert kept.digest in last.data


def test_two_people_of_one_name_count_as_two() -> None:
    held = chamber("alice", "bob", "dana", proxies={"eli": "bob", "f5": "dana"})
    here = held.world
    name = "B" * 120
    Member.objects.filter(id__in=[here.people[one].member_id for one in ("bob", "dana", "eli")]).update(name=name)
    facts = assembly_facts(assembly_id=held.id, now=here.now)
    assert facts.presence == Presence(roll=6, present=3, represented=2)
    assert sorted(map(len, facts.holders().values())) == [1, 1]
    assert len({one.name for one in facts.attendees}) == 5
    assert assembly_from_toml(assembly_to_toml(facts)) == facts


def test_a_note_is_saved_as_often_as_it_is_typed_and_keeps_all_it_said() -> None:
    held = chamber("alice", "bob", council=4)
    first = save(held, "Let us")
    again = save(held, "Let us buy", note=first.note_id, version=1)
    assert (again.note_id, again.version, again.beside) == (first.note_id, 2, False)
    # The answer was lost on its way: the same text arrives a second time.
    assert save(held, "Let us buy", note=first.note_id, version=1) == again
    assert [row.text for row in versions(note_id=first.note_id)] == ["Let us buy", "Let us"]


def test_two_people_who_write_the_same_paragraph_at_once_both_keep_their_words() -> None:
    held = chamber("alice", "bob", council=4)
    note = save(held, "A saw").note_id
    save(held, "After it")
    save(held, "A saw that folds", note=note, version=1, by="bob")
    beside = save(held, "A saw that sings", note=note, version=1)
    assert beside.beside
    assert [(row.text, row.author) for row in notes(assembly_id=held.id)] == [
        ("A saw that folds", "Bob"),
        ("A saw that sings", "Alice"),
        ("After it", "Alice"),
    ]


def test_a_paragraph_moves_goes_and_comes_back_with_its_words() -> None:
    held = chamber("alice", "bob", council=4)
    ids = [save(held, text).note_id for text in ("one", "two", "three")]

    def move(note: UUID, *, up: bool) -> list[str]:
        commands.move_note(actor=held.world.alice, assembly_id=held.id, note_id=note, up=up, now=held.world.now)
        return [row.text for row in notes(assembly_id=held.id)]

    assert move(ids[2], up=True) == ["one", "three", "two"]
    assert move(ids[0], up=False) == ["three", "one", "two"]
    assert move(ids[2], up=True) == ["three", "one", "two"]
    for _ in range(2):
        commands.remove_note(actor=held.world.alice, assembly_id=held.id, note_id=ids[1], now=held.world.now)
    assert [row.text for row in notes(assembly_id=held.id)] == ["three", "one"]
    assert [row.removed for row in versions(note_id=ids[1])] == [True, False]
    save(held, "two again", note=ids[1], version=2)
    assert "two again" in [row.text for row in notes(assembly_id=held.id)]


def test_a_pad_comes_in_under_the_items_it_names_once() -> None:
    held = chamber("alice", "bob", council=4)
    pad = "Hello all.\n\n## Buy a saw\n\nBob : which one?\nAlice: a good one.\n\nRemark: it is late.\n"

    def bring() -> int:
        return commands.import_pad(
            actor=held.world.alice, assembly_id=held.id, text=pad, names=("Alice", "Bob"), now=held.world.now
        )

    assert bring() == 4
    facts = live_facts(assembly_id=held.id, now=held.world.now)
    assert [one.said for one in facts.discussion] == ["Hello all."]
    assert [(one.who, one.said) for one in facts.items[2].discussion] == [
        ("Bob", "which one?"),
        ("Alice", "a good one."),
        ("", "Remark: it is late."),
    ]
    assert bring() == 0


def test_who_may_not_write_is_refused_and_nothing_is_half_written() -> None:
    held = chamber("alice", "bob", council=4)
    assert refused(save, held, "x", by="charlie") == [MemberRefusal.NO_VOTING_RIGHT]
    assert refused(save, held, "x" * 20_001) == [MinutesRefusal.NOTE_TOO_LONG]
    gone = {"actor": held.world.alice, "assembly_id": held.id, "note_id": uuid4(), "now": held.world.now}
    assert refused(commands.remove_note, **gone) == [MinutesRefusal.UNKNOWN_NOTE]
    assert refused(commands.move_note, **gone, up=True) == [MinutesRefusal.UNKNOWN_NOTE]
    elsewhere = chamber("alice", "bob", council=4)
    note = save(elsewhere, "there").note_id
    assert refused(save, held, "here", note=note) == [MinutesRefusal.UNKNOWN_NOTE]
    assert notes(assembly_id=held.id) == ()


def test_tasks_are_taken_and_ticked_once() -> None:
    held = chamber("alice", "bob", council=4)

    def take(what: str = "Sweep", **more: object) -> UUID:
        values = {"item_id": None, "owner_id": None, "owner_name": "Lou", "due_on": None} | more
        return commands.take_task(actor=held.world.alice, assembly_id=held.id, what=what, now=held.world.now, **values)

    def finish(task: UUID) -> None:
        commands.finish_task(actor=held.world.bob, assembly_id=held.id, task_id=task, now=held.world.now)

    task = take()
    mine = take("Cook", owner_id=held.world.bob.member_id, due_on=date(2026, 8, 1))
    assert [row.owner for row in tasks(assembly_id=held.id)] == ["Lou", "Bob"]
    assert [row.id for row in tasks_of(member_id=held.world.bob.member_id)] == [mine]
    finish(task)
    assert [row.done_by for row in tasks(assembly_id=held.id)] == ["Bob", ""]
    assert refused(finish, task) == [MinutesRefusal.TASK_ALREADY_DONE]
    assert refused(finish, uuid4()) == [MinutesRefusal.UNKNOWN_TASK]
    assert refused(take, "  ") == [MinutesRefusal.WORDS_MISSING]
    assert refused(take, owner_id=uuid4()) == [MemberRefusal.UNKNOWN_MEMBER]


def test_only_who_is_named_approves_the_text_that_was_read_once_the_assembly_is_over() -> None:
    held = chamber("alice", "bob", council=4)
    name(held, "alice", "bob")
    assert refused(approve, held, "alice") == [MinutesRefusal.ASSEMBLY_STILL_OPEN]
    close(held)
    assert refused(approve, held, "dana") == [MinutesRefusal.NOT_NAMED]
    assert not approve(held, "alice")
    read = fingerprint(composed(assembly_id=held.id, now=held.world.now))
    save(held, "One more word", by="bob")
    # What Alice approved is not what stands now; Bob's approval of the old text is refused, of the new not enough.
    assert refused(approve, held, "bob", read) == [MinutesRefusal.TEXT_CHANGED]
    assert not approve(held, "bob")
    assert record(assembly_id=held.id) is None
    assert approve(held, "alice")
    assert record(assembly_id=held.id) is not None


def test_whoever_chairs_names_who_approves_and_taking_the_last_doubt_off_freezes() -> None:
    held = chamber("alice", "bob", council=4)
    close(held)
    assert refused(name, held, "bob", by="bob") == [MinutesRefusal.NOT_NAMED]
    assert refused(name, held) == [MinutesRefusal.NOBODY_NAMED]
    name(held, "alice", "bob")
    approve(held, "alice")
    assert [row.approved_at is not None for row in approvals(assembly_id=held.id)] == [True, False]
    name(held, "alice")
    assert record(assembly_id=held.id) is not None


def test_frozen_minutes_take_dated_corrections_and_nothing_else() -> None:
    held = frozen()
    before = record(assembly_id=held.id)
    for call in (
        lambda: save(held, "x"),
        lambda: name(held, "bob"),
        lambda: approve(held, "alice"),
        lambda: commands.take_task(
            actor=held.world.alice,
            assembly_id=held.id,
            item_id=None,
            what="x",
            owner_id=None,
            owner_name="",
            due_on=None,
            now=held.world.now,
        ),
    ):
        assert refused(call) == [MinutesRefusal.MINUTES_FROZEN]

    def correct(text: str, by: str = "alice") -> int:
        return commands.add_correction(actor=held.world.people[by], assembly_id=held.id, text=text, now=held.world.now)

    assert correct("It rained.") == 1
    held.world.later(days=1)
    assert correct("It did not rain.") == 2
    assert [row.text for row in addenda(assembly_id=held.id)] == ["It rained.", "It did not rain."]
    assert record(assembly_id=held.id) == before
    assert refused(correct, "x", "bob") == [MinutesRefusal.NOT_NAMED]
    assert refused(correct, " ") == [MinutesRefusal.WORDS_MISSING]


def test_a_correction_waits_until_there_is_something_to_correct() -> None:
    held = chamber("alice", "bob", council=4)
    name(held, "alice")
    assert refused(
        commands.add_correction, actor=held.world.alice, assembly_id=held.id, text="x", now=held.world.now
    ) == [MinutesRefusal.NOT_FROZEN]


def test_what_is_said_later_of_the_clock_of_the_place_is_local() -> None:
    held = chamber("alice", "bob", council=4)
    held.world.later(minutes=30)
    held.come("dana")
    facts = live_facts(assembly_id=held.id, now=held.world.now)
    [dana] = [one for one in facts.attendees if one.name == "Dana"]
    assert dana.since is not None
    assert dana.since - facts.held_at == timedelta(minutes=30)
    assert dana.since.tzinfo is None
