"""Copies of the printed sheet and the numbers they bear."""

from typing import Any, ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.migrations.operations.base import Operation

PERSON = settings.AUTH_USER_MODEL


def _by(model: str) -> Any:
    return models.ForeignKey(
        blank=True,
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="+",
        to=model,
    )


def register_numbers(apps: Any, schema_editor: Any) -> None:
    """Enter the numbers given so far, `2026-0187`, each at its place; others stay outside."""
    del schema_editor
    series_of, numbers = {}, apps.get_model("review", "SheetNumber")
    for old in apps.get_model("review", "SheetSeries").objects.all():
        new = apps.get_model("review", "NumberSeries")
        series_of[old.year] = new.objects.create(key=str(old.year), year=old.year, last=old.last)
    for sheet in apps.get_model("review", "ReviewSheet").objects.all():
        year, _, serial = sheet.number.partition("-")
        series = series_of.get(int(year)) if year.isdigit() and serial.isdigit() else None
        if series is not None:
            numbers.objects.create(
                sheet=sheet, series=series, serial=int(serial), given_at=sheet.submitted_at
            )


def back_to_years(apps: Any, schema_editor: Any) -> None:
    """Keep the last number of each year alone."""
    del schema_editor
    for series in apps.get_model("review", "NumberSeries").objects.filter(unit=None):
        apps.get_model("review", "SheetSeries").objects.create(year=series.year, last=series.last)


class Migration(migrations.Migration):
    """Copies of the printed sheet and the numbers they bear."""

    dependencies: ClassVar = [("review", "0002_routes_in_full")]
    operations: ClassVar[list[Operation]] = [
        migrations.AlterField(
            model_name="reviewsheet",
            name="number",
            field=models.CharField(max_length=80, unique=True, verbose_name="编号"),
        ),
        migrations.CreateModel(
            name="NumberSeries",
            fields=[
                ("key", models.CharField(max_length=60, primary_key=True, serialize=False)),
                ("year", models.PositiveSmallIntegerField(db_index=True)),
                ("last", models.PositiveIntegerField(default=0)),
                ("unit", _by("registry.unit")),
            ],
            options={"verbose_name": "编号序列", "ordering": ["-year", "key"]},
        ),
        migrations.CreateModel(
            name="SheetNumber",
            fields=[
                (
                    "sheet",
                    models.OneToOneField(
                        db_column="number",
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="given",
                        serialize=False,
                        to="review.reviewsheet",
                        to_field="number",
                    ),
                ),
                ("serial", models.PositiveIntegerField()),
                ("given_at", models.DateTimeField()),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="numbers",
                        to="review.numberseries",
                    ),
                ),
            ],
            options={
                "verbose_name": "编号登记",
                "ordering": ["series_id", "serial"],
                "constraints": [
                    models.UniqueConstraint(fields=("series", "serial"), name="number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="SheetCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(max_length=10, verbose_name="联次")),
                ("printed_count", models.PositiveIntegerField(default=0)),
                ("printed_at", models.DateTimeField(blank=True, null=True)),
                ("handed_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(blank=True, max_length=80, verbose_name="存放处")),
                ("filed_at", models.DateTimeField(blank=True, null=True)),
                ("scan_name", models.CharField(blank=True, max_length=100)),
                ("scanned_at", models.DateTimeField(blank=True, null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("printed_by", _by(PERSON)),
                ("holder_unit", _by("registry.unit")),
                ("holder", _by(PERSON)),
                ("handed_by", _by(PERSON)),
                ("filed_by", _by(PERSON)),
                ("scan", _by("collect.storedfile")),
                ("scanned_by", _by(PERSON)),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="review.reviewsheet",
                    ),
                ),
            ],
            options={
                "verbose_name": "纸件",
                "ordering": ["sheet_id", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("sheet", "mark"), name="copy_once"),
                    models.CheckConstraint(
                        condition=models.Q(("filed_at__isnull", True))
                        | models.Q(("place", ""), _negated=True),
                        name="copy_filed_somewhere",
                    ),
                ],
            },
        ),
        migrations.RunPython(register_numbers, back_to_years),
        migrations.DeleteModel(name="SheetSeries"),
    ]
