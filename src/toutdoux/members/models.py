"""The register of members, their dated voting rights, and the invitations that link an account to a member."""

import uuid

from django.db import models


class Member(models.Model):
    """A person, or an organisation, of one association. ``account`` is empty until an invitation has been followed.

    ``left_at`` follows from the spells: since when this is not a member, if so. ``search``: the names, made comparable.
    """

    class Kind(models.TextChoices):
        """A person votes by themselves; an organisation by its representatives, with one vote."""

        PERSON = "person"
        ORGANISATION = "organisation"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.PERSON)
    aliases = models.CharField(max_length=200, blank=True)
    pronoun = models.CharField(max_length=40, blank=True)
    title = models.CharField(max_length=80, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    search = models.CharField(max_length=400, blank=True)

    class Meta:
        indexes = [models.Index(fields=["association", "search", "id"], name="members_by_name")]
        constraints = [
            models.UniqueConstraint(fields=["association", "account"], name="members_account_once"),
            models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(left_at__gte=models.F("joined_at")),
                name="members_leaves_after_joining",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class VotingRight(models.Model):
    """A stretch of time during which a member may vote, and where it comes from. ``ends_at`` is excluded."""

    class Cause(models.TextChoices):
        """Where a voting right comes from."""

        FOUNDER = "founder"
        WAITING = "waiting"
        GRANT = "grant"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=12, choices=Cause)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        # Whether someone votes on a day is answered from these indexes alone, for ten thousand members at once.
        indexes = [models.Index(fields=["member", "starts_at", "ends_at"], name="members_right_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                name="members_right_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(cause="grant", action__isnull=False)
                | (~models.Q(cause="grant") & models.Q(action__isnull=True)),
                name="members_grant_names_its_action",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} from {self.starts_at}"


class Spell(models.Model):
    """A stretch of time during which something is taken away: membership, or the vote. ``ends_at`` is excluded.

    ``planned_ends_at``: when a leave was to end, whatever became of it.
    """

    class Kind(models.TextChoices):
        """What is taken away."""

        LEFT = "left"
        EXCLUDED = "excluded"
        COUNCIL = "council"
        WITHDRAWN = "withdrawn"
        LEAVE = "leave"

    member = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    planned_ends_at = models.DateTimeField(null=True)
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")
    ended_by = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["member", "starts_at", "ends_at", "kind"], name="members_spell_at")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True) | models.Q(ends_at__gte=models.F("starts_at")),
                name="members_spell_ends_after_start",
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["left", "leave"]) | models.Q(action__isnull=False),
                name="members_spell_names_its_action",
            ),
            models.UniqueConstraint(
                fields=["member", "kind"],
                condition=models.Q(ends_at__isnull=True) & ~models.Q(kind="leave"),
                name="members_one_open_spell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.kind} from {self.starts_at}"


class Representative(models.Model):
    """A person who may cast the one vote of an organisation, between two instants."""

    organisation = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Member, on_delete=models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=models.Q(ends_at__isnull=True),
                name="members_represents_once",
            ),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("person")), name="members_represents_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} for {self.organisation_id}"


class Welcome(models.Model):
    """Whether people may ask, on a public page, to join an association, and what that page tells them first."""

    association = models.OneToOneField("associations.Association", on_delete=models.PROTECT, related_name="+")
    open = models.BooleanField(default=False)
    words = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"{self.association_id}: {'open' if self.open else 'closed'}"


class JoinRequest(models.Model):
    """Someone asks to join. ``person_id`` names them in proposals, and in the register once they are admitted.

    ``email`` is what they wrote, not proved. ``answer``: how it ended.
    """

    class Answer(models.TextChoices):
        """What became of it."""

        ADMITTED = "admitted"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    person_id = models.UUIDField()
    account = models.ForeignKey("accounts.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    words = models.TextField(blank=True)
    source_digest = models.CharField(max_length=64, blank=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answer = models.CharField(max_length=12, choices=Answer, blank=True)
    answered_by = models.ForeignKey(Member, null=True, on_delete=models.PROTECT, related_name="+")
    action = models.ForeignKey("decisions.Action", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["association", "person_id"],
                condition=models.Q(answer=""),
                name="members_asks_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} asks"


class Invitation(models.Model):
    """A link to copy or mail, once, that makes its reader this member. Only its digest is kept."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    token_digest = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Member, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"invitation of {self.member_id}"
