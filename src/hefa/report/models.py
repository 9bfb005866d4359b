"""What the machine found of each released sheet, so that the board need not look again."""

from django.db import models

from hefa.review.models import ReviewSheet


class SheetProof(models.Model):
    """Which claims one released sheet fails, and on which it gives nothing to try.

    Both are names of claims set apart by spaces. A released sheet does not change, so neither
    does its row: it is written once.
    """

    sheet = models.OneToOneField(ReviewSheet, on_delete=models.PROTECT, related_name="proof")
    released_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    failed = models.CharField(max_length=400, blank=True)
    untried = models.CharField(max_length=400, blank=True)

    class Meta:
        verbose_name = "审核单核对"
        indexes = [
            models.Index(fields=["released_at", "failed", "untried"], name="proof_by_release")
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.failed}"
