"""Routes in full: several at one step, voids, advice, claims, declarations."""

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation


class Migration(migrations.Migration):
    """Routes in full: several at one step, voids, advice, claims, declarations."""

    dependencies: ClassVar = [
        ("review", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations: ClassVar[list[Operation]] = [
        migrations.CreateModel(
            name="Advice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("question", models.CharField(max_length=300, verbose_name="想问什么")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="答复")),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
            ],
            options={
                "verbose_name": "征求意见",
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="ExceptionCheck",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=500, verbose_name="核对情况")),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "事后核对",
            },
        ),
        migrations.CreateModel(
            name="HandSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("png", models.BinaryField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "手写签名",
            },
        ),
        migrations.CreateModel(
            name="UrgentConsent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post", models.CharField(max_length=40)),
                (
                    "how",
                    models.CharField(
                        choices=[("phone", "电话"), ("word", "当面"), ("message", "消息")],
                        max_length=10,
                        verbose_name="怎样同意的",
                    ),
                ),
                ("words", models.CharField(max_length=300, verbose_name="同意的原话和事由")),
                ("given_at", models.DateTimeField(verbose_name="什么时候同意的")),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "应急同意",
            },
        ),
        migrations.RemoveConstraint(
            model_name="opinion",
            name="opinion_step_once",
        ),
        migrations.RemoveConstraint(
            model_name="reviewsheet",
            name="sheet_waits_or_has_ended",
        ),
        migrations.AddField(
            model_name="opinion",
            name="declarations",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="opinion",
            name="for_person",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="is_exception",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="opinion",
            name="renderer_version",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="opinion",
            name="rules_version",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="opinion",
            name="voided_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reviewsheet",
            name="acts",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="reviewsheet",
            name="claimed_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="reviewsheet",
            name="claimed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reviewsheet",
            name="due_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="应办结"),
        ),
        migrations.AddField(
            model_name="reviewsheet",
            name="is_urgent",
            field=models.BooleanField(default=False, verbose_name="应急"),
        ),
        migrations.AddConstraint(
            model_name="reviewsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended", ""), ("ended_at__isnull", True)),
                    models.Q(
                        models.Q(("ended", ""), _negated=True),
                        ("awaits", ""),
                        ("ended_at__isnull", False),
                    ),
                    models.Q(
                        ("ended", "released"), ("ended_at__isnull", False), ("is_urgent", True)
                    ),
                    _connector="OR",
                ),
                name="sheet_waits_or_has_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="reviewsheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("claimed_at__isnull", True), ("claimed_by__isnull", True)),
                    models.Q(("claimed_at__isnull", False), ("claimed_by__isnull", False)),
                    _connector="OR",
                ),
                name="sheet_claim_is_whole",
            ),
        ),
        migrations.AddField(
            model_name="advice",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advice",
            name="asked_of",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="advice_asked",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="advice",
            name="sheet",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="advice",
                to="review.reviewsheet",
            ),
        ),
        migrations.AddField(
            model_name="exceptioncheck",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="exceptioncheck",
            name="sheet",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="check_made",
                to="review.reviewsheet",
            ),
        ),
        migrations.AddField(
            model_name="handsignature",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="opinion",
            name="signature",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="review.handsignature",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("voided_at__isnull", True)),
                fields=("sheet", "step", "person", "post"),
                name="opinion_once_a_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("voided_at__isnull", True), ("step__isnull", False), _connector="OR"
                ),
                name="opinion_voided_if_it_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="opinion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("for_person__isnull", True),
                    models.Q(("for_person", models.F("person")), _negated=True),
                    _connector="OR",
                ),
                name="opinion_for_another",
            ),
        ),
        migrations.AddField(
            model_name="urgentconsent",
            name="approver",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="urgentconsent",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="urgentconsent",
            name="sheet",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="consent",
                to="review.reviewsheet",
            ),
        ),
        migrations.AddConstraint(
            model_name="advice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answer", ""), ("answered_at__isnull", True)),
                    models.Q(
                        models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="advice_open_or_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="advice",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked_of", models.F("asked_by")), _negated=True),
                name="advice_of_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="handsignature",
            constraint=models.UniqueConstraint(
                fields=("person", "sha256"), name="hand_signature_once"
            ),
        ),
    ]
