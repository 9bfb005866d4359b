"""Delegation of a post for a time."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Delegation of a post for a time."""

    dependencies: ClassVar = [
        ("registry", "0007_account_knowledge"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            model_name="appointment",
            name="for_person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="delegations",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("for_person__isnull", True),
                    models.Q(
                        ("ends_on__isnull", False),
                        ("is_deputy", True),
                        models.Q(("for_person", models.F("person")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="appointment_delegated_for_a_time",
            ),
        ),
    ]
