"""What the two protocols have in common: who a provider is, what is kept while someone is away, who comes back."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A provider, as the settings name it."""

    name: str
    sort: str
    issuer: str
    id: str
    secret: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Departure:
    """Where to send a browser, and what its session keeps to judge the return by; plain JSON, and secret."""

    url: str
    state: str
    nonce: str
    verifier: str


@dataclass(frozen=True, kw_only=True)
class Outsider:
    """A person as a provider knows them.

    ``subject`` is the number that never changes there; ``label``, ``name`` and ``email`` are only told, and prove nothing
    here. ``two_steps``: the provider says that it asked for more than a password.
    """

    issuer: str
    subject: str
    label: str
    name: str
    email: str
    two_steps: bool
