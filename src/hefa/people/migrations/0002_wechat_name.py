"""The name under which WeChat knows a member of staff, for previews."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="person",
            name="wechat_name",
            field=models.CharField(blank=True, max_length=40, verbose_name="个人微信号"),
        ),
    ]
