"""What picture messages (贴图) carry beside their text, and the cuts covers are shown in."""

import re
import sqlite3
from typing import Any

from mpsandbox.errors import ApiError
from mpsandbox.media import cover_url

PICTURES = 20
PRODUCTS = 50
RATIOS = {"news": {"2.35_1", "1_1"}, "newspic": {"1_1", "16_9", "2.35_1"}}
CORNERS = ("x1", "y1", "x2", "y2")

_PRODUCT = re.compile(r"<mp-?common-?product\b[^>]*>(?:\s*</mp-?common-?product>)?", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_FRACTION = re.compile(r"[01](?:\.\d{1,6})?")


def accepted_extras(db: sqlite3.Connection, sent: dict[str, Any], kind: str) -> dict[str, Any]:
    """Return the parts of an article that were sent beside its text, as they are kept.

    Raises ApiError 40007 for a picture that is no permanent one, 40035 for anything else amiss.
    Source: WeChat /cgi-bin/draft/add (image_info, cover_info, product_info, pic_crop).
    """
    kept: dict[str, Any] = {}
    if kind == "newspic":
        ids = _pictures(sent.get("image_info"))
        kept["image_info"] = {"image_list": [{"image_media_id": each} for each in ids]}
        kept["picture_urls"] = [cover_url(db, each) for each in ids]
    if "cover_info" in sent:
        cuts = _list_in(sent["cover_info"], "crop_percent_list")
        kept["cover_info"] = {"crop_percent_list": [_cut(each, kind) for each in cuts]}
    if "product_info" in sent:
        kept["product_info"] = _product(sent["product_info"])
    for name in ("pic_crop_235_1", "pic_crop_1_1"):
        if sent.get(name):
            _check_fractions(str(sent[name]).split("_"))
            kept[name] = str(sent[name])
    return kept


def text_of_newspic(content: str) -> str:
    """Return the text of a picture message: no HTML but product tags.

    Raises ApiError 45166 when it names too many products.
    """
    products = _PRODUCT.findall(content)
    if len(products) > PRODUCTS:
        raise ApiError(45166)
    pieces = _PRODUCT.split(content)
    texts = [_TAG.sub("", piece) for piece in pieces]
    return "".join(text + tag for text, tag in zip(texts, [*products, ""], strict=True))


def _pictures(sent: object) -> list[str]:
    pictures = _list_in(sent, "image_list")
    if not 1 <= len(pictures) <= PICTURES:
        raise ApiError(40035)
    ids = [each.get("image_media_id") if isinstance(each, dict) else None for each in pictures]
    return [str(media_id) for media_id in ids]


def _cut(sent: object, kind: str) -> dict[str, str]:
    if not isinstance(sent, dict) or sent.get("ratio") not in RATIOS[kind]:
        raise ApiError(40035)
    corners = {name: sent.get(name) for name in CORNERS}
    if not all(isinstance(value, str) for value in corners.values()):
        raise ApiError(47001)
    _check_fractions([str(value) for value in corners.values()])
    return {"ratio": sent["ratio"]} | {name: str(value) for name, value in corners.items()}


def _check_fractions(corners: list[str]) -> None:
    """Raise ApiError 40035 unless the four corners lie inside the picture, in order."""
    if len(corners) != len(CORNERS) or not all(_FRACTION.fullmatch(each) for each in corners):
        raise ApiError(40035)
    left, top, right, bottom = map(float, corners)
    if not (left < right <= 1 and top < bottom <= 1):
        raise ApiError(40035)


def _product(sent: object) -> dict[str, Any]:
    footer = sent.get("footer_product_info") if isinstance(sent, dict) else None
    key = footer.get("product_key") if isinstance(footer, dict) else None
    if not isinstance(key, str):
        raise ApiError(40035)
    return {"footer_product_info": {"product_key": key}}


def _list_in(sent: object, name: str) -> list[Any]:
    found = sent.get(name) if isinstance(sent, dict) else None
    if not isinstance(found, list):
        raise ApiError(40035)
    return found
