"""The forms Mattermost opens for us. Each carries a nonce: sent once, by the person it was opened for.

Its limits: 24 characters for titles and labels, 150 for a line of text, 3,000 for a paragraph, five fields.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from toutdoux.assemblies.logic.events import AssemblyRefusal
from toutdoux.associations.queries import current_rulebook
from toutdoux.bot.door import CHAT, Call
from toutdoux.decisions.logic.events import DecisionRefusal
from toutdoux.decisions.queries import ActionPage, action_page
from toutdoux.decisions.queries.articles import references
from toutdoux.integrations.chat.answering import Person, action_address, today_of
from toutdoux.integrations.chat.commands import make_nonce
from toutdoux.integrations.chat.logic.noting import OFFERED, Noted
from toutdoux.integrations.mattermost.addresses import dialog_url
from toutdoux.kernel.refusal import Refusal, Refused, refuse_if_any
from toutdoux.members.queries import council_at
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.rules.rulebook import Kind
from toutdoux.wording.chat import dialogs as words
from toutdoux.wording.chat import noting
from toutdoux.wording.chat.commands import too_long_to_amend_words
from toutdoux.wording.drafts import amendment_sentences, kind_promise
from toutdoux.wording.entries import kind_word as entry_word
from toutdoux.wording.refusals.chat import ChatRefusal
from toutdoux.wording.words import kind_word, localised

Form = dict[str, Any]

#: What Mattermost lets one write in one line, and in a paragraph.
LINE = 150
PARAGRAPH = 3000

#: Which field a refusal is about.
FIELDS: Mapping[DecisionRefusal, str] = {
    DecisionRefusal.TITLE_MISSING: "title",
    DecisionRefusal.KIND_UNKNOWN: "kind",
    DecisionRefusal.REASON_MISSING: "reason",
    DecisionRefusal.NOTHING_CHANGED: "text",
}

PROXIES: Mapping[AssemblyRefusal | ChatRefusal, str] = {
    AssemblyRefusal.OWN_PROXY: "holder",
    AssemblyRefusal.HOLDER_NOT_ON_ROLL: "holder",
    AssemblyRefusal.HOLDER_HAS_GIVEN: "holder",
    AssemblyRefusal.HOLDER_FULL: "holder",
    ChatRefusal.ACCOUNT_UNKNOWN: "holder",
    AssemblyRefusal.UNKNOWN_ITEM: "items",
    AssemblyRefusal.INSTRUCTION_MISPLACED: "how",
}

NOTED: Mapping[RegisterRefusal, str] = {
    RegisterRefusal.TITLE_MISSING: "title",
    RegisterRefusal.DAY_MISSING: "day",
    RegisterRefusal.DAY_OUT_OF_RANGE: "day",
    RegisterRefusal.UNKNOWN_KIND: "kind",
}


def address(call: Call) -> str:
    """Return where forms are sent."""
    return dialog_url(slug=call.association.slug)


def against(call: Call, *, person: Person, user_id: str, action_id: UUID, version: int) -> Form:
    """Ask for the reason of an Against; it may stay empty."""
    reference = references(association_id=call.association.id, ids={action_id})[action_id]
    page = _page(person, str(reference), call)
    asked = words.against_words(reference=str(reference), title=page.row.title)
    nonce = one_use(call, user_id, "against", action=str(action_id), version=version)
    return made(asked, nonce, _reason(optional=True))


def objection(call: Call, *, person: Person, user_id: str, reference: str) -> Form:
    """Ask for the reason of an objection, on the text of today."""
    page = _page(person, reference, call)
    asked = words.objection_words(reference=str(page.row.reference), title=page.row.title)
    nonce = one_use(call, user_id, "objection", action=str(page.row.id), version=page.version.number)
    return made(asked, nonce, _reason(optional=False))


def new(call: Call, *, user_id: str, title: str) -> Form:
    """Help to choose the kind, then ask for the words of an action."""
    rulebook = current_rulebook(association_id=call.association.id).rulebook
    council = len(council_at(association_id=call.association.id, at=call.now))
    kinds = (Kind.ORDINARY, Kind.EXTRAORDINARY)
    asked = words.new_words(
        kinds=[
            words.KindWords(
                word=kind_word(kind),
                promise=kind_promise(rulebook, kind=kind, council=council),
                examples=[localised(example.text) for example in rulebook.examples if example.kind is kind],
            )
            for kind in kinds
        ]
    )
    return made(
        asked,
        one_use(call, user_id, "new"),
        _radio("kind", [(kind_word(kind), str(kind)) for kind in kinds]),
        _line("title", default=title[:LINE]),
        _paragraph("text", optional=True),
        _radio("when", [(word, when) for when, word in words.whens().items()], default="publish"),
    )


def amend(call: Call, *, person: Person, user_id: str, reference: str) -> Form | str:
    """Give the text of today to be changed; words in place of the form for a text that is too long for it."""
    page = _page(person, reference, call)
    refuse_if_any(page.gestures["amend"])
    version = page.version
    if len(version.title) > LINE or len(version.text) > PARAGRAPH:
        url = action_address(call.association, page.row.reference)
        return too_long_to_amend_words(reference=str(page.row.reference), url=url)
    cast = len(page.counting)
    asked = words.amend_words(reference=str(page.row.reference), consequences=amendment_sentences(cast=cast))
    nonce = one_use(call, user_id, "amend", action=str(page.row.id), version=version.number)
    return made(
        asked, nonce, _line("title", default=version.title), _paragraph("text", default=version.text, optional=True)
    )


def withdraw(call: Call, *, person: Person, user_id: str, reference: str) -> Form:
    """Ask why an action is withdrawn."""
    page = _page(person, reference, call)
    refuse_if_any(page.gestures["withdraw"])
    asked = words.withdraw_words(reference=str(page.row.reference), title=page.row.title)
    nonce = one_use(call, user_id, "withdraw", action=str(page.row.id))
    return made(asked, nonce, _reason(optional=False))


def note(call: Call, *, person: Person, user_id: str, found: Noted) -> Form:
    """Ask for what is to be noted in a register, with what was typed of it."""
    labels = noting.note_labels()
    kinds = [{"text": entry_word(kind), "value": kind} for kind in OFFERED]
    day = "" if found.day == today_of(person, now=call.now) else found.day.isoformat()
    elements: list[Form] = [
        {"type": "select", "name": "kind", "options": kinds, "default": found.kind, "optional": False},
        {"type": "text", "name": "title", "default": found.title[:LINE], "max_length": LINE, "optional": False},
        {
            "type": "text",
            "name": "day",
            "default": day,
            "max_length": 20,
            "optional": True,
            "help_text": noting.note_day_help(),
        },
        {
            "type": "text",
            "name": "who",
            "default": found.who[:LINE],
            "max_length": LINE,
            "optional": True,
            "help_text": noting.note_who_help(),
        },
        {"type": "textarea", "name": "text", "max_length": PARAGRAPH, "optional": True},
    ]
    named = [{"display_name": labels[str(element["name"])], **element} for element in elements]
    return made(noting.note_dialog_words(), one_use(call, user_id, "note"), *named)


def field_of(refusal: Refusal) -> str:
    """Return the field a refusal is about; empty for one about the whole."""
    if isinstance(refusal.code, RegisterRefusal):
        # What has no field of its own was typed beside the title.
        named = {"from_whom": "who", "note": "text", "day": "day"}.get(str(refusal.data.get("field", "")), "title")
        return NOTED.get(refusal.code, named)
    if isinstance(refusal.code, AssemblyRefusal) or refusal.code is ChatRefusal.ACCOUNT_UNKNOWN:
        return PROXIES.get(refusal.code, "")
    if refusal.code is DecisionRefusal.TOO_LONG:
        return str(refusal.data.get("field", ""))
    return FIELDS.get(refusal.code, "") if isinstance(refusal.code, DecisionRefusal) else ""


def _page(person: Person, reference: str, call: Call) -> ActionPage:
    found = action_page(actor=person.actor, reference=reference, now=call.now)
    if not isinstance(found, ActionPage):
        # A row of an old table: there is nothing to vote on or to change.
        raise Refused([Refusal(code=DecisionRefusal.UNKNOWN_ACTION, data={"reference": reference})])
    return found


def one_use(call: Call, user_id: str, purpose: str, **data: str | int) -> str:
    """Return the secret of a form: sent once, by this account, for this purpose."""
    return make_nonce(
        association_id=call.association.id, chat=CHAT, user_id=user_id, purpose=purpose, data=data, now=call.now
    )


def made(asked: words.DialogWords, nonce: str, *elements: Form) -> Form:
    """Return a form as Mattermost opens it."""
    return {
        "callback_id": "toutdoux",
        "title": asked.title[:24],
        "introduction_text": asked.intro,
        "elements": list(elements),
        "submit_label": asked.submit,
        "notify_on_cancel": False,
        "state": nonce,
    }


def _reason(*, optional: bool) -> Form:
    return _element("reason", "textarea", optional=optional, max_length=PARAGRAPH)


def _line(name: str, *, default: str = "") -> Form:
    return _element(name, "text", default=default, max_length=LINE, help_text=words.title_help())


def _paragraph(name: str, *, default: str = "", optional: bool) -> Form:
    return _element(
        name, "textarea", default=default, optional=optional, max_length=PARAGRAPH, help_text=words.text_help()
    )


def _radio(name: str, options: list[tuple[str, str]], *, default: str = "") -> Form:
    return _element(name, "radio", default=default, options=[{"text": text, "value": value} for text, value in options])


def _element(name: str, sort: str, **more: Any) -> Form:
    return {"display_name": words.labels()[name], "name": name, "type": sort, "optional": False, **more}
