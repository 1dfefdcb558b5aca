"""What the assembly of the demo votes: an amendment by name, another that waits; a resolution in confidence. All invented."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from toutdoux.assemblies.voting import commands
from toutdoux.assemblies.voting.queries import access_vote, own_voices
from toutdoux.assemblies.voting.queries.pages import asked
from toutdoux.kernel.people import Actor

PASSAGE, WORDS = "deux soirs par semaine", "un soir par semaine, et deux l’été"
AFTERWARDS = "Le bilan de ces prêts est présenté à la prochaine assemblée."
#: Who was against, and who was blank; all the others were for.
AGAINST, BLANK = ("theo", "elif"), ("lucie",)
SILENT = "oumar"
#: What is decided in confidence: two teams do not get along, and everyone knows everyone.
IN_CONFIDENCE = "Faire appel à une médiatrice"
REASONS = "Une médiatrice d'une autre association reçoit les deux équipes, **trois séances au plus**, avant l'été."
CONFIDED: Mapping[str, str] = {"theo": "against", "jonas": "against", "lucie": "blank"}
ABSTAINS = "oumar"


def amend(
    *, people: Mapping[str, Actor], there: Sequence[str], assembly_id: UUID, item_id: UUID, now: datetime
) -> None:
    """Have amendments proposed, one put to a named vote, and voted by those there and for those they represent."""
    chair = people["awa"]
    commands.propose_amendment(
        actor=people["yasmine"],
        assembly_id=assembly_id,
        item_id=item_id,
        change="replace",
        passage=PASSAGE,
        words=WORDS,
        now=now,
    )
    commands.propose_amendment(
        actor=people["malo"], assembly_id=assembly_id, item_id=item_id, change="end", words=AFTERWARDS, now=now
    )
    amendment = asked(assembly_id=assembly_id, item_id=item_id).waiting[0]
    vote_id = commands.open_vote(
        actor=chair, assembly_id=assembly_id, item_id=item_id, way="named", amendment_id=amendment.id, now=now
    )
    vote = access_vote(actor=chair, vote_id=vote_id)
    for name in there:
        if name != SILENT:
            choice = "against" if name in AGAINST else "blank" if name in BLANK else "for"
            voices = own_voices(vote=vote, member_id=people[name].member_id, now=now)
            commands.cast_ballots(
                actor=people[name],
                vote_id=vote.id,
                choices={voice.member_id: choice for voice in voices if voice.seated},
                idempotency_key="demo",
                now=now,
            )
    commands.close_vote(actor=chair, vote_id=vote.id, now=now)


def confide(
    *, people: Mapping[str, Actor], there: Sequence[str], assembly_id: UUID, item_id: UUID, now: datetime
) -> None:
    """Put a resolution to a confidential vote, have it voted by those there, and close it: its result, and nothing else, stays."""
    chair = people["awa"]
    vote_id = commands.open_vote(actor=chair, assembly_id=assembly_id, item_id=item_id, way="confidential", now=now)
    vote = access_vote(actor=chair, vote_id=vote_id)
    for name in there:
        if name != ABSTAINS:
            voices = own_voices(vote=vote, member_id=people[name].member_id, now=now)
            commands.cast_ballots(
                actor=people[name],
                vote_id=vote.id,
                choices={voice.member_id: CONFIDED.get(name, "for") for voice in voices if voice.seated},
                idempotency_key="demo",
                now=now,
            )
    commands.close_vote(actor=chair, vote_id=vote.id, now=now)
