"""One section: reading and writing its text, its versions, what is said beside it, its place in the report."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from toutdoux.decisions.logic.difference import difference
from toutdoux.kernel.refusal import Refused
from toutdoux.members.queries import members
from toutdoux.reports.periodical import Part, figures_of, report_part
from toutdoux.web.decisions.reading import plain_text
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.refusing import Fields, tell
from toutdoux.web.reports.forms import CommentForm, RenameForm, TextForm, TitleForm, WriterForm
from toutdoux.web.reports.presenting import asked, shown
from toutdoux.wording.reports import report_name
from toutdoux.writings import commands
from toutdoux.writings.logic.arranging import Move, Which
from toutdoux.writings.logic.events import WritingRefusal
from toutdoux.writings.queries import comments, texts

_MISFIT = 422
_CONFLICT = 409

FIELDS: Fields = (
    (WritingRefusal.SECTION_CHANGED, "text"),
    (WritingRefusal.TEXT_TOO_LONG, "text"),
    (WritingRefusal.WORDS_MISSING, "text"),
)


@never_cache
@inside
def section_page(request: HttpRequest, visit: Visit, code: str, which: str, section: str) -> HttpResponse:
    """Show a section, and keep a new version of its text. Written since by someone else: both texts are shown."""
    period, report = asked(visit, code, which)
    part = report_part(association=visit.association, period=period, which=report, code=section, now=visit.now)
    form = TextForm(
        request.POST if request.method == "POST" else None,
        initial={"text": part.row.text.text, "version": part.row.text.version},
    )
    conflict = False
    if request.method == "POST" and form.is_valid():
        try:
            commands.write_section(
                actor=visit.actor,
                period_id=period.id,
                which=report,
                code=section,
                text=plain_text(form.cleaned_data["text"]),
                version=form.cleaned_data["version"],
                figures=figures_of(part),
                now=visit.now,
            )
        except Refused as refused:
            conflict = any(one.code is WritingRefusal.SECTION_CHANGED for one in refused.refusals)
            # What was typed stays; kept once more, it goes on from the version that stands, now under their eyes.
            form = TextForm({"text": form.cleaned_data["text"], "version": part.row.text.version})
            form.is_valid()
            tell(form, refused.refusals, fields=FIELDS)
        else:
            messages.success(request, _("The text is kept, with the versions before it."))
            return redirect("report_section", visit.association.slug, period.code, report, section)
    status = _CONFLICT if conflict else _MISFIT if form.errors else 200
    return _section(request, visit, part, which=report, code=period.code, form=form, conflict=conflict, status=status)


@require_POST
@inside
def comment(request: HttpRequest, visit: Visit, code: str, which: str, section: str) -> HttpResponse:
    """Say something beside a section."""
    period, report = asked(visit, code, which)
    form = CommentForm(request.POST)
    form.is_valid()
    commands.comment_section(
        actor=visit.actor,
        period_id=period.id,
        which=report,
        code=section,
        text=plain_text(form.cleaned_data["text"]),
        now=visit.now,
    )
    return redirect("report_section", visit.association.slug, period.code, report, section)


@require_POST
@inside
def writer(request: HttpRequest, visit: Visit, code: str, which: str, section: str) -> HttpResponse:
    """Ask somebody to write a section, or nobody any longer."""
    period, report = asked(visit, code, which)
    form = WriterForm(request.POST)
    form.is_valid()
    understood, member_id = form.member(members(association_id=visit.association.id, at=visit.now))
    if not understood:
        messages.warning(request, _("Nobody in the register has exactly this name: write it as the register does."))
        return redirect("report_section", visit.association.slug, period.code, report, section)
    commands.ask_writer(
        actor=visit.actor, period_id=period.id, which=report, code=section, member_id=member_id, now=visit.now
    )
    messages.success(request, _("It is noted who writes this section."))
    return redirect("report_section", visit.association.slug, period.code, report, section)


@require_POST
@inside
def move(request: HttpRequest, visit: Visit, code: str, which: str, section: str) -> HttpResponse:
    """Move a section up or down, hide it or show it again."""
    period, report = asked(visit, code, which)
    what = request.POST.get("move", "")
    if what in set(Move):
        commands.move_section(
            actor=visit.actor, period_id=period.id, which=report, code=section, move=Move(what), now=visit.now
        )
    return redirect("report", visit.association.slug, period.code, report)


@require_POST
@inside
def rename(request: HttpRequest, visit: Visit, code: str, which: str, section: str) -> HttpResponse:
    """Call a section otherwise, or as it was called at first."""
    period, report = asked(visit, code, which)
    form = RenameForm(request.POST)
    form.is_valid()
    commands.rename_section(
        actor=visit.actor,
        period_id=period.id,
        which=report,
        code=section,
        title=plain_text(form.cleaned_data["title"]),
        now=visit.now,
    )
    messages.success(request, _("The section has its title."))
    return redirect("report_section", visit.association.slug, period.code, report, section)


@require_POST
@inside
def add(request: HttpRequest, visit: Visit, code: str, which: str) -> HttpResponse:
    """Add a section of the association's own."""
    period, report = asked(visit, code, which)
    form = TitleForm(request.POST)
    form.is_valid()
    added = commands.add_section(
        actor=visit.actor,
        period_id=period.id,
        which=report,
        title=plain_text(form.cleaned_data["title"]),
        now=visit.now,
    )
    messages.success(request, _("The section is there: write what it says."))
    return redirect("report_section", visit.association.slug, period.code, report, added)


def _section(
    request: HttpRequest,
    visit: Visit,
    part: Part,
    *,
    which: Which,
    code: str,
    form: TextForm,
    conflict: bool,
    status: int,
) -> HttpResponse:
    period, _which = asked(visit, code, which)
    versions = texts(period_id=period.id, which=which, code=part.row.code)
    earlier = versions[1:]
    slug = visit.association.slug
    context = {
        "period": period,
        "which": which,
        "name": report_name(which),
        "part": part,
        "facts": shown(part.facts, slug=slug, period_code=period.code),
        "text": shown(part.text, slug=slug, period_code=period.code),
        "form": form,
        "conflict": difference(before=part.row.text.text, after=form["text"].value() or "") if conflict else (),
        "versions": [
            (row, difference(before=earlier[place].text if place < len(earlier) else "", after=row.text))
            for place, row in enumerate(versions[:20])
        ],
        "comments": comments(period_id=period.id, which=which, code=part.row.code),
        "comment_form": CommentForm(auto_id="comment_%s"),
        "rename_form": RenameForm(initial={"title": part.row.title}, auto_id="rename_%s"),
        "writer_form": WriterForm(initial={"name": part.row.writer_name}),
        "may": visit.member.right.votes,
    }
    return page(request, "reports/section.html", context, status=status)
