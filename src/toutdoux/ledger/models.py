"""The append-only log and its head. Updates and deletions of entries are refused by the database itself."""

from django.db import models


class Head(models.Model):
    """The end of an association's chain. Its row is the one lock that every deciding command takes first.

    One lock per association gives its facts a total order: no two commands of one association can interleave, so
    neither a vote and a close, nor two openings, nor a grant and a freezing, need any other care.
    """

    association = models.OneToOneField(
        "associations.Association", primary_key=True, on_delete=models.PROTECT, related_name="+"
    )
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.association_id} #{self.seq}"


class Entry(models.Model):
    """One thing that happened. Holds random ids, choices and salted digests; never a name or free text."""

    association = models.ForeignKey("associations.Association", on_delete=models.PROTECT, related_name="+")
    seq = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    actor_id = models.UUIDField(null=True)
    data = models.TextField()
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["association", "seq"], name="ledger_entry_once"),
            models.CheckConstraint(condition=models.Q(seq__gte=1), name="ledger_entry_seq_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.association_id} #{self.seq} {self.kind}"
