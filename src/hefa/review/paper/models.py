"""Numbers once given, and the copies of a sheet on paper."""

from django.db import models
from django.db.models import Q

from hefa.collect.models import StoredFile
from hefa.people.models import Person
from hefa.registry.models import Unit


class NumberSeries(models.Model):
    """A series of numbers: of a year, or of a year and a unit; none of it is given twice."""

    key = models.CharField(max_length=60, primary_key=True)
    year = models.PositiveSmallIntegerField(db_index=True)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "编号序列"
        ordering = ["-year", "key"]

    def __str__(self) -> str:
        return f"{self.key} {self.last}"


class SheetNumber(models.Model):
    """A number once given, at its place in its series; the sheet that bears it keeps it.

    The database compares number and sheet when the transaction ends: the number comes first.
    """

    sheet = models.OneToOneField(
        "review.ReviewSheet",
        to_field="number",
        db_column="number",
        primary_key=True,
        on_delete=models.PROTECT,
        related_name="given",
    )
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="numbers")
    serial = models.PositiveIntegerField()
    given_at = models.DateTimeField()

    class Meta:
        verbose_name = "编号登记"
        ordering = ["series_id", "serial"]
        constraints = [models.UniqueConstraint(fields=["series", "serial"], name="number_once")]

    def __str__(self) -> str:
        return str(self.sheet_id)


class SheetCopy(models.Model):
    """One copy 联 of a sheet on paper: how often printed, who has it, where it is filed.

    `holder_unit` and `holder` say who has it now; the rest says who did what last, and the
    ledger each time.
    """

    sheet = models.ForeignKey("review.ReviewSheet", on_delete=models.PROTECT, related_name="copies")
    mark = models.CharField("联次", max_length=10)
    printed_count = models.PositiveIntegerField(default=0)
    printed_at = models.DateTimeField(null=True, blank=True)
    printed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    holder_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    holder = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_at = models.DateTimeField(null=True, blank=True)
    handed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place = models.CharField("存放处", max_length=80, blank=True)
    filed_at = models.DateTimeField(null=True, blank=True)
    filed_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    scan_name = models.CharField(max_length=100, blank=True)
    scanned_at = models.DateTimeField(null=True, blank=True)
    scanned_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "纸件"
        ordering = ["sheet_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sheet", "mark"], name="copy_once"),
            models.CheckConstraint(
                condition=Q(filed_at__isnull=True) | ~Q(place=""), name="copy_filed_somewhere"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.mark}"
