"""People who sign in. An account belongs to no association; it may be several members, each linked separately."""

import uuid

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower


class AccountManager(BaseUserManager["Account"]):
    """Finds an account by the address, whatever its case; addresses are kept in small letters."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        """Return the account of an address."""
        return self.get(email=(username or "").lower())


class Account(AbstractBaseUser):
    """A person's way in: an address, perhaps a password, a language.

    Until ``email_proven_at`` the address is only what someone typed, and nothing mailed to it opens the account.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(unique=True)
    email_proven_at = models.DateTimeField(null=True)
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
    """A failed attempt, by source and by address, so that guessing is slowed without locking anyone out.

    Those at a code of an application are kept for longer, and apart: see ``logic.throttle``.
    """

    source = models.CharField(max_length=64)
    email_digest = models.CharField(max_length=64)
    at_code = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["source", "at"], name="accounts_attempt_source")]

    def __str__(self) -> str:
        return f"{self.source} at {self.at}"


class AddressProof(models.Model):
    """A link mailed to an address that an account says is its own. It opens nothing: it only proves, or disowns, the address."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField()
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"proof of {self.email}"


class Session(AbstractBaseSession):
    """A browser that is signed in, or on its way to be. Its key is kept as a digest: the database alone opens nothing.

    ``device`` is what pages call it by; no address on the network is kept.
    """

    session_key = models.CharField(max_length=64, primary_key=True)
    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    device = models.UUIDField(null=True, db_index=True)
    browser = models.CharField(max_length=40, blank=True)
    way = models.CharField(max_length=12, blank=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["expire_date"], name="accounts_session_expiry")]

    def __str__(self) -> str:
        return f"{self.browser} of {self.account_id}"


class Passkey(models.Model):
    """A passkey: its public half, and how often its device says it was used, by which a copy betrays itself."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=60)
    credential_id = models.CharField(max_length=1400, unique=True)
    credential = models.BinaryField()
    sign_count = models.PositiveBigIntegerField(default=0)
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name} of {self.account_id}"


class CodeApp(models.Model):
    """The secret shared with an application that shows codes. It asks for codes once confirmed by a first one.

    ``last_step`` is the latest stretch of thirty seconds whose code was taken: none is taken twice.
    """

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="+")
    sealed_secret = models.CharField(max_length=255)
    last_step = models.BigIntegerField(default=0)
    began_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"codes of {self.account_id}"


class RecoveryCode(models.Model):
    """One of the codes to print: it replaces the application once. Only its digest is kept."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    code_digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "code_digest"], name="accounts_recovery_code_once")]

    def __str__(self) -> str:
        return f"recovery code of {self.account_id}"


class Identity(models.Model):
    """Who an account is elsewhere: the issuer and the number it gives the person, never a name or an address."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    label = models.CharField(max_length=120, blank=True)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="accounts_identity_once"),
            models.UniqueConstraint(fields=["account", "issuer"], name="accounts_identity_one_by_issuer"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} at {self.issuer}"


class Note(models.Model):
    """Something that happened to an account, for its person to read. ``times`` counts what repeats within an hour.

    Without an account: someone tried an address that nobody has. It is noted all the same, so that it takes as long.
    """

    account = models.ForeignKey(Account, null=True, on_delete=models.CASCADE, related_name="+")
    what = models.CharField(max_length=24)
    way = models.CharField(max_length=12, blank=True)
    browser = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [models.Index(fields=["account", "at"], name="accounts_note_by_date")]

    def __str__(self) -> str:
        return f"{self.what} at {self.at}"
