"""What people are told when a request fails on our side: a fault of ours, or a database that cannot be written now."""

import errno
import sys

from django.db import InterfaceError, InternalError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

#: The system has no room, or may not write: errors of files, as those of the database.
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})
#: How PostgreSQL says that it is read-only for now (a standby, or an administrator at work).
_READ_ONLY = "25006"
_SECONDS = "30"


def failed(request: HttpRequest) -> HttpResponse:
    """Answer a request that raised. Neither page asks the database for anything: it may be what failed."""
    if unavailable(sys.exc_info()[1]):
        headers = {"Retry-After": _SECONDS, "Cache-Control": "no-store"}
        return HttpResponse(render_to_string("503.html"), status=503, headers=headers)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(error: BaseException | None) -> bool:
    """Return whether ``error`` says that nothing can be written or read just now, rather than that we did wrong."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    if isinstance(error, InternalError):
        return getattr(error.__cause__, "sqlstate", None) == _READ_ONLY
    return isinstance(error, OSError) and error.errno in _NO_ROOM
