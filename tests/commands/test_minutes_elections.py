"""Elections in the minutes: kept as ballots, counted anew, printed with the full count; the same from the file as from life."""

import pytest
from django.utils import translation

from tests.support.elections import ELECT, Booth, booth
from toutdoux.assemblies.logic.facts import AssemblyFacts
from toutdoux.assemblies.logic.faults import AssemblyFault
from toutdoux.assemblies.logic.reading import assembly_from_toml
from toutdoux.assemblies.logic.writing import assembly_to_toml
from toutdoux.assemblies.minutes.queries import access_minutes, live_facts
from toutdoux.associations.queries import association
from toutdoux.kernel.refusal import Refused
from toutdoux.members.models import Member
from toutdoux.reports.minutes import minutes
from toutdoux.reports.rendering import FORMATS

pytestmark = pytest.mark.django_db


def facts_of(held: Booth) -> AssemblyFacts:
    facts = live_facts(assembly_id=held.id, now=held.world.now)
    assert assembly_from_toml(assembly_to_toml(facts)) == facts
    return facts


def printed(held: Booth, language: str = "en") -> str:
    found = access_minutes(association_id=held.world.association_id, reference=held.row.reference, now=held.world.now)
    with translation.override(language):
        row = association(association_id=held.world.association_id)
        return FORMATS["md"](minutes(association=row, found=found, language=language)).decode()


def voted(method: str, ballots: dict[str, dict[str, int]], **more: object) -> Booth:
    """Hold a round in which everyone named says what they say."""
    held = booth(method=method, **more)
    round_id = held.begin()
    for name, marks in ballots.items():
        held.say(round_id, name, **{name: held.marks(**marks)})
    held.end(round_id)
    return held


@pytest.mark.parametrize(
    ("method", "ballots"),
    [
        ("plurality", {"alice": {"bob": 1}, "bob": {"bob": 1}, "dana": {"dana": 1}}),
        ("approval", {"alice": {"bob": 1, "dana": 1}, "bob": {"bob": 1}, "dana": {}}),
        ("majority-judgment", {"alice": {"alice": 2, "bob": 4, "dana": 1}, "bob": {"alice": 1, "bob": 5, "dana": 1}}),
        ("schulze", {"alice": {"bob": 1, "alice": 2, "dana": 3}, "bob": {"bob": 1, "dana": 2}}),
        ("transferable-vote", {"alice": {"bob": 1, "alice": 2}, "bob": {"bob": 1}, "dana": {"dana": 1, "bob": 2}}),
    ],
)
def test_it_works(method: str, ballots: dict[str, dict[str, int]]) -> None:
    held = voted(method, ballots)
    facts = facts_of(held)
    [item] = [one for one in facts.items if one.title == ELECT]
    [election] = item.elections
    assert election.elected(roll=facts.roll, base=facts.majority_base) == ("Bob",)
    assert sum(cast.number for cast in election.rounds[0].ballots) == len(ballots)
    text = printed(held)
    assert "Elected: Bob." in text
    assert "Dana" in text
    assert "4 votes: 4 present" in text


def test_a_list_is_elected_with_everyone_on_it() -> None:
    held = booth(method="list", stand=("alice", "bob"))
    [option] = {str(one.id) for one in held.page().options}
    round_id = held.begin()
    for name in ("alice", "bob", "dana"):
        held.say(round_id, name, **{name: ((option, 1),)})
    held.end(round_id)
    facts = facts_of(held)
    [election] = facts.items[-1].elections
    assert election.elected(roll=facts.roll, base=facts.majority_base) == ("Alice", "Bob")
    assert "Elected: Alice, Bob." in printed(held)


def test_a_long_list_is_taken_elsewhere_by_its_names() -> None:
    held = booth(method="list", stand=("alice", "bob"))
    people = [held.world.people[name].member_id for name in ("alice", "bob")]
    for number, member_id in enumerate(people):
        Member.objects.filter(id=member_id).update(name=f"{number}" * 120)
    facts = facts_of(voted_list(held))
    [election] = facts.items[-1].elections
    assert [len(option.name) for option in election.options] == [242]


def voted_list(held: Booth) -> Booth:
    """Hold a round in which Dana alone is for the list."""
    [option] = {str(one.id) for one in held.page().options}
    round_id = held.begin()
    held.say(round_id, "dana", dana=((option, 1),))
    held.end(round_id)
    return held


def test_two_rounds_are_both_there() -> None:
    held = booth(method="two-rounds")
    first = held.begin()
    for name, choice in (("alice", "alice"), ("bob", "bob"), ("dana", "dana"), ("eli", "bob")):
        held.say(first, name, **{name: held.marks(**{choice: 1})})
    if held.end(first).result is not None and held.page().next is not None:
        second = held.begin()
        standing = held.page().rounds[-1].question.options
        held.say(second, "alice", alice=((standing[0], 1),))
        held.end(second)
        text = printed(held)
        assert "Round 1" in text
        assert "Round 2" in text
    facts_of(held)


def test_what_cannot_have_been_cast_is_refused() -> None:
    facts = facts_of(voted("plurality", {"alice": {"bob": 1}}))
    whole = assembly_to_toml(facts)
    for before, after, code in (
        ("number = 1\n", "number = 9\n", AssemblyFault.VOTE_DOES_NOT_FIT),
        ('says = "o2:1"', 'says = "o9:1"', AssemblyFault.BALLOT_SAYS_NOTHING),
        ('standing = "o1:1', 'standing = "o8:1', AssemblyFault.BALLOT_SAYS_NOTHING),
    ):
        assert before in whole
        with pytest.raises(Refused) as caught:
            assembly_from_toml(whole.replace(before, after, 1))
        assert code in [refusal.code for refusal in caught.value.refusals]
    with pytest.raises(Refused):
        assembly_from_toml(whole.replace('says = "o2:1"', 'says = "Bob!"', 1))
