"""Where WeChat sends an account's messages, and when its figures were last asked for."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0004_mailbox"),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountCallback",
            fields=[
                (
                    "account",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="callback",
                        serialize=False,
                        to="registry.officialaccount",
                    ),
                ),
                ("key", models.CharField(max_length=43, unique=True)),
                ("token_sealed", models.TextField()),
                ("aes_key_sealed", models.TextField()),
                ("old_token_sealed", models.TextField(blank=True)),
                ("old_aes_key_sealed", models.TextField(blank=True)),
                ("old_until", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                (
                    "holding_text",
                    models.CharField(blank=True, max_length=600, verbose_name="临时答复"),
                ),
                ("verified_at", models.DateTimeField(blank=True, null=True)),
                ("heard_at", models.DateTimeField(blank=True, null=True)),
                ("heard_kind", models.CharField(blank=True, max_length=60)),
                ("heard_mode", models.CharField(blank=True, max_length=20)),
                ("refused_at", models.DateTimeField(blank=True, null=True)),
                ("refused_code", models.CharField(blank=True, max_length=60)),
                ("refused_count", models.PositiveIntegerField(default=0)),
                ("revision", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "消息接收",
            },
        ),
        migrations.AddField(
            model_name="officialaccount",
            name="count_code",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="officialaccount",
            name="counted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
