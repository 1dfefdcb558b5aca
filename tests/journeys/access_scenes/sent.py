"""The links that mails carry."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.support.people import START, World
from toutdoux.decisions.models import Action
from toutdoux.integrations.commands import gesture_link, vote_link
from toutdoux.integrations.logic.words import Gesture
from toutdoux.integrations.models import Delivery
from toutdoux.integrations.queries import preference_token
from toutdoux.integrations.sent.models import SentWords

Place = Mapping[str, Mapping[str, Any]]


def places(*, here: World, elsewhere: World) -> dict[str, Place]:
    """Return what the rows of ``access_rows/sent.py`` are played at."""
    return {
        "messages": _messages(here, elsewhere),
        "mailed preferences": _mailed_preferences(here, elsewhere),
        "mailed votes": _mailed_votes(here, elsewhere),
        "mailed gestures": _mailed_gestures(here, elsewhere),
    }


def _messages(here: World, elsewhere: World) -> Place:
    """What was sent to Bob, to Alice, to someone elsewhere; what is still to be sent; what there is not."""

    def message(place: World, name: str, *, state: str = "sent") -> int:
        row = Delivery.objects.create(
            association_id=place.association_id,
            member_id=place.people[name].member_id,
            channel="mail",
            about="opened",
            key=f"{state} to {name} of {place.slug}",
            not_before=START,
            next_try_at=START,
            state=state,
            created_at=START,
            sent_at=START if state == "sent" else None,
        )
        SentWords.objects.create(delivery=row, subject="A vote opens", text="Read the whole text.")
        return row.id

    ids = {
        "to the voter": message(here, "bob"),
        "to the lead": message(here, "alice"),
        "not sent": message(here, "bob", state="failed"),
        "foreign": message(elsewhere, "bob"),
        "unknown": 999_999,
    }
    return {state: {"slug": here.slug, "delivery_id": delivery_id} for state, delivery_id in ids.items()}


def _mailed_preferences(here: World, elsewhere: World) -> Place:
    """The links to Bob's preferences, to those of someone who has left, of someone elsewhere, and one of nobody's."""
    tokens = {
        "valid": preference_token(member_id=here.bob.member_id),
        "gone": preference_token(member_id=here.f5.member_id),
        "foreign": preference_token(member_id=elsewhere.bob.member_id),
        "unknown": "nothing",
    }
    return {state: {"slug": here.slug, "token": token} for state, token in tokens.items()}


def _mailed_votes(here: World, elsewhere: World) -> Place:
    """Links to vote: Bob's on an open action, on a withdrawn one; of someone who has left; of someone elsewhere."""

    def link_to_vote(place: World, name: str, title: str) -> str:
        action = Action.objects.get(association_id=place.association_id, title=title)
        return vote_link(
            member_id=place.people[name].member_id,
            action_id=action.id,
            version=1,
            expires_at=START + timedelta(days=10),
            now=START,
        )

    tokens = {
        "open": link_to_vote(here, "bob", "Open a tool library"),
        "withdrawn": link_to_vote(here, "bob", "Paint the hall"),
        "gone": link_to_vote(here, "f5", "Open a tool library"),
        "foreign": link_to_vote(elsewhere, "bob", "Dig a well"),
        "unknown": "nothing",
    }
    return {state: {"slug": here.slug, "token": token} for state, token in tokens.items()}


def _mailed_gestures(here: World, elsewhere: World) -> Place:
    """Links to propose: Bob's; of someone who has left; of someone elsewhere. And to carry out what is still open."""

    def propose(place: World, name: str) -> str:
        return gesture_link(
            gesture=Gesture.PROPOSE,
            member_id=place.people[name].member_id,
            expires_at=START + timedelta(days=10),
            now=START,
        )

    tokens = {
        "valid": propose(here, "bob"),
        "too early": gesture_link(
            gesture=Gesture.FINISH,
            member_id=here.alice.member_id,
            action_id=Action.objects.get(association_id=here.association_id, title="Open a tool library").id,
            version=1,
            expires_at=START + timedelta(days=10),
            now=START,
        ),
        "gone": propose(here, "f5"),
        "foreign": propose(elsewhere, "bob"),
        "unknown": "nothing",
    }
    return {state: {"slug": here.slug, "token": token} for state, token in tokens.items()}
