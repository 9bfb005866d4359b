"""Mails seen in the mailbox, and the words that open it once."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("collect", "0004_waiting_files"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="MailToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "来信口令",
            },
        ),
        migrations.CreateModel(
            name="IncomingMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.CharField(max_length=255)),
                ("uid_validity", models.PositiveBigIntegerField()),
                ("uid", models.PositiveBigIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等着读"),
                            ("drafted", "成了草稿"),
                            ("repeated", "先前已收"),
                            ("refused", "没有收"),
                            ("ignored", "没有理会"),
                        ],
                        default="waiting",
                        max_length=10,
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("seen_at", models.DateTimeField(db_index=True)),
                ("message_id", models.CharField(blank=True, max_length=255)),
                ("body_sha256", models.CharField(blank=True, max_length=64)),
                ("proved_by", models.CharField(blank=True, max_length=60)),
                ("reasons", models.JSONField(default=list)),
                ("letter", models.TextField(blank=True)),
                ("is_to_move", models.BooleanField(default=False)),
                ("is_to_answer", models.BooleanField(default=False)),
                ("answer_attempts", models.PositiveSmallIntegerField(default=0)),
                ("answer_begun_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "file",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="collect.wordfile",
                    ),
                ),
                (
                    "manuscript",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="mails",
                        to="collect.manuscript",
                    ),
                ),
                (
                    "sender",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "来信",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("place", "uid_validity", "uid"), name="mail_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("state", "drafted"), models.Q(("message_id", ""), _negated=True)
                        ),
                        fields=("sender", "message_id"),
                        name="mail_one_draft",
                    ),
                ],
            },
        ),
    ]
