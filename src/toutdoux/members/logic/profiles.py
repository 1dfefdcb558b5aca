"""What a person says of themselves, and what may be written where."""

from collections.abc import Mapping
from dataclasses import dataclass

from toutdoux.kernel.refusal import Refusal
from toutdoux.members.logic.events import MemberRefusal

#: The longest text of each field of a profile.
LONGEST: Mapping[str, int] = {
    "name": 120,
    "aliases": 200,
    "pronoun": 40,
    "title": 80,
    "contact": 300,
    "email": 254,
}
LONGEST_WORDS = 2000


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What the other members see of someone. All but the name may stay empty."""

    name: str
    email: str = ""
    aliases: str = ""
    pronoun: str = ""
    title: str = ""
    contact: str = ""

    def tidy(self) -> "Profile":
        """Return the same without spaces around, the address in small letters."""
        return Profile(
            name=self.name.strip(),
            email=self.email.strip().lower(),
            aliases=" ".join(self.aliases.split()),
            pronoun=self.pronoun.strip(),
            title=self.title.strip(),
            contact=self.contact.strip(),
        )


def profile_refusals(profile: Profile) -> list[Refusal]:
    """Return what is missing or too long, field by field. An address is looked at by whoever has a validator."""
    refusals = []
    if not profile.name:
        refusals.append(Refusal(code=MemberRefusal.NAME_MISSING))
    elif len(profile.name) > LONGEST["name"]:
        refusals.append(Refusal(code=MemberRefusal.NAME_TOO_LONG, data={"longest": LONGEST["name"]}))
    refusals += [
        Refusal(code=MemberRefusal.FIELD_TOO_LONG, data={"field": field, "longest": LONGEST[field]})
        for field in ("aliases", "pronoun", "title", "contact")
        if len(getattr(profile, field)) > LONGEST[field]
    ]
    return refusals
