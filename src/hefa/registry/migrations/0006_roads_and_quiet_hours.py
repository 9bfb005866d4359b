"""Which road WeChat refused an account, and when the organisation publishes nothing."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0005_callbacks"),
    ]

    operations = [
        migrations.AddField(
            model_name="officialaccount",
            name="refused_channel",
            field=models.CharField(blank=True, max_length=10),
        ),
        migrations.AddField(
            model_name="installation",
            name="quiet_from",
            field=models.TimeField(blank=True, null=True, verbose_name="安静时段从"),
        ),
        migrations.AddField(
            model_name="installation",
            name="quiet_until",
            field=models.TimeField(blank=True, null=True, verbose_name="安静时段到"),
        ),
    ]
