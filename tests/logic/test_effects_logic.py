"""What effects are told, and what a change of the rules becomes when the rules have moved on meanwhile."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support.people import tout_doux
from toutdoux.decisions.logic.effects import (
    SCHEMAS,
    EffectDraft,
    EffectKind,
    Known,
    effects_refusals,
    known_effects_refusals,
    last_day,
)
from toutdoux.decisions.logic.merging import changed_paths, merge
from toutdoux.rules.reading import rulebook_from_data, rulebook_to_data, rulebook_to_toml
from toutdoux.rules.rulebook import Kind

ALICE, THING, ASKING = uuid4(), uuid4(), uuid4()
KNOWN = Known(
    members=frozenset({ALICE}),
    applicants=frozenset({ALICE, ASKING}),
    resources=frozenset({THING}),
    mandates=frozenset({"technical"}),
    rulebook=2,
    services=frozenset({THING}),
    editions={THING: False, ALICE: True},
    purchases=frozenset({THING}),
)
TOML = rulebook_to_toml(tout_doux())
GOOD: dict[EffectKind, dict[str, Any]] = {
    EffectKind.GRANT_VOTING_RIGHT: {"member": str(ALICE)},
    EffectKind.WITHDRAW_VOTING_RIGHT: {"member": str(ALICE)},
    EffectKind.ADMIT: {"member": str(ASKING)},
    EffectKind.EXCLUDE: {"member": str(ALICE), "scope": "council"},
    EffectKind.REINSTATE: {"member": str(ALICE)},
    EffectKind.GRANT_ACCESS: {"member": str(ALICE), "resource": str(THING), "purpose": "Upgrades", "until": ""},
    EffectKind.EXTEND_ACCESS: {"member": str(ALICE), "resource": str(THING), "until": "2027-01-31"},
    EffectKind.REVOKE_ACCESS: {"member": str(ALICE), "resource": str(THING)},
    EffectKind.GIVE_MANDATE: {"member": str(ALICE), "mandate": "technical", "until": "2027-01-31"},
    EffectKind.END_MANDATE: {"member": str(ALICE), "mandate": "technical"},
    EffectKind.ADOPT_RULEBOOK: {"toml": TOML, "base": 2},
    EffectKind.COMMIT_AMOUNT: {"amount": 5428, "purpose": "Two servers", "heading": ""},
    EffectKind.CHANGE_SERVICE: {"service": str(THING), "state": "open"},
    EffectKind.ADOPT_REPORT: {"edition": str(THING)},
    EffectKind.REVISE_AMOUNT: {"vote": str(THING), "amount": 5428, "purpose": "Two servers"},
}


def codes(*effects: EffectDraft, known: Known = KNOWN) -> list[str]:
    return [str(refusal.code) for refusal in known_effects_refusals(effects=effects, known=known)]


def changed(kind: EffectKind, **params: object) -> EffectDraft:
    return EffectDraft(kind=kind, params={**GOOD[kind], **params})


@pytest.mark.parametrize("kind", EffectKind)
def test_it_works(kind: EffectKind) -> None:
    assert codes(changed(kind)) == []
    assert set(GOOD[kind]) == SCHEMAS[kind].params


@pytest.mark.parametrize("kind", EffectKind)
def test_what_an_effect_is_told_is_told_in_full_and_nothing_more(kind: EffectKind) -> None:
    for name in GOOD[kind]:
        less = {key: value for key, value in GOOD[kind].items() if key != name}
        assert codes(EffectDraft(kind=kind, params=less)) == ["effect-malformed"]
    assert codes(changed(kind, more="x")) == ["effect-malformed"]
    assert codes(changed(kind, **{next(iter(GOOD[kind])): ["x"]})) == ["effect-malformed"]


def test_a_report_is_one_that_everyone_could_read_and_that_is_not_adopted_yet() -> None:
    assert codes(changed(EffectKind.ADOPT_REPORT, edition=str(ALICE))) == ["report-already-adopted"]
    assert codes(changed(EffectKind.ADOPT_REPORT, edition="")) == ["effect-without-report"]


def test_a_list_is_of_a_purchase_that_an_assembly_let_begin() -> None:
    assert codes(changed(EffectKind.REVISE_AMOUNT, vote=str(ALICE))) == ["effect-malformed"]
    assert codes(changed(EffectKind.REVISE_AMOUNT), known=Known()) == ["effect-malformed"]


@pytest.mark.parametrize("kind", [kind for kind in EffectKind if "member" in GOOD[kind]])
def test_an_effect_names_nobody_from_elsewhere(kind: EffectKind) -> None:
    assert codes(changed(kind, member=str(uuid4()))) == ["effect-without-member"]
    assert codes(changed(kind, member="")) == ["effect-without-member"]


@pytest.mark.parametrize(
    ("effect", "code"),
    [
        (changed(EffectKind.REINSTATE, member=str(ASKING)), "effect-without-member"),
        (changed(EffectKind.EXCLUDE, scope="the world"), "effect-without-scope"),
        (changed(EffectKind.GRANT_ACCESS, resource=str(uuid4())), "effect-without-resource"),
        (changed(EffectKind.GRANT_ACCESS, purpose=" "), "access-purpose-missing"),
        (changed(EffectKind.GRANT_ACCESS, purpose="password: hunter2"), "looks-secret"),
        (changed(EffectKind.GRANT_ACCESS, until="tomorrow"), "effect-day-malformed"),
        (changed(EffectKind.GIVE_MANDATE, until=""), "effect-day-malformed"),
        (changed(EffectKind.GIVE_MANDATE, until="20270131"), "effect-day-malformed"),
        (changed(EffectKind.GIVE_MANDATE, until="9999-01-01"), "effect-day-malformed"),
        (changed(EffectKind.GIVE_MANDATE, mandate="king"), "effect-without-mandate"),
        (changed(EffectKind.ADOPT_RULEBOOK, base=3), "effect-malformed"),
        (changed(EffectKind.ADOPT_RULEBOOK, base="2"), "effect-malformed"),
        (changed(EffectKind.ADOPT_RULEBOOK, toml="name = "), "rulebook-not-toml"),
        (changed(EffectKind.EXTEND_ACCESS, until="2027-02-30"), "effect-day-malformed"),
        (changed(EffectKind.COMMIT_AMOUNT, amount=0), "effect-without-amount"),
        (changed(EffectKind.COMMIT_AMOUNT, amount="5428"), "effect-without-amount"),
        (changed(EffectKind.COMMIT_AMOUNT, amount=10**12), "effect-without-amount"),
        (changed(EffectKind.COMMIT_AMOUNT, purpose=" "), "effect-without-spending"),
        (changed(EffectKind.COMMIT_AMOUNT, purpose="x" * 201), "entry-too-long"),
        (changed(EffectKind.COMMIT_AMOUNT, heading="a\x07"), "entry-control-character"),
        (changed(EffectKind.CHANGE_SERVICE, service=str(uuid4())), "effect-without-service"),
        (changed(EffectKind.CHANGE_SERVICE, state="lost"), "effect-without-state"),
        (EffectDraft(kind="magic", params={}), "effect-unknown"),
    ],
)
def test_what_is_wrong_is_named(effect: EffectDraft, code: str) -> None:
    assert codes(effect) == [code]


def test_faults_of_proposed_rules_name_their_line_and_key() -> None:
    effect = changed(EffectKind.ADOPT_RULEBOOK, toml=TOML.replace("1/2", "3/2"))
    refusals = known_effects_refusals(effects=(effect,), known=KNOWN)
    assert refusals
    assert all(refusal.data["line"] and refusal.data["key"] for refusal in refusals)


def test_rules_that_leave_open_what_is_needed_at_once_are_refused() -> None:
    lines = [line for line in TOML.splitlines() if not line.startswith("waiting")]
    assert codes(changed(EffectKind.ADOPT_RULEBOOK, toml="\n".join(lines))) == ["effect-rules-incomplete"]


def test_the_same_thing_is_not_changed_twice() -> None:
    assert codes(changed(EffectKind.GRANT_ACCESS), changed(EffectKind.REVOKE_ACCESS)) == ["effect-twice"]
    assert codes(changed(EffectKind.EXCLUDE), changed(EffectKind.EXCLUDE, scope="association")) == ["effect-twice"]
    assert codes(changed(EffectKind.EXCLUDE), changed(EffectKind.END_MANDATE)) == []
    assert codes(changed(EffectKind.CHANGE_SERVICE), changed(EffectKind.CHANGE_SERVICE, state="closed")) == [
        "effect-twice"
    ]
    assert codes(changed(EffectKind.COMMIT_AMOUNT), changed(EffectKind.COMMIT_AMOUNT, amount=1)) == ["effect-twice"]
    assert codes(changed(EffectKind.COMMIT_AMOUNT), changed(EffectKind.COMMIT_AMOUNT, purpose="A rack")) == []


def test_a_day_that_is_over_before_anyone_votes_is_refused() -> None:
    def refused(today: date | None) -> list[str]:
        effects = (changed(EffectKind.GIVE_MANDATE), changed(EffectKind.EXCLUDE))
        found = effects_refusals(kind=Kind.EXTRAORDINARY, effects=effects, rulebook=tout_doux(), today=today)
        return [str(refusal.code) for refusal in found]

    assert refused(date(2027, 1, 30)) == []
    assert refused(date(2027, 1, 31)) == ["effect-day-past"]
    assert refused(None) == []
    ordinary = effects_refusals(kind=Kind.ORDINARY, effects=(changed(EffectKind.EXCLUDE),), rulebook=tout_doux())
    assert [str(refusal.code) for refusal in ordinary] == ["effects-need-a-count"]


def test_a_day_is_written_one_way() -> None:
    assert last_day({"until": "2027-01-31"}) == date(2027, 1, 31)
    assert last_day({"until": "2027-W01-1"}) is None
    assert last_day({}) is None


small = st.integers(min_value=0, max_value=2)
#: As in a rulebook, a key is a value, a table that is whole, or one of several values: always the same.
tables = st.fixed_dictionaries(
    {},
    optional={
        "urgency": small,
        "delay": st.fixed_dictionaries({"days": small}, optional={"ends": small}),
        "limits": st.fixed_dictionaries({}, optional={"least": small, "most": small}),
    },
)
books = st.dictionaries(st.sampled_from(["one", "two"]), tables, min_size=2, max_size=2)


@given(books, books)
def test_where_nothing_moved_what_was_proposed_is_adopted(base: dict[str, Any], proposed: dict[str, Any]) -> None:
    merged = merge(base=base, proposed=proposed, current=base)
    assert merged is not None
    assert changed_paths(before=proposed, after=merged) == {}


@given(books, books, books)
def test_what_both_changed_differently_is_a_conflict_and_nothing_else_is(
    a: dict[str, Any], b: dict[str, Any], c: dict[str, Any]
) -> None:
    ours, theirs = changed_paths(before=a, after=b), changed_paths(before=a, after=c)
    merged = merge(base=a, proposed=b, current=c)
    conflict = any(theirs[path] != value for path, value in ours.items() if path in theirs)
    assert (merged is None) == conflict
    if merged is not None:
        after = changed_paths(before=c, after=merged)
        assert set(after) <= set(ours)


def test_two_changes_of_the_rules_that_do_not_meet_are_both_kept() -> None:
    data = rulebook_to_data(tout_doux())
    slower = {**data, "counter_vote": {**data["counter_vote"], "delay": {"days": 20, "ends": "same-time"}}}
    firmer = {**data, "urgency": not data["urgency"]}
    merged = merge(base=data, proposed=slower, current=firmer)
    assert merged is not None
    rules = rulebook_from_data(merged)
    assert rules.counter_vote.delay.days == 20
    assert rules.urgency is not tout_doux().urgency
