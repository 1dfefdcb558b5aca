"""Whatever the day on which the demo is loaded, it tells the same stories."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from tests.commands.test_demo import ends, place, stories
from toutdoux.decisions.models import Action
from toutdoux.operations.demo import STORIES, load_demo
from toutdoux.operations.demo_people import SLUG
from toutdoux.operations.verify import verify


def as_told(now: datetime) -> bool:
    """Load the demo; say whether every story stands where it should, and everything agrees."""
    found = ends(stories(now), now)
    return found == {story.key: story.ends for story in STORIES} and verify(association_id=place(), now=now).sound


@pytest.mark.django_db
def test_half_an_hour_before_the_clocks_go_forward_in_paris_every_story_ends_as_told() -> None:
    assert as_told(datetime(2027, 3, 28, 0, 30, tzinfo=UTC))


@pytest.mark.django_db
def test_two_loads_of_the_same_day_read_the_same_and_so_they_do_on_a_leap_day() -> None:
    def seen() -> list[tuple[object, ...]]:
        rows = Action.objects.filter(association__slug=SLUG).order_by("created_at", "title", "suffix")
        columns = ("title", "kind", "number", "opened_at", "deadline", "status", "decided_at", "ended_at")
        return list(rows.values_list(*columns))

    last_minute = datetime(2028, 2, 29, 22, 59, tzinfo=UTC)
    with transaction.atomic():
        load_demo(now=last_minute - timedelta(hours=12))
        first = seen()
        transaction.set_rollback(True)
    assert as_told(last_minute)
    assert seen() == first
