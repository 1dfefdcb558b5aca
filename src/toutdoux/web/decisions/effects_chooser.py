"""What an action may change by itself here: who is in the register, what can be entered, which mandates, services, reports."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from toutdoux.accesses.queries import resources
from toutdoux.associations.queries import current_rulebook
from toutdoux.decisions.logic.effects import EffectDraft, EffectKind
from toutdoux.mandates.queries import kinds
from toutdoux.members.queries import MemberRow, applicants
from toutdoux.rules.reading import rulebook_to_toml
from toutdoux.services.queries import service_names
from toutdoux.web.people import MOST_LISTED
from toutdoux.wording.mandates import mandate_name
from toutdoux.wording.reports import edition_words
from toutdoux.writings.queries import edition_names

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Chooser:
    """What may be chosen, and what was before. ``open``: whether effects are offered at all.

    ``grants``: who may be ticked for the voting right; in a large register (``named``) they are named in a row instead.
    """

    grants: Choices = ()
    named: bool = False
    people: Choices = ()
    resources: Choices = ()
    mandates: Choices = ()
    services: Choices = ()
    reports: Choices = ()
    rulebook: int = 1
    rules: str = ""
    before: tuple[EffectDraft, ...] = ()
    open: bool = field(default=False)


def chooser(*, association_id: UUID, people: Iterable[MemberRow], before: tuple[EffectDraft, ...]) -> Chooser:
    """Return what an action of an association may change, with what it was to change ``before``."""
    rows = list(people)
    granted = {str(e.params.get("member")) for e in before if e.kind == EffectKind.GRANT_VOTING_RIGHT}
    current = current_rulebook(association_id=association_id)
    asking = applicants(association_id=association_id)
    grants = [
        (str(row.id), row.name)
        for row in rows
        if row.left_at is None and (not row.right.votes or str(row.id) in granted)
    ]
    named = len(grants) > MOST_LISTED
    return Chooser(
        grants=[] if named else grants,
        named=named,
        people=[
            *((str(row.id), row.name) for row in rows),
            *((str(identity), _("%(name)s, who asks to join") % {"name": name}) for identity, name in asking.items()),
        ],
        resources=[(str(row.id), row.name) for row in resources(association_id=association_id)],
        mandates=[(kind.code, mandate_name(kind.code, kind.name)) for kind in kinds(association_id=association_id)],
        services=sorted(
            ((str(key), name) for key, name in service_names(association_id=association_id).items()),
            key=lambda one: one[1].casefold(),
        ),
        reports=_reports(association_id),
        rulebook=current.number,
        rules=rulebook_to_toml(current.rulebook),
        before=before,
        open=True,
    )


def _reports(association_id: UUID) -> Choices:
    """Return the latest edition of each report that none is adopted of: what can be read, and voted on."""
    rows = edition_names(association_id=association_id)
    latest = {(row.period, row.which): key for key, row in reversed(rows.items()) if not row.settled}
    named = [(str(key), rows[key]) for key in latest.values()]
    named.sort(key=lambda one: one[1].frozen_at, reverse=True)
    return [(key, edition_words(row)) for key, row in named]
