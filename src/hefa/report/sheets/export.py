"""Long workbooks of the register: made by the worker, kept for a week, for who asked only."""

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.conf import settings

from hefa.registry.access import actor_of
from hefa.report.sheets.workbook import write_register
from hefa.review.register.forms import wanted_of
from hefa.review.register.models import RegisterExport
from hefa.review.register.queries import sheets_wanted

SHORT: Final = 2_000  # rows that a person waits for at the page
LONGEST: Final = 100_000
KEPT: Final = timedelta(days=7)


def path_of(export: RegisterExport) -> Path:
    """Return where the workbook of `export` lies."""
    return _folder() / f"{export.pk}.xlsx"


def make_export(pk: int, *, now: datetime) -> None:
    """Write the workbook that was asked for, of what its asker may see now; harmless twice."""
    export = RegisterExport.objects.select_related("person").filter(pk=pk).first()
    if export is None or export.made_at is not None:
        return
    rows = RegisterExport.objects.filter(pk=pk)

    def told(done: int) -> None:
        rows.update(done_count=done)

    found = sheets_wanted(actor_of(export.person, now), wanted_of(export.query), now=now)
    with TemporaryDirectory(dir=_folder()) as place:
        part = Path(place) / "part.xlsx"
        count = write_register(part, found, chosen=export.columns, now=now, told=told)
        part.replace(path_of(export))
    rows.update(made_at=now, done_count=count, row_count=count)


def put_away_exports(*, now: datetime) -> int:
    """Delete the workbooks older than a week, files and rows; return how many."""
    old = list(RegisterExport.objects.filter(asked_at__lt=now - KEPT))
    for export in old:
        path_of(export).unlink(missing_ok=True)
        export.delete()
    return len(old)


def _folder() -> Path:
    folder = Path(settings.FILES_PATH) / "exports"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
