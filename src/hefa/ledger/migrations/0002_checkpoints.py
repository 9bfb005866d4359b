"""Signed checkpoints, append-only, and the cache of subtree hashes, in raw SQL as 0001."""

from django.db import migrations, models

from hefa.ledger.triggers import CHECKPOINT_TRIGGERS

CHECKPOINT = """
CREATE TABLE ledger_checkpoint (
    size INTEGER NOT NULL PRIMARY KEY,
    made_at TEXT NOT NULL,
    note TEXT NOT NULL,
    key TEXT NOT NULL
)
"""
TILE = """
CREATE TABLE ledger_tile (
    number INTEGER NOT NULL PRIMARY KEY,
    hash BLOB NOT NULL
)
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_ledger_tables")]
    operations = [
        migrations.RunSQL(
            sql=(CHECKPOINT, TILE, *CHECKPOINT_TRIGGERS.values()),
            reverse_sql=("DROP TABLE ledger_checkpoint", "DROP TABLE ledger_tile"),
            state_operations=[
                migrations.CreateModel(
                    name="Checkpoint",
                    fields=[
                        ("size", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                        ("made_at", models.TextField()),
                        ("note", models.TextField()),
                        ("key", models.TextField()),
                    ],
                    options={
                        "db_table": "ledger_checkpoint",
                        "managed": False,
                        "ordering": ["size"],
                        "verbose_name": "台账校验点",
                    },
                ),
                migrations.CreateModel(
                    name="Tile",
                    fields=[
                        (
                            "number",
                            models.PositiveBigIntegerField(primary_key=True, serialize=False),
                        ),
                        ("hash", models.BinaryField()),
                    ],
                    options={
                        "db_table": "ledger_tile",
                        "managed": False,
                        "verbose_name": "台账小树",
                    },
                ),
            ],
        ),
    ]
