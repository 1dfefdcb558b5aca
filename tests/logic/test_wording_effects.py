"""Effects in plain words: what voters read before, and what became of it after."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from toutdoux.decisions.logic.drafts import EffectKind
from toutdoux.decisions.queries.effects import EffectRecordRow, EffectRow
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.rules.facts import STANDING, Status
from toutdoux.wording.effects import effect_name, effect_promise, effect_sentences

ZONE = ZoneInfo("Europe/Paris")
THEN = datetime(2026, 3, 21, 13, 2, tzinfo=UTC)
NOW = datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _in_english() -> object:
    with translation.override("en"):
        yield


def grant(*records: EffectRecordRow) -> EffectRow:
    return EffectRow(kind=EffectKind.GRANT_VOTING_RIGHT, member_id=None, member_name="Alex", records=records)


def record(what: str, *, because: str = "", ticked_at: datetime | None = None) -> EffectRecordRow:
    return EffectRecordRow(id=1, what=what, because=because, at=THEN, ticked_at=ticked_at)


def told(effect: EffectRow, status: Status, decided_at: datetime | None = THEN) -> tuple[str, ...]:
    return effect_sentences(effect, status=status, decided_at=decided_at, zone=ZONE, now=NOW)


def test_it_works() -> None:
    assert effect_promise(grant()).startswith("If this passes, Alex will hold the voting right from that instant on")
    assert told(grant(), Status.OPEN, None) == (effect_promise(grant()),)
    assert effect_name(grant()) == "voting right for Alex"


@pytest.mark.parametrize("status", sorted(STANDING))
def test_what_time_alone_has_decided_is_told_before_it_is_written(status: Status) -> None:
    assert told(grant(), status) == ("Alex received the voting right on 21 March at 14:02, by this decision.",)
    assert told(grant(record("applied")), status) == told(grant(), status)


@pytest.mark.parametrize("status", sorted(set(Status) - STANDING - {Status.OPEN}))
def test_what_did_not_pass_changes_nothing(status: Status) -> None:
    assert told(grant(), status) == (
        "This would have given Alex the voting right; the action did not pass, so nothing changes.",
    )


@pytest.mark.parametrize(
    ("because", "sentence"),
    [
        (MemberRefusal.ALREADY_VOTES, "Nothing to change on 21 March at 14:02: Alex held the voting right already."),
        (MemberRefusal.HAS_LEFT, "Nothing to change on 21 March at 14:02: Alex had left the association."),
    ],
)
def test_what_had_nothing_to_do_says_why(because: MemberRefusal, sentence: str) -> None:
    assert told(grant(record("without-object", because=because)), Status.ACCEPTED) == (sentence,)


def test_an_annulment_tells_both_what_was_done_and_what_was_taken_back() -> None:
    done, undone = told(grant(record("applied"), record("reversed")), Status.ANNULLED)
    assert done.startswith("Alex received the voting right")
    assert undone.startswith("Taken back on 21 March at 14:02: the action was annulled")


def test_what_is_to_be_undone_by_hand_is_told_until_it_is_ticked_off() -> None:
    assert told(grant(record("by-hand")), Status.ANNULLED) == (
        "To be undone by hand since the action was annulled on 21 March at 14:02.",
    )
    assert told(grant(record("by-hand", ticked_at=THEN)), Status.ANNULLED) == (
        "Undone by hand, and ticked off on 21 March at 14:02.",
    )
