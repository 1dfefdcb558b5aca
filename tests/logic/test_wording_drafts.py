"""What publishing would do, under every rulebook we ship, in the numbers of today's council."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from tests.support.people import tout_doux
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import Base, Kind, Rulebook
from toutdoux.wording import ballots, drafts

ZONE = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
END = datetime(2026, 3, 20, 9, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def told(rulebook: Rulebook, *, kind: Kind = Kind.EXTRAORDINARY, council: int = 24, reference: str = "P26-E4") -> str:
    ends = END if rulebook.count_rules(kind) else None
    return " ".join(
        drafts.consequences(
            rulebook, kind=kind, council=council, reference=reference, deadline=ends, zone=ZONE, now=NOW
        )
    )


def test_it_works() -> None:
    said = told(tout_doux())
    assert "It will bear the number P26-E4, unless another takes it first." in said
    assert "24 people vote" in said
    assert (
        "Published now, the vote ends on Friday 20 March at 10:30. Without another vote it passes at the end." in said
    )
    assert "12 votes for and it passes at once. 12 votes against and it is blocked." in said


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("consent", "It takes 12 votes for when the delay is over."),
        ("consent", "One objection that is not lifted blocks it."),
        ("two-thirds", "16 votes for and it passes at once."),
        ("two-thirds", "Without enough votes it is rejected at the end."),
        ("absolute-majority", "13 votes for and it passes at once."),
    ],
)
def test_every_shipped_rulebook_tells_its_own_numbers(name: str, sentence: str) -> None:
    assert sentence in told(tout_doux(name))


def test_what_is_announced_is_effective_and_can_be_countered() -> None:
    said = told(tout_doux(), kind=Kind.ORDINARY)
    assert "you may start at once" in said
    assert "a counter-vote that gathers half of the council can annul it" in said
    rules = tout_doux()
    without = replace(rules, counter_vote=replace(rules.counter_vote, allowed=False))
    assert "counter-vote" not in told(without, kind=Kind.ORDINARY, reference="")
    assert drafts.kind_promise(rules, kind=Kind.ORDINARY, council=3).startswith("Announced, and you may start at once.")


def test_a_share_of_what_is_cast_has_no_number_yet() -> None:
    rules = tout_doux()
    count = rules.kinds.extraordinary.count
    assert count is not None
    cast = replace(count, accept=replace(count.accept, base=Base.CAST))
    changed = replace(rules, kinds=replace(rules.kinds, extraordinary=replace(rules.kinds.extraordinary, count=cast)))
    assert "It takes at least half of the votes cast." in told(changed)
    promise = drafts.kind_promise(changed, kind=Kind.EXTRAORDINARY, council=24)
    assert promise.startswith("The council decides: 24 people, in 10 days. It takes at least half of the votes cast.")


def test_amending_with_nobody_to_count_afresh_says_so() -> None:
    assert "vote" not in " ".join(drafts.amendment_sentences(cast=0)).replace("votes", "")
    assert "The 3 votes cast so far become history" in " ".join(drafts.amendment_sentences(cast=3))


def test_a_receipt_says_what_changed() -> None:
    def receipt(choice: Choice, **more: object) -> str:
        facts = {"replaced": None, "reasoned": False, "repeated_from": None, "zone": ZONE, "now": NOW} | more
        return " ".join(ballots.receipt_sentences(choice=choice, **facts))

    assert receipt(Choice.FOR) == "Your vote is recorded: For."
    assert receipt(Choice.FOR, replaced=Choice.FOR) == "Your vote is recorded: For."
    assert receipt(Choice.BLANK, replaced=Choice.FOR) == "Your vote is changed: it was For, it is now Blank."
    assert "what would make it acceptable to you?" in receipt(Choice.AGAINST, reasoned=True)
    assert "If you can, say why" in receipt(Choice.AGAINST)
    assert receipt(Choice.FOR, repeated_from=NOW).startswith("This vote was recorded already, on 10 March at 10:30")


def test_one_can_change_ones_mind_as_long_as_it_says() -> None:
    def change(closes_at: datetime | None, *, decided: bool) -> str:
        return ballots.change_sentence(closes_at=closes_at, decided=decided, zone=ZONE, now=NOW)

    assert change(END, decided=False) == "You can change your mind until Friday 20 March at 10:30."
    assert change(END, decided=True).endswith("; the outcome no longer depends on it.")
    assert change(None, decided=True) == "You can change your mind as long as the action is not over."
