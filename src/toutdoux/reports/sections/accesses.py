"""What can be entered, by how many, and what is still to be done by hand."""

from collections.abc import Iterator

from django.utils.translation import gettext, ngettext

from toutdoux.accesses.logic.ledger import State
from toutdoux.accesses.queries import accesses
from toutdoux.reports.logic.document import Align, Block, Column, Paragraph, Source, Table, words
from toutdoux.reports.logic.figures import figure, told
from toutdoux.reports.sections.scene import Scene


def reviewed(scene: Scene) -> Iterator[Block]:
    """Tell how many accesses are held, given and ended in the period, and those whose door nobody has shut yet."""
    rows = accesses(association_id=scene.association.id, at=scene.at)
    held = [row for row in rows if row.state is State.HELD]
    undone = [row for row in rows if row.state is State.TO_UNDO]
    given = [row for row in rows if scene.began and scene.began <= row.facts.starts_at <= scene.at]
    if not held and not given and not undone:
        return
    for code, label, text, found in (
        (
            "accesses held",
            gettext("Accesses held"),
            ngettext("%(count)s access is held.", "%(count)s accesses are held.", len(held)),
            held,
        ),
        (
            "accesses given",
            gettext("Accesses given"),
            ngettext("%(count)s was given during the period.", "%(count)s were given during the period.", len(given)),
            given,
        ),
        (
            "accesses to shut",
            gettext("Accesses to shut"),
            ngettext(
                "%(count)s has ended, and nobody has said yet that its door was shut.",
                "%(count)s have ended, and nobody has said yet that their doors were shut.",
                len(undone),
            ),
            undone,
        ),
    ):
        if found:
            page = "accesses_by_hand" if found is undone else "accesses"
            source = scene.page_source(page, code=code, label=label)
            yield Paragraph(runs=told(text, count=figure(len(found), source=source)))
    things = {row.resource.id: row.resource for row in held}
    if not things:
        return
    yield Table(
        caption=gettext("Who can enter what"),
        columns=(Column(title=gettext("What"), share=3), Column(title=gettext("Accesses held"), align=Align.END)),
        rows=tuple(
            (
                words(thing.name),
                (
                    figure(
                        sum(row.resource.id == thing.id for row in held),
                        source=Source(
                            page="resource",
                            named=(("resource_id", str(thing.id)),),
                            code=f"access {thing.id}",
                            label=thing.name,
                        ),
                    ),
                ),
            )
            for thing in sorted(things.values(), key=lambda thing: thing.name.casefold())
        ),
    )
