"""The rulebook by its pages: articles to link to, where each applied, and trying other rules on what was decided."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from tests.support.people import START, World, world
from tests.support.visitors import visitor
from toutdoux.decisions.models import Action, HistoricalRecord
from toutdoux.decisions.queries.simulation import simulation
from toutdoux.ledger.queries import head
from toutdoux.rules.facts import Status
from toutdoux.rules.reading import rulebook_to_toml
from toutdoux.rules.shipped import SHIPPED, shipped

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(START, tick=False) as clock:
        yield clock


@pytest.fixture
def scene() -> World:
    return world()


def page(scene: World, path: str = "") -> str:
    return f"/a/{scene.slug}/rulebook/{path}"


def text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def old_row(scene: World, *, number: int, for_: int, against: int, council: int = 21, label: str = "waiting") -> None:
    """Keep a row of an old table, as an import does."""
    action = Action.objects.create(
        association_id=scene.association_id,
        kind="extraordinary",
        period_id=scene.open(title="For its period").period_id
        if number == 0
        else Action.objects.latest("created_at").period_id,
        number=100 + number,
        historical=True,
        title=f"Old {number}",
        search="",
        created_at=START,
        opened_on=START.date() - timedelta(days=300),
    )
    HistoricalRecord.objects.create(
        action=action,
        for_votes=for_,
        against_votes=against,
        council=council,
        label=label,
        status_text="En attente",
    )


def test_it_works(scene: World) -> None:
    body = visitor(scene).get(page(scene)).content.decode()
    assert "Version 1, since 8 February 2026" in body
    for number in range(1, 20):
        assert f'id="art-{number}"' in body
    assert 'class="article__plain"' in body


def test_each_article_shows_where_it_last_applied(scene: World) -> None:
    accepted = scene.open(title="Accepted by half")
    scene.vote(accepted, "for", "alice", "bob")
    blocked = scene.open(title="Blocked by half")
    scene.vote(blocked, "against", "alice", "bob")
    scene.open(kind="ordinary", title="Announced")
    other = world()
    hidden = other.open(title="Of someone else")
    other.vote(hidden, "for", "alice", "bob")
    body = visitor(scene).get(page(scene)).content.decode()

    def beside(article: int) -> str:
        return body.split(f'id="art-{article}"')[1].split('id="art-')[0]

    assert "Accepted by half" in beside(6)
    assert "Blocked by half" in beside(8)
    assert "Announced" in beside(4)
    assert "Where it last applied" not in beside(13)
    assert "Of someone else" not in body


def test_an_article_shows_the_latest_three(scene: World) -> None:
    for number in range(1, 6):
        scene.later(hours=1)
        scene.vote(scene.open(title=f"Number {number}."), "for", "alice", "bob")
    body = visitor(scene).get(page(scene)).content.decode()
    assert re.findall(r"P26-E(\d), Number", body) == ["5", "4", "3"]


def test_versions_can_be_read(scene: World) -> None:
    client = visitor(scene)
    assert client.get(page(scene, "?version=1")).status_code == 200
    for version in ("2", "0", "x", "9" * 30):
        assert client.get(page(scene, f"?version={version}")).status_code == 404


def test_trying_other_rules_shows_what_would_have_changed_and_why(scene: World) -> None:
    half = scene.open(title="By exactly half")
    scene.vote(half, "for", "alice", "bob")
    scene.vote(scene.open(title="By everyone"), "for", "alice", "bob", "dana", "eli")
    scene.later(days=11)
    scene.settle()
    with time_machine.travel(scene.now, tick=False):
        client = visitor(scene)
        before = head(association_id=scene.association_id)
        shown = text(client.get(page(scene, "try/?rulebook=absolute-majority")).content.decode())
        assert "Of 2 decisions, one would have been different." in shown
        assert "P26-E1 By exactly half" in shown
        assert "Rejected" in shown
        assert "2 of the 4 council members voted for, more than half was needed" in shown
        assert "P26-E2 By everyone" not in shown.split("One decision would have been the same")[0]
        same = text(client.get(page(scene, "try/?rulebook=tout-doux-cratie")).content.decode())
        assert "All 2 decisions would have been the same." in same
        # Nothing is stored.
        assert head(association_id=scene.association_id) == before
        assert scene.status(half) is Status.ACCEPTED


def test_other_delays_count_from_the_same_publication(scene: World) -> None:
    action = scene.open(title="Passed by silence")
    scene.vote(action, "against", "alice")
    scene.later(days=11)
    scene.settle()
    found = simulation(association_id=scene.association_id, rulebook=shipped("lazy-consensus"), now=scene.now)
    (row,) = found.rows
    assert row.comparison.before.status is Status.TACIT
    assert row.comparison.after.status is Status.TACIT
    assert row.comparison.after.decided_at == START + timedelta(hours=72)
    assert row.comparison.moved
    with time_machine.travel(scene.now, tick=False):
        shown = text(visitor(scene).get(page(scene, "try/?rulebook=lazy-consensus")).content.decode())
    assert "The only decision would have been the same." in shown
    assert "One decision would have been the same, at another moment" in shown
    assert "13 March 2026 instead of 20 March 2026" in shown


def test_a_ballot_after_a_shorter_delay_would_have_come_too_late(scene: World) -> None:
    action = scene.open(title="Blocked on day five")
    scene.later(days=5)
    scene.vote(action, "against", "alice", "bob")
    found = simulation(association_id=scene.association_id, rulebook=shipped("lazy-consensus"), now=scene.now)
    (row,) = found.rows
    assert (row.comparison.before.status, row.comparison.after.status) == (Status.BLOCKED, Status.TACIT)


def test_objections_weigh_as_the_tried_rules_say(scene: World) -> None:
    action = scene.open(title="With an objection")
    scene.vote(action, "against", "dana", reason="It would wake the neighbours")
    scene.vote(action, "for", "alice", "bob")
    scene.later(days=11)
    found = simulation(association_id=scene.association_id, rulebook=shipped("consent"), now=scene.now)
    (row,) = found.rows
    assert (row.comparison.before.status, row.comparison.after.status) == (Status.ACCEPTED, Status.BLOCKED)


def test_counter_votes_are_replayed_with_their_target(scene: World) -> None:
    action = scene.open(kind="ordinary", title="Countered")
    counter = scene.counter(action)
    scene.vote(counter, "for", "alice", "bob")
    found = simulation(association_id=scene.association_id, rulebook=shipped("two-thirds"), now=scene.now)
    (row,) = found.rows
    assert row.comparison.before.status is Status.ANNULLED
    assert row.comparison.differs == (row.comparison.after.status is not Status.ANNULLED)


def test_what_is_open_or_a_draft_is_not_replayed(scene: World) -> None:
    scene.open(title="Still open")
    scene.draft(title="A draft")
    found = simulation(association_id=scene.association_id, rulebook=shipped("consent"), now=scene.now)
    assert found.rows == ()


def test_old_rows_give_outcomes_but_no_dates(scene: World) -> None:
    old_row(scene, number=0, for_=10, against=0)
    old_row(scene, number=1, for_=21, against=0, label="accepted")
    found = simulation(association_id=scene.association_id, rulebook=shipped("absolute-majority"), now=scene.now)
    by_title = {row.title: row for row in found.old_rows}
    assert by_title["Old 0"].before.computed is Status.TACIT
    assert by_title["Old 0"].after.computed is Status.REJECTED
    assert by_title["Old 0"].differs
    assert not by_title["Old 1"].differs
    shown = text(visitor(scene).get(page(scene, "try/?rulebook=absolute-majority")).content.decode())
    assert "They have no hours, so no date can be told." in shown
    assert "Old 0" in shown
    assert "Old 1" not in shown


def test_pasted_rules_are_tried_and_their_faults_named_by_line(scene: World) -> None:
    scene.vote(scene.open(title="By exactly half"), "for", "alice", "bob")
    client = visitor(scene)
    current = client.get(page(scene, "try/")).content.decode()
    assert "[kinds.extraordinary]" in current
    toml = rulebook_to_toml(shipped("absolute-majority"))
    answer = client.post(page(scene, "try/"), {"toml": toml})
    assert answer.status_code == 200
    assert "one would have been different" in answer.content.decode()
    broken = toml.replace('share = "1/2"', 'share = "3/2"').replace("urgency", "urgenzy")
    faulty = client.post(page(scene, "try/"), {"toml": broken})
    assert faulty.status_code == 422
    body = text(faulty.content.decode())
    assert re.search(r"Line \d+, “urgenzy”", body)
    assert re.search(r"Line \d+, “kinds\.extraordinary\.accept\.share”", body)
    # What was typed stays.
    assert "urgenzy" in faulty.content.decode().split("<textarea")[1]


@pytest.mark.parametrize("pasted", ["", "= =", "a = " + "[" * 5000, "\x00", "x" * 300_001, "a = 1\n" * 50_000])
def test_text_that_is_no_rulebook_is_refused(scene: World, pasted: str) -> None:
    answer = visitor(scene).post(page(scene, "try/"), {"toml": pasted})
    assert answer.status_code == 422


def test_an_unknown_name_replays_nothing(scene: World) -> None:
    body = visitor(scene).get(page(scene, "try/?rulebook=monarchy")).content.decode()
    assert 'id="result"' not in body


@pytest.mark.parametrize("name", SHIPPED)
def test_before_anything_is_decided_every_rulebook_says_so(scene: World, name: str) -> None:
    body = visitor(scene).get(page(scene, f"try/?rulebook={name}")).content.decode()
    assert "Nothing has been decided yet" in body


def test_the_queries_do_not_grow_with_the_actions(scene: World, django_assert_max_num_queries: Any) -> None:
    for _ in range(12):
        scene.vote(scene.open(), "for", "alice", "bob")
    client = visitor(scene)
    with django_assert_max_num_queries(12):
        client.get(page(scene))
    with django_assert_max_num_queries(16):
        client.get(page(scene, "try/?rulebook=consent"))
