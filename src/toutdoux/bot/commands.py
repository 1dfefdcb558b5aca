"""``/toutdoux``: what was typed is answered to its author alone, or opens a form."""

import hmac

from django.http import HttpRequest, JsonResponse

from toutdoux.bot import forms, proxy_forms
from toutdoux.bot.door import (
    Call,
    Forged,
    answered,
    check_team,
    from_mattermost,
    person_of,
    reply,
    require_in_channel,
    room_of,
)
from toutdoux.bot.reading import Command, read_command
from toutdoux.integrations.chat.answering import Person, speaking, today_of, typed_answer
from toutdoux.integrations.chat.logic.noting import read_note
from toutdoux.integrations.chat.logic.typing import Typed, Verb, read
from toutdoux.integrations.chat.rooms import NotDone
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.kernel.tokens import token_digest
from toutdoux.wording.chat.commands import dialog_opened_words
from toutdoux.wording.refusals.chat import ChatRefusal


@from_mattermost
def typed(request: HttpRequest, call: Call) -> JsonResponse:
    """Take a command: its token is the one Mattermost was given when the command was made."""
    command = read_command(request)
    if command is None:
        raise Forged("malformed")
    known = call.connection.command_token_digest
    if not known or not hmac.compare_digest(token_digest(command.token), known):
        raise Forged("command token")
    check_team(call, command.gesture)
    said = answered(call, command.gesture, lambda call: _do(call, command))
    return reply(response_type="ephemeral", text=said, skip_slack_parsing=True)


def _do(call: Call, command: Command) -> str:
    person, found = person_of(call, command.gesture), read(command.text)
    if (form := _form(call, command, person, found)) is None:
        return typed_answer(person=person, typed=found, prefix=command.command, dialogs=True, now=call.now)
    if isinstance(form, str):
        return form
    try:
        with room_of(call) as room:
            room.open_dialog(trigger_id=command.gesture.trigger_id, url=forms.address(call), dialog=form)
    except NotDone as error:
        if found.verb is not Verb.PROXY:
            raise Refused([Refusal(code=ChatRefusal.SERVER_SILENT)]) from error
    if found.verb is Verb.PROXY:
        # Beside the form, or in its place: who votes for whom as it stands, and what can be typed.
        return typed_answer(person=person, typed=found, prefix=command.command, dialogs=True, now=call.now)
    with speaking(person):
        return dialog_opened_words()


def _form(call: Call, command: Command, person: Person, found: Typed) -> forms.Form | str | None:
    """Return the form that what was typed asks for; words where there can be none; None where none is needed."""
    user_id = command.gesture.user_id
    with speaking(person):
        if found.verb is Verb.NEW:
            return forms.new(call, user_id=user_id, title=found.words)
        if found.verb is Verb.NOTE:
            noted = read_note(found.words, today=today_of(person, now=call.now))
            return (
                None if noted.whole or noted.unread else forms.note(call, person=person, user_id=user_id, found=noted)
            )
        if found.verb is Verb.PROXY and not found.words:
            return proxy_forms.next_one(call, person=person, user_id=user_id)
        if not found.reference:
            return None
        match found.verb:
            case Verb.OBJECTION:
                require_in_channel(call, command.gesture)
                return forms.objection(call, person=person, user_id=user_id, reference=found.reference)
            case Verb.AMEND:
                return forms.amend(call, person=person, user_id=user_id, reference=found.reference)
            case Verb.WITHDRAW if not found.words:
                return forms.withdraw(call, person=person, user_id=user_id, reference=found.reference)
            case _:
                return None
