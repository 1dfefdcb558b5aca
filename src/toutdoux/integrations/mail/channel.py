"""Mail, as a channel: any SMTP server, named by ``EMAIL_URL``."""

import smtplib
from uuid import UUID

from django.conf import settings

from toutdoux.integrations.channel import Message, NotSent
from toutdoux.integrations.logic.leaving import Left
from toutdoux.integrations.logic.words import Way
from toutdoux.integrations.mail.composing import compose

WAY = Way.MAIL
#: Nothing is mailed to an association as such: it has members.
POSTS: frozenset[str] = frozenset()


def available(*, association_id: UUID) -> bool:  # noqa: ARG001 -- every association of the installation, or none
    """Say whether a mail server is named."""
    return bool(settings.TOUTDOUX_MAIL)


def send(*, message: Message) -> Left:
    """Hand the mail to the server and return its words; raise ``NotSent`` with its answer when it is not taken.

    A refusal of this address or this mail (5xx) is for good. A server that is not there, or does not let us in, may be
    back later.
    """
    if message.to is None:
        raise NotSent("no-recipient", for_good=True)
    mail = compose(message=message, to=message.to)
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code = max((answer[0] for answer in error.recipients.values()), default=500)
        raise NotSent(f"smtp-{code}", for_good=code >= 500) from error
    except smtplib.SMTPAuthenticationError as error:
        raise NotSent(f"smtp-{error.smtp_code}", unreachable=True) from error
    except (smtplib.SMTPSenderRefused, smtplib.SMTPDataError) as error:
        raise NotSent(f"smtp-{error.smtp_code}", for_good=error.smtp_code >= 500) from error
    except smtplib.SMTPNotSupportedError as error:
        raise NotSent("smtp-not-supported", for_good=True) from error
    except (smtplib.SMTPException, OSError) as error:
        raise NotSent("unreachable", unreachable=True) from error
    return Left(subject=str(mail.subject), text=str(mail.body))
