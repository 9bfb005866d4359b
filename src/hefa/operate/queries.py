"""The backups that were taken."""

from django.db.models import QuerySet

from hefa.operate.models import BackupRun


def backups() -> QuerySet[BackupRun]:
    """Return the backups, newest first, with who took them."""
    return BackupRun.objects.select_related("handled_by").order_by("-taken_at", "-pk")


def latest_sound_backup() -> BackupRun | None:
    """Return the newest backup that was read back equal, or None."""
    return backups().filter(is_equal=True).first()
