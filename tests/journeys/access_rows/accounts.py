"""What opens an account: each person for their own, and nobody for another's. Strangers only where they come in."""

from tests.journeys.access_answers import (
    ACCOUNTS,
    EVERYONE,
    STRANGERS,
    Answer,
    Row,
    anyone,
    give,
    led,
    may,
    shown,
    signed_in,
)
from tests.journeys.access_scene import Role

#: The passkeys, devices and identities of the scene are all of one person.
THEIRS = (Role.VOTER,)

ROWS: tuple[Row, ...] = (
    # Nobody has passed a first step: there is no second one to see.
    anyone(
        "second_step",
        get=(*led(ACCOUNTS), give(Answer.SIGN_IN, STRANGERS)),
        post=(*led(ACCOUNTS), give(Answer.SIGN_IN, STRANGERS)),
    ),
    # Browsers make no passkeys for an address without a name, which is what the tests have; with one, see the journeys.
    anyone("sign_in_passkey", nothing=("",), post=(give(Answer.NOTHING, EVERYONE),), data={"answer": "{}"}),
    anyone("sign_in_passkey_options", nothing=("",), post=(give(Answer.NOTHING, EVERYONE),)),
    anyone(
        "outside_leave",
        "providers",
        post=(*shown(EVERYONE, "known"), give(Answer.REFUSED, EVERYONE, "unknown")),
    ),
    anyone("outside_back", "providers", get=(give(Answer.REFUSED, EVERYONE),), post=(give(Answer.REFUSED, EVERYONE),)),
    signed_in("account_journal", get=shown(ACCOUNTS), post=shown(ACCOUNTS)),
    signed_in("confirm", get=shown(ACCOUNTS), post=led(ACCOUNTS), data={"password": "six green lanterns at dusk"}),
    signed_in("address", get=shown(ACCOUNTS), post=may(ACCOUNTS), data={"email": "elsewhere@example.org"}),
    anyone(
        "prove_address",
        "proofs",
        get=(*shown(EVERYONE, "valid"), give(Answer.GONE, EVERYONE)),
        post=(
            give(Answer.CHANGED, THEIRS, "valid"),
            give(Answer.REFUSED, EVERYONE, "valid"),
            give(Answer.GONE, EVERYONE),
        ),
        data={"answer": "mine"},
    ),
    # Whoever reads the mail of an address may say that it is not theirs; this one no account has yet.
    anyone(
        "prove_address",
        "proofs",
        gesture="disown",
        get=(*shown(EVERYONE, "valid"), give(Answer.GONE, EVERYONE)),
        post=(*shown(EVERYONE, "valid"), give(Answer.GONE, EVERYONE)),
        data={"answer": "not-mine"},
    ),
    signed_in(
        "passkey",
        nothing=("",),
        get=(give(Answer.NOTHING, ACCOUNTS),),
        post=(give(Answer.NOTHING, ACCOUNTS),),
        data={"answer": "{}"},
    ),
    signed_in("passkey_options", nothing=("",), post=(give(Answer.NOTHING, ACCOUNTS),)),
    signed_in("remove_passkey", "passkeys", post=may(THEIRS, "theirs")),
    signed_in("codes", gesture="begin", get=shown(ACCOUNTS), post=may(ACCOUNTS)),
    signed_in(
        "codes",
        gesture="confirm",
        get=shown(ACCOUNTS),
        # Nothing was begun: there is no secret that a code could be of.
        post=(give(Answer.REFUSED, ACCOUNTS),),
        data={"code": "000000"},
    ),
    signed_in("end_codes", post=(give(Answer.REFUSED, ACCOUNTS),)),
    signed_in("recovery_codes", post=(give(Answer.REFUSED, ACCOUNTS),)),
    signed_in(
        "link_identity",
        "providers",
        post=(*shown(ACCOUNTS, "known"), give(Answer.REFUSED, ACCOUNTS, "unknown")),
    ),
    signed_in("unlink_identity", "identities", post=may(THEIRS, "theirs")),
    signed_in("end_other_sessions", post=led(ACCOUNTS)),
    signed_in("end_session", "devices", post=led(THEIRS, "theirs")),
)
