"""What an action changes by itself, in plain words: what it would do, what it does, what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, gettext_noop, pgettext

from toutdoux.decisions.logic.effects import EffectKind
from toutdoux.decisions.queries.effects import EffectRecordRow, EffectRow
from toutdoux.members.logic.changes import Scope
from toutdoux.rules.facts import STANDING, Status
from toutdoux.wording import dates
from toutdoux.wording.effects_refused import because_words
from toutdoux.wording.entries import amount_words, state_word
from toutdoux.wording.mandates import mandate_name
from toutdoux.wording.reports import edition_words


@dataclass(frozen=True, kw_only=True)
class _Words:
    """One kind in sentences to translate: before, in a list, once applied, taken back, and when the action did not pass."""

    promise: str
    name: str
    applied: str
    reversed: str
    not_applied: str


_WORDS: Mapping[str, _Words] = MappingProxyType(
    {
        EffectKind.GRANT_VOTING_RIGHT: _Words(
            promise=gettext_noop(
                "If this passes, %(name)s will hold the voting right from that instant on, and sit in the council of every "
                "vote opened afterwards."
            ),
            name=gettext_noop("voting right for %(name)s"),
            applied=gettext_noop("%(name)s received the voting right %(on)s, by this decision."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and %(name)s no longer holds this voting right. Councils "
                "frozen in between keep their members."
            ),
            not_applied=gettext_noop(
                "This would have given %(name)s the voting right; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.WITHDRAW_VOTING_RIGHT: _Words(
            promise=gettext_noop(
                "If this passes, %(name)s will no longer hold the voting right, from that instant on. Votes opened before "
                "keep their council: %(name)s can still vote there."
            ),
            name=gettext_noop("voting right of %(name)s withdrawn"),
            applied=gettext_noop("%(name)s lost the voting right %(on)s, by this decision."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and %(name)s holds the voting right again."
            ),
            not_applied=gettext_noop(
                "This would have withdrawn the voting right of %(name)s; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.ADMIT: _Words(
            promise=gettext_noop(
                "If this passes, %(name)s becomes a member at that instant, and will vote when the rules say so."
            ),
            name=gettext_noop("admission of %(name)s"),
            applied=gettext_noop("%(name)s became a member %(on)s, by this decision."),
            reversed=gettext_noop("Taken back %(on)s: the action was annulled, and %(name)s is a member no longer."),
            not_applied=gettext_noop("This would have admitted %(name)s; the action did not pass, so nothing changes."),
        ),
        f"{EffectKind.EXCLUDE}-{Scope.COUNCIL}": _Words(
            promise=gettext_noop(
                "If this passes, %(name)s leaves the council at that instant: no more voting right, and every access ends. "
                "%(name)s stays a member, and can be brought back by one action."
            ),
            name=gettext_noop("exclusion of %(name)s from the council"),
            applied=gettext_noop(
                "%(name)s was excluded from the council %(on)s, by this decision; the accesses ended with it."
            ),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled. %(name)s is what they were before, and the accesses are theirs "
                "again."
            ),
            not_applied=gettext_noop(
                "This would have excluded %(name)s from the council; the action did not pass, so nothing changes."
            ),
        ),
        f"{EffectKind.EXCLUDE}-{Scope.ASSOCIATION}": _Words(
            promise=gettext_noop(
                "If this passes, %(name)s is no longer a member of the association, from that instant on: the voting right, "
                "the mandates and every access end."
            ),
            name=gettext_noop("exclusion of %(name)s from the association"),
            applied=gettext_noop(
                "%(name)s was excluded from the association %(on)s, by this decision; mandates and accesses ended with it."
            ),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled. %(name)s is a member again, and the accesses are theirs again."
            ),
            not_applied=gettext_noop(
                "This would have excluded %(name)s from the association; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.REINSTATE: _Words(
            promise=gettext_noop(
                "If this passes, %(name)s is back at that instant, with the voting right they had. Accesses are granted anew, "
                "one by one."
            ),
            name=gettext_noop("reinstatement of %(name)s"),
            applied=gettext_noop("%(name)s was reinstated %(on)s, by this decision."),
            reversed=gettext_noop("Taken back %(on)s: the action was annulled, and %(name)s is out again."),
            not_applied=gettext_noop(
                "This would have reinstated %(name)s; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.GRANT_ACCESS: _Words(
            promise=gettext_noop(
                "If this passes, %(name)s may enter %(subject)s from that instant%(until)s, for this purpose: %(purpose)s. "
                "Someone then opens the door by hand, and says so."
            ),
            name=gettext_noop("access to %(subject)s for %(name)s"),
            applied=gettext_noop("%(name)s may enter %(subject)s since this passed, %(on)s%(until)s."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled. The access of %(name)s to %(subject)s is on the list of doors to "
                "shut by hand."
            ),
            not_applied=gettext_noop(
                "This would have let %(name)s enter %(subject)s; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.EXTEND_ACCESS: _Words(
            promise=gettext_noop("If this passes, the access of %(name)s to %(subject)s lasts longer%(until)s."),
            name=gettext_noop("longer access to %(subject)s for %(name)s"),
            applied=gettext_noop("The access of %(name)s to %(subject)s was extended %(on)s%(until)s."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and the access of %(name)s to %(subject)s ends as it did before."
            ),
            not_applied=gettext_noop(
                "This would have extended the access of %(name)s to %(subject)s; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.REVOKE_ACCESS: _Words(
            promise=gettext_noop(
                "If this passes, %(name)s may no longer enter %(subject)s, from that instant on. Someone then shuts the door by "
                "hand, and says so."
            ),
            name=gettext_noop("access to %(subject)s taken back from %(name)s"),
            applied=gettext_noop("%(name)s may no longer enter %(subject)s since this passed, %(on)s."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and %(name)s may enter %(subject)s again."
            ),
            not_applied=gettext_noop(
                "This would have ended the access of %(name)s to %(subject)s; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.GIVE_MANDATE: _Words(
            promise=gettext_noop(
                "If this passes, %(name)s is %(subject)s from that instant%(until)s. A mandate gives duties, never a heavier "
                "vote."
            ),
            name=gettext_noop("mandate of %(subject)s for %(name)s"),
            applied=gettext_noop("%(name)s received the mandate of %(subject)s %(on)s%(until)s."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and %(name)s is no longer %(subject)s by it."
            ),
            not_applied=gettext_noop(
                "This would have made %(name)s %(subject)s; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.END_MANDATE: _Words(
            promise=gettext_noop("If this passes, %(name)s is no longer %(subject)s, from that instant on."),
            name=gettext_noop("end of the mandate of %(name)s as %(subject)s"),
            applied=gettext_noop("The mandate of %(name)s as %(subject)s ended %(on)s, by this decision."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and %(name)s is %(subject)s again until the day foreseen."
            ),
            not_applied=gettext_noop(
                "This would have ended the mandate of %(name)s as %(subject)s; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.ADOPT_RULEBOOK: _Words(
            promise=gettext_noop(
                "If this passes, the rules change at that instant as shown below. Actions opened before keep the rules they "
                "were opened under."
            ),
            name=gettext_noop("a new version of the rules"),
            applied=gettext_noop("The rules changed %(on)s, by this decision, as shown below."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and a new version of the rules does without what it had changed."
            ),
            not_applied=gettext_noop(
                "This would have changed the rules as shown below; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.COMMIT_AMOUNT: _Words(
            promise=gettext_noop(
                "If this passes, up to %(amount)s may be spent from that instant on, for this: %(purpose)s. The register of money "
                "notes it by itself."
            ),
            name=gettext_noop("%(amount)s for this: %(purpose)s"),
            applied=gettext_noop("Up to %(amount)s may be spent since this passed, %(on)s, for this: %(purpose)s."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and nothing more is paid of the %(amount)s it had allowed."
            ),
            not_applied=gettext_noop(
                "This would have allowed %(amount)s to be spent; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.REVISE_AMOUNT: _Words(
            promise=gettext_noop(
                "If this passes, %(amount)s may be spent for this in all, in place of the amount it was begun within: %(purpose)s."
            ),
            name=gettext_noop("%(amount)s for this: %(purpose)s"),
            applied=gettext_noop(
                "%(amount)s may be spent in all since this passed, %(on)s, in place of the amount it was begun within: %(purpose)s."
            ),
            # Only an assembly decides it, and nothing annuls what an assembly decided.
            reversed="",
            not_applied="",
        ),
        EffectKind.CHANGE_SERVICE: _Words(
            promise=gettext_noop("If this passes, the service %(subject)s is “%(state)s” from that day on."),
            name=gettext_noop("the service %(subject)s: %(state)s"),
            applied=gettext_noop("The service %(subject)s is “%(state)s” since this passed, %(on)s."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and the service %(subject)s is what it was before."
            ),
            not_applied=gettext_noop(
                "This would have made the service %(subject)s “%(state)s”; the action did not pass, so nothing changes."
            ),
        ),
        EffectKind.ADOPT_REPORT: _Words(
            promise=gettext_noop(
                "If this passes, the %(report)s is adopted at that instant, as it was frozen, and stays as it is."
            ),
            name=gettext_noop("adoption of the %(report)s"),
            applied=gettext_noop("The %(report)s was adopted %(on)s, by this decision, as it was frozen."),
            reversed=gettext_noop(
                "Taken back %(on)s: the action was annulled, and the %(report)s is no longer adopted. It can be written in again."
            ),
            not_applied=gettext_noop(
                "This would have adopted the %(report)s; the action did not pass, so nothing changes."
            ),
        ),
    }
)


def effect_promise(effect: EffectRow) -> str:
    """Say what an effect will do if the action passes: what voters read before they vote."""
    return _say(_words(effect).promise, _named(effect))


def effect_name(effect: EffectRow) -> str:
    """Name an effect in a few words, for a list: "voting right for Alex"."""
    return _say(_words(effect).name, _named(effect))


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
    return (_say(_words(effect).not_applied, _named(effect)),)


def resolution_sentence(
    effect: EffectRow, *, record: EffectRecordRow | None, rejected: bool, zone: ZoneInfo, now: datetime
) -> str:
    """Say what an effect of an item of an assembly would do, did, or could not do; ``rejected``: the item was not adopted."""
    if record is not None:
        return _record(effect, record, zone=zone, now=now)
    if rejected:
        return gettext("The assembly did not adopt it, so this does not change: %(effect)s.") % {
            "effect": effect_name(effect)
        }
    return effect_promise(effect)


def minutes_sentence(effect: EffectRow, *, what: str, because: str) -> str:
    """Say in minutes what an effect did at the close of the vote, or why it did nothing."""
    named = _named(effect) | {"on": gettext("at the close of this vote")}
    if what != "applied":
        return because_words(because) % named
    if effect.kind == EffectKind.ADOPT_RULEBOOK:
        return gettext("The rules changed %(on)s, by this decision.") % named
    return _say(_words(effect).applied, named)


def _record(effect: EffectRow, record: EffectRecordRow, *, zone: ZoneInfo, now: datetime) -> str:
    when = _named(effect) | {"on": dates.on_words(record.at, zone=zone, now=now)}
    if record.what == "applied":
        return _applied(effect, record.at, zone=zone, now=now)
    if record.what == "without-object":
        return because_words(record.because) % when
    if record.what == "reversed":
        return _say(_words(effect).reversed, when)
    if record.ticked_at is not None:
        return gettext("Undone by hand, and ticked off %(on)s.") % {
            "on": dates.on_words(record.ticked_at, zone=zone, now=now)
        }
    return gettext("To be undone by hand since the action was annulled %(on)s.") % when


def _applied(effect: EffectRow, at: datetime, *, zone: ZoneInfo, now: datetime) -> str:
    return _say(_words(effect).applied, _named(effect) | {"on": dates.on_words(at, zone=zone, now=now)})


def _say(sentence: str, named: Mapping[str, str]) -> str:
    """Say a sentence of the table in the reader's language. One that can never be needed is empty."""
    return gettext(sentence) % named if sentence else ""


def _words(effect: EffectRow) -> _Words:
    if effect.kind == EffectKind.EXCLUDE:
        return _WORDS[f"{effect.kind}-{effect.params['scope']}"]
    return _WORDS[effect.kind]


def _named(effect: EffectRow) -> dict[str, str]:
    """Return the names that sentences use. ``until`` is empty, or ", until 30 June 2027"."""
    subject = mandate_name(effect.mandate, effect.subject) if effect.mandate else effect.subject
    until = pgettext("the end of something, after it", ", until %(day)s") if effect.until else ""
    if effect.kind == EffectKind.EXTEND_ACCESS and effect.until is None:
        until = pgettext("the end of something, after it", ", without end")
    return {
        "name": effect.member_name,
        "subject": subject,
        "purpose": effect.words.rstrip("."),
        "amount": amount_words(effect.params["amount"]) if "amount" in effect.params else "",
        "state": state_word("service", effect.params["state"]) if "state" in effect.params else "",
        "report": edition_words(effect.edition) if effect.edition else "",
        "until": until % {"day": dates.day_words(effect.until)} if effect.until else until,
    }
