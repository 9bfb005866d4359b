"""A file of an older format waits to be converted; until then it knows whose it will be."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0003_theme"),
        ("registry", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="wordfile",
            name="waits_for",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="registry.unit",
            ),
        ),
    ]
