"""Reading a printed sheet back by machine: its text, its pages as pictures, its QR code."""

from io import BytesIO

import pypdfium2
import zxingcpp
from PIL import Image
from pypdf import PdfReader


def text_of(pdf: bytes) -> str:
    """Return the text of all pages without any white space: lines break where they must."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def pages_of(pdf: bytes) -> list[Image.Image]:
    """Return the pages as pictures of 150 points an inch."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=150 / 72).to_pil() for page in document]


def codes_of(pdf: bytes) -> list[str]:
    """Return what the QR codes on the pages say, as a camera reads them."""
    return [found.text for page in pages_of(pdf) for found in zxingcpp.read_barcodes(page)]
