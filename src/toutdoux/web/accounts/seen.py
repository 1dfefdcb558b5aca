"""Remembering that a session is in use, so that its person knows it again in the list of devices."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from toutdoux.accounts.commands import see_session

#: A session is noted as seen no more often than this: reading pages is no reason to write.
EVERY = timedelta(hours=1)


class SeenMiddleware:
    """Note, now and then, that a session is in use, once the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        response = self.get_response(request)
        session = request.session
        seen_at, device = getattr(session, "seen_at", None), getattr(session, "device", None)
        now = timezone.now()
        if isinstance(device, UUID) and seen_at is not None and seen_at < now - EVERY and not session.modified:
            try:
                see_session(device=device, now=now)
            except DatabaseError:
                # A page that could be read is shown, also by a database that cannot be written now.
                return response
        return response
