"""A button means what we sealed, and nothing else: no field can be changed, no other secret opens it."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toutdoux.integrations.mattermost.logic.contexts import Context, open_, seal
from toutdoux.rules.facts import Choice

CONTEXTS = st.builds(
    Context,
    association_id=st.uuids(),
    action_id=st.uuids(),
    version=st.integers(1, 99),
    channel_id=st.text(st.sampled_from("abcdefgh0123456789"), min_size=26, max_size=26),
    choice=st.sampled_from(Choice),
)
SECRETS = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=20, max_size=60)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(context=CONTEXTS, secret=SECRETS)
def test_it_works(context: Context, secret: str) -> None:
    assert open_(secret=secret, given=seal(secret=secret, context=context)) == context


@given(context=CONTEXTS, secret=SECRETS, other=SECRETS)
def test_another_secret_opens_nothing(context: Context, secret: str, other: str) -> None:
    opened = open_(secret=other, given=seal(secret=secret, context=context))
    assert (opened is None) == (secret != other)


@given(
    context=CONTEXTS, other=CONTEXTS, field=st.sampled_from(["association", "action", "version", "channel", "choice"])
)
def test_no_field_can_be_exchanged(context: Context, other: Context, field: str) -> None:
    sealed, foreign = seal(secret="s" * 32, context=context), seal(secret="s" * 32, context=other)
    forged = {**sealed, field: foreign[field]}
    assert (open_(secret="s" * 32, given=forged) is None) == (forged != sealed)


@given(
    context=CONTEXTS,
    field=st.sampled_from(["association", "action", "version", "channel", "choice", "seal"]),
    value=JSON,
)
def test_whatever_arrives_is_refused_quietly(context: Context, field: str, value: Any) -> None:
    sealed = seal(secret="s" * 32, context=context)
    assert open_(secret="s" * 32, given={**sealed, field: value}) in {None, context}
    assert open_(secret="s" * 32, given={k: v for k, v in sealed.items() if k != field}) is None


@pytest.mark.parametrize("version", [True, 1.0, "1"])
def test_what_is_equal_to_a_version_is_not_one(version: Any) -> None:
    context = Context(association_id=UUID(int=1), action_id=UUID(int=2), version=1, channel_id="c", choice=Choice.FOR)
    assert open_(secret="s" * 32, given={**seal(secret="s" * 32, context=context), "version": version}) is None


def test_half_a_character_is_refused_quietly() -> None:
    context = Context(association_id=UUID(int=1), action_id=UUID(int=2), version=1, channel_id="c", choice=Choice.FOR)
    sealed = seal(secret="s" * 32, context=context)
    assert open_(secret="s" * 32, given={**sealed, "channel": "\ud800"}) is None
    assert open_(secret="s" * 32, given={**sealed, "seal": "\ud800"}) is None
