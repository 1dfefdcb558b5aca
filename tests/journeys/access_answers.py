"""What may come of a request, and how a row of the access table says so."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.journeys.access_scene import Role, Scene


class Answer(StrEnum):
    """What came of a request."""

    PAGE = "a page"
    AWAY = "led elsewhere, nothing changed"
    CHANGED = "a fact changed"
    SIGN_IN = "asked to sign in"
    NOTHING = "nothing here"
    GONE = "no longer"
    REFUSED = "refused"
    NO_METHOD = "no such method"


class Door(StrEnum):
    """Who gets as far as the page."""

    ANYONE = "anyone"
    ACCOUNTS = "accounts"
    MEMBERS = "members"


MEMBERS = (Role.NEWCOMER, Role.VOTER, Role.LEAD)
VOTERS = (Role.VOTER, Role.LEAD)
LEAD = (Role.LEAD,)
ACCOUNTS = (Role.OUTSIDER, Role.DEPARTED, *MEMBERS)
EVERYONE = tuple(Role)
STRANGERS = (Role.ANONYMOUS,)

#: What a form is filled in with; a value may depend on who fills it in.
Data = Mapping[str, "str | Callable[[Scene, Role], Any]"]


@dataclass(frozen=True, kw_only=True)
class Grant:
    """In these states (none named: in all of them), these people get this answer."""

    states: tuple[str, ...]
    to: tuple[Role, ...]
    answer: Answer


@dataclass(frozen=True, kw_only=True)
class Row:
    """One route, or one of the gestures of a route."""

    route: str
    door: Door
    at: str
    states: tuple[str, ...] = ()
    nothing: tuple[str, ...] = ()
    nothing_for_others: bool = False
    get: tuple[Grant, ...] = ()
    post: tuple[Grant, ...] = ()
    data: Data = field(default_factory=dict)
    gesture: str = ""

    def __str__(self) -> str:
        return f"{self.route}: {self.gesture}" if self.gesture else self.route

    def states_in(self, scene: Scene) -> tuple[str, ...]:
        """Return the states this row is played in."""
        return self.states or tuple(scene.places[self.at])

    def answers(self, *, method: str, role: Role, state: str) -> frozenset[Answer]:
        """Return what may come of a request. Where two reasons say no, either may speak first."""
        grants = self.get if method == "GET" else self.post
        for grant in grants:
            if role in grant.to and (not grant.states or state in grant.states):
                return frozenset({grant.answer})
        no_method = {Answer.NO_METHOD} if not grants else set()
        if self.door is not Door.ANYONE and role is Role.ANONYMOUS:
            return frozenset({Answer.SIGN_IN} | no_method)
        outside = self.door is Door.MEMBERS and role in {Role.OUTSIDER, Role.DEPARTED}
        if outside or state in self.nothing or (self.nothing_for_others and grants):
            return frozenset({Answer.NOTHING} | no_method)
        return frozenset(no_method or {Answer.REFUSED})


def give(answer: Answer, to: tuple[Role, ...], *states: str) -> Grant:
    """Grant ``answer`` to some people, in some states or in all."""
    return Grant(states=states, to=to, answer=answer)


def shown(to: tuple[Role, ...] = MEMBERS, *states: str) -> tuple[Grant, ...]:
    """Grant the page."""
    return (give(Answer.PAGE, to, *states),)


def may(to: tuple[Role, ...], *states: str) -> tuple[Grant, ...]:
    """Grant a change."""
    return (give(Answer.CHANGED, to, *states),)


def led(to: tuple[Role, ...], *states: str) -> tuple[Grant, ...]:
    """Grant being led to another page, and nothing else."""
    return (give(Answer.AWAY, to, *states),)


def anyone(route: str, at: str = "nowhere", **more: Any) -> Row:
    """Describe a route without a door."""
    return Row(route=route, door=Door.ANYONE, at=at, **more)


def signed_in(route: str, at: str = "nowhere", **more: Any) -> Row:
    """Describe a route behind a sign-in."""
    return Row(route=route, door=Door.ACCOUNTS, at=at, **more)


def inside(route: str, at: str = "association", **more: Any) -> Row:
    """Describe a route of an association."""
    return Row(route=route, door=Door.MEMBERS, at=at, **more)


LIVE = ("open", "passed", "announced", "done", "withdrawn", "counter")


def on_action(route: str, *, post: tuple[Grant, ...], data: Data, more: tuple[str, ...] = (), **rest: Any) -> Row:
    """Describe a gesture on an action: its page is for every member, wherever the action stands; the act is granted."""
    states = (*LIVE, *more, "historical", "foreign")
    rest.setdefault("get", shown(MEMBERS, *LIVE, *more))
    return inside(route, "actions", states=states, nothing=("historical", "foreign"), post=post, data=data, **rest)


def on_draft(route: str, *, get: Answer, post: Answer | None = None, data: Data | None = None) -> Row:
    """Describe a route of a draft: for who wrote it or co-leads it; there is nothing for the others."""

    def theirs(answer: Answer) -> tuple[Grant, ...]:
        return (
            give(answer, LEAD, "of the lead", "of both"),
            give(answer, (Role.VOTER,), "of the voter", "of both"),
            # To those who led it there, it is told that it is a draft no longer.
            give(answer if answer is Answer.AWAY else Answer.REFUSED, LEAD, "published"),
        )

    return inside(
        route,
        "drafts",
        nothing_for_others=True,
        get=led(MEMBERS) if get is Answer.AWAY else theirs(get),
        post=theirs(post) if post else (),
        data=data or {},
    )
