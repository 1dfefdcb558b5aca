"""The demo's register: what people say of themselves, someone away, an organisation, a door that is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from toutdoux.kernel.people import Actor
from toutdoux.members.commands import (
    NewPerson,
    add_member,
    ask_to_join,
    change_profile,
    name_representative,
    set_welcome,
    take_leave,
)
from toutdoux.members.logic.profiles import Profile
from toutdoux.members.queries import member

#: Days before today.
DESCRIBED = -40
OPENED = -30
ASKED = -2
#: Who says what of themselves.
_PROFILES = (
    ("ines", "pronoun", "elle"),
    ("malo", "pronoun", "il"),
    ("yasmine", "contact", "Au marché, le samedi matin"),
    ("awa", "title", "Docteure"),
)


@dataclass(frozen=True, kw_only=True)
class Register:
    """What the register of the demo shows besides names. ``people`` by their key."""

    people: Mapping[str, Actor]
    today: date

    def describe(self, now: datetime) -> None:
        """Let some say something of themselves, and an organisation in."""
        for key, field, words in _PROFILES:
            actor = self.people[key]
            row = member(actor=actor, member_id=actor.member_id, now=now)
            profile = Profile(**({"name": row.name, "email": row.email} | {field: words}))
            change_profile(actor=actor, member_id=actor.member_id, profile=profile, now=now)
        organisation = add_member(
            actor=self.people["ines"], person=NewPerson(name="Les Abeilles du quai", organisation=True), now=now
        )
        for key in ("ines", "awa"):
            name_representative(
                actor=self.people["ines"],
                organisation_id=organisation,
                person_id=self.people[key].member_id,
                now=now,
            )

    def open_door(self, now: datetime) -> None:
        """Let people ask, and say from when someone will be away."""
        set_welcome(
            actor=self.people["ines"],
            open_=True,
            words="Nous réparons, nous prêtons, nous décidons ensemble. Passez d’abord nous voir un samedi.",
            admission="member",
            now=now,
        )
        away = self.today + timedelta(days=21)
        take_leave(
            actor=self.people["malo"],
            member_id=self.people["malo"].member_id,
            first_day=away,
            last_day=away + timedelta(days=13),
            now=now,
        )

    def ask(self, now: datetime) -> None:
        """Let someone ask to join."""
        ask_to_join(
            association_id=self.people["ines"].association_id,
            name="Solène Maury",
            email="solene.maury@example.org",
            words="J’ai un fer à souder et mes mardis soir.",
            account_id=None,
            source="demo",
            now=now,
        )
