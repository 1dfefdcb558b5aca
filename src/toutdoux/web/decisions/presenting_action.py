"""The page of one action, made ready for its template: each part answers one question a reader has."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext

from toutdoux.assemblies.voting.queries import deferred_from
from toutdoux.decisions.logic.acts import OVER, BallotFacts, ballot_refusals
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import ActionPage, ActionRow
from toutdoux.decisions.queries.pages import BallotRow, ObjectionRow
from toutdoux.drawing.council_bar import CouncilBar
from toutdoux.kernel.refusal import Refusal
from toutdoux.rules.facts import STANDING, Choice, Execution, Lever, Outcome, Status
from toutdoux.rules.rulebook import Kind, Rulebook
from toutdoux.web.decisions.effects_presenting import effects_shown
from toutdoux.web.decisions.presenting import action_bar, and_list, execution_of, state_of, timeline_of
from toutdoux.web.door import Visit
from toutdoux.web.registers.presenting import noted_from
from toutdoux.wording.ballots import ballot_sentence, change_sentence, open_sentence, reason_help
from toutdoux.wording.histories import history
from toutdoux.wording.inclusive import inclusive
from toutdoux.wording.outcomes import change_sentences, outcome_sentence
from toutdoux.wording.refusals import sentence
from toutdoux.wording.words import choice_word, kind_word


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What a reader had typed when something was refused: it is shown again, and the refusal beside it."""

    refusals: tuple[str, ...] = ()
    old_version: bool = False
    reason: str = ""
    objection_id: int | None = None
    text: str = ""
    sort: str = ""
    remark: str | None = None

    @property
    def anchor(self) -> str:
        """Return the end of the address where the refused words stand."""
        return f"{self.objection_id}-text"


@dataclass(frozen=True, kw_only=True)
class Gestures:
    """The three gestures as the reader finds them: open, or in a sentence why not."""

    open: bool
    url: str
    version: int
    key: str
    about: str
    choice: str
    said: tuple[str, ...]
    own_words: str
    reason: str
    reason_before: str
    reason_help: str
    why_not: tuple[str, ...]
    note: str
    thumb: bool


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Who said one thing: how many, the names of those who gave no reason, objectors, the ballots of others who gave one."""

    choice: str
    word: str
    count: int
    names: str
    objectors: tuple[tuple[str, int], ...]
    reasoned: tuple[BallotRow, ...]


@dataclass(frozen=True, kw_only=True)
class RelatedShown:
    """Another action beside this one: a counter-vote, or what it is about."""

    row: ActionRow
    url: str
    state: tuple[str, str]
    bar: CouncilBar


def action_context(*, page: ActionPage, visit: Visit, typed: Typed | None = None) -> dict[str, Any]:
    """Return all that the template of an action shows."""
    typed = typed or Typed()
    row, zone, now = page.row, visit.association.zone, visit.now
    assert row.outcome is not None, "a live action has an outcome"
    assert row.rulebook is not None, "a live action is under rules"
    outcome, rulebook = row.outcome, row.rulebook
    gestures = vote_gestures(page=page, visit=visit, typed=typed)
    changes = change_sentences(outcome, rulebook, zone, kind=row.kind, now=now)
    return {
        "page": page,
        "row": row,
        "title": row.title,
        "line": reference_line(row, visit=visit),
        "state": state_of(row),
        "execution": execution_of(row),
        "sentence": state_sentence(outcome, rulebook, kind=row.kind, zone=zone, now=now),
        # The delay runs from the text of today, which an amendment may have brought later than the first.
        "bar": action_bar(
            replace(row, opened_at=page.version.opened_at),
            zone=zone,
            now=now,
            sentence=None if outcome.expected else "",
        ),
        "gestures": gestures,
        "typed": typed,
        "voices": voices(page),
        "silent": outcome.tally.took_no_part,
        "timeline": timeline_of(page.facts, outcome, rulebook, kind=row.kind, zone=zone, now=now),
        "changes": changes,
        "effects": effects_shown(page, visit=visit),
        "noted": noted_from(visit, action_id=row.id),
        "standing_objections": [objection for objection in page.objections if stands(objection)],
        "other_objections": [objection for objection in page.objections if not stands(objection)],
        "talk_decides": row.outcome.status in {Status.OPEN, Status.ANNOUNCED},
        "counters": [related(counter, visit=visit) for counter in page.counter_votes],
        "target": related(page.target, visit=visit) if page.target else None,
        "deferred": deferred_from(action_id=row.id),
        "footnotes": [note for note in page.notes if note.about == "footnote"],
        "urgency": next((note for note in page.notes if note.about == "urgency"), None),
        "withdrawal": next((note for note in page.notes if note.about == "withdrawal"), None),
        "carried": [note for note in page.notes if note.about in {"progress", "done", "abandonment", "undone"}],
        "history": history(page),
        "remark_key": str(uuid4()),
        "lead": lead_gestures(page),
        "leads": and_list([lead.name for lead in row.leads]),
        "may_note": page.is_lead or page.right.votes,
        "may_join": may_join(page),
        "may_counter": not page.gestures["counter"],
        "vetoes": is_veto(rulebook, row.kind),
    }


def state_sentence(outcome: Outcome, rulebook: Rulebook, *, kind: Kind, zone: ZoneInfo, now: datetime) -> str:
    """Say where an action stands, and why; while it is open, what is missing for it to pass.

    What silence will do is said under the council bar.
    """
    told = zip(outcome.changes, change_sentences(outcome, rulebook, zone, kind=kind, now=now), strict=True)
    missing = {change.lever: sentence for change, sentence in told}
    if outcome.status is Status.OPEN:
        for lever in (Lever.LIFT_OBJECTIONS, Lever.MORE_FOR):
            if lever in missing:
                return missing[lever]
    return outcome_sentence(outcome, rulebook, zone, kind=kind, now=now)


def reference_line(row: ActionRow, *, visit: Visit) -> str:
    """Say what the action is called, of what kind, and who carries it."""
    parts = [str(row.reference), kind_word(row.kind).lower()]
    leads = and_list([lead.name for lead in row.leads])
    if leads and row.kind is Kind.COUNTER_VOTE:
        parts.append(gettext("called by %(names)s") % {"names": leads})
    elif leads:
        parts.append(gettext("led by %(names)s") % {"names": leads})
    return inclusive(" · ".join(parts), visit.association.inclusive_form)


def vote_gestures(*, page: ActionPage, visit: Visit, typed: Typed) -> Gestures:
    """Return the three gestures under the very rules that will judge the ballot."""
    row, mine = page.row, page.mine
    assert row.outcome is not None, "a live action has an outcome"
    assert row.rulebook is not None, "a live action is under rules"
    outcome, rulebook, zone = row.outcome, row.rulebook, visit.association.zone
    facts = BallotFacts(
        choice=Choice.FOR,
        version=row.version,
        key="-",
        current_version=row.version,
        opened_at=row.opened_at,
        status=page.status,
        closes_at=outcome.ballots_close_at,
        seated=row.seated,
        voted=mine is not None,
        right=page.right,
        at=visit.now,
    )
    refusals = ballot_refusals(facts=facts, rulebook=rulebook)
    decided = outcome.status is not Status.OPEN
    said: list[str] = []
    if mine is not None:
        said.append(ballot_sentence(choice=mine.choice, at=mine.at, zone=zone, now=visit.now))
        # That one's own ballot may not change is no refusal of anything asked for: it is said with the ballot.
        said += [sentence(r) for r in refusals if r.code is DecisionRefusal.BALLOT_UNCHANGEABLE]
        if not refusals:
            said.append(change_sentence(closes_at=outcome.ballots_close_at, decided=decided, zone=zone, now=visit.now))
    before = mine.reason if mine else ""
    reference = str(row.reference)
    return Gestures(
        open=not refusals,
        url=reverse("ballot", args=[visit.association.slug, reference]),
        version=row.version,
        key=str(uuid4()),
        about=f"{reference}, {row.title}",
        choice=mine.choice if mine else "",
        said=tuple(said),
        own_words=before,
        reason=typed.reason or before,
        reason_before=before,
        reason_help=reason_help(rulebook.count_rules(row.kind)),
        why_not=why_not(refusals),
        note=""
        if mine or refusals
        else open_sentence(closes_at=outcome.ballots_close_at, decided=decided, zone=zone, now=visit.now),
        thumb=mine is None and page.status is Status.OPEN,
    )


def why_not(refusals: Sequence[Refusal]) -> tuple[str, ...]:
    """Say why one cannot vote; of a vote that is closed, that alone, whoever sat in its council."""
    closed = [refusal for refusal in refusals if refusal.code is DecisionRefusal.BALLOTS_CLOSED]
    told = closed or [refusal for refusal in refusals if refusal.code is not DecisionRefusal.BALLOT_UNCHANGEABLE]
    return tuple(sentence(refusal) for refusal in told)


def voices(page: ActionPage) -> tuple[Voice, ...]:
    """Group the ballots that count by what they say, in the order For, Against, Blank; silent choices are left out.

    A reason that stands on the page as an objection is not written a second time: its author leads to it.
    """
    objections = {o.member_id: o.id for o in page.objections if not o.earlier and o.lifted_at is None}
    found = []
    for choice in (Choice.FOR, Choice.AGAINST, Choice.BLANK):
        ballots = [ballot for ballot in page.counting if ballot.choice is choice]
        if not ballots:
            continue
        found.append(
            Voice(
                choice=choice,
                word=choice_word(choice),
                count=len(ballots),
                names=", ".join(ballot.name for ballot in ballots if not ballot.reason),
                objectors=tuple((b.name, objections[b.member_id]) for b in ballots if b.member_id in objections),
                reasoned=tuple(b for b in ballots if b.reason and b.member_id not in objections),
            )
        )
    return tuple(found)


def stands(objection: ObjectionRow) -> bool:
    """Say whether an objection is about the text of today and not lifted."""
    return objection.lifted_at is None and not objection.earlier


def related(row: ActionRow, *, visit: Visit) -> RelatedShown:
    """Return another action as this one's page shows it."""
    return RelatedShown(
        row=row,
        url=reverse("action", args=[visit.association.slug, str(row.reference)]),
        state=state_of(row),
        bar=action_bar(row, zone=visit.association.zone, now=visit.now),
    )


def lead_gestures(page: ActionPage) -> dict[str, Any]:
    """Return what those who lead may do now; what they may not yet is said in one sentence, not offered."""
    if not page.is_lead:
        return {}
    allowed = {name: not refusals for name, refusals in page.gestures.items()}
    waits = [
        sentence(refusal)
        for refusal in page.gestures["finish"]
        if refusal.code is DecisionRefusal.NOT_YET_PERMITTED and page.row.kind is not Kind.COUNTER_VOTE
    ]
    early = page.row.execution is not Execution.TO_DO or page.row.urgent
    gone = page.status is not Status.OPEN and page.status not in STANDING
    found: dict[str, Any] = {
        "amend": allowed["amend"],
        "withdraw": allowed["withdraw"],
        "urgency": allowed["urgency"],
        "start": allowed["start"],
        "finish": allowed["finish"],
        "abandon": allowed["abandon"],
        "undone": gone and early,
        "seek": page.row.execution not in OVER and not gone and page.row.kind is not Kind.COUNTER_VOTE,
        "waits": waits,
    }
    return found if any(found.values()) else {}


def may_join(page: ActionPage) -> bool:
    """Say whether the reader is invited to lead, or to lead along."""
    wanted = page.row.lead_wanted or page.row.co_lead_wanted
    carried = page.status is Status.OPEN or page.status in STANDING
    return wanted and carried and not page.is_lead and page.row.execution not in OVER


def is_veto(rulebook: Rulebook, kind: Kind) -> bool:
    """Say whether one standing objection blocks."""
    rules = rulebook.count_rules(kind)
    return rules is not None and rules.objection == "veto"
