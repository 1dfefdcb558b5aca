"""The demo shows everything, is the same for everyone on the same day, and verifies."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from tests.support.mattermost.server import NETWORK
from toutdoux.accounts.commands import sign_in
from toutdoux.assemblies.queries import meetings
from toutdoux.assemblies.voting.models import Ballot, Slip
from toutdoux.assemblies.voting.queries import votes_of
from toutdoux.associations.queries import access_association, associations, periods
from toutdoux.decisions.models import (
    Action,
    EffectRecord,
    HistoricalRecord,
    Link,
    Note,
    Objection,
    ObjectionPost,
    Version,
)
from toutdoux.decisions.queries import ActionPage, RegisterFilter, action_page, register
from toutdoux.integrations.chat.models import ChatIdentity
from toutdoux.integrations.mattermost.fake.state import buttons
from toutdoux.integrations.mattermost.queries import connection
from toutdoux.members.queries import council_at, members
from toutdoux.operations.demo import PASSWORD, STORIES, load_demo
from toutdoux.operations.demo_chat import start_demo_chat
from toutdoux.operations.demo_people import SLUG
from toutdoux.operations.verify import verify
from toutdoux.rules.assembly import Votes
from toutdoux.rules.seats import Way

#: A Thursday morning; the clocks went back between its stories and it.
NOW = datetime(2026, 11, 26, 8, 15, tzinfo=UTC)


def stories(now: datetime) -> dict[str, str]:
    """Load the demo and return, by key of its stories, the reference of each action."""
    load_demo(now=now)
    rows = Action.objects.filter(opened_at__isnull=False, target=None).select_related("period")
    references = {}
    for row in rows:
        assert row.period is not None
        letter = "E" if row.kind == "extraordinary" else "O"
        references[Version.objects.get(action=row, number=1).title] = f"{row.period.code}-{letter}{row.number}"
    return {story.key: references[story.title] for story in STORIES}


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[dict[str, str]]:
    """Load the demo once for this file, since it takes seconds; what a test does to it is undone."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield stories(NOW)
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_it_works(loaded: dict[str, str]) -> None:
    """What is looked at has its own function below."""
    references = loaded
    association = access_association(slug=SLUG)
    people = [row for row in members(association_id=association.id, at=NOW) if row.left_at is None]
    assert len(people) == 26
    assert len(council_at(association_id=association.id, at=NOW)) == 22
    assert ends(references, NOW) == {story.key: story.ends for story in STORIES}
    everything_is_there()
    one_vote_was_confidential_and_says_its_result_alone()
    deadlines_lie_in_the_next_days_and_nothing_happens_today()
    each_period_prints_its_totals()
    head = verify(association_id=association.id, now=NOW).head
    again = load_demo(now=NOW + timedelta(days=30))
    assert not again.new
    assert len(associations()) == 1
    found = verify(association_id=association.id, now=NOW)
    assert found.sound
    assert found.head == head
    for _name, email in again.people:
        sign_in(email=email, password=PASSWORD, source="here", now=NOW)


def place() -> UUID:
    return access_association(slug=SLUG).id


def ends(references: dict[str, str], now: datetime) -> dict[str, str]:
    """Return where each story stands at ``now``."""
    association = access_association(slug=SLUG)
    reader = members(association_id=association.id, at=now)[0].actor
    found = {}
    for key, reference in references.items():
        page = action_page(actor=reader, reference=reference, now=now)
        assert isinstance(page, ActionPage)
        found[key] = str(page.status)
    return found


def everything_is_there() -> None:
    live = Action.objects.filter(opened_at__isnull=False)
    assert set(live.exclude(kind="counter-vote").values_list("status", flat=True)) == {
        *("announced", "open", "accepted", "tacit", "blocked", "withdrawn", "annulled")
    }
    assert set(live.filter(kind="counter-vote").values_list("status", flat=True)) == {"open", "accepted", "lapsed"}
    assert set(live.values_list("execution", flat=True)) == {"to-do", "in-progress", "done", "abandoned"}
    assert set(EffectRecord.objects.values_list("what", flat=True)) == {"applied", "reversed"}
    assert set(Note.objects.values_list("about", flat=True)) == {
        *("withdrawal", "urgency", "progress", "done", "abandonment", "footnote", "undone")
    }
    assert Version.objects.filter(number=2).count() == 2
    assert set(ObjectionPost.objects.values_list("sort", flat=True)) == {"remark", "proposal", "answer"}
    assert Objection.objects.filter(kept_at__isnull=False).exists()
    assert Link.objects.count() == 4
    assert Action.objects.filter(opened_at=None, historical=False, created_by__isnull=False).count() == 3
    assert HistoricalRecord.objects.count() == 8
    assert Action.objects.filter(lead_wanted=True).exists()
    assert Action.objects.filter(co_lead_wanted=True).exists()


def one_vote_was_confidential_and_says_its_result_alone() -> None:
    association = access_association(slug=SLUG)
    [held] = [
        row for row in meetings(association_id=association.id) if row.opened_at is not None and row.closed_at is None
    ]
    [vote] = [row for row in votes_of(assembly_id=held.id) if row.way is Way.CONFIDENTIAL]
    assert vote.count == Votes(for_=11, against=2, blank=2, no_part=1)
    assert vote.adopted
    assert not Ballot.objects.filter(seat__vote_id=vote.id).exists()
    assert not Slip.objects.exists()


def deadlines_lie_in_the_next_days_and_nothing_happens_today() -> None:
    deadlines = Action.objects.filter(status="open").values_list("deadline", flat=True)
    assert len(deadlines) >= 6
    assert all(deadline and NOW < deadline < NOW + timedelta(days=10) for deadline in deadlines)
    assert min(filter(None, deadlines)) < NOW + timedelta(days=2)
    today = NOW.replace(hour=0, minute=0) - timedelta(hours=1)
    assert not Action.objects.filter(opened_at__gte=today).exists()


def each_period_prints_its_totals() -> None:
    association = access_association(slug=SLUG)
    now, before, old = periods(association_id=association.id)
    assert (now.code, before.code, old.code) == ("A26", "P26", "A25")
    for period, extraordinary, ordinary in ((now, 19, 9), (before, 12, 6), (old, 8, 0)):
        asked = RegisterFilter(period=period.code)
        totals = register(association_id=association.id, actor=None, asked=asked, now=NOW).totals
        assert (totals.extraordinary, totals.ordinary) == (extraordinary, ordinary)


@pytest.mark.django_db
@pytest.mark.usefixtures("loaded")
def test_its_own_mattermost_is_connected_and_shows_all_that_is_open_each_time_it_starts() -> None:
    with override_settings(TOUTDOUX_PRIVATE_NETWORKS=NETWORK):
        for _ in range(2):
            chat = start_demo_chat(slug=SLUG, now=NOW, port=0)
            try:
                assert connection(association_id=place()).base_url == chat.url
                channel = chat.chat.channel_named("votes")
                posts = [post for post in chat.chat.posts_in(channel["id"]) if list(buttons(post))]
                open_ones = Action.objects.filter(association_id=place(), status="open").count()
                assert len(posts) == open_ones > 2
                voters = [row for row in members(association_id=place(), at=NOW) if row.right.votes]
                assert len(chat.chat.members_of(channel["id"])) == len(voters) + 1
                linked = ChatIdentity.objects.filter(association_id=place(), server=chat.url)
                assert linked.count() == len(voters) - 1
                assert not linked.filter(user_name="hugo").exists()
            finally:
                chat.stop()
