"""One message that was sent to the reader: word for word, and why."""

from django.http import HttpRequest, HttpResponse

from toutdoux.integrations.queries import access_sent
from toutdoux.web.door import Visit, inside, page
from toutdoux.web.preferences.views import shown
from toutdoux.wording.chat.places import chat_word
from toutdoux.wording.messages import channel_words, gathered_sentence


@inside
def message_page(request: HttpRequest, visit: Visit, delivery_id: int) -> HttpResponse:
    """Show the words of a message as they left, by which way, when, and the reason of each thing it told."""
    found = access_sent(actor=visit.actor, delivery_id=delivery_id)
    channel = found.delivery.channel
    [one] = shown([found.delivery], association=visit.association)
    context = {
        **one,
        "by": channel_words(chat="" if channel == "mail" else chat_word(channel)),
        "subject": found.subject,
        "text": found.text,
        "gathered": [gathered_sentence(about) for about in found.gathered],
    }
    return page(request, "preferences/message.html", context)
