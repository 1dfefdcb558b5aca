"""The doors into an account: none may be taken away that is the last."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Doors:
    """What opens an account by itself. ``mail``: a link can be mailed, to an address that is proven."""

    password: bool
    mail: bool
    passkeys: int
    identities: int

    @property
    def number(self) -> int:
        """Return how many there are."""
        return self.password + self.mail + self.passkeys + self.identities
