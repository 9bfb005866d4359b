import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("collect", "0005_mail")]

    operations = [
        migrations.AddField(
            model_name="manuscript",
            name="about",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="collect.version",
            ),
        ),
        migrations.AddField(
            model_name="version",
            name="acts_on",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="version",
            name="change",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
