"""Behind the verifier's back: any column that matters of any row, changed by someone who may write the database."""

from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, models, transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.commands.test_verify_properties import undone
from tests.support.flushing import triggers_set_aside
from tests.support.people import world
from tests.support.records import everything
from toutdoux.associations.models import Period, RulebookVersion
from toutdoux.decisions.models import (
    Action,
    Ballot,
    Effect,
    EffectRecord,
    HistoricalRecord,
    Note,
    Objection,
    ObjectionPost,
    OutcomeRecord,
    Remark,
    Seat,
    Version,
)
from toutdoux.ledger.models import Entry, Head
from toutdoux.members.models import Member, VotingRight
from toutdoux.operations.verify import verify
from toutdoux.rules.label import Label

#: Every column that says what was decided, by whom and when. Names, wording and preferences are not the ledger's business.
VERIFIED: dict[type[models.Model], list[str]] = {
    Entry: "association seq at kind actor_id data previous digest".split(),
    Head: "seq digest".split(),
    RulebookVersion: "number data digest adopted_at".split(),
    Period: "code".split(),
    Member: "association joined_at left_at".split(),
    VotingRight: "member starts_at ends_at cause action ended_by".split(),
    Action: (
        "association kind period number target suffix historical rulebook title opened_on opened_at current deadline "
        "status decided_at withdrawn_at execution ended_at carried_out_on urgent_at"
    ).split(),
    Version: "action number title text effects_only salt text_digest opened_at deadline council council_digest".split(),
    Seat: "version member".split(),
    Ballot: "seat choice reason at seq counting door".split(),
    Objection: "version member ballot raised_at kept_at lifted_at".split(),
    ObjectionPost: "objection member sort at".split(),
    OutcomeRecord: "action status branch article at council for_votes against_votes blank_votes".split(),
    Effect: "version position kind params".split(),
    EffectRecord: "effect what at because ticked_at ticked_by".split(),
    Note: "action about member at".split(),
    Remark: "association action member source at".split(),
    HistoricalRecord: (
        "salt lead for_votes against_votes council label status_text note link text urgent carried_out_on"
    ).split(),
}
#: Words that the database itself would refuse to see replaced by anything else.
WORDS: dict[str, list[str]] = {
    "choice": ["for", "against", "blank"],
    "status": ["announced", "open", "accepted", "tacit", "blocked", "lapsed", "withdrawn", "annulled"],
    "execution": ["to-do", "in-progress", "done", "abandoned"],
    "kind": ["ordinary", "extraordinary"],
    "cause": ["founder", "waiting"],
    "what": ["applied", "without-object", "reversed", "by-hand"],
    "sort": ["remark", "proposal", "answer"],
    "about": ["withdrawal", "urgency", "footnote"],
    "source": ["web", "chat"],
    "label": [str(label) for label in Label],
}


def other(field: Any, value: Any) -> Any:
    """Return another value that the column could hold, as little different as can be."""
    if isinstance(field, models.ForeignKey):
        rows = field.related_model._default_manager.exclude(pk=value).order_by("pk")
        row = rows.first()
        return row.pk if row else None
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return value + timedelta(microseconds=1) if value else datetime(2026, 3, 11, tzinfo=UTC)
    if isinstance(field, models.DateField):
        return value + timedelta(days=1) if value else date(2026, 3, 11)
    if isinstance(field, models.IntegerField):
        return (value or 0) + 1
    if isinstance(field, models.JSONField):
        return {**value, "more": 1}
    if isinstance(field, models.UUIDField):
        return uuid4()
    words = [word for word in WORDS.get(field.name, []) if word != value]
    if words and isinstance(field, models.CharField):
        return words[0]
    return value[:-1] + chr(ord(value[-1]) ^ 1) if value else "x"


@pytest.mark.django_db
def test_any_column_of_any_row_changed_behind_its_back_is_found() -> None:
    world()
    scene = world()
    everything(scene)
    assert verify(association_id=scene.association_id, now=scene.now).sound
    mine = {model: rows_of(model, scene.association_id) for model in VERIFIED}
    places = [(model, name) for model, names in VERIFIED.items() for name in names if mine[model]]

    each = max(1, settings.default.max_examples // 50)
    for model, name in places:
        for pk in Random(f"{model} {name}").sample(mine[model], k=min(each, len(mine[model]))):
            row = model._default_manager.get(pk=pk)
            field = model._meta.get_field(name)
            before = getattr(row, field.attname)
            with undone():
                try:
                    with transaction.atomic(), triggers_set_aside(connection=connection):
                        model._default_manager.filter(pk=pk).update(**{field.attname: other(field, before)})
                except IntegrityError:
                    # The database refuses by itself.
                    continue
                found = verify(association_id=scene.association_id, now=scene.now)
                assert not found.sound, f"{model.__name__}.{name} of {pk}"


@pytest.mark.django_db
def test_any_row_removed_behind_its_back_is_found() -> None:
    scene = world()
    everything(scene)
    rows = [
        (model, pk)
        for model in VERIFIED
        if model not in {Head, Period, Member}
        for pk in rows_of(model, scene.association_id)
    ]

    @given(place=st.sampled_from(rows))
    def remove(place: tuple[type[models.Model], Any]) -> None:
        model, pk = place
        with undone():
            with triggers_set_aside(connection=connection):
                model._default_manager.filter(pk=pk)._raw_delete("default")
            assert not verify(association_id=scene.association_id, now=scene.now).sound, f"{model.__name__} {pk}"

    remove()


def rows_of(model: type[models.Model], association_id: UUID) -> list[Any]:
    """Return the keys of an association's rows of a table, in their order."""
    paths = {
        "association": (Entry, Head, RulebookVersion, Period, Member, Action, Remark),
        "member__association": (VotingRight,),
        "action__association": (Version, OutcomeRecord, Note, HistoricalRecord),
        "version__action__association": (Seat, Objection, Effect),
        "seat__version__action__association": (Ballot,),
        "objection__version__action__association": (ObjectionPost,),
        "effect__version__action__association": (EffectRecord,),
    }
    path = next(path for path, models_ in paths.items() if model in models_)
    return list(model._default_manager.filter(**{path: association_id}).order_by("pk").values_list("pk", flat=True))
