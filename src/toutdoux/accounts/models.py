"""People who sign in. An account belongs to no association; it may be several members, each linked separately."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by the address, whatever its case; addresses are kept in small letters."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of an address."""
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser):
    """A person's way in: an address, perhaps a password, a language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()

    objects = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="accounts_email_in_small_letters")
        ]

    def __str__(self) -> str:
        return self.email


class SignInLink(models.Model):
    """A mailed link that signs in once. Only its digest is kept, so the database alone opens nothing."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"link of {self.account_id}"


class SignInAttempt(models.Model):
    """A failed attempt, by source and by address, so that guessing is slowed without locking anyone out."""

    source = models.CharField(max_length=64)
    email_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["source", "at"], name="accounts_attempt_source")]

    def __str__(self) -> str:
        return f"{self.source} at {self.at}"
