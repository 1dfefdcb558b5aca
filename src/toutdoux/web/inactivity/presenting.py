"""The question as its pages show it, on the page of who signs in and behind the mailed link alike."""

from datetime import datetime
from typing import Any

from toutdoux.associations.queries import AssociationRow
from toutdoux.procedures.queries.inactivity import QuestionRow
from toutdoux.web.inactivity.forms import AnswerForm
from toutdoux.web.links import action_url
from toutdoux.wording.inactivity import participation_sentence, reply_sentence, state_word


def question_context(row: QuestionRow, association: AssociationRow, *, now: datetime) -> dict[str, Any]:
    """Return what the template ``inactivity/question.html`` needs."""
    return {
        "row": row,
        "sentence": participation_sentence(row.participation, window=row.window, zone=association.zone),
        "reply": reply_sentence(row.reply_by, zone=association.zone, now=now),
        "form": AnswerForm(),
        "state": state_word(row.state),
        "action": action_url(slug=association.slug, reference=row.reference) if row.reference else "",
    }
