"""The story of an action: what happened to it, dated, one sentence each."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from toutdoux.decisions.queries.effects import EffectRow
from toutdoux.decisions.queries.pages import ActionPage, NoteRow, ObjectionRow, OutcomeRow, VersionRow
from toutdoux.rules.facts import Execution, Status
from toutdoux.rules.rulebook import Kind
from toutdoux.wording import dates
from toutdoux.wording.effects import effect_name
from toutdoux.wording.words import status_word


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One thing that happened: when, in a sentence, and the words people gave with it."""

    at: datetime
    sentence: str
    words: str = ""


def history(page: ActionPage) -> tuple[Happening, ...]:
    """Return what happened to an action, the oldest first. Ballots are told apart: they are many."""
    kind = page.row.kind
    told = [_version(version, kind) for version in page.versions]
    told += [happening for objection in page.objections for happening in _objection(objection)]
    told += [happening for note in page.notes if (happening := _note(note)) is not None]
    told += [_decision(record, kind) for record in page.decided if record.status is not Status.ANNOUNCED]
    told += [
        happening for counter in page.counter_votes if (happening := _called(counter.opened_at, str(counter.reference)))
    ]
    told += [_effect(effect, record.what, record.at) for effect in page.effects for record in effect.records]
    told += _end(page)
    # Publication comes first and the sort is stable: what happened at one instant stays in this order.
    return tuple(sorted(told, key=lambda happening: happening.at))


def _version(version: VersionRow, kind: Kind) -> Happening:
    data = {"name": version.written_by, "council": version.council, "number": version.number}
    if version.number > 1:
        sentence = gettext(
            "%(name)s published version %(number)s; the count began afresh, in a council of %(council)s."
        )
    elif kind is Kind.COUNTER_VOTE:
        sentence = gettext("%(name)s called this counter-vote, in a council of %(council)s.")
    else:
        sentence = gettext("%(name)s published the action, in a council of %(council)s.")
    return Happening(at=version.opened_at, sentence=sentence % data)


def _objection(objection: ObjectionRow) -> list[Happening]:
    told = [
        Happening(at=objection.raised_at, sentence=gettext("%(name)s raised an objection.") % {"name": objection.name})
    ]
    if objection.kept_at is not None:
        kept = gettext("%(name)s kept the objection after talking.") % {"name": objection.name}
        told.append(Happening(at=objection.kept_at, sentence=kept))
    if objection.lifted_at is not None:
        lifted = gettext("%(name)s lifted the objection.") % {"name": objection.name}
        told.append(Happening(at=objection.lifted_at, sentence=lifted))
    return told


def _note(note: NoteRow) -> Happening | None:
    sentences = {
        "withdrawal": gettext("%(name)s withdrew it:"),
        "urgency": gettext("%(name)s declared urgency:"),
        "progress": gettext("%(name)s says that it has begun:"),
        "undone": gettext("%(name)s says what was undone:"),
    }
    if note.about not in sentences:
        return None
    return Happening(at=note.at, sentence=sentences[note.about] % {"name": note.name}, words=note.text)


def _decision(record: OutcomeRow, kind: Kind) -> Happening:
    return Happening(
        at=record.at, sentence=gettext("Decision: %(status)s.") % {"status": status_word(record.status, kind=kind)}
    )


def _called(at: datetime | None, reference: str) -> Happening | None:
    if at is None:
        return None
    return Happening(at=at, sentence=gettext("A counter-vote was called: %(reference)s.") % {"reference": reference})


def _effect(effect: EffectRow, what: str, at: datetime) -> Happening:
    sentence = {
        "applied": gettext("Effect applied: %(effect)s."),
        "without-object": gettext("Effect without object: %(effect)s."),
        "reversed": gettext("Effect taken back: %(effect)s."),
        "by-hand": gettext("Effect to be undone by hand: %(effect)s."),
    }[what]
    return Happening(at=at, sentence=sentence % {"effect": effect_name(effect)})


def _end(page: ActionPage) -> list[Happening]:
    ended = page.facts.ended_at
    if ended is None:
        return []
    about = "abandonment" if page.row.execution is Execution.ABANDONED else "done"
    words = next((note.text for note in reversed(page.notes) if note.about == about), "")
    if page.row.execution is Execution.ABANDONED:
        sentence = gettext("Abandoned.")
    elif page.row.carried_out_on is not None:
        day = dates.day_words(page.row.carried_out_on, today=ended.date())
        sentence = gettext("Carried out on %(day)s.") % {"day": day}
    else:
        sentence = gettext("Done: there was nothing to carry out but the effects.")
    return [Happening(at=ended, sentence=sentence, words=words)]


def link_words(*, sort: str, backwards: bool) -> str:
    """Say how another action stands to this one; ``backwards``: it is the other that points here."""
    forwards = {
        "follows": gettext("It follows from"),
        "replaces": gettext("It replaces"),
        "relates": gettext("See also"),
    }
    back = {
        "follows": gettext("It is followed by"),
        "replaces": gettext("It is replaced by"),
        "relates": gettext("See also"),
    }
    return (back if backwards else forwards)[sort]
