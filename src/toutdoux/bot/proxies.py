"""The buttons about proxies: under a convening, and under a proxy that one is given; pressed by the person it was sent to."""

from django.http import HttpRequest, JsonResponse

from toutdoux.bot import forms, proxy_forms
from toutdoux.bot.door import Call, answered, from_mattermost, person_of, private_press, reply, room_of
from toutdoux.bot.reading import Gesture
from toutdoux.integrations.chat.answering import speaking
from toutdoux.integrations.chat.representing import declined_answer
from toutdoux.integrations.chat.rooms import NotDone
from toutdoux.integrations.mattermost.logic.offers import Offer, Offered, open_offer
from toutdoux.kernel.refusal import Refusal, Refused
from toutdoux.wording.refusals.chat import ChatRefusal


@from_mattermost
def pressed(request: HttpRequest, call: Call) -> JsonResponse:
    """Take a press: what it means, and whom it was sent to, is in its sealed context."""
    gesture, meant = private_press(request, call, opening=open_offer)
    said = answered(call, gesture, lambda call: _press(call, gesture, meant))
    return reply(ephemeral_text=said, skip_slack_parsing=True) if said else reply()


def _press(call: Call, gesture: Gesture, meant: Offered) -> str:
    person = person_of(call, gesture)
    if meant.offer is Offer.DECLINE:
        with speaking(person):
            return declined_answer(actor=person.actor, proxy_id=meant.about, now=call.now)
    make = proxy_forms.give if meant.offer is Offer.GIVE else proxy_forms.name
    with speaking(person):
        form = make(call, person=person, user_id=gesture.user_id, about=meant.about)
    try:
        with room_of(call) as room:
            room.open_dialog(trigger_id=gesture.trigger_id, url=forms.address(call), dialog=form)
    except NotDone as error:
        raise Refused([Refusal(code=ChatRefusal.SERVER_SILENT)]) from error
    # The dialog is the answer; what it records is said when it is sent.
    return ""
