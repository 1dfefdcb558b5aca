"""Which rights the bot needs, where, and what cannot be done without each: pure."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

#: Servers older than this lack endpoints that we call.
OLDEST = (5, 37, 0)


class Need(StrEnum):
    """What the bot must be able to do. Stored nowhere; worded in ``wording.chat.connecting``."""

    WRITE = "write"
    EDIT = "edit"
    READ = "read"
    DIRECT = "direct"
    MEMBERS = "members"
    COMMAND = "command"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One right: what it is called in Mattermost, whether the bot has it, and whether nothing works without it."""

    need: Need
    permission: str
    held: bool
    vital: bool


def checks(*, given: Collection[str], private: bool) -> tuple[Check, ...]:
    """Return every right that is asked for, from the permissions that the bot's roles give it, vital ones first.

    ``private``: whether the channel is; letting people into it is another right then.
    """
    members = "manage_private_channel_members" if private else "manage_public_channel_members"
    asked = (
        (Need.READ, "read_channel", True),
        (Need.WRITE, "create_post", True),
        (Need.EDIT, "edit_post", True),
        (Need.DIRECT, "create_direct_channel", True),
        (Need.MEMBERS, members, False),
        (Need.COMMAND, "manage_slash_commands", False),
    )
    everything = "manage_system" in given
    return tuple(
        Check(need=need, permission=permission, held=everything or permission in given, vital=vital)
        for need, permission, vital in asked
    )


def too_old(*, version: tuple[int, ...]) -> bool:
    """Say whether a server is older than we can speak to. One that does not say is taken to be recent."""
    return bool(version) and version < OLDEST


def version_words(version: tuple[int, ...]) -> str:
    """Write a version: "5.37.0"."""
    return ".".join(str(number) for number in version)
