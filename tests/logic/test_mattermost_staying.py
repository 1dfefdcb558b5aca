"""A sealed answer means what it says to whom it was sent; anything changed in it means nothing."""

from typing import Any
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.mattermost.logic.staying import Staying, open_staying, seal_staying
from toutdoux.procedures.logic.inactivity import Reply

meanings = st.builds(
    Staying,
    association_id=st.uuids(),
    listed_id=st.uuids(),
    user_id=st.text(alphabet="abcdefghij0123456789", min_size=26, max_size=26),
    answer=st.sampled_from(Reply),
)
secrets = st.text(min_size=8, max_size=40)


def test_it_works() -> None:
    meant = Staying(association_id=UUID(int=1), listed_id=UUID(int=2), user_id="u" * 26, answer=Reply.STAY)
    assert open_staying(secret="a secret", given=seal_staying(secret="a secret", meant=meant)) == meant


@given(meant=meanings, other=meanings, secret=secrets, wrong=secrets)
def test_what_is_changed_or_sealed_by_another_means_nothing(
    meant: Staying, other: Staying, secret: str, wrong: str
) -> None:
    sealed = seal_staying(secret=secret, meant=meant)
    assert open_staying(secret=secret, given=sealed) == meant
    if wrong != secret:
        assert open_staying(secret=wrong, given=sealed) is None
    elsewhere = seal_staying(secret=secret, meant=other)
    for key, value in elsewhere.items():
        if value != sealed[key]:
            assert open_staying(secret=secret, given=sealed | {key: value}) is None


@given(
    given=st.dictionaries(
        st.sampled_from(["association", "staying", "user", "answer", "seal"]),
        st.none() | st.integers() | st.text() | st.lists(st.text()),
    )
)
def test_whatever_arrives_is_read_or_is_nothing(given: dict[str, Any]) -> None:
    assert open_staying(secret="a secret", given=given) is None
