"""The signature is that of Standard Webhooks, and each part of what is signed counts."""

from toutdoux.integrations.webhook.logic.signing import secret_of, signature

#: The example that the libraries of Standard Webhooks test themselves with.
EXAMPLE = {
    "secret": "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "message_id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "timestamp": 1614265330,
    "body": b'{"test": 2432232314}',
}
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_it_works() -> None:
    assert signature(**EXAMPLE) == SIGNED


def test_whatever_changes_the_signature_does() -> None:
    changes = (
        {"secret": secret_of(b"another key of the same size....")},
        {"message_id": "msg_p5jXN8AQM9LWM0D4loKWxJeK"},
        {"timestamp": 1614265331},
        {"body": b'{"test": 2432232315}'},
    )
    assert len({signature(**EXAMPLE), *(signature(**{**EXAMPLE, **change}) for change in changes)}) == 5


def test_a_secret_is_written_as_receivers_expect() -> None:
    assert secret_of(b"\x00" * 24) == "whsec_" + "A" * 32
