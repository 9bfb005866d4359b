"""The mailbox whose mails become drafts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("registry", "0003_adoption_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Mailbox",
            fields=[
                (
                    "id",
                    models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False),
                ),
                ("is_on", models.BooleanField(default=True, verbose_name="收信")),
                ("address", models.EmailField(max_length=254, verbose_name="收稿邮箱")),
                ("host", models.CharField(max_length=120, verbose_name="收信服务器")),
                ("port", models.PositiveIntegerField(default=993, verbose_name="端口")),
                ("is_plain", models.BooleanField(default=False)),
                ("user", models.CharField(max_length=120, verbose_name="登录名")),
                ("secret_sealed", models.TextField(blank=True)),
                (
                    "folder",
                    models.CharField(default="INBOX", max_length=120, verbose_name="文件夹"),
                ),
                (
                    "authserv_id",
                    models.CharField(blank=True, max_length=120, verbose_name="核验方名称"),
                ),
                ("asks_token", models.BooleanField(default=False, verbose_name="要一次性口令")),
                ("begins_on", models.DateField()),
                ("looked_at", models.DateTimeField(blank=True, null=True)),
                ("trouble_code", models.CharField(blank=True, max_length=60)),
                ("revision", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "收稿邮箱",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("id", 1)), name="mailbox_is_single"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_plain", False),
                            ("host__in", ["localhost", "127.0.0.1", "::1"]),
                            _connector="OR",
                        ),
                        name="mailbox_plain_on_this_machine_only",
                    ),
                ],
            },
        ),
    ]
