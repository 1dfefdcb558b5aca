"""Dialogs that were sent: each works once, for who it was opened for, and does one thing."""

from collections.abc import Mapping
from uuid import UUID

from django.http import HttpRequest, JsonResponse

from toutdoux.bot.door import (
    CHAT,
    Call,
    Forged,
    check_team,
    done_now,
    from_mattermost,
    language_for,
    person_of,
    reply,
    require_in_channel,
    tell,
)
from toutdoux.bot.forms import field_of
from toutdoux.bot.reading import Gesture, Sent, read_sent
from toutdoux.integrations.chat.answering import (
    Person,
    amended_answer,
    ballot_answer,
    proposed_answer,
    refusal_answer,
    speaking,
    today_of,
    withdrawn_answer,
)
from toutdoux.integrations.chat.commands import using_nonce, whisper
from toutdoux.integrations.chat.logic.noting import OFFERED, noted, read_day
from toutdoux.integrations.chat.queries import NonceRow, access_nonce
from toutdoux.integrations.chat.recording import recorded_answer
from toutdoux.integrations.chat.representing import declined_answer, given_answer, holder_named
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.registers.logic.events import RegisterRefusal
from toutdoux.rules.facts import Choice
from toutdoux.wording.refusals.chat import ChatRefusal

_VOTES = frozenset({"against", "objection"})
#: What may be opened in a private message: there Mattermost names the team one was looking at, whichever it is.
_PRIVATE = frozenset({"proxy", "name"})


@from_mattermost
def sent(request: HttpRequest, call: Call) -> JsonResponse:
    """Take a dialog: what it is about was kept when it was opened, and is not what it says of itself.

    What it did, and the private words that say so, are written together: acknowledged is done, done is acknowledged.
    """
    given = read_sent(request)
    if given is None:
        raise Forged("malformed")
    if not _private(call, given):
        check_team(call, given.gesture)
    if given.cancelled:
        return reply()
    try:
        whisper_id = done_now(call, lambda call: _sent(call, given))
    except Refused as refused:
        if any(refusal.code is ChatRefusal.DIALOG_UNKNOWN for refusal in refused.refusals):
            raise Forged("nonce") from refused
        return _mend(call, given.gesture, refused)
    tell(call, whisper_id)
    return reply()


def _private(call: Call, given: Sent) -> bool:
    here, user_id = call.association.id, given.gesture.user_id
    try:
        found = access_nonce(association_id=here, chat=CHAT, user_id=user_id, token=given.state, now=call.now)
    except Refused:
        return False
    return found.purpose in _PRIVATE


def _sent(call: Call, given: Sent) -> int:
    """Do what was sent, and write down what is to be said of it in private; return that whisper's id."""
    here, user_id, token, now = call.association.id, given.gesture.user_id, given.state, call.now
    person = person_of(call, given.gesture)
    # Mattermost is asked before anything is locked: a slow answer holds up nobody.
    if access_nonce(association_id=here, chat=CHAT, user_id=user_id, token=token, now=now).purpose in _VOTES:
        require_in_channel(call, given.gesture)
    with using_nonce(association_id=here, chat=CHAT, user_id=user_id, token=token, now=now) as nonce:
        said = _do(call, person, given, nonce)
        return whisper(
            association_id=here,
            chat=CHAT,
            user_id=user_id,
            user_name=given.gesture.user_name,
            text=said,
            now=now,
        )


def _do(call: Call, person: Person, given: Sent, nonce: NonceRow) -> str:
    about, fields, now = nonce.data, given.fields, call.now
    match nonce.purpose:
        case "against" | "objection":
            return ballot_answer(
                person=person,
                action_id=UUID(about["action"]),
                version=about["version"],
                choice=Choice.AGAINST,
                reason=fields.get("reason", ""),
                reason_due=nonce.purpose == "objection",
                key=f"dialog:{given.state}",
                now=now,
            )
        case "new":
            return proposed_answer(
                person=person,
                kind=fields.get("kind", ""),
                title=fields.get("title", ""),
                text=fields.get("text", ""),
                publish=fields.get("when") != "draft",
                now=now,
            )
        case "note":
            typed, today = fields.get("day", "").strip(), today_of(person, now=now)
            day = read_day(typed, today=today) if typed else today
            if day is None:
                raise Refused([Refusal(code=RegisterRefusal.DAY_MISSING)])
            kind, title, who = fields.get("kind", ""), fields.get("title", ""), fields.get("who", "").strip()
            if kind not in OFFERED:
                raise Refused([Refusal(code=RegisterRefusal.UNKNOWN_KIND)])
            found = noted(kind=kind, day=day, text=title, who=who, today=today)
            with speaking(person):
                return recorded_answer(
                    actor=person.actor,
                    association=person.association,
                    found=found,
                    note=fields.get("text", ""),
                    now=now,
                )
        case "proxy":
            with speaking(person):
                return given_answer(
                    actor=person.actor,
                    association=call.association,
                    holder_id=_chosen(call, fields),
                    assembly_id=UUID(about["assembly"]),
                    shown=[UUID(one) for one in about.get("items", "").split()],
                    typed=fields.get("items", ""),
                    said=fields.get("how", ""),
                    prefix="/toutdoux",
                    now=now,
                )
        case "name":
            with speaking(person):
                return declined_answer(
                    actor=person.actor, proxy_id=UUID(about["proxy"]), suggested_id=_chosen(call, fields), now=now
                )
        case "amend":
            return amended_answer(
                person=person,
                action_id=UUID(about["action"]),
                title=fields.get("title", ""),
                text=fields.get("text", ""),
                now=now,
            )
        case _:
            return withdrawn_answer(
                person=person, action_id=UUID(about["action"]), reason=fields.get("reason", ""), now=now
            )


def _chosen(call: Call, fields: Mapping[str, str]) -> UUID:
    """Return the member whose account was chosen."""
    return holder_named(
        association_id=call.association.id,
        chat=CHAT,
        server=call.connection.base_url,
        user_id=fields.get("holder", ""),
    )


def _mend(call: Call, gesture: Gesture, refused: Refused) -> JsonResponse:
    """Say what is refused beside its field, or above them all; the dialog stays open with what was typed."""
    language, beside, above = language_for(call, gesture), {}, []
    for refusal in refused.refusals:
        said = refusal_answer(refused=Refused([refusal]), language=language, association=call.association)
        if field := field_of(refusal):
            beside[field] = said
        else:
            above.append(said)
    return reply(**({"errors": beside} if beside else {}), **({"error": " ".join(above)} if above else {}))
