"""The register's search index, saved views and archive."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """The register's search index, saved views and archive."""

    dependencies: ClassVar = [("review", "0003_paper")]
    operations: ClassVar[list[Operation]] = []
