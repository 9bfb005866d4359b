"""The proof slip outside the page: as a small text file, and as a QR code."""

from importlib.resources import files

import segno
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from hefa.registry.queries import installation
from hefa.report.slip import Slip, one_line


def slip_text(slip: Slip) -> str:
    """Return the slip as text: what the page says, all that is checked, and the checker."""
    checker = files("hefa.report").joinpath("check_slip.py").read_text(encoding="utf-8")
    shown = {
        "slip": slip,
        "organisation": one_line(installation().organisation),
        "checker": checker,
    }
    return render_to_string("report/slip.txt", shown)


def qr_code(text: str) -> segno.QRCode:
    """Return the QR code of `text`, which still reads with a seventh of it spoilt."""
    return segno.make_qr(text, error="m")


def qr_svg(text: str) -> SafeString:
    """Return the QR code of `text` as an element of the page, without style or script."""
    drawn = qr_code(text).svg_inline(scale=4, svgclass="qr", lineclass=None, omitsize=True)
    return mark_safe(drawn)  # noqa: S308  # numbers alone, drawn from black and white
