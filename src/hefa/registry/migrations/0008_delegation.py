"""Delegation of a post for a time."""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Delegation of a post for a time."""

    dependencies: ClassVar = [("registry", "0007_account_knowledge")]
    operations: ClassVar[list[Operation]] = []
