"""The two buttons of the private question "do you wish to stay?": pressed by the person it was sent to, and nobody else."""

from django.http import HttpRequest, JsonResponse

from toutdoux.bot.door import Call, answered, from_mattermost, person_of, private_press, reply
from toutdoux.integrations.chat.answering import staying_answer
from toutdoux.integrations.mattermost.logic.staying import open_staying


@from_mattermost
def pressed(request: HttpRequest, call: Call) -> JsonResponse:
    """Take a press: what it means, and whom it was sent to, is in its sealed context."""
    gesture, meant = private_press(request, call, opening=open_staying)
    said = answered(
        call,
        gesture,
        lambda call: staying_answer(
            person=person_of(call, gesture), listed_id=meant.listed_id, answer=meant.answer, now=call.now
        ),
    )
    return reply(ephemeral_text=said, skip_slack_parsing=True)
