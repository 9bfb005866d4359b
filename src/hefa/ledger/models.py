"""The ledger's tables as the rest of the house reads them; only `append` writes."""

from django.db import models


class Entry(models.Model):
    """One ledger entry 台账记录; the leaf covers every column but the last."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    v = models.PositiveSmallIntegerField()
    ts = models.TextField()
    actor = models.TextField()
    kind = models.TextField()
    subject = models.TextField()
    body = models.TextField()
    leaf_hash = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_entry"
        verbose_name = "台账记录"
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.kind}"


class PersonalText(models.Model):
    """Personal text of an entry; the leaf holds only its salted hash, so it can be erased."""

    seq = models.PositiveBigIntegerField()
    name = models.TextField()
    salt = models.TextField()
    text = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_personal"
        verbose_name = "台账个人信息"

    def __str__(self) -> str:
        return f"{self.seq} {self.name}"


class Frontier(models.Model):
    """The right edge of the tree: its size and the roots of its complete subtrees, in hex."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    size = models.PositiveBigIntegerField()
    edge = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_frontier"
        verbose_name = "台账末端"

    def __str__(self) -> str:
        return str(self.size)
