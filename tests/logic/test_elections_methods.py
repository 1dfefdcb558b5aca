"""Every method of election on examples worked by hand or published, ties, blank ballots, and a single candidate."""

from fractions import Fraction

import pytest

from toutdoux.rules.assembly import Majority, Presence
from toutdoux.rules.elections import (
    BallotFault,
    Grade,
    Marks,
    Question,
    ballot_fault,
    count,
    normal,
    result_from_data,
    result_to_data,
)
from toutdoux.rules.elections.judging import majority_value
from toutdoux.rules.elections.ties import order_of
from toutdoux.rules.rulebook import Base, ElectionMethod

ONE_BY_ONE = [method for method in ElectionMethod if method is not ElectionMethod.LIST]


def ask(method: ElectionMethod, options: str = "ABC", *, seats: int = 1, last: bool = True) -> Question:
    lengths = tuple((option, 9) for option in options) if method is ElectionMethod.PROPORTIONAL else ()
    return Question(method=method, options=tuple(options), seats=seats, last=last, lengths=lengths)


def chosen(names: str) -> Marks:
    return normal(dict.fromkeys(names, 1))


def ranked(names: str) -> Marks:
    return normal({name: at for at, name in enumerate(names, start=1)})


def graded(**grades: int) -> Marks:
    return normal(grades)


def test_it_works() -> None:
    found = count(question=ask(ElectionMethod.PLURALITY), ballots={chosen("A"): 3, chosen("B"): 2, (): 1})
    assert found.elected == ("A",)
    assert (found.cast, found.blank, found.expressed) == (6, 1, 5)
    assert dict(found.stages[0].totals) == {"A": 3, "B": 2, "C": 0}


class TestList:
    """One list, for or against, as a resolution."""

    def test_it_is_elected_whole_by_more_for_than_against(self) -> None:
        question = Question(method=ElectionMethod.LIST, options=("L",), seats=3, lengths=(("L", 3),))
        room = Presence(roll=29, present=9, represented=11)
        found = count(question=question, ballots={(("L", 1),): 19}, room=room)
        assert found.elected == ("L",)
        assert found.seats_of == (("L", 3),)
        assert found.resolved.votes.no_part == 1
        assert result_from_data(result_to_data(found)) == found
        data = result_to_data(found)["resolved"]
        assert (data["for"], data["against"], data["blank"], data["no_part"]) == (19, 0, 0, 1)

    def test_as_many_against_elect_nobody(self) -> None:
        found = count(question=ask(ElectionMethod.LIST, "L"), ballots={(("L", 1),): 2, (("L", 0),): 2, (): 1})
        assert found.elected == ()
        assert found.resolved.majority is Majority.TIE
        assert found.seats_of == ()

    def test_the_base_of_the_rulebook_counts(self) -> None:
        ballots = {(("L", 1),): 2, (): 3}
        assert count(question=ask(ElectionMethod.LIST, "L"), ballots=ballots).elected == ("L",)
        assert count(question=ask(ElectionMethod.LIST, "L"), ballots=ballots, base=Base.CAST).elected == ()

    def test_more_ballots_than_votes_in_the_room_are_refused(self) -> None:
        with pytest.raises(ValueError, match="3 ballots"):
            count(
                question=ask(ElectionMethod.LIST, "L"),
                ballots={(("L", 1),): 3},
                room=Presence(roll=9, present=2, represented=0),
            )


class TestTwoRounds:
    """More than half of those who chose, else a second round between the first."""

    def test_more_than_half_is_elected_at_once(self) -> None:
        question = ask(ElectionMethod.TWO_ROUNDS, last=False)
        assert count(question=question, ballots={chosen("A"): 3, chosen("B"): 2, (): 4}).elected == ("A",)

    def test_exactly_half_is_not_enough(self) -> None:
        found = count(
            question=ask(ElectionMethod.TWO_ROUNDS, last=False),
            ballots={chosen("A"): 2, chosen("B"): 1, chosen("C"): 1},
        )
        assert found.elected == ()
        # B and C have as many votes: both follow A into the second round.
        assert found.second == ("A", "B", "C")

    def test_the_two_first_stand_again_and_the_most_named_wins(self) -> None:
        first = count(
            question=ask(ElectionMethod.TWO_ROUNDS, last=False),
            ballots={chosen("A"): 4, chosen("B"): 3, chosen("C"): 2},
        )
        assert first.second == ("A", "B")
        second = count(question=ask(ElectionMethod.TWO_ROUNDS, "AB"), ballots={chosen("A"): 4, chosen("B"): 5})
        assert second.elected == ("B",)

    def test_several_seats_keep_those_elected_and_put_the_others_up_again(self) -> None:
        found = count(
            question=ask(ElectionMethod.TWO_ROUNDS, "ABCDE", seats=2, last=False),
            ballots={chosen("AB"): 3, chosen("AC"): 2, chosen("AD"): 2, chosen("E"): 1},
        )
        assert found.elected == ("A",)
        assert found.second == ("B", "C", "D")


class TestMajorityJudgment:
    """Medians, and what is left when they are equal."""

    def test_the_poll_of_the_french_election_of_2012(self) -> None:
        """Balinski and Laraki, poll of OpinionWay for Terra Nova, April 2012: hundredths of a percent, reject first."""
        poll = {
            "Hollande": (1424, 1425, 1479, 1167, 1642, 1615, 1248),
            "Bayrou": (869, 1194, 2008, 2524, 2171, 977, 258),
            "Sarkozy": (3175, 787, 1113, 1099, 1628, 1235, 963),
            "Mélenchon": (2537, 1506, 1710, 1465, 1289, 950, 543),
        }
        values = {name: majority_value(grades) for name, grades in poll.items()}
        # Assez bien, assez bien, passable, passable.
        assert [value[0] for value in values.values()] == [3, 3, 2, 2]
        assert sorted(values, key=values.__getitem__, reverse=True) == list(poll)

    def test_the_lower_of_two_middles_is_the_majority_grade(self) -> None:
        assert majority_value((1, 0, 0, 1))[0] == 0
        assert majority_value((0, 1, 1, 2)) == (2, 3, 1, 3)

    def test_a_missing_grade_rejects_and_a_blank_ballot_does_not_count(self) -> None:
        found = count(
            question=ask(ElectionMethod.MAJORITY_JUDGMENT, "AB"),
            ballots={graded(A=Grade.GOOD): 2, graded(B=Grade.EXCELLENT): 1, (): 9},
        )
        assert found.elected == ("A",)
        assert found.profiles[0].grades == (1, 0, 0, 2, 0, 0)
        assert found.profiles[1].majority == Grade.REJECT

    def test_only_the_very_same_grades_are_a_tie(self) -> None:
        question = ask(ElectionMethod.MAJORITY_JUDGMENT, "AB")
        ballots = {graded(A=3, B=3): 4, graded(A=4, B=2): 1}
        assert count(question=question, ballots=ballots).elected == ("A",)
        tied = count(question=question, ballots={graded(A=3, B=2): 1, graded(A=2, B=3): 1})
        assert tied.elected == ()
        assert tied.tie.options == ("A", "B")


class TestSchulze:
    """Duels, and chains of duels."""

    EXAMPLE = {
        ranked("ACBED"): 5,
        ranked("ADECB"): 5,
        ranked("BEDAC"): 8,
        ranked("CABED"): 3,
        ranked("CAEBD"): 7,
        ranked("CBADE"): 2,
        ranked("DCEBA"): 7,
        ranked("EBADC"): 8,
    }

    def test_schulze_s_own_example_of_45_ballots(self) -> None:
        found = count(question=ask(ElectionMethod.SCHULZE, "ABCDE", seats=5), ballots=self.EXAMPLE)
        assert found.elected == ("E", "A", "C", "B", "D")
        strength = {duel.one + duel.other: duel.strength for duel in found.duels}
        published = "AB 28 AC 28 AD 30 AE 24 BA 25 BC 28 BD 33 BE 24 CA 25 CB 29 CD 29 CE 24".split()
        published += "DA 25 DB 28 DC 28 DE 24 EA 25 EB 28 EC 28 ED 31".split()
        assert strength == {pair: int(number) for pair, number in zip(published[::2], published[1::2], strict=True)}

    def test_whom_nobody_beats_is_a_winner_even_beside_one_who_beats_more(self) -> None:
        """A beats B, nobody beats C either: two winners, where counting who beats most would elect A alone."""
        found = count(
            question=ask(ElectionMethod.SCHULZE),
            ballots={ranked("ABC"): 1, ranked("CAB"): 1},
        )
        assert found.tie.options == ("A", "C")

    def test_equal_ranks_prefer_nobody(self) -> None:
        found = count(question=ask(ElectionMethod.SCHULZE), ballots={normal({"A": 1, "B": 1}): 5, ranked("B"): 1})
        assert found.elected == ("B",)
        assert {(d.one, d.other): d.prefer for d in found.duels}["A", "C"] == 5


class TestTransferableVote:
    """Quota, surpluses, eliminations."""

    def test_the_food_for_a_party(self) -> None:
        """The worked example of *Counting single transferable votes* (Wikipedia): 20 guests, three dishes."""
        question = Question(
            method=ElectionMethod.TRANSFERABLE,
            options=("orange", "pear", "chocolate", "strawberry", "sweets"),
            seats=3,
        )
        ballots = {
            normal({"orange": 1}): 4,
            normal({"pear": 1, "orange": 2}): 2,
            normal({"chocolate": 1, "strawberry": 2}): 8,
            normal({"chocolate": 1, "sweets": 2}): 4,
            normal({"strawberry": 1}): 1,
            normal({"sweets": 1}): 1,
        }
        found = count(question=question, ballots=ballots)
        assert found.quota == 6
        assert found.elected == ("chocolate", "orange", "strawberry")
        assert [dict(stage.totals).get("strawberry") for stage in found.stages] == [1, 5, 5, 5, 5]
        assert [stage.elected for stage in found.stages][:3] == [("chocolate",), (), ("orange",)]
        assert [stage.out for stage in found.stages] == [(), ("pear",), (), ("sweets",), ()]
        assert found.stages[-1].exhausted == 3

    def test_a_surplus_passes_on_by_exact_fractions(self) -> None:
        found = count(
            question=ask(ElectionMethod.TRANSFERABLE, "ABC", seats=2),
            ballots={ranked("AB"): 4, ranked("AC"): 3, ranked("C"): 2},
        )
        assert found.quota == 4
        assert dict(found.stages[1].totals) == {"B": Fraction(12, 7), "C": 2 + Fraction(9, 7)}
        assert found.elected == ("A", "C")
        assert result_to_data(found)["stages"][1]["totals"] == [["B", "12/7"], ["C", "23/7"]]

    def test_the_first_count_shows_everyone_even_whom_no_ballot_names(self) -> None:
        found = count(question=ask(ElectionMethod.TRANSFERABLE), ballots={ranked("A"): 1, ranked("B"): 2})
        assert dict(found.stages[0].totals) == {"A": 1, "B": 2, "C": 0}
        assert found.elected == ("B",)

    def test_a_tie_about_who_leaves_stops_the_count_until_it_is_settled(self) -> None:
        question = ask(ElectionMethod.TRANSFERABLE)
        ballots = {ranked("A"): 2, ranked("BA"): 1, ranked("CB"): 1}
        found = count(question=question, ballots=ballots)
        assert (found.elected, found.tie.options, found.tie.leaving) == ((), ("B", "C"), True)
        assert found.tie.standing == ("A", "B", "C")
        # C leaves first: B has 2, and then A and B tie.
        again = count(question=question, ballots=ballots, orders=(("B", "C"),))
        assert [one.order for one in again.settled] == [("B", "C")]
        assert again.tie.options == ("A", "B")
        whole = count(question=question, ballots=ballots, orders=(("B", "A", "C"),))
        assert whole.elected == ("B",)


class TestProportional:
    """D'Hondt's highest averages."""

    def test_the_usual_example(self) -> None:
        """230,000 votes and eight seats, as the method is shown in most textbooks: 4, 3, 1 and 0."""
        ballots = {chosen("A"): 100_000, chosen("B"): 80_000, chosen("C"): 30_000, chosen("D"): 20_000}
        found = count(question=ask(ElectionMethod.PROPORTIONAL, "ABCD", seats=8), ballots=ballots)
        assert found.seats_of == (("A", 4), ("B", 3), ("C", 1), ("D", 0))
        assert found.elected == ("A", "B", "C")

    def test_no_list_gets_more_seats_than_it_has_people(self) -> None:
        question = Question(
            method=ElectionMethod.PROPORTIONAL, options=("A", "B"), seats=4, lengths=(("A", 1), ("B", 2))
        )
        found = count(question=question, ballots={chosen("A"): 9, chosen("B"): 1})
        assert found.seats_of == (("A", 1), ("B", 2))
        assert found.tie is None

    def test_a_tie_for_the_last_seat(self) -> None:
        question = ask(ElectionMethod.PROPORTIONAL, "AB", seats=3)
        ballots = {chosen("A"): 5, chosen("B"): 5}
        found = count(question=question, ballots=ballots)
        assert (found.seats_of, found.tie.seats) == ((("A", 1), ("B", 1)), 1)
        settled = count(question=question, ballots=ballots, orders=(("B", "A"),))
        assert settled.seats_of == (("A", 1), ("B", 2))


@pytest.mark.parametrize("method", ONE_BY_ONE)
class TestEveryMethod:
    """What holds whatever the method."""

    def test_nobody_is_elected_when_every_ballot_is_blank(self, method: ElectionMethod) -> None:
        for ballots in ({(): 7}, {}):
            found = count(question=ask(method, seats=2), ballots=ballots)
            assert (found.elected, found.tie, found.second) == ((), None, ())
            result_to_data(found)

    def test_a_single_candidate_whom_one_ballot_names_is_elected(self, method: ElectionMethod) -> None:
        for last in (True, False):
            found = count(question=ask(method, "A", last=last), ballots={chosen("A"): 1, (): 5})
            assert found.elected == ("A",)

    def test_whom_no_ballot_names_is_never_elected(self, method: ElectionMethod) -> None:
        found = count(question=ask(method, "ABC", seats=3), ballots={chosen("A"): 2})
        assert found.elected == ("A",)

    def test_equals_are_a_tie_and_an_order_settles_it(self, method: ElectionMethod) -> None:
        question = ask(method, "AB")
        ballots = {chosen("A"): 1, chosen("B"): 1}
        found = count(question=question, ballots=ballots)
        assert (found.elected, found.tie.options, found.tie.seats) == ((), ("A", "B"), 1)
        assert result_to_data(found)["tie"]["options"] == ["A", "B"]
        settled = count(question=question, ballots=ballots, orders=(("C",), ("B", "C", "A")))
        assert (settled.elected, settled.tie) == (("B",), None)
        assert [one.order for one in settled.settled] == [("B", "A")]
        assert result_to_data(settled)["settled"][0]["order"] == ["B", "A"]


def test_an_order_settles_only_those_it_names() -> None:
    assert order_of(["A", "B"], (("A", "C"), ("B", "C", "A"))) == ("B", "A")
    assert order_of(["A", "B"], (("A", "C"),)) is None


@pytest.mark.parametrize(
    ("method", "marks", "fault"),
    [
        (ElectionMethod.PLURALITY, chosen("AZ"), BallotFault.UNKNOWN_OPTION),
        (ElectionMethod.PLURALITY, (("A", 1), ("A", 1)), BallotFault.UNKNOWN_OPTION),
        (ElectionMethod.PLURALITY, (("A", 2),), BallotFault.MARK_MEANS_NOTHING),
        (ElectionMethod.PLURALITY, chosen("AB"), BallotFault.TOO_MANY_NAMES),
        (ElectionMethod.APPROVAL, chosen("ABC"), None),
        (ElectionMethod.PROPORTIONAL, chosen("AB"), BallotFault.TOO_MANY_NAMES),
        (ElectionMethod.MAJORITY_JUDGMENT, graded(A=6), BallotFault.MARK_MEANS_NOTHING),
        (ElectionMethod.MAJORITY_JUDGMENT, graded(A=5, B=5, C=0), None),
        (ElectionMethod.SCHULZE, (("A", 1), ("B", 1)), None),
        (ElectionMethod.SCHULZE, (("A", 4),), BallotFault.MARK_MEANS_NOTHING),
        (ElectionMethod.TRANSFERABLE, (("A", 1), ("B", 1)), BallotFault.SAME_RANK),
        (ElectionMethod.TRANSFERABLE, (("A", 1), ("B", 3)), None),
        (ElectionMethod.LIST, (("A", 0),), BallotFault.UNKNOWN_OPTION),
        (ElectionMethod.TWO_ROUNDS, (), None),
    ],
)
def test_a_ballot_that_cannot_be_counted_is_told_why(
    method: ElectionMethod, marks: Marks, fault: BallotFault | None
) -> None:
    question = ask(method, "L" if method is ElectionMethod.LIST else "ABC")
    assert ballot_fault(question, marks) is fault


def test_a_list_is_voted_for_or_against() -> None:
    question = ask(ElectionMethod.LIST, "L")
    assert ballot_fault(question, (("L", 0),)) is None
    assert ballot_fault(question, (("L", 2),)) is BallotFault.MARK_MEANS_NOTHING
