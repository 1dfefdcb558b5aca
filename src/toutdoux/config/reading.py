"""Every request is read as UTF-8, whatever it says of itself."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase


class Utf8Middleware:
    """Read addresses and forms as UTF-8, which is all that our pages send.

    Django would look for a codec of the name a request gives (``charset=idna``), and some of those it finds fail in ways
    that nothing catches: an answer 500 for whoever likes to see one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        request.encoding = "utf-8"
        return self.get_response(request)
