"""Who else may vouch for people, as an installation names them in its environment."""

from collections.abc import Mapping

import pytest
from django.core.exceptions import ImproperlyConfigured

from toutdoux.config.environment import identity_providers

OIDC = {
    "TOUTDOUX_OIDC_NEIGHBOURS_ISSUER": "https://accounts.example.org/realms/us/",
    "TOUTDOUX_OIDC_NEIGHBOURS_ID": "toutdoux",
    "TOUTDOUX_OIDC_NEIGHBOURS_SECRET": "between us",
}
MATTERMOST = {
    "TOUTDOUX_SIGN_IN_MATTERMOST_URL": "https://chat.example.org/",
    "TOUTDOUX_SIGN_IN_MATTERMOST_ID": "abc",
    "TOUTDOUX_SIGN_IN_MATTERMOST_SECRET": "def",
    "TOUTDOUX_SIGN_IN_MATTERMOST_LABEL": "The chat",
}


def test_it_works() -> None:
    assert identity_providers(variables={}) == ()
    oidc, mattermost = identity_providers(variables={**OIDC, **MATTERMOST, "TOUTDOUX_URL": "https://votes.example.org"})
    assert oidc == {
        "name": "neighbours",
        "sort": "oidc",
        # Compared letter by letter with what the provider says of itself: its last slash stays.
        "issuer": "https://accounts.example.org/realms/us/",
        "id": "toutdoux",
        "secret": "between us",
        "label": "Neighbours",
    }
    assert (mattermost["name"], mattermost["issuer"], mattermost["label"]) == (
        "mattermost",
        "https://chat.example.org",
        "The chat",
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"TOUTDOUX_OIDC_NEIGHBOURS_SECRET": ""}, "TOUTDOUX_OIDC_NEIGHBOURS_SECRET must be set"),
        ({"TOUTDOUX_OIDC_NEIGHBOURS_ID": ""}, "TOUTDOUX_OIDC_NEIGHBOURS_ID must be set"),
        ({"TOUTDOUX_OIDC_NEIGHBOURS_ISSUER": "http://accounts.example.org"}, "must look like https://"),
        ({"TOUTDOUX_OIDC_NEIGHBOURS_ISSUER": "accounts.example.org"}, "must look like https://"),
        ({"TOUTDOUX_OIDC_NEIGHBOURS_ISSUER": "https://a.example.org/?x=1"}, "must look like https://"),
        ({"TOUTDOUX_SIGN_IN_MATTERMOST_URL": "ftp://chat.example.org"}, "must look like https://"),
        (
            {name.replace("NEIGHBOURS", "MATTERMOST"): value for name, value in OIDC.items()},
            "cannot both be set",
        ),
    ],
    ids=str,
)
def test_what_cannot_be_is_refused_by_its_name(changes: Mapping[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        identity_providers(variables={**OIDC, **MATTERMOST, **changes})


def test_a_provider_on_this_machine_needs_no_encryption() -> None:
    (found,) = identity_providers(variables={**OIDC, "TOUTDOUX_OIDC_NEIGHBOURS_ISSUER": "http://127.0.0.1:8080"})
    assert found["issuer"] == "http://127.0.0.1:8080"
