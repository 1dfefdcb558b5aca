"""Each thing the verifier compares, changed one at a time: it names that thing, at the entry it belongs to."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.support.records import Records, records
from toutdoux.decisions.logic.replay_facts import Fact, LinkFacts, Sort
from toutdoux.decisions.logic.replay_story import written
from toutdoux.kernel.canonical import instant_text
from toutdoux.rules.rulebook import Waiting
from toutdoux.wording.verification import difference_sentence

# The database is set up for tests that say so, and the records below are made in it.
pytestmark = pytest.mark.django_db

OTHER = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture(scope="module")
def all_of_it(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Records:
    """Give one association's records, made once: everything below only changes copies of them."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = records()
        transaction.set_rollback(True)
    return made


def opened(story: Records, name: str) -> int:
    return story.find("action.opened", action=str(story.ids[name]))


def decided(story: Records, name: str, **data: Any) -> int:
    return story.find("action.decided", action=str(story.ids[name]), **data)


def ballot(story: Records, name: str, **data: Any) -> int:
    return story.find("ballot.cast", action=str(story.ids[name]), **data)


def rulebook(story: Records, **changes: Any) -> Records:
    kept = story.tables.rulebooks[1].rulebook
    assert kept is not None
    return story.with_row("rulebooks", 1, rulebook=replace(kept, **changes))


def test_it_works(all_of_it: Records) -> None:
    found = all_of_it.replay()
    assert found.difference is None
    assert (found.entries, found.actions, found.historical) == (len(all_of_it.entries), 13, 1)
    assert replace(all_of_it, now=all_of_it.now + timedelta(days=400)).difference is None
    # A clock that is behind changes nothing of what was decided.
    assert replace(all_of_it, now=all_of_it.now - timedelta(days=400)).difference is None


#: What was changed → how it is named: by which sort, about what, and at which entry (a name: that of its opening).
ROWS: list[tuple[Callable[[Records], Records], Sort, Fact]] = [
    (lambda s: s.with_row("rulebooks", 1, digest="0"), Sort.KEPT, Fact.RULEBOOK),
    (lambda s: s.with_row("rulebooks", 1, recomputed="0"), Sort.KEPT, Fact.RULEBOOK),
    (lambda s: s.with_row("rulebooks", 1, adopted_at=OTHER), Sort.KEPT, Fact.RULEBOOK),
    (lambda s: s.without_row("rulebooks", 1), Sort.ABSENT, Fact.RULEBOOK),
    (lambda s: s.with_new_row("rulebooks", 2, like=1).with_row("rulebooks", 2, id=-1), Sort.UNKNOWN, Fact.RULEBOOK),
    (lambda s: replace(s, tables=replace(s.tables, periods={})), Sort.ABSENT, Fact.PERIOD),
    (lambda s: s.without_row("members", s.ids["bob"]), Sort.ABSENT, Fact.MEMBER),
    (lambda s: s.with_row("members", s.ids["bob"], joined_at=OTHER), Sort.KEPT, Fact.MEMBER),
    (lambda s: s.with_row("members", s.ids["eli"], left_at=None), Sort.KEPT, Fact.MEMBER),
    (lambda s: s.with_new_row("members", UUID(int=1), like=s.ids["bob"]), Sort.UNKNOWN, Fact.MEMBER),
    (lambda s: s.with_row("members", s.ids["bob"], stretches=()), Sort.KEPT, Fact.RIGHT),
    (lambda s: stretch(s, "charlie", ends_at=None), Sort.KEPT, Fact.RIGHT),
    (lambda s: stretch(s, "bob", starts_at=OTHER), Sort.KEPT, Fact.RIGHT),
    (lambda s: s.without_row("history", next(iter(s.tables.history))), Sort.ABSENT, Fact.HISTORY),
    (lambda s: s.with_row("history", next(iter(s.tables.history)), digest=""), Sort.KEPT, Fact.HISTORY),
    (lambda s: s.with_row("history", next(iter(s.tables.history)), number=4), Sort.KEPT, Fact.HISTORY),
    (lambda s: s.with_new_row("history", UUID(int=1), like=next(iter(s.tables.history))), Sort.UNKNOWN, Fact.HISTORY),
    (lambda s: s.without_row("versions", (s.ids["open"], 1)), Sort.ABSENT, Fact.TEXT),
    (lambda s: s.with_row("versions", (s.ids["open"], 1), text_digest="0"), Sort.KEPT, Fact.TEXT),
    (lambda s: s.with_row("versions", (s.ids["open"], 1), stored_digest="0"), Sort.KEPT, Fact.TEXT),
    (lambda s: s.with_row("versions", (s.ids["open"], 1), effects_only=True), Sort.KEPT, Fact.TEXT),
    (lambda s: s.with_row("versions", (s.ids["open"], 1), opened_at=OTHER), Sort.KEPT, Fact.TEXT),
    (lambda s: s.with_row("versions", (s.ids["open"], 1), deadline=OTHER), Sort.KEPT, Fact.DEADLINE),
    (lambda s: s.with_row("versions", (s.ids["open"], 1), council=9), Sort.KEPT, Fact.COUNCIL),
    (lambda s: s.with_row("versions", (s.ids["open"], 1), council_digest="0"), Sort.KEPT, Fact.COUNCIL),
    (lambda s: s.with_row("versions", (s.ids["open"], 1), seats=frozenset()), Sort.KEPT, Fact.COUNCIL),
    (lambda s: s.with_new_row("versions", (s.ids["open"], 2), like=(s.ids["open"], 1)), Sort.UNKNOWN, Fact.TEXT),
    (lambda s: s.without_row("outcomes", (s.ids["announced"], "announced")), Sort.ABSENT, Fact.OUTCOME),
    (lambda s: s.with_row("outcomes", (s.ids["announced"], "announced"), for_=1), Sort.KEPT, Fact.OUTCOME),
    (lambda s: s.without_row("outcomes", (s.ids["blocked"], "blocked")), Sort.ABSENT, Fact.OUTCOME),
    (lambda s: s.with_row("outcomes", (s.ids["blocked"], "blocked"), against=3), Sort.KEPT, Fact.OUTCOME),
    (lambda s: s.with_row("outcomes", (s.ids["blocked"], "blocked"), article=1), Sort.KEPT, Fact.OUTCOME),
    (
        lambda s: s.with_new_row("outcomes", (s.ids["open"], "tacit"), like=(s.ids["blocked"], "blocked")),
        Sort.UNKNOWN,
        Fact.OUTCOME,
    ),
    (lambda s: s.without_row("ballots", ballot(s, "open")), Sort.ABSENT, Fact.BALLOT),
    (lambda s: s.with_row("ballots", ballot(s, "open"), choice="for"), Sort.KEPT, Fact.BALLOT),
    (lambda s: s.with_row("ballots", ballot(s, "open"), member=s.ids["bob"]), Sort.KEPT, Fact.BALLOT),
    (lambda s: s.with_row("ballots", ballot(s, "open"), at=OTHER), Sort.KEPT, Fact.BALLOT),
    (lambda s: s.with_row("ballots", ballot(s, "open"), door="mail"), Sort.KEPT, Fact.BALLOT),
    (lambda s: s.with_row("ballots", ballot(s, "open"), reason_digest="0"), Sort.KEPT, Fact.BALLOT),
    (lambda s: s.with_row("ballots", ballot(s, "open"), counting=False), Sort.KEPT, Fact.BALLOT),
    (lambda s: s.with_new_row("ballots", -1, like=ballot(s, "open")), Sort.UNKNOWN, Fact.BALLOT),
    (lambda s: s.without_row("objections", first(s, "objections")), Sort.ABSENT, Fact.OBJECTION),
    (lambda s: s.with_row("objections", first(s, "objections"), member=s.ids["dana"]), Sort.KEPT, Fact.OBJECTION),
    (lambda s: s.with_row("objections", first(s, "objections"), kept_at=None), Sort.KEPT, Fact.OBJECTION),
    (lambda s: s.with_row("objections", first(s, "objections"), lifted_at=OTHER), Sort.KEPT, Fact.OBJECTION),
    (lambda s: s.with_row("objections", first(s, "objections"), raised_at=OTHER), Sort.ABSENT, Fact.OBJECTION),
    (lambda s: s.with_new_row("objections", 0, like=first(s, "objections")), Sort.UNKNOWN, Fact.OBJECTION),
    (
        lambda s: s.with_new_row("objections", 0, like=first(s, "objections")).with_row(
            "objections", 0, raised_at=OTHER
        ),
        Sort.UNKNOWN,
        Fact.OBJECTION,
    ),
    (lambda s: replace(s, tables=replace(s.tables, posts=frozenset())), Sort.ABSENT, Fact.OBJECTION),
    (lambda s: s.with_new_row("posts", (1, UUID(int=1), "remark", OTHER)), Sort.UNKNOWN, Fact.OBJECTION),
    (lambda s: s.without_row("effects", (s.ids["again"], 1, 1, "without-object")), Sort.ABSENT, Fact.EFFECT),
    (
        lambda s: s.with_row("effects", (s.ids["again"], 1, 1, "without-object"), because=""),
        Sort.KEPT,
        Fact.EFFECT,
    ),
    (lambda s: s.with_row("effects", (s.ids["granted"], 1, 1, "reversed"), at=OTHER), Sort.KEPT, Fact.EFFECT),
    (lambda s: s.with_row("effects", (s.ids["granted"], 1, 1, "applied"), ticked_at=OTHER), Sort.UNKNOWN, Fact.EFFECT),
    (
        lambda s: s.with_new_row(
            "effects", (s.ids["granted"], 1, 1, "by-hand"), like=(s.ids["granted"], 1, 1, "applied")
        ),
        Sort.UNKNOWN,
        Fact.EFFECT,
    ),
    (lambda s: s.without_row("notes", first(s, "notes")), Sort.ABSENT, Fact.NOTE),
    (lambda s: s.with_row("notes", first(s, "notes"), about="footnote"), Sort.KEPT, Fact.NOTE),
    (lambda s: s.with_new_row("notes", 0, like=first(s, "notes")), Sort.UNKNOWN, Fact.NOTE),
    (lambda s: replace(s, tables=replace(s.tables, leads=frozenset())), Sort.ABSENT, Fact.LEAD),
    (lambda s: replace(s, tables=replace(s.tables, links=frozenset[LinkFacts]())), Sort.ABSENT, Fact.LINK),
    (lambda s: s.without_row("actions", s.ids["open"]), Sort.ABSENT, Fact.ACTION),
    (lambda s: s.with_new_row("actions", UUID(int=1), like=s.ids["open"]), Sort.UNKNOWN, Fact.ACTION),
]


@pytest.mark.parametrize("place", range(len(ROWS)))
def test_a_row_that_was_changed_added_or_removed_is_named(all_of_it: Records, place: int) -> None:
    change, sort, fact = ROWS[place]
    found = change(all_of_it).difference
    assert found is not None
    assert (found.sort, found.fact) == (sort, fact)
    assert (found.seq is None) == (sort is Sort.UNKNOWN or (fact in {Fact.MEMBER, Fact.RIGHT} and sort is Sort.KEPT))
    assert difference_sentence(found)


COLUMNS: list[tuple[str, Any, Fact]] = [
    ("kind", "ordinary", Fact.ACTION),
    ("period_id", 0, Fact.ACTION),
    ("number", 99, Fact.NUMBER),
    ("target", UUID(int=1), Fact.ACTION),
    ("suffix", 9, Fact.NUMBER),
    ("rulebook_id", 0, Fact.RULEBOOK),
    ("version", 9, Fact.TEXT),
    ("same_title", False, Fact.TEXT),
    ("opened_at", OTHER, Fact.ACTION),
    ("opened_on", date(2020, 1, 1), Fact.ACTION),
    ("deadline", OTHER, Fact.DEADLINE),
    ("status", "withdrawn", Fact.OUTCOME),
    ("decided_at", OTHER, Fact.OUTCOME),
    ("withdrawn_at", OTHER, Fact.OUTCOME),
    ("execution", "abandoned", Fact.EXECUTION),
    ("ended_at", OTHER, Fact.EXECUTION),
    ("carried_out_on", date(2020, 1, 1), Fact.EXECUTION),
    ("urgent_at", OTHER, Fact.EXECUTION),
]


@pytest.mark.parametrize(("column", "value", "fact"), COLUMNS)
def test_every_column_of_an_action_is_compared(all_of_it: Records, column: str, value: Any, fact: Fact) -> None:
    for name in ("urgent", "counter", "open"):
        found = all_of_it.with_row("actions", all_of_it.ids[name], **{column: value}).difference
        assert found is not None
        assert (found.sort, found.fact) == (Sort.KEPT, fact)
        assert column in found.stated


def first(story: Records, table: str) -> Any:
    return min(getattr(story.tables, table))


def stretch(story: Records, name: str, **changes: Any) -> Records:
    before = story.tables.members[story.ids[name]].stretches
    return story.with_row("members", story.ids[name], stretches=(*before[:-1], replace(before[-1], **changes)))


def id_of(story: Records, name: str) -> str:
    return str(story.ids[name])


def adopted_again(story: Records) -> Records:
    """Adopt a second version of the rules, under which the next action ought to be opened, and is not."""
    more = story.with_new_row("rulebooks", 2, like=1).with_row("rulebooks", 2, id=-1, adopted_at=story.entries[14].at)
    return more.inserting(15, "rulebook.adopted", actor=None, rulebook=2, digest=story.tables.rulebooks[1].digest)


#: An entry forged by someone who can also mend the chain: still the rules, or the tables, give it away.
FORGED: list[tuple[Callable[[Records], Records], Sort, Fact]] = [
    (lambda s: s.with_entry(2, rulebook=7), Sort.RECOMPUTED, Fact.RULEBOOK),
    (lambda s: s.inserting(4, "member.joined", actor=None, member=id_of(s, "alice")), Sort.NOT_ALLOWED, Fact.MEMBER),
    (lambda s: s.with_entry(13, cause="founder"), Sort.RECOMPUTED, Fact.COUNCIL),
    (
        lambda s: rulebook(s, voting_right=replace(s.tables.rulebooks[1].rulebook.voting_right, waiting=None)),
        Sort.NOT_ALLOWED,
        Fact.RIGHT,
    ),
    (
        lambda s: rulebook(
            s, voting_right=replace(s.tables.rulebooks[1].rulebook.voting_right, waiting=Waiting(days=0))
        ),
        Sort.RECOMPUTED,
        Fact.COUNCIL,
    ),
    (lambda s: s.with_entry(13, cause="grant"), Sort.NOT_ALLOWED, Fact.RIGHT),
    (lambda s: s.with_entry(13, cause="grant", action=str(uuid4())), Sort.UNREADABLE, Fact.ENTRY),
    (
        lambda s: s.inserting(
            opened(s, "open"),
            "right.began",
            actor=None,
            member=id_of(s, "charlie"),
            cause="grant",
            action=id_of(s, "open"),
        ),
        Sort.NOT_ALLOWED,
        Fact.RIGHT,
    ),
    (lambda s: s.with_entry(opened(s, "granted"), number=9), Sort.RECOMPUTED, Fact.NUMBER),
    (lambda s: s.with_entry(opened(s, "counter"), suffix=2), Sort.RECOMPUTED, Fact.NUMBER),
    (lambda s: s.with_entry(opened(s, "granted"), rulebook=0), Sort.ABSENT, Fact.RULEBOOK),
    (adopted_again, Sort.RECOMPUTED, Fact.RULEBOOK),
    (lambda s: s.with_entry(opened(s, "again"), action=id_of(s, "granted")), Sort.NOT_ALLOWED, Fact.ACTION),
    (lambda s: s.with_entry(opened(s, "granted"), council=5), Sort.RECOMPUTED, Fact.COUNCIL),
    (lambda s: s.with_entry(opened(s, "granted"), deadline=None), Sort.RECOMPUTED, Fact.DEADLINE),
    (lambda s: s.with_entry(opened(s, "granted"), opened_at=instant_text(OTHER)), Sort.RECOMPUTED, Fact.TEXT),
    (lambda s: s.with_entry(opened(s, "granted"), text_digest="0"), Sort.KEPT, Fact.TEXT),
    (lambda s: s.without_entry(opened(s, "granted")), Sort.UNREADABLE, Fact.ACTION),
    (lambda s: s.with_entry(opened(s, "granted"), kind="unheard-of"), Sort.UNREADABLE, Fact.ENTRY),
    (lambda s: twice(s, opened(s, "running"), "action.opened"), Sort.NOT_ALLOWED, Fact.ACTION),
    (lambda s: s.with_entry(s.find("action.amended"), version=3), Sort.NOT_ALLOWED, Fact.TEXT),
    (lambda s: moved(s, s.find("action.amended"), after=decided(s, "moot")), Sort.NOT_ALLOWED, Fact.TEXT),
    (lambda s: s.with_entry(ballot(s, "open"), version=2), Sort.NOT_ALLOWED, Fact.BALLOT),
    (lambda s: s.with_entry(ballot(s, "open"), actor=s.ids["charlie"]), Sort.NOT_ALLOWED, Fact.BALLOT),
    (lambda s: s.with_entry(ballot(s, "open"), actor=None), Sort.NOT_ALLOWED, Fact.BALLOT),
    (lambda s: s.with_entry(ballot(s, "open"), choice="perhaps"), Sort.UNREADABLE, Fact.ENTRY),
    (lambda s: s.with_entry(ballot(s, "open"), action=id_of(s, "blocked"), version=2), Sort.NOT_ALLOWED, Fact.BALLOT),
    (lambda s: rulebook(s, change_ballot=False), Sort.NOT_ALLOWED, Fact.BALLOT),
    (lambda s: s.without_entry(decided(s, "blocked")), Sort.OWED, Fact.OUTCOME),
    (lambda s: s.without_entry(decided(s, "moot")), Sort.OWED, Fact.OUTCOME),
    (lambda s: s.without_entry(decided(s, "withdrawn")), Sort.OWED, Fact.OUTCOME),
    (lambda s: s.without_entry(decided(s, "granted", status="annulled")), Sort.NOT_ALLOWED, Fact.RIGHT),
    (lambda s: s.without_entry(decided(s, "silent")), Sort.OWED, Fact.DEADLINE),
    (lambda s: s.without_entry(s.find("right.ended")), Sort.OWED, Fact.RIGHT),
    (lambda s: s.without_entry(s.find("effect.recorded", what="without-object")), Sort.OWED, Fact.EFFECT),
    (lambda s: s.without_entry(s.find("execution.changed", on=None)), Sort.OWED, Fact.EXECUTION),
    (lambda s: s.with_entry(decided(s, "blocked"), status="accepted"), Sort.RECOMPUTED, Fact.OUTCOME),
    (lambda s: s.with_entry(decided(s, "silent"), **{"for": 1}), Sort.RECOMPUTED, Fact.OUTCOME),
    (lambda s: early(s, "silent"), Sort.RECOMPUTED, Fact.OUTCOME),
    (lambda s: swapped(s, decided(s, "urgent")), Sort.NOT_ALLOWED, Fact.DEADLINE),
    (lambda s: twice(s, decided(s, "blocked"), "action.decided"), Sort.NOT_ALLOWED, Fact.OUTCOME),
    (lambda s: s.with_entry(s.find("action.withdrawn"), action=id_of(s, "blocked")), Sort.NOT_ALLOWED, Fact.OUTCOME),
    (lambda s: s.with_entry(s.find("objection.lifted"), actor=s.ids["dana"]), Sort.KEPT, Fact.OBJECTION),
    (lambda s: s.with_entry(s.find("objection.lifted"), objection=0), Sort.ABSENT, Fact.OBJECTION),
    (lambda s: s.with_entry(s.find("objection.kept"), actor=None), Sort.KEPT, Fact.OBJECTION),
    (lambda s: twice(s, s.find("objection.lifted"), "objection.kept"), Sort.NOT_ALLOWED, Fact.OBJECTION),
    (lambda s: twice(s, s.find("objection.lifted"), "objection.lifted"), Sort.NOT_ALLOWED, Fact.OBJECTION),
    (
        lambda s: s.with_entry(s.find("effect.recorded", what="applied"), what="without-object"),
        Sort.RECOMPUTED,
        Fact.EFFECT,
    ),
    (
        lambda s: s.with_entry(s.find("effect.recorded", what="applied"), at=instant_text(OTHER)),
        Sort.RECOMPUTED,
        Fact.EFFECT,
    ),
    (lambda s: s.with_entry(s.find("effect.recorded", what="applied"), kind="x"), Sort.KEPT, Fact.EFFECT),
    (
        lambda s: twice(s, s.find("effect.recorded", what="without-object"), "effect.recorded"),
        Sort.NOT_ALLOWED,
        Fact.EFFECT,
    ),
    (lambda s: s.with_entry(s.find("effect.recorded", what="reversed"), what="applied"), Sort.NOT_ALLOWED, Fact.EFFECT),
    (lambda s: twice(s, s.find("right.ended"), "right.ended"), Sort.NOT_ALLOWED, Fact.RIGHT),
    (lambda s: twice(s, s.find("urgency.declared"), "urgency.declared"), Sort.NOT_ALLOWED, Fact.EXECUTION),
    (lambda s: rulebook(s, urgency=False), Sort.NOT_ALLOWED, Fact.EXECUTION),
    (lambda s: s.without_entry(s.find("urgency.declared")), Sort.NOT_ALLOWED, Fact.EXECUTION),
    (
        lambda s: s.with_entry(s.find("execution.changed", on=None, execution="done"), execution="in-progress"),
        Sort.NOT_ALLOWED,
        Fact.EXECUTION,
    ),
    (
        lambda s: s.with_entry(s.find("execution.changed", on=None, execution="done"), at=instant_text(OTHER)),
        Sort.RECOMPUTED,
        Fact.EXECUTION,
    ),
    (
        lambda s: s.with_entry(s.find("execution.changed", execution="in-progress"), at=instant_text(OTHER)),
        Sort.RECOMPUTED,
        Fact.EXECUTION,
    ),
    (
        lambda s: s.with_entry(s.find("execution.changed", execution="in-progress"), actor=None),
        Sort.NOT_ALLOWED,
        Fact.EXECUTION,
    ),
    (lambda s: s.with_entry(s.find("note.added"), note=0), Sort.ABSENT, Fact.NOTE),
    (lambda s: s.with_entry(s.find("lead.changed", change="co-lead"), actor=s.ids["dana"]), Sort.ABSENT, Fact.LEAD),
    (lambda s: s.with_entry(s.find("link.added"), sort="follows"), Sort.ABSENT, Fact.LINK),
    (lambda s: s.with_entry(s.find("remark.posted"), remark=str(uuid4())), Sort.ABSENT, Fact.REMARK),
    (lambda s: s.with_entry(s.find("remark.posted"), source="web"), Sort.KEPT, Fact.REMARK),
    (lambda s: s.with_new_row("remarks", UUID(int=1), like=next(iter(s.tables.remarks))), Sort.UNKNOWN, Fact.REMARK),
    (lambda s: ticked(s, 0), Sort.ABSENT, Fact.EFFECT),
    (lambda s: ticked(s, next(iter(s.tables.effects.values())).id), Sort.KEPT, Fact.EFFECT),
    (lambda s: s.with_entry(s.find("history.imported"), number=4), Sort.KEPT, Fact.HISTORY),
    (lambda s: s.with_entry(s.find("history.imported"), action=str(uuid4())), Sort.ABSENT, Fact.HISTORY),
    (lambda s: replace(s, tables=replace(s.tables, zone=ZoneInfo("Asia/Tokyo"))), Sort.RECOMPUTED, Fact.DEADLINE),
]


@pytest.mark.parametrize("place", range(len(FORGED)))
def test_an_entry_forged_under_a_mended_chain_is_named(all_of_it: Records, place: int) -> None:
    change, sort, fact = FORGED[place]
    found = change(all_of_it).difference
    assert found is not None
    assert (found.sort, found.fact) == (sort, fact), found
    assert difference_sentence(found)


def twice(story: Records, seq: int, kind: str) -> Records:
    entry = story.entries[seq - 1]
    again = replace(entry, kind=kind)
    return replace(story, entries=(*story.entries[:seq], again, *story.entries[seq:]))


def moved(story: Records, seq: int, *, after: int) -> Records:
    """Write an entry once more, after another one."""
    again = replace(story.entries[seq - 1], at=story.entries[after - 1].at)
    return replace(story, entries=(*story.entries[:after], again, *story.entries[after:]))


def swapped(story: Records, seq: int) -> Records:
    one, two = story.entries[seq - 1 : seq + 1]
    return replace(story, entries=(*story.entries[: seq - 1], two, one, *story.entries[seq + 1 :]))


def early(story: Records, name: str) -> Records:
    """Let silence pass an action an instant before its delay is over."""
    deadline = story.tables.actions[story.ids[name]].deadline
    assert deadline is not None
    return story.with_entry(decided(story, name), dated=deadline - timedelta(microseconds=1))


def ticked(story: Records, record: int) -> Records:
    last = len(story.entries)
    return story.inserting(last, "effect.recorded", actor=story.ids["bob"], record=record, what="ticked")


def test_a_tick_that_agrees_is_no_difference(all_of_it: Records) -> None:
    key, row = next(iter(all_of_it.tables.effects.items()))
    more = ticked(all_of_it, row.id)
    at = more.entries[-1].at
    assert more.with_row("effects", key, ticked_at=at, ticked_by=all_of_it.ids["bob"]).difference is None


def test_kinds_of_entries_that_others_write_are_passed_over(all_of_it: Records) -> None:
    assert all_of_it.inserting(len(all_of_it.entries), "mail.sent", actor=None).difference is None


def test_what_is_long_is_cut_and_nothing_is_a_dash() -> None:
    assert written(None) == "—"
    assert written((1, None, OTHER)) == "1, —, 2020-01-01T00:00:00.000000+00:00"


def test_a_council_of_a_thousand_is_not_written_out(all_of_it: Records) -> None:
    crowd = frozenset(UUID(int=number) for number in range(1000))
    found = all_of_it.with_row("versions", (all_of_it.ids["open"], 1), seats=crowd).difference
    assert found is not None
    assert len(found.found) < 400


def test_the_first_difference_is_the_one_named(all_of_it: Records) -> None:
    early, late = ballot(all_of_it, "granted"), ballot(all_of_it, "open")
    both = all_of_it.with_row("ballots", late, choice="for").with_row("ballots", early, choice="blank")
    found = both.difference
    assert found is not None
    assert found.seq == early
    assert found.action == "P26-E1"
