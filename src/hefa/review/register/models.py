"""What the register keeps beside the sheets: lines to look up, views, the archive, long exports."""

from django.db import models
from django.db.models import Q

from hefa.people.models import Person
from hefa.registry.models import Column, OfficialAccount


class RegisterLine(models.Model):
    """What a sheet is looked up by, taken from its frozen version; rebuilt at will.

    Kept apart because a version's row carries its whole text, and looking through 100,000 of
    them for a column would read it all.
    """

    sheet = models.OneToOneField(
        "review.ReviewSheet", on_delete=models.CASCADE, primary_key=True, related_name="line"
    )
    kind = models.CharField(max_length=20, db_index=True)
    category = models.CharField(max_length=40, blank=True, db_index=True)
    column = models.ForeignKey(Column, on_delete=models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(
        OfficialAccount, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        verbose_name = "审核单台账条目"

    def __str__(self) -> str:
        return str(self.sheet_id)


class SavedView(models.Model):
    """A way of looking at the register that a person named: what is asked for, which columns.

    `query` holds the parameters of the list's address; `columns` keys of form fields, empty for
    all that are printed.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    name = models.CharField("名称", max_length=30)
    query = models.CharField(max_length=1000, blank=True)
    columns = models.JSONField(default=list)
    is_default = models.BooleanField(default=False)

    class Meta:
        verbose_name = "台账视图"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["person", "name"], name="view_named_once"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(is_default=True), name="view_default_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ArchiveSeries(models.Model):
    """The last archive number given for the sheets of a year; none is ever given again."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "归档编号"

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04}"


class ArchivedSheet(models.Model):
    """That a sheet was archived 归档: its archive number, and until when it must be kept.

    `keep_until` is the last day; nothing is disposed of by itself afterwards.
    """

    sheet = models.OneToOneField(
        "review.ReviewSheet", on_delete=models.PROTECT, primary_key=True, related_name="archived"
    )
    archive_no = models.CharField("归档号", max_length=60, unique=True)
    keep_years = models.PositiveSmallIntegerField("保管年数")
    keep_until = models.DateField("保管到", db_index=True)
    archived_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    archived_at = models.DateTimeField("归档时间")

    class Meta:
        verbose_name = "归档"

    def __str__(self) -> str:
        return self.archive_no


class RegisterExport(models.Model):
    """A workbook too long to wait for, made by the worker for who asked for it.

    `made_at` is empty while it is being made; `done_count` says how far it has come. The file
    lies under HEFA_HOME for a week.
    """

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    query = models.CharField(max_length=1000, blank=True)
    columns = models.JSONField(default=list)
    row_count = models.PositiveIntegerField()
    done_count = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "台账导出"
        indexes = [models.Index(fields=["person", "-id"], name="export_by_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.asked_at:%Y-%m-%d %H:%M}"
