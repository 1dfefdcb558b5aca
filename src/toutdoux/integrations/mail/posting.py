"""Sending a letter. What cannot be sent is told to whoever asked, and written to the log without the letter's text."""

import logging
import smtplib

from django.core.mail import send_mail

from toutdoux.wording.letters import Letter

logger = logging.getLogger(__name__)


def post(*, letter: Letter, to: str) -> bool:
    """Send ``letter`` now; return whether the mail server took it. ``to`` is one address."""
    try:
        send_mail(subject=letter.subject, message=letter.text, from_email=None, recipient_list=[to])
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("a letter could not be sent: %s", type(error).__name__)
        return False
    return True
