"""An assembly's facts back to the TOML file they can be read from: what is kept for good, and what is taken elsewhere."""

from typing import Any

import tomlkit

from toutdoux.assemblies.logic.effect_files import effect_data
from toutdoux.assemblies.logic.election_files import election_data
from toutdoux.assemblies.logic.facts import AssemblyFacts, Attendee, Candidate, Item, Speech, Task, Vote
from toutdoux.rules.reading.writing import fraction_text
from toutdoux.rules.rulebook import QuorumMissing, Share

Data = dict[str, Any]


def assembly_to_toml(facts: AssemblyFacts) -> str:
    """Write the facts as ``assembly_from_toml`` reads them: one text for each assembly, what is empty left out."""
    return tomlkit.dumps(
        _kept(
            title=facts.title,
            held_at=facts.held_at,
            place=facts.place,
            period=facts.period,
            roll=facts.roll,
            on_leave=facts.on_leave or None,
            majority_base=facts.majority_base.value,
            proxies_per_holder=facts.proxies_per_holder,
            quorum_missing=None if facts.quorum_missing is QuorumMissing.REFUSED else facts.quorum_missing.value,
            quorum=_share(facts.quorum_share) if facts.quorum_share else None,
            discussion=[_speech(one) for one in facts.discussion],
            tasks=[_task(one) for one in facts.tasks],
            people=[_attendee(one) for one in facts.attendees],
            items=[_item(one) for one in facts.items],
        )
    )


def _share(share: Share) -> Data:
    return {"share": fraction_text(share.share), "base": share.base.value, "inclusive": share.inclusive}


def _attendee(one: Attendee) -> Data:
    return _kept(
        name=one.name, proxy_to=one.proxy_to, since=one.since, until=one.until, items=" ".join(map(str, one.items))
    )


def _item(item: Item) -> Data:
    return _kept(
        kind=item.kind.value,
        title=item.title,
        presented_by=item.presented_by,
        text=item.text,
        mandates_for=item.mandates_for,
        deferred=item.deferred,
        deferred_to=item.deferred_to,
        discussion=[_speech(one) for one in item.discussion],
        list=[_candidate(one) for one in item.candidates],
        votes=[_vote(one) for one in item.votes],
        elections=[election_data(one) for one in item.elections],
        tasks=[_task(one) for one in item.tasks],
    )


def _speech(speech: Speech) -> Data:
    return _kept(who=speech.who, said=speech.said)


def _candidate(candidate: Candidate) -> Data:
    return {"name": candidate.name, "mandate": candidate.mandate}


def _vote(vote: Vote) -> Data:
    counted = {"for": vote.for_, "against": vote.against, "blank": vote.blank}
    return counted | _kept(
        question=vote.question,
        at=vote.at,
        way=vote.way.value if vote.way else None,
        amendment=vote.amendment or None,
        base=vote.base.value if vote.base else None,
        present=vote.present,
        represented=vote.represented,
        change=vote.change.value if vote.change else None,
        passage=vote.passage,
        words=vote.words,
        effects=[effect_data(one) for one in vote.effects],
    )


def _task(task: Task) -> Data:
    return _kept(what=task.what, who=task.who, due_on=task.due_on)


def _kept(**values: Any) -> Data:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
