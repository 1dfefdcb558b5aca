"""The chain: any change of any field of any entry is found; clocks are clamped or refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.kernel.refusal import Refused
from toutdoux.ledger.logic.chain import (
    GENESIS,
    ChainFlaw,
    EntryFacts,
    Flaw,
    Walk,
    clamp,
    data_text,
    entry_digest,
    first_flaw,
    read_data,
)

T = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ASSOCIATION = UUID(int=1)


def chain(length: int) -> list[EntryFacts]:
    found: list[EntryFacts] = []
    previous = GENESIS
    for seq in range(1, length + 1):
        facts = {
            "association_id": ASSOCIATION,
            "seq": seq,
            "at": T + timedelta(seconds=seq),
            "kind": "ballot.cast",
            "actor_id": UUID(int=seq),
            "data": data_text({"n": seq}),
            "previous": previous,
        }
        entry = EntryFacts(**facts, digest=entry_digest(**facts))
        found.append(entry)
        previous = entry.digest
    return found


def test_it_works() -> None:
    walk = Walk()
    assert first_flaw(walk.through(chain(5))) is None
    assert walk.seq == 5
    assert read_data(chain(1)[0].data) == {"n": 1}
    assert first_flaw([]) is None


CHANGES: dict[str, object] = {
    "association_id": UUID(int=9),
    "seq": 77,
    "at": T + timedelta(days=1),
    "kind": "ballot.cut",
    "actor_id": None,
    "data": '{"n":0}',
    "previous": "f" * 64,
    "digest": "f" * 64,
}


@given(st.integers(0, 5), st.sampled_from(sorted(CHANGES)))
def test_any_changed_field_is_found_at_its_entry(index: int, field: str) -> None:
    entries = chain(6)
    entries[index] = replace(entries[index], **{field: CHANGES[field]})
    flaw = first_flaw(entries)
    assert flaw is not None
    assert flaw.seq == index + 1


@given(st.integers(0, 4))
def test_a_removed_or_swapped_entry_is_found(index: int) -> None:
    entries = chain(6)
    removed = entries[:index] + entries[index + 1 :]
    assert first_flaw(removed) == ChainFlaw(seq=index + 1, flaw=Flaw.SEQUENCE)
    entries[index], entries[index + 1] = entries[index + 1], entries[index]
    assert first_flaw(entries) == ChainFlaw(seq=index + 1, flaw=Flaw.SEQUENCE)


def test_time_going_backwards_is_found_even_with_right_digests() -> None:
    def forged() -> Iterator[EntryFacts]:
        previous = GENESIS
        for seq, at in ((1, T), (2, T - timedelta(seconds=1))):
            facts = {
                "association_id": ASSOCIATION,
                "seq": seq,
                "at": at,
                "kind": "x",
                "actor_id": None,
                "data": "{}",
                "previous": previous,
            }
            entry = EntryFacts(**facts, digest=entry_digest(**facts))
            yield entry
            previous = entry.digest

    assert first_flaw(forged()) == ChainFlaw(seq=2, flaw=Flaw.TIME)


@pytest.mark.parametrize("microseconds", [0, 1, 4_999_999, 5_000_000])
def test_a_clock_up_to_five_seconds_behind_is_clamped(microseconds: int) -> None:
    assert clamp(now=T - timedelta(microseconds=microseconds), last_at=T) == T


def test_a_clock_further_behind_refuses_and_a_first_entry_has_nothing_to_compare() -> None:
    with pytest.raises(Refused) as caught:
        clamp(now=T - timedelta(microseconds=5_000_001), last_at=T)
    assert caught.value.refusals[0].data == {"seconds": 5, "last_at": "2026-03-10T09:30:00.000000Z"}
    assert clamp(now=T, last_at=None) == T
    assert clamp(now=T + timedelta(days=1), last_at=T) == T + timedelta(days=1)
