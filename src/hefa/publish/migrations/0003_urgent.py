"""Whether a publication goes out in the quiet hours too."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("publish", "0002_channels_and_kinds"),
    ]

    operations = [
        migrations.AddField(
            model_name="publication",
            name="is_urgent",
            field=models.BooleanField(default=False),
        ),
    ]
