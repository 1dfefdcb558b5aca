"""Static files straight from the installed package: no collecting step, and browsers still never show an old version."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware


def _digest(*, name: str) -> str:
    path = finders.find(name)
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()[:12] if path else ""


_digest_kept = lru_cache(maxsize=None)(_digest)


class VersionedStaticFilesStorage(StaticFilesStorage):
    """Give each static file an address that changes with its content: `/static/site.css?v=<digest>`."""

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """Return the address of `name`; a name that no package ships gets its plain address, which answers 404."""
        address = super().url(name, *args, **kwargs)
        digest = (_digest if settings.DEBUG else _digest_kept)(name=name or "")
        return f"{address}?v={digest}" if digest else address


class StaticFilesMiddleware(WhiteNoiseMiddleware):
    """WhiteNoise, answering with whole small bodies.

    WhiteNoise streams from an open file, which Django cannot do from a synchronous iterator under ASGI without reading
    all of it first and warning about it; our files are small, so they are simply read.
    """

    @staticmethod
    def serve(static_file: Any, request: HttpRequest) -> HttpResponse:
        """Answer a GET or HEAD for one file, honouring If-None-Match, If-Modified-Since and ranges."""
        answer = static_file.get_response(request.method, request.META)
        body = b""
        if answer.file is not None:
            with answer.file as stream:
                body = stream.read()
        response = HttpResponse(body, status=int(answer.status))
        del response["content-type"]
        for key, value in answer.headers:
            response[key] = value
        return response
