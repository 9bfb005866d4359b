"""The one rule for columns and menu: what was signed goes only in place of what was reviewed."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from hefa.collect.kinds import columns_now
from hefa.core.canonical import Json
from hefa.core.change import changes_columns, changes_menu, side
from hefa.core.errors import Refused, reason
from hefa.publish.orders.menu_trees import same_menu
from hefa.registry.changes import put_columns
from hefa.registry.models import Column

Change = Mapping[str, Any]
Tree = Sequence[Mapping[str, Any]]

COLUMNS_MOVED: Final = "publish.columns_not_as_reviewed"
MENU_MOVED: Final = "publish.menu_not_as_reviewed"


def moved_on(change: Change, menu: Tree | None = None) -> str:
    """Return the code of what others changed since the review; empty when nothing was.

    `menu` is the one seen now, where it could be read: that which was reviewed, or already that
    which was signed. Source: 12(5).
    """
    if changes_columns(change) and columns_now() != side(change, "columns", "before"):
        return COLUMNS_MOVED
    if menu is None or not changes_menu(change):
        return ""
    known = (side(change, "menu", when) for when in ("before", "after"))
    return "" if any(same_menu(menu, tree) for tree in known) else MENU_MOVED


def put_as_signed(change: Change) -> list[Json]:
    """Let the columns be as signed, in the caller's transaction, and return those that changed.

    Raises Refused where others changed them since the review: they are never written over.
    """
    if not changes_columns(change):
        return []
    list(Column.objects.select_for_update().values_list("pk", flat=True))
    if moved_on(change):
        raise Refused(reason(COLUMNS_MOVED, clause="12(5)"))
    return [*put_columns(side(change, "columns", "after"))]
