"""The verifier holds what was written together and kept: editions and what adopted them, founding texts, past periods from files."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import models, transaction

from tests.commands.test_verify_minutes import other
from tests.journeys.access_scenes.convening import PAST
from tests.support.people import World, world
from toutdoux.assemblies.commands import import_assembly
from toutdoux.assemblies.models import Assembly
from toutdoux.associations.queries import periods
from toutdoux.decisions.logic.replay_facts import Difference, Fact, Sort
from toutdoux.kernel.canonical import instant_text
from toutdoux.ledger.commands import writing
from toutdoux.operations.verify import verify
from toutdoux.writings.commands import (
    freeze_report,
    publish_edition,
    record_adoption,
    record_past_period,
    unpublish_edition,
    write_charter,
)
from toutdoux.writings.logic.arranging import Which
from toutdoux.writings.logic.digests import file_digest
from toutdoux.writings.models import CharterVersion, Edition, PastPeriod, Publication, Report

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> World:
    """Freeze a report twice, adopt the second edition by an assembly, write statutes, keep what a file says of the period."""
    here = world()
    period = periods(association_id=here.association_id)[0].id
    for document in ('{"title": "Draft"}', '{"title": "Final"}'):
        edition = freeze_report(
            actor=here.alice, period_id=period, which=Which.ACTIVITY, document=document, now=here.later(minutes=1)
        )
    import_assembly(association_id=here.association_id, actor_id=None, source=PAST, now=here.now)
    with writing(association_id=here.association_id, now=here.later(minutes=1)) as log:
        adopter = Assembly.objects.get().id
        record_adoption(log=log, edition_id=edition, actor_id=here.alice.member_id, assembly_id=adopter)
        record_past_period(log=log, actor_id=None, period_id=period, source='code = "P26"')
    publish_edition(actor=here.bob, edition_id=edition, pdf=b"%PDF", now=here.now)
    write_charter(
        actor=here.bob,
        code="statutes",
        text="## Article 1\n\nWe saw.",
        note="",
        in_force_on=date(2026, 3, 1),
        version=0,
        now=here.now,
    )
    return here


def difference(here: World) -> Difference | None:
    return verify(association_id=here.association_id, now=here.now).difference


def test_it_works(here: World) -> None:
    assert difference(here) is None
    unpublish_edition(actor=here.bob, edition_id=Edition.objects.get(number=2).id, now=here.now)
    assert difference(here) is None


HELD: dict[type[models.Model], list[str]] = {
    Edition: ["number", "document", "salt", "digest", "frozen_at", "adopted_at"],
    CharterVersion: ["code", "number", "text", "digest", "written_at"],
    Publication: ["pdf", "published_at"],
    PastPeriod: ["source", "salt", "digest", "imported_at"],
    Report: ["which"],
}


@pytest.mark.parametrize(("model", "column"), [(model, column) for model in HELD for column in HELD[model]])
def test_one_letter_changed_is_found(here: World, model: type[models.Model], column: str) -> None:
    rows = model._default_manager.order_by("pk")
    row = (rows.filter(adopted_at__isnull=False) if model is Edition else rows).last()
    model._default_manager.filter(pk=row.pk).update(**{column: other(getattr(row, column))})
    found = difference(here)
    assert found is not None
    assert (found.fact, found.sort) == (Fact.WRITING, Sort.KEPT)


@pytest.mark.parametrize(
    ("forge", "sort"),
    [
        (lambda here: CharterVersion.objects.update(author_id=here.alice.member_id), Sort.KEPT),
        (lambda here: Edition.objects.update(frozen_by_id=here.bob.member_id), Sort.KEPT),
        (lambda _: Edition.objects.update(adopted_at=None, assembly=None), Sort.KEPT),
        (lambda here: Publication.objects.update(published_by_id=here.alice.member_id), Sort.KEPT),
        (lambda _: Publication.objects.all().delete(), Sort.KEPT),
        (lambda here: Publication.objects.create(edition=Edition.objects.get(number=1), pdf=b"", published_at=here.now, published_by_id=here.bob.member_id), Sort.KEPT),
        (lambda _: Edition.objects.filter(number=1).delete(), Sort.ABSENT),
        (lambda _: CharterVersion.objects.all().delete(), Sort.ABSENT),
        (lambda _: PastPeriod.objects.all().delete(), Sort.ABSENT),
        (lambda _: CharterVersion.objects.create(association=Report.objects.get().association, code="statutes", number=2, text="We do not.", in_force_on=date(2026, 3, 2), digest="", written_at=datetime(2026, 3, 2, tzinfo=UTC)), Sort.UNKNOWN),
    ],
)  # fmt: skip
def test_a_row_that_was_moved_added_or_removed_is_found(
    here: World, forge: Callable[[World], object], sort: Sort
) -> None:
    forge(here)
    found = difference(here)
    assert found is not None
    assert (found.fact, found.sort) == (Fact.WRITING, sort)


def test_what_no_command_would_write_is_found_in_the_ledger(here: World) -> None:
    edition, text = Edition.objects.get(number=1), CharterVersion.objects.get()
    adopted = Edition.objects.get(number=2)
    by: dict[str, str] = {"assembly": str(adopted.assembly_id), "at": instant_text(here.now)}
    frozen: dict[str, Any] = {"period": edition.report.period_id, "report": "activity", "number": 1}
    for kind, data in (
        ("report.frozen", frozen | {"edition": str(edition.id), "digest": edition.digest}),
        ("charter.written", {"text": str(text.id), "charter": "statutes", "version": 1, "digest": text.digest}),
        ("period.imported", {"period": edition.report.period_id, "digest": PastPeriod.objects.get().digest}),
        (
            "report.adopted",
            {"edition": str(adopted.id), "digest": adopted.digest} | by,
        ),
        ("report.adopted", {"edition": str(edition.id), "digest": "d"} | by),
        # Twice, or of what nothing adopted; taken back, of what nobody published.
        ("report.published", {"edition": str(adopted.id), "file": file_digest(b"%PDF")}),
        ("report.published", {"edition": str(edition.id), "file": file_digest(b"%PDF")}),
        ("report.unpublished", {"edition": str(edition.id)}),
    ):
        with transaction.atomic():
            with writing(association_id=here.association_id, now=here.now) as log:
                log.append(kind=kind, actor_id=here.alice.member_id, data=data)
            found = difference(here)
            transaction.set_rollback(True)
        assert found is not None, kind
        assert (found.fact, found.sort) == (Fact.WRITING, Sort.NOT_ALLOWED), kind
