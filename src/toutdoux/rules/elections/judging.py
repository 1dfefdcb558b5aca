"""Majority judgment: everyone is graded on their own, and the best majority grade is elected.

After M. Balinski and R. Laraki, *Majority Judgment* (MIT Press, 2011): a person's majority grade is the median of theirs,
the lower of the two in the middle when their number is even. Between equals one ballot of that grade is taken from each,
and the medians are compared again, until they differ: an exact, full count, so that only the same grades are a tie.
"""

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from toutdoux.rules.elections.ballots import Grade, Marks, Question
from toutdoux.rules.elections.results import Profile, Result
from toutdoux.rules.elections.ties import Filling, groups


def judge(
    *, question: Question, ballots: Mapping[Marks, int], empty: Result, named: tuple[str, ...], filling: Filling
) -> Result:
    """Elect the best graded. Whom a ballot leaves without a grade, it rejects; a ballot without any grade is blank."""
    graded = {option: _grades(option, ballots) for option in question.options}
    for group in groups(named, lambda option: majority_value(graded[option])):
        filling.take(group)
    return replace(
        empty,
        elected=tuple(filling.elected),
        tie=filling.tie,
        settled=tuple(filling.settled),
        profiles=tuple(
            Profile(option=option, grades=grades, majority=next(iter(majority_value(grades)), Grade.REJECT))
            for option, grades in graded.items()
        ),
    )


def majority_value(grades: tuple[int, ...]) -> tuple[int, ...]:
    """Return the majority grade, then what it becomes as one ballot after the other is taken away from the middle.

    ``grades``: how many ballots gave each grade, the lowest first. Compared in order, the greater value is the better.
    """
    left = list(grades)
    value = []
    for remaining in range(sum(left), 0, -1):
        sums = accumulate(left)
        median = next(grade for grade, seen in enumerate(sums) if 2 * seen >= remaining)
        left[median] -= 1
        value.append(median)
    return tuple(value)


def _grades(option: str, ballots: Mapping[Marks, int]) -> tuple[int, ...]:
    found = [0] * len(Grade)
    for marks, number in ballots.items():
        if marks:
            found[dict(marks).get(option, Grade.REJECT)] += number
    return tuple(found)
