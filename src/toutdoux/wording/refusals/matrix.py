"""Why a connection to Matrix is refused, in sentences. The codes live here: their users stand above."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from toutdoux.kernel.refusal import Refusal


class MatrixRefusal(StrEnum):
    """Why an association is not connected."""

    ADDRESS_MALFORMED = "matrix-address-malformed"
    ADDRESS_PRIVATE = "matrix-address-private"
    ADDRESS_CLEAR = "matrix-address-clear"
    ADDRESS_UNKNOWN = "matrix-address-unknown"
    NOT_ANSWERING = "matrix-not-answering"
    NOT_MATRIX = "matrix-not-matrix"
    TOO_OLD = "matrix-too-old"
    TOKEN_REFUSED = "matrix-token-refused"  # noqa: S105 -- a code
    ROOM_UNKNOWN = "matrix-room-unknown"
    PERMISSION_MISSING = "matrix-permission-missing"
    ROOM_TAKEN = "matrix-room-taken"


_SENTENCES: Mapping[MatrixRefusal, Promise] = MappingProxyType(
    {
        MatrixRefusal.ADDRESS_MALFORMED: gettext_lazy(
            "This is not the address of a server: it looks like https://chat.example.org."
        ),
        MatrixRefusal.ADDRESS_PRIVATE: gettext_lazy(
            "This address is inside a private network. Whoever runs the installation can allow that network "
            "(TOUTDOUX_PRIVATE_NETWORKS)."
        ),
        MatrixRefusal.ADDRESS_CLEAR: gettext_lazy("This address is not encrypted: it must begin with https://."),
        MatrixRefusal.ADDRESS_UNKNOWN: gettext_lazy("No server has this name: is it spelt right?"),
        MatrixRefusal.NOT_ANSWERING: gettext_lazy("Nobody answers at this address just now."),
        MatrixRefusal.NOT_MATRIX: gettext_lazy(
            "Something answers at this address, but not a Matrix server: its address may differ from the name in the "
            "accounts. Element shows it in its settings, under Help & About."
        ),
        MatrixRefusal.TOO_OLD: gettext_lazy(
            "This server speaks an old version of Matrix; Toutdoux needs 1.4 or later."
        ),
        MatrixRefusal.TOKEN_REFUSED: gettext_lazy(
            "The server does not know this token: copy it again, or sign the bot in anew to have another."
        ),
        MatrixRefusal.ROOM_UNKNOWN: gettext_lazy(
            "The bot cannot enter this room: is it spelt right, and has the bot been invited there?"
        ),
        MatrixRefusal.PERMISSION_MISSING: gettext_lazy(
            "The room lacks what nothing works without: the list below says what."
        ),
        MatrixRefusal.ROOM_TAKEN: gettext_lazy("Another association votes in this room already: choose another."),
    }
)


def matrix_refusal(refusal: Refusal) -> str:
    """Return the sentence of a refusal whose code is a ``MatrixRefusal``."""
    return str(_SENTENCES[MatrixRefusal(refusal.code)])
