"""Days and months as the community counts them: which are worked, and told by the database."""

from functools import lru_cache
from typing import Any

from chinese_calendar.constants import holidays, workdays
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Func
from django.db.models.sql.compiler import SQLCompiler

from hefa.core.workdays import Calendar


@lru_cache(maxsize=1)
def calendar() -> Calendar:
    """Return the calendar of working days, as far as it has been announced.

    The State Council's office announces a year in the November before it; a year that the
    installed edition does not hold yet is simply not known.
    """
    return Calendar(
        off=frozenset(holidays),
        on=frozenset(workdays),
        known_years=frozenset(day.year for day in holidays),
    )


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
