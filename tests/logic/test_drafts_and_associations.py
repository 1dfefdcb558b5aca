"""What a draft, an association and a period must look like."""

from datetime import date
from uuid import UUID

import pytest

from toutdoux.associations.logic.checks import PeriodFacts, association_refusals, period_refusals
from toutdoux.decisions.logic.drafts import (
    ActionDraft,
    EffectDraft,
    draft_refusals,
    effects_refusals,
    reason_refusals,
)
from toutdoux.decisions.logic.effects import Known
from toutdoux.kernel.refusal import Refusal
from toutdoux.kernel.tokens import token_digest
from toutdoux.rules.rulebook import Kind
from toutdoux.rules.shipped import shipped

ALICE = UUID(int=1)
GRANT = EffectDraft(kind="grant-voting-right", params={"member": str(ALICE)})


def codes(refusals: list[Refusal]) -> list[str]:
    return [str(refusal.code) for refusal in refusals]


def test_it_works() -> None:
    draft = ActionDraft(
        kind="extraordinary", title="T", effects=(GRANT,), effects_only=True, discussion_url="https://example.org/p/1"
    )
    assert draft_refusals(draft=draft, known=Known(members=frozenset({ALICE}))) == []
    assert association_refusals(name="The Fireflies", slug="fireflies", zone="Europe/Paris") == []
    assert period_refusals(period=PeriodFacts(code="P26"), taken=frozenset({"A25"})) == []


def test_every_fault_of_a_draft_is_named() -> None:
    draft = ActionDraft(
        kind="counter-vote",
        title=" ",
        text="x" * 100_001,
        effects=(EffectDraft(kind="magic", params={}), GRANT),
        discussion_url="javascript:1",
    )
    assert codes(draft_refusals(draft=draft, known=Known())) == [
        "title-missing",
        "too-long",
        "kind-unknown",
        "url-malformed",
        "effect-unknown",
        "effect-without-member",
    ]


def test_reasons() -> None:
    assert reason_refusals(reason="", required=False) == []
    assert codes(reason_refusals(reason=" ", required=True)) == ["reason-missing"]
    assert codes(reason_refusals(reason="x" * 5001, required=False)) == ["too-long"]


def test_effects_need_a_count() -> None:
    rules = shipped("tout-doux-cratie")
    assert codes(effects_refusals(kind=Kind.ORDINARY, effects=(GRANT,), rulebook=rules)) == ["effects-need-a-count"]
    assert effects_refusals(kind=Kind.EXTRAORDINARY, effects=(GRANT,), rulebook=rules) == []
    assert effects_refusals(kind=Kind.ORDINARY, effects=(), rulebook=rules) == []


@pytest.mark.parametrize("slug", ["", "-a", "a-", "A", "a b", "é", "a" * 41, "a/b", "a\n"])
def test_an_address_that_cannot_be(slug: str) -> None:
    assert codes(association_refusals(name="x", slug=slug, zone="UTC")) == ["slug-malformed"]


def test_other_faults_of_an_association() -> None:
    assert codes(association_refusals(name=" ", slug="static", zone="Mars/Base")) == [
        "name-missing",
        "slug-reserved",
        "unknown-zone",
    ]


def test_faults_of_a_period() -> None:
    day = date(2026, 2, 1)
    period = PeriodFacts(code="p26", starts_on=day, ends_on=day)
    assert codes(period_refusals(period=period, taken=frozenset({"P26"}))) == [
        "period-taken",
        "period-ends-before-it-starts",
    ]
    assert codes(period_refusals(period=PeriodFacts(code="P-26"), taken=frozenset())) == ["period-malformed"]


def test_a_token_is_kept_as_its_digest_only() -> None:
    assert token_digest("secret") != "secret"
    assert len(token_digest("secret")) == 64
