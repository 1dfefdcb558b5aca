"""The word of the printed register, of all that an action may be: first match of the list."""

from itertools import product

import pytest

from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.label import Label, label
from toutdoux.rules.rulebook import Kind


def by_the_list(status: str, execution: str, kind: str) -> str:
    """Read the list aloud, one line after the other."""
    if status in ("blocked", "annulled", "rejected", "lapsed"):
        return "rejected"
    if status == "withdrawn" or execution == "abandoned":
        return "abandoned"
    if status == "accepted":
        return "accepted"
    if execution == "done":
        return "done"
    ordinary = kind == "ordinary" or status == "announced"
    if ordinary and execution == "in-progress":
        return "in-progress"
    if status == "tacit" or ordinary:
        return "waiting"
    return "open"


def test_it_works() -> None:
    """An extraordinary action nobody opposed, and which is carried out."""
    assert label(status=Status.OPEN, execution=Execution.TO_DO, kind=Kind.EXTRAORDINARY) is Label.OPEN
    assert label(status=Status.TACIT, execution=Execution.TO_DO, kind=Kind.EXTRAORDINARY) is Label.WAITING
    assert label(status=Status.TACIT, execution=Execution.DONE, kind=Kind.EXTRAORDINARY) is Label.DONE


@pytest.mark.parametrize(("status", "execution", "kind"), list(product(Status, Execution, Kind)))
def test_every_combination_has_the_word_of_the_list(status: Status, execution: Execution, kind: Kind) -> None:
    found = label(status=status, execution=execution, kind=kind)
    assert found.value == by_the_list(status.value, execution.value, kind.value)


@pytest.mark.parametrize(
    ("status", "execution", "kind", "word"),
    [
        # carried out early by urgency, while undecided; then blocked all the same
        (Status.OPEN, Execution.DONE, Kind.EXTRAORDINARY, Label.DONE),
        (Status.BLOCKED, Execution.DONE, Kind.EXTRAORDINARY, Label.REJECTED),
        # "Acceptée" says it was decided, before "Menée" that it was done; "Abandonnée" before both
        (Status.ACCEPTED, Execution.DONE, Kind.EXTRAORDINARY, Label.ACCEPTED),
        (Status.ACCEPTED, Execution.ABANDONED, Kind.EXTRAORDINARY, Label.ABANDONED),
        (Status.ANNULLED, Execution.ABANDONED, Kind.ORDINARY, Label.REJECTED),
        # only ordinary actions are "En cours"
        (Status.ANNOUNCED, Execution.IN_PROGRESS, Kind.ORDINARY, Label.IN_PROGRESS),
        (Status.TACIT, Execution.IN_PROGRESS, Kind.EXTRAORDINARY, Label.WAITING),
        (Status.OPEN, Execution.IN_PROGRESS, Kind.EXTRAORDINARY, Label.OPEN),
        (Status.ANNOUNCED, Execution.TO_DO, Kind.ORDINARY, Label.WAITING),
        (Status.LAPSED, Execution.TO_DO, Kind.COUNTER_VOTE, Label.REJECTED),
    ],
)
def test_told_case_by_case(status: Status, execution: Execution, kind: Kind, word: Label) -> None:
    assert label(status=status, execution=execution, kind=kind) is word


def test_every_word_is_used() -> None:
    used = {label(status=s, execution=e, kind=k) for s, e, k in product(Status, Execution, Kind)}
    assert used == set(Label)
