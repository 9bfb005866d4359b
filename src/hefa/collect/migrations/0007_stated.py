from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collect", "0006_other_kinds")]

    operations = [
        migrations.AddField(
            model_name="version",
            name="stated",
            field=models.JSONField(blank=True, default=dict, verbose_name="内容情况"),
        ),
    ]
