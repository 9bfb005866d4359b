"""The small program that takes the text out of a PDF: `python -I pdf_text.py FILE MOST_PAGES`.

Prints one JSON object: `pages`, a list of lines each, and `count`, how many pages there are; or
`trouble`, why there is no text. It imports nothing of Hefa.
"""

import json
import sys

import pypdfium2

_PASSWORD_NEEDED = 4  # FPDF_ERR_PASSWORD, fpdfview.h


def main(path: str, most_pages: int) -> None:
    """Print what the PDF says."""
    try:
        found = _read(path, most_pages)
    except pypdfium2.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) == _PASSWORD_NEEDED
        found = {"trouble": "encrypted" if is_locked else "broken"}
    json.dump(found, sys.stdout)


def _read(path: str, most_pages: int) -> dict[str, object]:
    document = pypdfium2.PdfDocument(path)
    count = len(document)
    pages = [
        document[number].get_textpage().get_text_bounded().splitlines()
        for number in range(min(count, most_pages))
    ]
    return {"pages": pages, "count": count}


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
