"""The two buttons of the private question "do you wish to stay?": pressed by the person it was sent to, and nobody else."""

from django.http import HttpRequest, JsonResponse

from toutdoux.bot.door import Call, Forged, answered, from_mattermost, person_of, reply
from toutdoux.bot.reading import read_private_press
from toutdoux.integrations.chat.answering import staying_answer
from toutdoux.integrations.mattermost.logic.staying import open_staying


@from_mattermost
def pressed(request: HttpRequest, call: Call) -> JsonResponse:
    """Take a press: what it means, and whom it was sent to, is in its sealed context."""
    press = read_private_press(request)
    if press is None:
        raise Forged("malformed")
    meant = open_staying(secret=call.connection.callback_secret, given=press.context)
    if meant is None:
        raise Forged("seal")
    if meant.association_id != call.association.id:
        raise Forged("association")
    if meant.user_id != press.gesture.user_id:
        raise Forged("person")
    said = answered(
        call,
        press.gesture,
        lambda call: staying_answer(
            person=person_of(call, press.gesture), listed_id=meant.listed_id, answer=meant.answer, now=call.now
        ),
    )
    return reply(ephemeral_text=said, skip_slack_parsing=True)
