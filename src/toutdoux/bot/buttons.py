"""Buttons under a vote: Pour and Blanc vote at once, Contre asks for the reason first."""

from django.http import HttpRequest, JsonResponse

from toutdoux.bot import forms
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
from toutdoux.bot.reading import Gesture, Press, read_press
from toutdoux.integrations.chat.answering import Person, ballot_answer, check_ballot, speaking
from toutdoux.integrations.chat.rooms import NotDone
from toutdoux.integrations.mattermost.logic.contexts import Context, open_
from toutdoux.rules.facts import Choice


@from_mattermost
def pressed(request: HttpRequest, call: Call) -> JsonResponse:
    """Take a press: what it means is in its sealed context, who pressed is as Mattermost says."""
    press = read_press(request)
    if press is None:
        raise Forged("malformed")
    context = _context(call, press)
    said = answered(call, press.gesture, lambda call: _press(call, press.gesture, context))
    return reply(ephemeral_text=said, skip_slack_parsing=True) if said else reply()


def _context(call: Call, press: Press) -> Context:
    """Return what the button means; a press of another association, channel or team is not one of ours."""
    context = open_(secret=call.connection.callback_secret, given=press.context)
    if context is None:
        raise Forged("seal")
    if context.association_id != call.association.id:
        raise Forged("association")
    if not context.channel_id == call.connection.channel_id == press.gesture.channel_id:
        raise Forged("channel")
    check_team(call, press.gesture)
    return context


def _press(call: Call, gesture: Gesture, context: Context) -> str:
    person = person_of(call, gesture)
    require_in_channel(call, gesture)
    if context.choice is Choice.AGAINST:
        check_ballot(person=person, action_id=context.action_id, version=context.version, now=call.now)
        if _asks_why(call, gesture, context, person):
            # The dialog is the answer; what it records is said when it is sent.
            return ""
    return ballot_answer(
        person=person,
        action_id=context.action_id,
        version=context.version,
        choice=context.choice,
        key=gesture.trigger_id,
        now=call.now,
    )


def _asks_why(call: Call, gesture: Gesture, context: Context, person: Person) -> bool:
    """Open the dialog that asks for the reason; False when it cannot be: the vote counts without one."""
    with speaking(person):
        form = forms.against(
            call, person=person, user_id=gesture.user_id, action_id=context.action_id, version=context.version
        )
    try:
        with room_of(call) as room:
            room.open_dialog(trigger_id=gesture.trigger_id, url=forms.address(call), dialog=form)
    except NotDone:
        return False
    return True
