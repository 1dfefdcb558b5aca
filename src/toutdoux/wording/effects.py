"""What an action changes by itself, in plain words: what it would do, what it does, what became of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.translation import gettext

from toutdoux.decisions.logic.drafts import EffectKind
from toutdoux.decisions.queries.effects import EffectRecordRow, EffectRow
from toutdoux.members.logic.events import MemberRefusal
from toutdoux.rules.facts import STANDING, Status
from toutdoux.wording import dates


def effect_promise(effect: EffectRow) -> str:
    """Say what an effect will do if the action passes: what voters read before they vote."""
    return {
        EffectKind.GRANT_VOTING_RIGHT: gettext(
            "If this passes, %(name)s will hold the voting right from that instant on, and sit in the council of every "
            "vote opened afterwards."
        ),
    }[EffectKind(effect.kind)] % {"name": effect.member_name}


def effect_name(effect: EffectRow) -> str:
    """Name an effect in a few words, for a list: "voting right for Alex"."""
    return {
        EffectKind.GRANT_VOTING_RIGHT: gettext("voting right for %(name)s"),
    }[EffectKind(effect.kind)] % {"name": effect.member_name}


def effect_sentences(
    effect: EffectRow, *, status: Status, decided_at: datetime | None, zone: ZoneInfo, now: datetime
) -> tuple[str, ...]:
    """Say what an effect does or did, in the order it happened; before the decision, what it would do.

    A decision that time alone has made is true before anyone has written it down: its effect is then told as of the
    instant of the decision.
    """
    told = tuple(_record(effect, record, zone=zone, now=now) for record in effect.records)
    if told:
        return told
    if status is Status.OPEN:
        return (effect_promise(effect),)
    if status in STANDING and decided_at is not None:
        return (_applied(effect, decided_at, zone=zone, now=now),)
    return (_not_applied(effect),)


def _record(effect: EffectRow, record: EffectRecordRow, *, zone: ZoneInfo, now: datetime) -> str:
    when = {"on": dates.on_words(record.at, zone=zone, now=now), "name": effect.member_name}
    if record.what == "applied":
        return _applied(effect, record.at, zone=zone, now=now)
    if record.what == "without-object":
        return {
            MemberRefusal.ALREADY_VOTES: gettext("Nothing to change %(on)s: %(name)s held the voting right already."),
            MemberRefusal.HAS_LEFT: gettext("Nothing to change %(on)s: %(name)s had left the association."),
        }[MemberRefusal(record.because)] % when
    if record.what == "reversed":
        return {
            EffectKind.GRANT_VOTING_RIGHT: gettext(
                "Taken back %(on)s: the action was annulled, and %(name)s no longer holds this voting right. Councils "
                "frozen in between keep their members."
            ),
        }[EffectKind(effect.kind)] % when
    if record.ticked_at is not None:
        return gettext("Undone by hand, and ticked off %(on)s.") % {
            "on": dates.on_words(record.ticked_at, zone=zone, now=now)
        }
    return gettext("To be undone by hand since the action was annulled %(on)s.") % when


def _applied(effect: EffectRow, at: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    return {
        EffectKind.GRANT_VOTING_RIGHT: gettext("%(name)s received the voting right %(on)s, by this decision."),
    }[EffectKind(effect.kind)] % {"name": effect.member_name, "on": dates.on_words(at, zone=zone, now=now)}


def _not_applied(effect: EffectRow) -> str:
    return {
        EffectKind.GRANT_VOTING_RIGHT: gettext(
            "This would have given %(name)s the voting right; the action did not pass, so nothing changes."
        ),
    }[EffectKind(effect.kind)] % {"name": effect.member_name}
