"""A version may carry its own theme; none means what its category is usually set in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collect", "0002_enclosures_and_covers")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="theme",
            field=models.CharField(blank=True, max_length=40, verbose_name="版式"),
        ),
    ]
