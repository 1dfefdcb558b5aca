"""Why something about a service is refused, in sentences."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from django.utils.translation import gettext

from toutdoux.kernel.refusal import Refusal
from toutdoux.services.logic.events import ServiceRefusal

_SENTENCES: Mapping[ServiceRefusal, Callable[[], str]] = MappingProxyType(
    {
        ServiceRefusal.UNKNOWN_SERVICE: lambda: gettext(
            "There is no such service here: look in the register of services."
        ),
        ServiceRefusal.STANDS_THERE: lambda: gettext("The service stands there already: there is nothing to change."),
    }
)


def service_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``ServiceRefusal``."""
    return _SENTENCES[ServiceRefusal(refusal.code)]()
