"""What a driver's database begins with: something ordered, and whatever it acts on out already."""

from collections.abc import Callable, Mapping
from typing import Final

from tests.fault.texts import FORMER_BUTTONS, NEW, SIGNED
from tests.sandbox.client import Wechat
from tests.unit.publish.acting import FORMER, ordered, published, sheet_about, sheet_for
from tests.unit.publish.factory import House
from tests.unit.publish.sandbox import queued

from hefa.core.package import Kind

TEXT = f"{NEW}上午停水检修。"


def _article(house: House, _: Wechat, items: int) -> None:
    queued(house, items)


def _take_down(house: House, _: Wechat, items: int) -> None:
    """The last of several that are out is to go."""
    item = published(house, items).items.get(position=items)
    ordered(house, sheet_about(house, item, Kind.TAKE_DOWN))


def _menu(house: House, wechat: Wechat, _: int) -> None:
    wechat.console("menu", button=FORMER_BUTTONS)
    ordered(house, sheet_for(house, FORMER, SIGNED))


def _edit(house: House, _: Wechat, items: int) -> None:
    item = published(house, items).items.get(position=items)
    ordered(house, sheet_about(house, item, Kind.CORRECTION, text=TEXT, manner="edit"))


def _anew(house: House, _: Wechat, items: int) -> None:
    item = published(house, items).items.get(position=items)
    ordered(house, sheet_about(house, item, Kind.CORRECTION, text=TEXT, manner="anew"))


STORIES: Final[Mapping[str, Callable[[House, Wechat, int], None]]] = {
    "article": _article,
    "take_down": _take_down,
    "menu": _menu,
    "edit": _edit,
    "anew": _anew,
}
