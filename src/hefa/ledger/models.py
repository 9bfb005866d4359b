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


class Checkpoint(models.Model):
    """A signed checkpoint 校验点: the whole ledger at one size, and the key that signed it."""

    size = models.PositiveBigIntegerField(primary_key=True)
    made_at = models.TextField()
    note = models.TextField()
    key = models.TextField()

    class Meta:
        managed = False
        db_table = "ledger_checkpoint"
        verbose_name = "台账校验点"
        ordering = ["size"]

    def __str__(self) -> str:
        return str(self.size)


class Tile(models.Model):
    """The hash over 256 entries, kept so that a proof need not read them all.

    A cache: it proves nothing, can be rebuilt from the entries, and no proof is given that does
    not check out against its root.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    hash = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_tile"
        verbose_name = "台账小树"

    def __str__(self) -> str:
        return str(self.number)


class Doubt(models.Model):
    """That the ledger did not prove out when it was last verified; no row while it does."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    found_at = models.DateTimeField()
    code = models.CharField(max_length=60)
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = "台账存疑"
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="doubt_is_single")]

    def __str__(self) -> str:
        return self.code
