"""My data: what is known of me, as a page and as a file; leaving and being erased."""

import io
import json
import zipfile
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from toutdoux.kernel.canonical import instant_text
from toutdoux.members.queries import council_at
from toutdoux.procedures.commands.erasing import WAITING, leave_and_be_erased
from toutdoux.procedures.queries.personal import MyData, my_data
from toutdoux.web.door import Visit, inside, page
from toutdoux.wording import dates
from toutdoux.wording.privacy import table_words
from toutdoux.wording.privacy_fields import field_words

#: Changes when a program that reads the file would have to.
_VERSION = 1


@never_cache
@inside
def my_data_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Show what is known of the reader, table by table, and how much."""
    found = my_data(actor=visit.actor, now=visit.now)
    return page(request, "privacy/my_data.html", {"tables": _tables(found), "acts": len(found.acts)})


@never_cache
@require_safe
@inside
def my_data_file(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Hand everything over: a page that reads by itself and the same for programs, in one file."""
    found = my_data(actor=visit.actor, now=visit.now)
    response = HttpResponse(_zipped(found, visit), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{visit.association.slug}-my-data.zip"'
    return response


@never_cache
@inside
def erasure_page(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Say what leaving and being erased does, and do it when that is confirmed."""
    if request.method == "POST":
        due_at = leave_and_be_erased(actor=visit.actor, now=visit.now)
        day = dates.day_words(due_at.astimezone(visit.association.zone).date())
        messages.success(
            request,
            _("You have left %(name)s. What is told of you there will be erased on %(day)s.")
            % {"name": visit.association.name, "day": day},
        )
        return redirect("start")
    context = {
        "last": council_at(association_id=visit.association.id, at=visit.now) == (visit.member.id,),
        "days": WAITING.days,
    }
    return page(request, "privacy/erasure.html", context)


def _tables(found: MyData) -> list[dict[str, Any]]:
    return [
        {
            "title": table_words(table.name),
            "rows": [[(field_words(name), value) for name, value in row.items()] for row in table.rows],
        }
        for table in found.tables
    ]


def _zipped(found: MyData, visit: Visit) -> bytes:
    plain = {
        "format": "toutdoux-my-data",
        "version": _VERSION,
        "association": visit.association.name,
        "member": str(found.member_id),
        "name": found.name,
        "at": instant_text(found.at),
        "tables": {table.name: [dict(row) for row in table.rows] for table in found.tables},
        "acts": [dict(act) for act in found.acts],
    }
    context = {"found": found, "tables": _tables(found), "visit": visit, "association": visit.association}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("my-data.json", json.dumps(plain, ensure_ascii=False, indent=1))
        file.writestr("my-data.html", render_to_string("privacy/export.html", context))
    return packed.getvalue()
