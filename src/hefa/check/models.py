"""Answers to findings and the organisation's own list of terms."""

from django.db import models

from hefa.collect.models import Manuscript
from hefa.people.models import Person


class FindingAnswer(models.Model):
    """A person's answer to one finding, keyed by rule and place; the newest one counts."""

    manuscript = models.ForeignKey(Manuscript, on_delete=models.CASCADE, related_name="answers")
    rule = models.CharField(max_length=10)
    place = models.CharField(max_length=64)
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=200, blank=True)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField()

    class Meta:
        verbose_name = "问题项答复"
        indexes = [models.Index(fields=["manuscript", "rule", "place"], name="answer_by_place")]

    def __str__(self) -> str:
        return f"{self.rule} {self.verdict}"


class OwnTerm(models.Model):
    """A term on the organisation's own list (9(6)); empty on delivery."""

    term = models.CharField("词", max_length=60, unique=True)
    reason = models.CharField("理由", max_length=200)
    severity = models.CharField("级别", max_length=1, default="W")
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_on = models.DateField("到期", null=True, blank=True)

    class Meta:
        verbose_name = "自有提示词"
        ordering = ["term"]

    def __str__(self) -> str:
        return self.term
