"""Records of running: backups for now."""

from django.db import models

from hefa.people.models import Person


class BackupRun(models.Model):
    """One backup that was taken, where it lies and whether it was read back equal."""

    taken_at = models.DateTimeField(db_index=True)
    place = models.CharField("位置", max_length=255)
    sha256 = models.CharField(max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    is_equal = models.BooleanField("核对一致", default=False)
    handled_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = "备份"

    def __str__(self) -> str:
        return f"{self.taken_at:%Y-%m-%d %H:%M}"
