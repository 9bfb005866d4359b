"""Pages of long lists: first which rows, then the rows with everything they show."""

from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet

if TYPE_CHECKING:
    AnyPaginator = Paginator[Any]
else:
    AnyPaginator = Paginator


class RowPaginator(AnyPaginator):
    """Cuts a query into pages; the rows of a page are joined only once they are chosen.

    A list with many joins is otherwise sorted whole before its first page can be shown. `whole`
    gives the rows where `object_list` only says which.
    """

    object_list: QuerySet[Model]

    def __init__(
        self, object_list: QuerySet[Any], per_page: int, *, whole: QuerySet[Any] | None = None
    ) -> None:
        super().__init__(object_list, per_page)
        self.whole: QuerySet[Any] = object_list if whole is None else whole

    def page(self, number: int | str) -> "Page[Any]":
        """Return one page: a query for its keys, then one for its rows."""
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[first : first + self.per_page])
        rows = {row.pk: row for row in self.whole.filter(pk__in=keys)}
        return Page([rows[key] for key in keys if key in rows], number, self)
