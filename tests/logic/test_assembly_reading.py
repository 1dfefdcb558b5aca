"""An assembly as a file: what cannot have happened in the room is refused, all of it, with its line and key."""

import pytest

from toutdoux.assemblies.logic.convening import ItemKind
from toutdoux.assemblies.logic.facts import Attendee
from toutdoux.assemblies.logic.faults import AssemblyFault
from toutdoux.assemblies.logic.reading import assembly_from_toml
from toutdoux.kernel.refusal import Refused
from toutdoux.rules.reading import RulebookFault
from toutdoux.wording.refusals import sentence

WHOLE = """
title = "Spring assembly"
held_at = 2026-05-30T14:00:00
place = "The workshop"
period = "P26"
roll = 6
on_leave = 1
proxies_per_holder = 2
quorum = { share = "1/2", base = "council" }

[[people]]
name = "Ada"

[[people]]
name = "Jo"
proxy_to = "Ada"

[[people]]
name = "Sam"

[[items]]
kind = "report"
title = "Report of the treasurer"
presented_by = "Sam"
text = "All is **well**."

[[items.votes]]
for = 3
against = 0

[[items]]
kind = "election"
title = "Who looks after what"
mandates_for = "A26"
list = [{ name = "Ada", mandate = "treasurer" }]

[[items.votes]]
question = "The list as it stands"
for = 2
against = 0
blank = 0

[[items]]
kind = "discussion"
title = "Summer"
deferred = "Put to everyone online."

[[items.discussion]]
who = "Jo"
said = "Let us swim."

[[items.discussion]]
said = "Laughter."

[[items.tasks]]
what = "Find a lake"
who = "Sam"
due_on = 2026-06-15

[[items.tasks]]
what = "Bring towels"
"""


def refused(text: str) -> list[tuple[object, object, object]]:
    with pytest.raises(Refused) as caught:
        assembly_from_toml(text)
    for refusal in caught.value.refusals:
        assert sentence(refusal)
    return [(refusal.code, refusal.data.get("line"), refusal.data.get("key")) for refusal in caught.value.refusals]


def test_it_works() -> None:
    facts = assembly_from_toml(WHOLE)
    assert facts.attendees[1] == Attendee(name="Jo", proxy_to="Ada")
    assert facts.holders() == {"Ada": ("Jo",)}
    assert (facts.presence.present, facts.presence.represented, facts.quorum.needed) == (2, 1, 3)
    assert [item.kind for item in facts.items] == [ItemKind.REPORT, ItemKind.ELECTION, ItemKind.DISCUSSION]
    [vote] = facts.items[1].votes
    assert facts.resolved(vote).votes.no_part == 1
    assert [task.what for task in facts.items[2].tasks] == ["Find a lake", "Bring towels"]


def test_a_file_needs_only_a_title_an_instant_a_roll_and_somebody() -> None:
    facts = assembly_from_toml('title = "A"\nheld_at = 2026-05-30T14:00:00\nroll = 1\n[[people]]\nname = "Ada"\n')
    assert facts.quorum.reached
    assert facts.items == ()


@pytest.mark.parametrize(
    ("before", "after", "code", "key"),
    [
        ('[[people]]\nname = "Sam"', '[[people]]\nname = "Ada"', AssemblyFault.TWICE_THERE, "people[3]"),
        ('proxy_to = "Ada"', 'proxy_to = "Eli"', AssemblyFault.HOLDER_NOT_THERE, "people[2]"),
        ('proxy_to = "Ada"', 'proxy_to = "Jo"', AssemblyFault.OWN_PROXY, "people[2]"),
        (
            'name = "Sam"',
            'name = "Sam"\nsince = 2026-05-30T15:00:00\nuntil = 2026-05-30T14:30:00',
            AssemblyFault.GONE_BEFORE_COMING,
            "people[3]",
        ),
        ('name = "Sam"', 'name = "Sam"\nproxy_to = "Jo"', AssemblyFault.CHAINED_PROXY, "people[3]"),
        ('proxy_to = "Ada"', 'proxy_to = "Ada"\nitems = "2 9"', AssemblyFault.ITEMS_MISPLACED, "people[2]"),
        ('proxy_to = "Ada"', 'proxy_to = "Ada"\nitems = "all"', AssemblyFault.ITEMS_MISPLACED, "people[2]"),
        ('name = "Sam"', 'name = "Sam"\nitems = "1"', AssemblyFault.ITEMS_MISPLACED, "people[3]"),
        (
            'name = "Sam"',
            'name = "Sam"\nsince = 2026-05-30T14:00:00',
            AssemblyFault.NOT_AFTER_OPENING,
            "people[3].since",
        ),
        (
            'name = "Sam"',
            'name = "Sam"\nuntil = 2026-05-30T13:59:00',
            AssemblyFault.NOT_AFTER_OPENING,
            "people[3].until",
        ),
        ("for = 3", "for = 3\nat = 2026-05-30T13:00:00", AssemblyFault.NOT_AFTER_OPENING, "items[1].votes[1].at"),
        ("for = 3", "for = 3\npresent = 3\nrepresented = 0", AssemblyFault.ROOM_TOO_LARGE, "items[1].votes[1]"),
        ("for = 3", "for = 3\npresent = 2\nrepresented = 2", AssemblyFault.ROOM_TOO_LARGE, "items[1].votes[1]"),
        ("for = 3", 'for = 3\nchange = "delete"', RulebookFault.MISSING_KEY, "items[1].votes[1].passage"),
        ("for = 3", 'for = 3\nchange = "end"', RulebookFault.MISSING_KEY, "items[1].votes[1].words"),
        ("for = 3", "for = 3\npresent = 2", RulebookFault.MISSING_KEY, "items[1].votes[1].represented"),
        ("for = 3", "for = 3\nrepresented = 1", RulebookFault.MISSING_KEY, "items[1].votes[1].present"),
        ('name = "Sam"', 'name = " Ada "', AssemblyFault.TWICE_THERE, "people[3]"),
        ("proxies_per_holder = 2", "proxies_per_holder = 0", AssemblyFault.TOO_MANY_PROXIES, "people[2]"),
        ("roll = 6", "roll = 2", AssemblyFault.MORE_THAN_ROLL, "roll"),
        ("roll = 6", "roll = 7", AssemblyFault.VOTE_WITHOUT_QUORUM, "items[1].votes[1]"),
        ("for = 3", "for = 4", AssemblyFault.VOTE_DOES_NOT_FIT, "items[1].votes[1]"),
        (
            'list = [{ name = "Ada", mandate = "treasurer" }]',
            "",
            AssemblyFault.ELECTION_WITHOUT_LIST,
            "items[2]",
        ),
        ("held_at = 2026-05-30T14:00:00", "held_at = 2026-05-30", RulebookFault.NOT_A_MOMENT, "held_at"),
        ("held_at = 2026-05-30T14:00:00", "held_at = 2026-05-30T14:00:00Z", RulebookFault.NOT_A_MOMENT, "held_at"),
        ("held_at = 2026-05-30T14:00:00", "held_at = 0001-01-01T00:00:00", RulebookFault.NOT_A_MOMENT, "held_at"),
        ("held_at = 2026-05-30T14:00:00", "held_at = 9999-12-31T23:59:59", RulebookFault.NOT_A_MOMENT, "held_at"),
        ("held_at = 2026-05-30T14:00:00", 'held_at = "soon"', RulebookFault.WRONG_TYPE, "held_at"),
        ("due_on = 2026-06-15", "due_on = 2026-06-15T10:00:00", RulebookFault.NOT_A_DAY, "items[3].tasks[1].due_on"),
        ("due_on = 2026-06-15", "due_on = 15", RulebookFault.WRONG_TYPE, "items[3].tasks[1].due_on"),
        ('kind = "report"', 'kind = "party"', RulebookFault.UNKNOWN_CHOICE, "items[1].kind"),
        ("roll = 6", "role = 6", RulebookFault.UNKNOWN_KEY, "role"),
    ],
)
def test_what_is_wrong_is_named_with_its_line_and_key(before: str, after: str, code: object, key: str) -> None:
    text = WHOLE.replace(before, after, 1)
    assert text != WHOLE
    found = refused(text)
    assert code in [one[0] for one in found]
    [(_, line, _)] = [one for one in found if one[0] is code and one[2] == key]
    assert isinstance(line, int)
    assert 1 < line < len(text.splitlines())


ELECTION = """
[[items]]
kind = "election"
title = "Treasurer"

[[items.elections]]
mandate = "treasurer"
method = "plurality"

[[items.elections.options]]
key = "ada-l"
name = "Ada"

[[items.elections.options]]
key = "sam"
name = "Sam"

[[items.elections.rounds]]
way = "named"
present = 2
represented = 1
seats = 1
standing = "ada-l:1 sam:1"

[[items.elections.rounds.ballots]]
says = "ada-l:1"
number = 1

[[items.elections.rounds.ballots]]
says = "sam:1"
number = 1

[[items.elections.rounds.ballots]]
says = "ada-l:1"
number = 1

[[items]]
kind = "information"
title = "The end"
"""


def test_a_vote_without_the_quorum_is_taken_where_the_rules_let_it_go_on() -> None:
    facts = assembly_from_toml(WHOLE.replace("roll = 6", 'roll = 7\nquorum_missing = "recorded"'))
    assert not facts.quorum_of(facts.items[0].votes[0]).reached


@pytest.mark.parametrize(
    ("effect", "missing"),
    [
        ('kind = "admit"', ["name"]),
        ('kind = "commit-amount"', ["amount", "purpose"]),
        ('kind = "give-mandate"\nname = "Ada"\nmandate = "treasurer"', []),
        ('kind = "grant-access"\nwhat = "without-object"', []),
    ],
)
def test_an_effect_that_was_applied_says_of_whom_and_of_what(effect: str, missing: list[str]) -> None:
    text = WHOLE.replace("for = 3\nagainst = 0\n", f"for = 3\nagainst = 0\n\n[[items.votes.effects]]\n{effect}\n", 1)
    if not missing:
        assert len(assembly_from_toml(text).items[0].votes[0].effects) == 1
        return
    keys = [f"items[1].votes[1].effects[1].{key}" for key in missing]
    assert [(one[0], one[2]) for one in refused(text)] == [(RulebookFault.MISSING_KEY, key) for key in keys]


def test_a_ballot_on_two_lines_is_counted_with_both() -> None:
    facts = assembly_from_toml(WHOLE + ELECTION)
    [election] = facts.items[3].elections
    assert election.elected(roll=facts.roll, base=facts.majority_base) == ("Ada",)
    assert election.result(election.rounds[0], roll=facts.roll, base=facts.majority_base).cast == 3


@pytest.mark.parametrize(
    ("before", "after", "code", "key"),
    [
        ("present = 2", "present = 3", AssemblyFault.ROOM_TOO_LARGE, "items[4].elections[1].rounds[1]"),
        ('key = "sam"', 'key = "ada-l"', AssemblyFault.BALLOT_SAYS_NOTHING, "items[4].elections[1]"),
        ("sam:1", "ada-l:1", AssemblyFault.BALLOT_SAYS_NOTHING, "items[4].elections[1].rounds[1]"),
        (
            ELECTION[ELECTION.index("[[items.elections.rounds]]") : ELECTION.rindex("[[items]]")],
            "",
            RulebookFault.MISSING_KEY,
            "items[4].elections[1].rounds",
        ),
    ],
)
def test_what_is_wrong_with_an_election_is_named(before: str, after: str, code: object, key: str) -> None:
    assert before in ELECTION
    found = refused(WHOLE + ELECTION.replace(before, after, 1))
    assert (code, key) in [(one[0], one[2]) for one in found]


def test_an_assembly_of_nobody_is_refused() -> None:
    assert [one[0] for one in refused('title = "A"\nheld_at = 2026-05-30T14:00:00\nroll = 1\n')] == [
        AssemblyFault.NOBODY_THERE
    ]


def test_a_count_that_does_not_fit_is_never_resolved() -> None:
    facts = assembly_from_toml(WHOLE)
    from dataclasses import replace

    [vote] = facts.items[0].votes
    with pytest.raises(ValueError, match="does not fit"):
        facts.resolved(replace(vote, for_=9))
