"""Organisations, and people who ask to join."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.support.people import START, World
from toutdoux.members.commands import NewPerson, add_member, ask_to_join, name_representative, set_welcome, take_leave
from toutdoux.members.models import JoinRequest

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/members.py`` are played at."""
    organisations = _organisations(here, elsewhere)
    return {
        "doors": {"open": {"slug": here.slug}, "closed": {"slug": "nobody"}},
        "organisations": organisations,
        "organisation actions": {
            "open": {**organisations["bob's"], "reference": "P26-E1"},
            "foreign": {**organisations["foreign"], "reference": "P26-E1"},
        },
        "requests": _requests(here, elsewhere),
        "profiles": _profiles(here, elsewhere),
    }


def _organisations(here: World, elsewhere: World) -> Place:
    """One for which Bob votes, one for which nobody does, one elsewhere."""
    states = {}
    for state, place in (("bob's", here), ("nobody's", here), ("foreign", elsewhere)):
        found = add_member(actor=place.alice, person=NewPerson(name=f"Co-op {state}", organisation=True), now=place.now)
        states[state] = {"slug": here.slug, "member_id": found}
        if state == "bob's":
            name_representative(actor=here.alice, organisation_id=found, person_id=here.bob.member_id, now=here.now)
    return states


def _requests(here: World, elsewhere: World) -> Place:
    """Someone who asks here, and someone who asks elsewhere."""
    states = {}
    for state, place in (("waiting", here), ("foreign", elsewhere)):
        set_welcome(actor=place.alice, open_=True, words="", admission="member", now=place.now)
        ask_to_join(
            association_id=place.association_id,
            name="Robin",
            email="robin@example.org",
            words="Hello",
            account_id=None,
            source="192.0.2.7",
            now=place.now,
        )
        person_id = JoinRequest.objects.get(association_id=place.association_id).person_id
        states[state] = {"slug": here.slug, "person_id": person_id}
    return states


def _profiles(here: World, elsewhere: World) -> Place:
    """The pages of Bob, who has an account and goes away; of Dana, who has none; of someone elsewhere."""
    day = START.date() + timedelta(days=20)
    for name in ("bob", "dana"):
        take_leave(
            actor=here.people[name],
            member_id=here.people[name].member_id,
            first_day=day,
            last_day=day,
            now=here.now,
        )
    members = {"the voter's": here.bob, "without account": here.dana, "foreign": elsewhere.bob}
    return {state: {"slug": here.slug, "member_id": actor.member_id} for state, actor in members.items()}
