"""The append-only tables, in raw SQL: a rebuild by the framework would drop the triggers."""

from django.db import migrations, models

from hefa.ledger.triggers import TRIGGERS

ENTRY = """
CREATE TABLE ledger_entry (
    seq INTEGER NOT NULL PRIMARY KEY,
    v INTEGER NOT NULL,
    ts TEXT NOT NULL,
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    leaf_hash TEXT NOT NULL
)
"""
PERSONAL = """
CREATE TABLE ledger_personal (
    id INTEGER NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    name TEXT NOT NULL,
    salt TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (seq, name)
)
"""
FRONTIER = """
CREATE TABLE ledger_frontier (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    size INTEGER NOT NULL,
    edge TEXT NOT NULL
)
"""


def _sql(*statements: str) -> tuple[str, ...]:
    return statements


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.RunSQL(
            sql=_sql(
                ENTRY,
                PERSONAL,
                FRONTIER,
                "CREATE INDEX ledger_entry_subject ON ledger_entry (subject, seq)",
                "CREATE INDEX ledger_entry_kind ON ledger_entry (kind, seq)",
                "INSERT INTO ledger_frontier (id, size, edge) VALUES (1, 0, '')",
                *TRIGGERS.values(),
            ),
            reverse_sql=_sql(
                "DROP TABLE ledger_entry",
                "DROP TABLE ledger_personal",
                "DROP TABLE ledger_frontier",
            ),
            state_operations=[
                migrations.CreateModel(
                    name="Entry",
                    fields=[
                        ("seq", models.PositiveBigIntegerField(primary_key=True, serialize=False)),
                        ("v", models.PositiveSmallIntegerField()),
                        ("ts", models.TextField()),
                        ("actor", models.TextField()),
                        ("kind", models.TextField()),
                        ("subject", models.TextField()),
                        ("body", models.TextField()),
                        ("leaf_hash", models.TextField()),
                    ],
                    options={
                        "db_table": "ledger_entry",
                        "managed": False,
                        "ordering": ["seq"],
                        "verbose_name": "台账记录",
                    },
                ),
                migrations.CreateModel(
                    name="PersonalText",
                    fields=[
                        ("id", models.BigAutoField(primary_key=True, serialize=False)),
                        ("seq", models.PositiveBigIntegerField()),
                        ("name", models.TextField()),
                        ("salt", models.TextField()),
                        ("text", models.TextField()),
                    ],
                    options={
                        "db_table": "ledger_personal",
                        "managed": False,
                        "verbose_name": "台账个人信息",
                    },
                ),
                migrations.CreateModel(
                    name="Frontier",
                    fields=[
                        ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                        ("size", models.PositiveBigIntegerField()),
                        ("edge", models.TextField()),
                    ],
                    options={
                        "db_table": "ledger_frontier",
                        "managed": False,
                        "verbose_name": "台账末端",
                    },
                ),
            ],
        ),
    ]
