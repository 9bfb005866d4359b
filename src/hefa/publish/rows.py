"""The statements of a worker's turn, written out: its speed is little else than theirs."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final, Generic, TypeAlias, TypeVar

from django.db import connection, models

from hefa.collect.models import Version
from hefa.people.models import Person
from hefa.publish.models import AccountToken, Publication, PublicationItem, UploadedPicture
from hefa.registry.models import AdoptedRegulation, OfficialAccount, Unit
from hefa.review.models import Opinion, ReviewSheet

Signed: TypeAlias = tuple[ReviewSheet, list[Opinion]]
Row: TypeAlias = tuple[Any, ...]
M = TypeVar("M", bound=models.Model)


class _Part(Generic[M]):
    """Some columns of `model`, all where none is named, and how its objects are made of them."""

    def __init__(self, model: type[M], *names: str) -> None:
        every = model._meta.concrete_fields  # noqa: SLF001  # Django's own
        self.model = model
        self.fields = [field for field in every if not names or field.attname in names]
        self.names = [field.attname for field in self.fields]

    def columns(self, table: str) -> str:
        """Return the columns as a SELECT lists them."""
        return ", ".join(f"{table}.{field.column}" for field in self.fields)

    def taken(self, row: Row) -> tuple[M, Row]:
        """Return an object made of the first values of `row`, and the values that are left."""
        values = list(row[: len(self.names)])
        for at, converted in self._converters:
            values[at] = converted(values[at])
        return self.model.from_db(connection.alias, self.names, values), row[len(values) :]

    @cached_property
    def _converters(self) -> list[tuple[int, Callable[[Any], Any]]]:
        """How a value of this database becomes the field's, where it is not the same."""
        found = []
        for at, field in enumerate(self.fields):
            column = field.get_col("")
            steps = [
                *connection.ops.get_db_converters(column),
                *field.get_db_converters(connection),
            ]
            found += [(at, _converter(step, column)) for step in steps]
        return found


def _converter(step: Callable[..., Any], column: Any) -> Callable[[Any], Any]:
    return lambda value: step(value, column, connection)


_PUBLICATION = _Part(Publication)
_COLUMNS = dict(zip(_PUBLICATION.names, _PUBLICATION.fields, strict=True))
_ACCOUNT = _Part(OfficialAccount)
# Of a version comes what was signed, not the text as it was written.
_VERSION = _Part(Version, "id", "title", "package", "package_sha256")
_ITEM = _Part(PublicationItem)
_TOKEN = _Part(AccountToken)
_PICTURE = _Part(UploadedPicture)
_SHEET, _OPINION = _Part(ReviewSheet), _Part(Opinion)
_REGULATION = _Part(AdoptedRegulation, "id", "text", "text_sha256")
_UNIT, _PERSON = _Part(Unit, "id", "key"), _Part(Person, "id", "key")


def _select(**parts: _Part[Any]) -> str:
    return "SELECT " + ", ".join(part.columns(table) for table, part in parts.items())


_ONE: Final = (
    _select(p=_PUBLICATION, a=_ACCOUNT) + " FROM publish_publication p"
    " JOIN registry_officialaccount a ON a.id = p.account_id WHERE p.id = %s"
)
_ITEMS_OF: Final = (
    _select(i=_ITEM, v=_VERSION) + " FROM publish_publicationitem i"
    " JOIN collect_version v ON v.id = i.version_id WHERE i.publication_id = %s ORDER BY i.position"
)
_TOKEN_OF: Final = _select(t=_TOKEN) + " FROM publish_accounttoken t WHERE t.account_id = %s"
_PICTURES: Final = (
    _select(u=_PICTURE) + " FROM publish_uploadedpicture u"
    " WHERE u.account_id = %s AND u.sha256 IN ({places})"
)
_SHEETS_OF: Final = (
    _select(s=_SHEET, r=_REGULATION, u=_UNIT, a=_PERSON) + " FROM review_reviewsheet s"
    " JOIN registry_adoptedregulation r ON r.id = s.regulation_id"
    " JOIN registry_unit u ON u.id = s.unit_id JOIN people_person a ON a.id = s.author_id"
    " WHERE s.version_id IN ({places})"
)
_OPINIONS_ON: Final = (
    _select(o=_OPINION, p=_PERSON, f=_PERSON) + " FROM review_opinion o"
    " JOIN people_person p ON p.id = o.person_id"
    " LEFT JOIN people_person f ON f.id = o.for_person_id WHERE o.sheet_id IN ({places})"
)
_RENDERED: Final = (
    "UPDATE publish_publicationitem SET rendered_html = %s, rendered_sha256 = %s,"
    " renderer_version = %s WHERE id = %s"
)
_CLAIM: Final = (
    "UPDATE publish_publication SET lease_until = %s, fence = fence + 1 WHERE id = %s"
    " AND (lease_until IS NULL OR lease_until <= %s) AND (next_at IS NULL OR next_at <= %s)"
    " AND state NOT IN ({places})"
)
_GIVE_BACK: Final = (
    "UPDATE publish_publication SET lease_until = NULL, next_at = %s WHERE id = %s AND fence = %s"
)


def claim(publication_id: int, *, at_rest: Sequence[str], now: datetime, until: datetime) -> bool:
    """Lease the publication until then under the next fence, unless it is at rest or another's."""
    at, lease = (connection.ops.adapt_datetimefield_value(moment) for moment in (now, until))
    return _changed(_CLAIM, [lease, publication_id, at, at, *at_rest], places=len(at_rest))


def give_back(publication: Publication, next_at: datetime | None) -> None:
    """End the lease, due again at `next_at`, while the fence is that of `publication`."""
    due = connection.ops.adapt_datetimefield_value(next_at)
    _changed(_GIVE_BACK, [due, publication.pk, publication.fence])


def publication_of(publication_id: int) -> Publication:
    """Return the publication as it stands now, with its account. Raises DoesNotExist."""
    for row in asked(_ONE, [publication_id]):
        publication, rest = _PUBLICATION.taken(row)
        publication.account, _ = _ACCOUNT.taken(rest)
        return publication
    raise Publication.DoesNotExist(publication_id)


def items_of(publication_id: int) -> list[PublicationItem]:
    """Return the items in order, each with what was signed of its version, read afresh."""
    found = []
    for row in asked(_ITEMS_OF, [publication_id]):
        item, rest = _ITEM.taken(row)
        item.version, _ = _VERSION.taken(rest)
        found.append(item)
    return found


def token_row_of(account_id: int) -> AccountToken | None:
    """Return the row with the token that all processes share, or None before the first."""
    return next((_TOKEN.taken(row)[0] for row in asked(_TOKEN_OF, [account_id])), None)


def pictures_of(
    account_id: int, sha256s: Collection[str]
) -> dict[tuple[str, str], UploadedPicture]:
    """Return those of these pictures that WeChat keeps for the account, by SHA-256 and use."""
    found = {}
    for row in asked(_PICTURES, sha256s, account_id):
        kept, _ = _PICTURE.taken(row)
        found[kept.sha256, kept.use] = kept
    return found


def sheets_of(versions: Mapping[int, Version]) -> dict[int, Signed]:
    """Return the sheets of `versions` by version, each with its opinions. Two queries."""
    sheets: dict[int, Signed] = {}
    for row in asked(_SHEETS_OF, list(versions)):
        sheet, rest = _SHEET.taken(row)
        sheet.regulation, rest = _REGULATION.taken(rest)
        sheet.unit, rest = _UNIT.taken(rest)
        sheet.author, _ = _PERSON.taken(rest)
        sheet.version = versions[sheet.version_id]
        sheets[sheet.pk] = (sheet, [])
    for row in asked(_OPINIONS_ON, list(sheets)):
        opinion, rest = _OPINION.taken(row)
        opinion.person, rest = _PERSON.taken(rest)
        if opinion.for_person_id is not None:
            opinion.for_person, _ = _PERSON.taken(rest)
        sheets[opinion.sheet_id][1].append(opinion)
    return {sheet.version_id: (sheet, opinions) for sheet, opinions in sheets.values()}


def compare_and_set(publication: Publication, columns: Mapping[str, Any]) -> bool:
    """Change the row while fence and state are those of `publication`; False when they are not."""
    fields = [_COLUMNS[name] for name in columns]
    values = [
        field.get_db_prep_save(value, connection)
        for field, value in zip(fields, columns.values(), strict=True)
    ]
    sets = ", ".join(f"{field.column} = %s" for field in fields)
    where = "id = %s AND fence = %s AND state = %s"
    statement = f"UPDATE publish_publication SET {sets} WHERE {where}"  # noqa: S608  # own names
    return _changed(statement, [*values, publication.pk, publication.fence, publication.state])


def keep_rendered(items: Sequence[PublicationItem]) -> None:
    """Keep with each item the bytes that are to be sent."""
    for item in items:
        made = [item.rendered_html, item.rendered_sha256, item.renderer_version]
        _changed(_RENDERED, [*made, item.pk])


def asked(statement: str, values: Collection[Any], *first: Any) -> list[Row]:
    """Return what `statement` finds; `{places}` in it stands for as many as there are values.

    Those that come `first` stand before them. Nothing is asked where there are no values.
    """
    if not values:
        return []
    with connection.cursor() as cursor:
        cursor.execute(_placed(statement, len(values)), [*first, *values])
        return list(cursor.fetchall())


def _changed(statement: str, values: Sequence[Any], *, places: int = 0) -> bool:
    """Whether `statement` changed a row."""
    with connection.cursor() as cursor:
        cursor.execute(_placed(statement, places), values)
        return bool(cursor.rowcount == 1)


def _placed(statement: str, places: int) -> str:
    return statement.replace("{places}", ", ".join(["%s"] * places))
