"""Days and months as the community counts them, told by the database."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler


class DayHere(Func):
    """The day here on which a moment falls, as `2026-11-23`.

    The place has kept UTC+8 all year round since 1991, so SQLite is told the hours.
    """

    output_field = CharField()
    template = "to_char(%(expressions)s AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD')"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> Any:
        """Return the same in SQLite's words."""
        return self.as_sql(
            compiler, connection, template="date(%(expressions)s, '+8 hours')", **extra
        )


class MonthHere(DayHere):
    """The month here in which a moment falls, as `2026-11`."""

    template = "to_char(%(expressions)s AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')"

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any
    ) -> Any:
        """Return the same in SQLite's words."""
        template = "substr(date(%(expressions)s, '+8 hours'), 1, 7)"
        return self.as_sql(compiler, connection, template=template, **extra)
