"""What the elections of an assembly add to its three pages, and how one election is shown anywhere."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from toutdoux.assemblies.elections.logic.events import ElectionRefusal
from toutdoux.assemblies.elections.logic.exporting import formats
from toutdoux.assemblies.elections.queries import (
    CandidateRow,
    ElectionPage,
    ElectionRow,
    OptionRow,
    OwnVoice,
    RoundRow,
    election_at,
    election_page,
    own_voices,
    turnout,
)
from toutdoux.assemblies.logic.convening import ItemKind, Stage
from toutdoux.assemblies.queries import ItemRow, MeetingRow, access_meeting, items, meeting
from toutdoux.assemblies.sitting.queries import DeskPage, HerePage, RoomPage, runs_desk
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.mandates.queries import kinds
from toutdoux.members.queries import names
from toutdoux.rules.elections import Grade
from toutdoux.rules.rulebook import ElectionMethod, TieRule
from toutdoux.rules.seats import Way
from toutdoux.web.assemblies.election_results import shown_round
from toutdoux.web.door import Visit
from toutdoux.wording import dates
from toutdoux.wording.elections import (
    ballot_words,
    grade_word,
    list_name,
    method_name,
    method_rule,
    method_sentence,
    seats_words,
    secrecy_words,
    tie_rule_name,
    warning_words,
)
from toutdoux.wording.mandates import mandate_name
from toutdoux.wording.voting import receipt_sentence, way_help, way_words


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Somebody who stands, in words. ``mine``: the reader; ``may_take_back``: the reader proposed them, and they wait.

    ``first``, ``last``: at an end of a list of several, where they move no further.
    """

    row: CandidateRow
    mandate: str
    mine: bool
    may_take_back: bool
    first: bool
    last: bool


@dataclass(frozen=True, kw_only=True)
class ShownOption:
    """An option by the name it is printed by, with its people. ``ordered``: the reader may order them."""

    row: OptionRow
    name: str
    people: tuple[Standing, ...]
    ordered: bool


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One name to choose on a ballot: what it is called, who is on it, and the mark it has on the ballot already cast."""

    id: str
    name: str
    people: str
    words: str
    mark: int | None


@dataclass(frozen=True, kw_only=True)
class ShownVoice:
    """A voice to vote with. ``name`` is empty for one's own. ``said``: what it said, in words."""

    voice: OwnVoice
    name: str
    open: bool
    receipt: str
    said: str
    bound: str
    choices: tuple[Choice, ...]

    @property
    def blank(self) -> bool:
        """Say whether a blank ballot was cast."""
        return self.voice.marks == ()


def election_item(visit: Visit, *, reference: str, item_id: UUID) -> tuple[MeetingRow, ItemRow]:
    """Return the assembly and its item that elects, or refuse."""
    meeting = access_meeting(actor=visit.actor, reference=reference)
    found = next((row for row in items(assembly_id=meeting.id) if row.id == item_id), None)
    if found is None or found.kind is not ItemKind.ELECTION or meeting.stage is Stage.PAST:
        raise Refused([Refusal(code=ElectionRefusal.UNKNOWN_ELECTION)])
    return meeting, found


def desk_context(*, visit: Visit, page: DeskPage) -> dict[str, Any]:
    """Return what ``assemblies/desk/elections.html`` needs."""
    return {"elections": _at_hand(visit, page.current, runs=page.runs)}


def here_context(*, visit: Visit, page: HerePage) -> dict[str, Any]:
    """Return what ``assemblies/here/elections.html`` needs."""
    return {"elections": _at_hand(visit, page.current, runs=False)}


def projector_context(*, visit: Visit, page: RoomPage) -> dict[str, Any]:
    """Return what ``assemblies/projector/elections.html`` needs."""
    return {"elections": _at_hand(visit, page.current, runs=False, ballot=False)}


def _at_hand(visit: Visit, item: ItemRow | None, *, runs: bool, ballot: bool = True) -> dict[str, Any] | None:
    if item is None or item.kind is not ItemKind.ELECTION:
        return None
    election = election_at(item_id=item.id)
    if election is None:
        return {"item": item}
    return {"item": item} | election_context(visit, election=election, runs=runs, ballot=ballot)


def election_context(visit: Visit, *, election: ElectionRow, runs: bool, ballot: bool = True) -> dict[str, Any]:
    """Return an election in words: who stands, its rounds, one's own ballots, what the desk may do."""
    found = election_page(election=election)
    called = mandate_names(visit)
    options = shown_options(visit, found, called=called)
    by_id = {str(option.row.id): option.name for option in options}
    rounds = tuple(shown_round(row, election=election, names=by_id) for row in found.rounds)
    zone = visit.association.zone
    return {
        "election": election,
        "method": method_name(election.method),
        "rule": method_rule(election.method),
        "tie": tie_rule_name(election.tie) if election.tie else "",
        "mandate": called.get(election.code, ""),
        "seats": seats_words(election.seats),
        "from": dates.day_words(election.starts_at.astimezone(zone).date()),
        "until": dates.day_words((election.ends_at.astimezone(zone) - timedelta(days=1)).date()),
        "options": options,
        "standing": sum(len(option.row.standing) for option in options),
        "found": found,
        "rounds": rounds,
        "open": next((one for one in rounds if one.row.open), None),
        "last": next((one for one in reversed(rounds) if one.row.stands), None),
        "turnout": _turnout(found.open),
        "ballot": ballot_context(visit, round_=found.open, found=found, options=options) if ballot else None,
        "elected": [(one.name, called.get(one.code, one.code)) for one in found.elected],
        "next": found.next,
        "next_second": found.next is not None and found.last is not None,
        "ways": _ways(election),
        "tied": _tied(found, by_id),
        "kinds": list(called.items()),
        "stands": any(one.mine for option in options for one in option.people),
        "runs": runs,
        "files": [(row.number, form) for row in found.rounds if row.stands for form in formats(election.method)],
    }


def ballot_context(
    visit: Visit, *, round_: RoundRow | None, found: ElectionPage, options: tuple[ShownOption, ...]
) -> dict[str, Any] | None:
    """Return what the form of one's own ballots needs; None when there is nothing to cast."""
    if round_ is None or round_.way is Way.HANDS:
        return None
    voices = own_voices(round_=round_, member_id=visit.member.id, now=visit.now)
    called = names(association_id=visit.association.id, ids={voice.member_id for voice in voices if not voice.own})
    standing = {str(option.row.id): option for option in options}
    rows = tuple(
        _voice(round_, voice, called=called, options=[standing[option] for option in round_.question.options])
        for voice in voices
    )
    return {
        "round": round_,
        "key": secrets.token_hex(16),
        "voices": rows,
        "to_cast": sum(row.open for row in rows),
        "free": sum(row.open and row.voice.bound is None for row in rows),
        "confidential": round_.way is Way.CONFIDENTIAL,
        "secrecy": secrecy_words(round_.way),
        "warning": warning_words(round_.way, round_.presence),
        "help": method_sentence(round_.question.method, seats=round_.question.seats),
        "method": str(round_.question.method),
        "one_name": round_.question.seats == 1 and round_.question.method in _PLURALITY,
        "grades": [(int(grade), grade_word(grade)) for grade in reversed(Grade)],
        "ranks": range(1, len(round_.question.options) + 1),
    }


_PLURALITY = {ElectionMethod.PLURALITY, ElectionMethod.TWO_ROUNDS}


def _voice(round_: RoundRow, voice: OwnVoice, *, called: Mapping[UUID, str], options: list[ShownOption]) -> ShownVoice:
    marks = dict(voice.marks or ())
    confidential = round_.way is Way.CONFIDENTIAL
    by_id = {str(option.row.id): option.name for option in options}
    return ShownVoice(
        voice=voice,
        name="" if voice.own else called.get(voice.member_id, ""),
        open=voice.seated and not (confidential and voice.receipt is not None),
        receipt=receipt_sentence(entry=voice.receipt, confidential=confidential) if voice.receipt else "",
        said="" if voice.marks is None else ballot_words(round_.question.method, voice.marks, names=by_id),
        bound="" if voice.bound is None else ballot_words(round_.question.method, voice.bound, names=by_id),
        choices=tuple(
            Choice(
                id=str(option.row.id),
                name=option.name,
                people=", ".join(one.row.name for one in option.people) if option.row.title else "",
                words=option.people[0].row.words if len(option.people) == 1 else "",
                mark=marks.get(str(option.row.id)),
            )
            for option in options
        ),
    )


def shown_options(visit: Visit, found: ElectionPage, *, called: Mapping[str, str]) -> tuple[ShownOption, ...]:
    """Return who stands, option by option, by the names they are printed by."""
    desk = found.election.by_list and not found.voting and _runs(visit, found.election)
    return tuple(
        ShownOption(
            row=option,
            name=list_name() if found.election.one_list else option.name,
            people=tuple(
                Standing(
                    row=row,
                    mandate=called.get(row.code, row.code),
                    mine=row.member_id == visit.member.id,
                    may_take_back=row.accepted_at is None and row.proposed_by == visit.member.id,
                    first=row == option.candidates[0],
                    last=row == option.candidates[-1],
                )
                for row in option.candidates
            ),
            ordered=len(option.candidates) > 1 and (desk or option.made_by == visit.member.id),
        )
        for option in found.options
    )


def _runs(visit: Visit, election: ElectionRow) -> bool:
    held = meeting(assembly_id=election.assembly_id)
    return runs_desk(actor=visit.actor, meeting=held, at=visit.now)


def mandate_names(visit: Visit) -> dict[str, str]:
    """Return what the mandates of the association are called, by code."""
    return {kind.code: mandate_name(kind.code, kind.name) for kind in kinds(association_id=visit.association.id)}


def _turnout(round_: RoundRow | None) -> dict[str, int] | None:
    if round_ is None or round_.way is Way.HANDS:
        return None
    found = turnout(round_=round_)
    return {"cast": found.cast, "of": found.of}


def _ways(election: ElectionRow) -> list[tuple[str, str, str]]:
    """Return the ways to vote a round: hands are for a single list."""
    offered = Way if election.one_list else (Way.NAMED, Way.CONFIDENTIAL)
    return [(way.value, way_words(way), way_help(way)) for way in offered]


def _tied(found: ElectionPage, by_id: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return whom age has to put in order, where a tie waits for it."""
    last = found.last
    if found.election.tie is not TieRule.AGE or last is None or last.result is None or last.result.tie is None:
        return []
    return [(option, by_id[option]) for option in last.result.tie.options]
