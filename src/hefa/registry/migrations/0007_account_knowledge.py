"""What is known of how WeChat treats an account."""

from typing import ClassVar

from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """What is known of how WeChat treats an account."""

    dependencies: ClassVar = [("registry", "0006_roads_and_quiet_hours")]
    operations: ClassVar[list[Operation]] = [
        migrations.AddField(
            model_name="officialaccount",
            name="refused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="officialaccount",
            name="is_resubmission_refused",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="officialaccount",
            name="resubmission_refused_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
