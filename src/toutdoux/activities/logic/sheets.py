"""What an association notes of its life: activities, requests received, partners, projects. One sheet for each kind."""

from collections.abc import Mapping
from typing import Any

from toutdoux.kernel.refusal import Refusal
from toutdoux.registers.logic.drafts import at_most
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.registers.logic.shape import (
    Common,
    Register,
    Sheet,
    amount,
    choice,
    count,
    day,
    line,
    link,
    minutes,
    words,
    yes,
)

_ALL = frozenset({Common.LAST_DAY, Common.ACTION, Common.PEOPLE, Common.FILES})
_ONE_DAY = frozenset({Common.ACTION, Common.PEOPLE, Common.FILES})


def _audio(values: Mapping[str, Any]) -> list[Refusal]:
    """An episode is in the podcast by its audio: without an address there is nothing to listen to."""
    if values.get("in_podcast") and "audio" not in values:
        return [Refusal(code=RegisterRefusal.FIELD_MISSING, data={"field": "audio"})]
    return []


SHEETS: tuple[Sheet, ...] = (
    Sheet(
        kind="event",
        register=Register.ACTIVITY,
        common=_ALL,
        fields=(line("place"), count("attendance"), count("helped"), link("page")),
    ),
    Sheet(
        kind="radio",
        register=Register.ACTIVITY,
        common=_ONE_DAY,
        fields=(line("guests"), minutes("length"), yes("remote"), link("audio"), yes("in_podcast")),
        checks=(_audio,),
    ),
    Sheet(
        kind="student-project",
        register=Register.ACTIVITY,
        common=_ALL,
        fields=(line("school"), count("students"), words("result"), link("page")),
    ),
    Sheet(
        kind="training",
        register=Register.ACTIVITY,
        common=_ALL,
        fields=(
            line("session"),
            line("place"),
            count("took_part"),
            count("passed"),
            line("level"),
            count("at_level"),
            link("page"),
        ),
        checks=(at_most(part="passed", whole="took_part"), at_most(part="at_level", whole="passed")),
    ),
    Sheet(
        kind="publication",
        register=Register.ACTIVITY,
        common=_ONE_DAY,
        fields=(line("where", required=False), link("page")),
    ),
    Sheet(
        kind="intervention",
        register=Register.ACTIVITY,
        common=_ALL,
        fields=(line("for_whom"), minutes("length"), amount("least"), amount("most"), count("attendance")),
        checks=(at_most(part="least", whole="most"),),
    ),
    Sheet(
        kind="chatons",
        register=Register.ACTIVITY,
        common=_ONE_DAY,
        fields=(choice("position", "for", "against", "blank", "none"), words("why"), link("page")),
    ),
    Sheet(
        kind="meeting",
        register=Register.ACTIVITY,
        common=_ONE_DAY,
        fields=(line("place"), count("attendance"), link("page")),
    ),
    Sheet(
        kind="request",
        register=Register.REQUEST,
        common=_ONE_DAY,
        states=("received", "answered", "helped", "declined", "dropped"),
        fields=(
            line("from_whom", required=True),
            words("answer"),
            words("outcome"),
            count("helped"),
            count("interviews"),
        ),
    ),
    Sheet(
        kind="partner",
        register=Register.PARTNER,
        common=_ALL,
        states=("contact", "drafted", "sent", "signed", "over"),
        fields=(line("contact"), day("renew_on"), link("page")),
    ),
    Sheet(
        kind="acknowledgement",
        register=Register.PARTNER,
        common=_ONE_DAY | {Common.ABOUT},
        states=("owed", "given"),
        about=("partner",),
        fields=(line("to_whom"), line("how")),
    ),
    Sheet(
        kind="project",
        register=Register.PROJECT,
        common=_ALL,
        states=("planned", "in-progress", "done", "carried-over", "given-up"),
        fields=(line("carried_to"), link("page")),
    ),
)
