"""Elections that somebody else has counted, and published: by the bodies that held them, or with a reference implementation.

Plurality, two rounds, D'Hondt: French elections, as they were proclaimed. The single transferable vote: a real election with the
count that a reference implementation publishes of it by the rules of the Scottish councils, the published variant nearest to ours.
Majority judgment and Schulze's method stand on the examples of their authors, in ``test_elections_methods``. A single list, for or
against, and approval are additions: nothing of them can be published that their definition does not say.
"""

from fractions import Fraction
from itertools import pairwise

import pytest

from toutdoux.rules.elections import Question, Result, count, normal
from toutdoux.rules.rulebook import ElectionMethod

#: The French presidential election of 21 April 2002: votes declared by the Constitutional Council on 24 April 2002, in its order.
FIRST_ROUND = {
    "Chirac": 5_665_855,
    "Le Pen": 4_804_713,
    "Jospin": 4_610_113,
    "Bayrou": 1_949_170,
    "Laguiller": 1_630_045,
    "Chevènement": 1_518_528,
    "Mamère": 1_495_724,
    "Besancenot": 1_210_562,
    "Saint-Josse": 1_204_689,
    "Madelin": 1_113_484,
    "Hue": 960_480,
    "Mégret": 667_026,
    "Taubira": 660_447,
    "Lepage": 535_837,
    "Boutin": 339_112,
    "Gluckstein": 132_686,
}
BLANK_OR_VOID, EXPRESSED = 997_262, 28_498_471
#: Its second round, of 5 May 2002.
SECOND_ROUND = {"Chirac": 25_537_956, "Le Pen": 5_525_032}
#: The European election of 26 May 2019 in France: lists above the threshold of 5 %, their votes, and their seats of 79.
EUROPEAN = {
    "Rassemblement national": (5_286_939, 23),
    "Renaissance": (5_079_015, 23),
    "Europe Écologie": (3_055_023, 13),
    "Union de la droite et du centre": (1_920_407, 8),
    "La France insoumise": (1_428_548, 6),
    "Envie d’Europe écologique et sociale": (1_403_170, 6),
}
#: The steering committee of the Green Party of the United States, 24 July 2005: four seats, 94 ballots, one letter for each of
#: the thirteen who stood. ``SC.blt`` among the elections of Droop, the reference implementation of J. Lundell.
COMMITTEE = """
    ADMBGECIHLK ADMECB 2 ADMG AMCDGEB AMCGBDE BCDAMG BDME BGHLMKAEI CADBMGIEH CADM CADMBG CDGBLMHAE 2 CMAB CMADBGE CMDAGBE
    DABHC DABMIE 2 DAEMBC DAMCBGH 2 DAMGCEB DBMAC DCABK 3 DCMA DCMAG DCMH DEBCM DEMCBA DGHB DGME DHGEMBACI DMBG DMBGAH DMEBAC
    EAMCBDG EMBGDA 2 GAHIMCBDLEK GCDMAE GDBM GEDHKBMACIL GHDIL GHICLBMEAD GHIK 19 GHIKL GHILK 2 GHKI GHKIL GHLAMIBDKE GIHLKBM
    HDGKMI IKHG 2 MABGDEC MADBECG MAGD MBDGEA MCDABEG MCDAGBE MCEB MDAB MDAC MDCABE MDGBH MDGCAEHBI MEBAGCH MEBDACG MEGBDA
    MGCBEDA MGEDBA
"""
#: Its count by the rules of the Scottish councils (Scottish Local Government Elections Order 2007): what each person who is still
#: in the count has after each step that changed it. Droop, ``test/ref/dump/SC-scotland-fixed-p5-d5.txt``; five decimals, cut off.
SCOTTISH = (
    "A 7.80300 B 3.56060 C 9.24240 E 2.69696 H 12.72720 I 1.42424 M 18.54544",
    "A 7.80300 B 3.56060 C 9.24240 E 2.69696 H 14.15144 M 18.54544",
    "A 8.80300 B 3.69696 C 9.24240 H 14.57568 M 19.68180",
    "A 9.01084 B 3.95360 C 9.45496 H 14.57568",
    "A 9.36448 C 10.59132 H 15.61032",
    "C 16.62204 H 16.59988",
    "C 18.59172",
)


def chosen(votes: dict[str, int], *, method: ElectionMethod, blank: int = 0, **more: object) -> Result:
    question = Question(method=method, options=tuple(sorted(votes)), **more)
    return count(question=question, ballots={normal({name: 1}): number for name, number in votes.items()} | {(): blank})


def test_two_rounds_as_the_constitutional_council_declared_them() -> None:
    first = chosen(FIRST_ROUND, method=ElectionMethod.TWO_ROUNDS, blank=BLANK_OR_VOID, seats=1, last=False)
    assert first.expressed == EXPRESSED
    assert (first.elected, first.second) == ((), ("Chirac", "Le Pen"))
    second = chosen(SECOND_ROUND, method=ElectionMethod.TWO_ROUNDS, seats=1)
    assert second.elected == ("Chirac",)


@pytest.mark.parametrize("method", [ElectionMethod.PLURALITY, ElectionMethod.APPROVAL])
def test_most_votes_first_in_the_order_that_was_declared(method: ElectionMethod) -> None:
    for seats in (1, 3, 16):
        assert chosen(FIRST_ROUND, method=method, seats=seats).elected == tuple(FIRST_ROUND)[:seats]


def test_lists_share_the_seats_as_in_the_european_election_of_2019() -> None:
    votes = {name: number for name, (number, _seats) in EUROPEAN.items()}
    lengths = tuple((name, 79) for name in votes)
    found = chosen(votes, method=ElectionMethod.PROPORTIONAL, seats=79, lengths=lengths)
    assert dict(found.seats_of) == {name: seats for name, (_number, seats) in EUROPEAN.items()}
    assert found.tie is None


def test_a_single_transferable_vote_as_counted_by_the_scottish_rules() -> None:
    """The same people at the same steps, with the same votes up to what cutting off at five decimals leaves out.

    Ours is exact, and passes on together the surpluses of those who reach the quota together; the Scottish rules pass on one
    after the other, the largest first. Here both were elected at once, so neither receives anything from the other.
    """
    # A number stands before the order that so many ballots give.
    words = COMMITTEE.split()
    orders = {word: int(before) if before.isdigit() else 1 for before, word in pairwise(["", *words]) if word.isalpha()}
    ballots = {normal({name: at for at, name in enumerate(order, start=1)}): n for order, n in orders.items()}
    question = Question(method=ElectionMethod.TRANSFERABLE, options=tuple("ABCDEFGHIJKLM"), seats=4)
    found = count(question=question, ballots=ballots, orders=(tuple("ABCDEFGHIJKLM"),))
    assert (found.cast, found.quota) == (94, Fraction(19))
    assert found.elected == ("G", "D", "M", "C")
    assert {name: int(votes) for name, votes in found.stages[0].totals if votes} == {
        "A": 6, "B": 3, "C": 8, "D": 22, "E": 2, "G": 33, "H": 1, "I": 1, "M": 18
    }  # fmt: skip
    # Two to whom nothing ever came, K and L, leave in between, and change nothing.
    steps = [{n: v for n, v in stage.totals if v} for stage in found.stages if stage.out not in {("K",), ("L",)}]
    published = [line.split() for line in SCOTTISH]
    assert len(steps) == len(published) + 1
    for step, line in zip(steps[1:], published, strict=True):
        told = {name: Fraction(votes) for name, votes in zip(line[::2], line[1::2], strict=True)}
        assert step.keys() == told.keys()
        assert all(0 <= step[name] - told[name] < Fraction(1, 1000) for name in told)
    last = found.stages[-1]
    assert [round(float(votes), 2) for _name, votes in last.totals] == [18.59]
    assert round(float(last.exhausted), 2) == 18.41
