"""What was sent, word for word."""

from django.db import models


class SentWords(models.Model):
    """The words of one message to one person as it left: its subject, where it has one, and its plain text.

    The secrets of its links are not among them: what is at rest opens nothing.
    """

    delivery = models.OneToOneField(
        "integrations.Delivery", primary_key=True, on_delete=models.CASCADE, related_name="+"
    )
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField()

    def __str__(self) -> str:
        return f"words of {self.delivery_id}"
