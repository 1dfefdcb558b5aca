"""What an election asks before anyone votes, what each round asks, why something is refused; its files. Pure."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import votelib.io.blt
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.assemblies.elections.logic.events import ElectionRefusal as No
from toutdoux.assemblies.elections.logic.exporting import as_blt, as_csv, as_preflib, formats
from toutdoux.assemblies.elections.logic.preparing import (
    ElectionDraft,
    StandingFacts,
    chosen,
    draft_refusals,
    list_refusals,
    standing_refusals,
)
from toutdoux.assemblies.elections.logic.rounds import (
    CastingFacts,
    OpeningFacts,
    bound_to,
    cancelling_refusals,
    casting_refusals,
    closing_refusals,
    gathered,
    next_question,
    opening_refusals,
    settling_refusals,
    totals_refusals,
)
from toutdoux.assemblies.logic.convening import ItemKind, ItemState
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.assembly import Presence, Quorum
from toutdoux.rules.elections import BallotFault, Marks, Question, Result, Tie, normal
from toutdoux.rules.facts import Choice
from toutdoux.rules.rulebook import ElectionMethod, ElectionRules, TieRule
from toutdoux.rules.seats import Voice, Way

T = datetime(2026, 3, 17, 18, tzinfo=UTC)
ME, THEM = UUID(int=1), UUID(int=2)
LIST = Question(method=ElectionMethod.LIST, options=("L",), seats=1, lengths=(("L", 1),))
NAMES = Question(method=ElectionMethod.PLURALITY, options=("A", "B"), seats=1, lengths=(("A", 1), ("B", 1)))
ENOUGH = Quorum(reached=True, votes=5, roll=9, needed=5)


def codes(refusals: list[Refusal]) -> list[str]:
    return [refusal.code for refusal in refusals]


def draft(**more: object) -> ElectionDraft:
    values = {"one_list": False, "code": "technical", "seats": 1, "starts_at": T, "ends_at": T + timedelta(days=1)}
    return ElectionDraft(**(values | more))


def test_it_works() -> None:
    rules = ElectionRules(method=ElectionMethod.APPROVAL, tie=TieRule.LOT)
    asked = {"draft": draft(), "kind": ItemKind.ELECTION, "codes": {"technical"}, "voted": False}
    assert draft_refusals(rules=rules, **asked) == []
    assert chosen(draft=draft(), rules=rules).method is ElectionMethod.APPROVAL
    assert chosen(draft=draft(), rules=ElectionRules(method=ElectionMethod.APPROVAL)) is None
    assert chosen(draft=draft(one_list=True), rules=ElectionRules()).tie is None


def test_every_fault_of_a_draft_is_told() -> None:
    asked = {"rules": ElectionRules(), "kind": ItemKind.REPORT, "codes": {"x"}, "voted": True}
    assert codes(draft_refusals(draft=draft(seats=31, ends_at=T), **asked)) == [
        No.NOT_AN_ELECTION,
        No.ALREADY_VOTED,
        No.METHOD_NOT_CHOSEN,
        No.TIE_NOT_CHOSEN,
        No.MANDATE_MISSING,
        No.SEATS_OUT_OF_RANGE,
        No.ENDS_BEFORE_IT_BEGINS,
    ]
    # A single list asks for no method, no mandate of its own and no seats.
    assert codes(draft_refusals(draft=draft(one_list=True, seats=99), **asked)) == [
        No.NOT_AN_ELECTION,
        No.ALREADY_VOTED,
    ]


def test_every_fault_of_a_candidacy_is_told() -> None:
    facts = StandingFacts(
        over=True,
        voting=True,
        gone=True,
        stands=True,
        needs_list=True,
        list_known=False,
        code="king",
        codes={"technical"},
        number=60,
        words="a" * 501,
    )
    assert codes(standing_refusals(facts)) == [
        No.ELECTION_OVER,
        No.CANDIDATES_CLOSED,
        No.HAS_LEFT,
        No.STANDS_ALREADY,
        No.UNKNOWN_LIST,
        No.MANDATE_MISSING,
        No.TOO_MANY,
        No.TOO_LONG,
    ]
    fine = StandingFacts(
        over=False,
        voting=False,
        gone=False,
        stands=False,
        needs_list=True,
        list_known=True,
        code="technical",
        codes={"technical"},
        number=59,
        words="a" * 500,
    )
    assert standing_refusals(fine) == []


def test_lists_have_a_title_of_their_own() -> None:
    assert codes(list_refusals(title="", titles=(), over=True, voting=True)) == [
        No.ELECTION_OVER,
        No.CANDIDATES_CLOSED,
        No.LIST_UNTITLED,
    ]
    assert codes(list_refusals(title="Reed", titles=["REED"], over=False, voting=False)) == [No.LIST_TAKEN]
    assert codes(list_refusals(title="a" * 121, titles=(), over=False, voting=False)) == [No.TOO_LONG]


def result(*elected: str, seats: int = 1, **more: object) -> Result:
    return Result(method=ElectionMethod.TWO_ROUNDS, seats=seats, cast=9, blank=0, elected=elected, **more)


def following(*results: Result, method: ElectionMethod = ElectionMethod.TWO_ROUNDS, tie: TieRule | None = None):
    return next_question(method=method, tie=tie, seats=2, lengths={"A": 1, "B": 1, "C": 1}, results=results)


def test_the_first_round_asks_for_everyone_and_a_second_for_what_is_left() -> None:
    first = following()
    assert (first.options, first.seats, first.last) == (("A", "B", "C"), 2, False)
    second = following(result("A", seats=2, second=("B", "C")))
    assert (second.options, second.seats, second.last) == (("B", "C"), 1, True)
    assert following(result("A", "B", seats=2)) is None
    assert following(method=ElectionMethod.APPROVAL).last


def test_a_tie_is_voted_again_only_where_that_is_the_rule() -> None:
    tied = result("A", seats=2, tie=Tie(options=("B", "C"), seats=1, standing=("B", "C")))
    again = following(tied, tie=TieRule.AGAIN)
    assert (again.options, again.seats) == (("B", "C"), 1)
    for rule in (TieRule.AGE, TieRule.LOT, None):
        assert following(tied, tie=rule) is None


def test_a_list_voted_again_has_only_the_people_it_has_left() -> None:
    found = next_question(
        method=ElectionMethod.PROPORTIONAL,
        tie=TieRule.AGAIN,
        seats=3,
        lengths={"A": 2, "B": 3},
        results=[
            Result(
                method=ElectionMethod.PROPORTIONAL,
                seats=3,
                cast=4,
                blank=0,
                elected=("A", "B"),
                seats_of=(("A", 1), ("B", 1)),
                tie=Tie(options=("A", "B"), seats=1, standing=("A", "B")),
            )
        ],
    )
    assert found.lengths == (("A", 1), ("B", 2))


def test_a_single_list_elects_all_its_people() -> None:
    found = next_question(method=ElectionMethod.LIST, tie=None, seats=1, lengths={"L": 3}, results=[])
    assert found.seats == 3


def test_what_rounds_elected_adds_up() -> None:
    first = result("A", seats=2, second=("B", "C"))
    assert gathered([first, result("C")]) == {"A": 1, "C": 1}
    shared = Result(
        method=ElectionMethod.PROPORTIONAL, seats=3, cast=1, blank=0, elected=("A",), seats_of=(("A", 2), ("B", 0))
    )
    assert gathered([shared]) == {"A": 2}


def test_every_reason_not_to_open_a_round_is_told() -> None:
    facts = OpeningFacts(
        way="aloud",
        method=ElectionMethod.SCHULZE,
        state=ItemState.WAITING,
        over=True,
        running=True,
        question=None,
        quorum=Quorum(reached=False, votes=1, roll=9, needed=5),
        quorum_needed=True,
    )
    assert codes(opening_refusals(facts)) == [
        No.WAY_UNKNOWN,
        No.ELECTION_OVER,
        No.ITEM_NOT_AT_HAND,
        No.ROUND_OPEN,
        No.NO_FURTHER_ROUND,
        No.QUORUM_MISSING,
    ]
    empty = Question(method=ElectionMethod.SCHULZE, options=(), seats=1)
    nobody = OpeningFacts(
        way="hands",
        method=ElectionMethod.SCHULZE,
        state=ItemState.CURRENT,
        over=False,
        running=False,
        question=empty,
        quorum=Quorum(reached=False, votes=0, roll=9, needed=5),
        quorum_needed=False,
    )
    assert codes(opening_refusals(nobody)) == [No.HANDS_FOR_ONE_LIST, No.NOBODY_STANDS, No.NOBODY_THERE]
    for quorum, needed in ((ENOUGH, True), (Quorum(reached=False, votes=1, roll=9, needed=5), False)):
        fine = OpeningFacts(
            way="named",
            method=ElectionMethod.PLURALITY,
            state=ItemState.CURRENT,
            over=False,
            running=False,
            question=NAMES,
            quorum=quorum,
            quorum_needed=needed,
        )
        assert opening_refusals(fine) == []


def casting(**more: object) -> list[str]:
    values: dict[str, object] = {
        "way": Way.NAMED,
        "over": False,
        "question": NAMES,
        "speaker_id": ME,
        "ballots": {ME: (("A", 1),)},
        "key": "k",
        "voices": {ME: Voice(member_id=ME), THEM: Voice(member_id=THEM, instruction=Choice.BLANK)},
        "seated": {ME, THEM},
        "cast": set(),
    }
    return codes(casting_refusals(CastingFacts(**(values | more))))


def test_ballots_are_taken_together_or_not_at_all() -> None:
    assert casting() == []
    assert casting(ballots={ME: (("A", 1),), THEM: ()}) == []
    assert casting(key="", over=True, way=Way.HANDS, voices={}, ballots={}) == [
        No.KEY_MISSING,
        No.ROUND_OVER,
        No.BY_HANDS,
        No.NOT_IN_THE_ROOM,
        No.NOTHING_CAST,
    ]
    assert casting(key="k" * 65) == [No.KEY_MISSING]
    assert casting(seated=set()) == [No.NOT_SEATED]
    assert casting(voices={}) == [No.NOT_IN_THE_ROOM]
    assert casting(voices={THEM: Voice(member_id=THEM)}) == [No.NOT_THEIR_VOICE]
    assert casting(ballots={ME: (("Z", 1),), THEM: (("Z", 1),)}) == [BallotFault.UNKNOWN_OPTION]
    assert casting(ballots={THEM: (("A", 1),)}) == [No.INSTRUCTED]
    assert casting(way=Way.CONFIDENTIAL, cast={ME}) == [No.CAST_FOR_GOOD]
    assert casting(way=Way.NAMED, cast={ME}) == []


def test_an_instruction_binds_where_it_means_something() -> None:
    assert bound_to(LIST, Choice.FOR) == (("L", 1),)
    assert bound_to(LIST, Choice.AGAINST) == (("L", 0),)
    assert bound_to(LIST, None) is None
    assert bound_to(NAMES, Choice.FOR) is None
    for question in (LIST, NAMES):
        assert bound_to(question, Choice.BLANK) == ()


def test_closing_settling_and_cancelling() -> None:
    assert codes(closing_refusals(way=Way.NAMED, over=True, marked=0, slips=0)) == [No.ROUND_OVER]
    assert codes(closing_refusals(way=Way.HANDS, over=False, marked=0, slips=0)) == [No.BY_HANDS]
    assert codes(closing_refusals(way=Way.CONFIDENTIAL, over=False, marked=2, slips=1)) == [No.BOX_INCOMPLETE]
    assert closing_refusals(way=Way.NAMED, over=False, marked=0, slips=9) == []
    room = Presence(roll=9, present=3, represented=1)
    told = {"for_": 2, "against": 2, "blank": 0, "presence": room}
    assert codes(totals_refusals(way=Way.HANDS, over=True, **told)) == [No.ROUND_OVER]
    assert codes(totals_refusals(way=Way.NAMED, over=False, **told)) == [No.NOT_BY_HANDS]
    assert codes(totals_refusals(way=Way.HANDS, over=False, **(told | {"blank": 1}))) == [No.TOTALS_DO_NOT_FIT]
    assert totals_refusals(way=Way.HANDS, over=False, **told) == []
    tied = result(tie=Tie(options=("A", "B"), seats=1, standing=("A", "B")))
    assert settling_refusals(tie=TieRule.AGE, result=tied, order=["B", "A"]) == []
    assert codes(settling_refusals(tie=TieRule.AGE, result=tied, order=["B"])) == [No.ORDER_INCOMPLETE]
    for rule, found in ((TieRule.LOT, tied), (TieRule.AGE, None), (TieRule.AGE, result("A"))):
        assert codes(settling_refusals(tie=rule, result=found, order=["B", "A"])) == [No.NO_TIE]
    assert codes(cancelling_refusals(over=True, cancelled=True, reason="")) == [
        No.ELECTION_OVER,
        No.ROUND_OVER,
        No.REASON_MISSING,
    ]
    assert cancelling_refusals(over=False, cancelled=False, reason="Again") == []


class TestFiles:
    """What others read."""

    QUESTION = Question(method=ElectionMethod.SCHULZE, options=("a", "b", "c"), seats=1)
    CALLED = {"a": 'Ana "A"', "b": "=Bo, then\nmore", "c": "Chloé"}
    BALLOTS: dict[Marks, int] = {
        normal({"a": 1, "b": 2, "c": 2}): 3,
        normal({"b": 1}): 5,
        (): 1,
        normal({"c": 1}): 0,
    }

    def test_csv_says_how_often_and_never_by_whom(self) -> None:
        text = as_csv(question=self.QUESTION, ballots=self.BALLOTS, names=self.CALLED, number="ballots")
        assert text.split("\r\n")[1:] == ["5,,1,", "3,1,2,2", "1,,,", ""]
        assert '"Ana ""A"""' in text
        # A name that a spreadsheet would take for a formula is text.
        assert "\"'=Bo" in text

    def test_preflib_tells_ties_between_braces(self) -> None:
        text = as_preflib(question=self.QUESTION, ballots=self.BALLOTS, names=self.CALLED, title="Who")
        assert text.splitlines()[-3:] == ["5: 2", "3: 1,{2,3}", "1: "]
        assert "# DATA TYPE: toi" in text
        assert "# NUMBER VOTERS: 9" in text
        assert "# ALTERNATIVE NAME 2: =Bo, then more" in text

    def test_each_method_has_its_files(self) -> None:
        assert formats(ElectionMethod.TRANSFERABLE) == ("csv", "blt", "soi")
        assert formats(ElectionMethod.SCHULZE) == ("csv", "toi")
        assert formats(ElectionMethod.LIST) == ("csv",)

    @given(st.lists(st.permutations(["a", "b", "c"]), min_size=1, max_size=6), st.integers(1, 3))
    def test_blt_is_read_back_by_another_program(self, orders: list[list[str]], seats: int) -> None:
        question = Question(method=ElectionMethod.TRANSFERABLE, options=("a", "b", "c"), seats=seats)
        ballots: dict[Marks, int] = {}
        for order in orders:
            marks = normal({name: at for at, name in enumerate(order, start=1)})
            ballots[marks] = ballots.get(marks, 0) + 1
        text = as_blt(question=question, ballots=ballots, names={o: o.upper() for o in "abc"}, title='The "box"')
        read, places, people, title = votelib.io.blt.loads(text)
        assert (places, [one.name for one in people], title) == (seats, ["A", "B", "C"], "The 'box'")
        told = {tuple(one.name.lower() for one in order): int(number) for order, number in read.items()}
        assert sum(told.values()) == len(orders)
        assert all(told[tuple(order)] == orders.count(order) for order in orders)
