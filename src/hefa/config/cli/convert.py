"""`hefa convert`: a file of any known kind as JSON, as the article's HTML, or as plain text."""

import argparse
import sys

from hefa.collect.reading import read_file
from hefa.collect.word import WordImport
from hefa.collect.words import WORDS
from hefa.config.cli.ground import complain, print_json
from hefa.config.cli.ground import read_file as bytes_of
from hefa.core.document import normalise, picture_sha256s, text_of
from hefa.core.errors import HefaError
from hefa.core.package import Channel, Kind, Package, sealed
from hefa.render.themes import DEFAULT, OFFERED, newest


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", help="文件（.docx、.doc、.wps、.rtf、.odt、.pdf、.md、.txt）")
    parser.add_argument("--to", choices=("json", "html", "text"), default="json", help="转成什么")
    parser.add_argument("--theme", choices=OFFERED, default=DEFAULT, help="html 的版式")


def run(options: argparse.Namespace) -> int:
    """Print the conversion; what was dropped goes to standard error."""
    try:
        read = read_file(bytes_of(options.file), name=options.file)
    except HefaError as error:
        return complain(error, WORDS)
    for note in read.report:
        text = WORDS.get(note.code, note.code)
        sys.stderr.write(text.format(count=note.count, text=note.text) + "\n")
    if options.to == "json":
        report = [{"code": n.code, "count": n.count, "text": n.text} for n in read.report]
        print_json({"title": read.title, "document": read.document, "report": report})
    elif options.to == "text":
        sys.stdout.write(text_of(read.document) + "\n")
    else:
        sys.stdout.write(_html(read, theme=options.theme) + "\n")
    return 0


def _html(read: WordImport, *, theme: str) -> str:
    """Return the body's WeChat HTML; pictures stand by their fingerprint."""
    from hefa.render.article import render  # noqa: PLC0415  # only this form needs it

    package = Package(
        kind=Kind.ARTICLE,
        title=read.title,
        author="",
        digest="",
        document=normalise(read.document),
        cover_sha256="",
        theme=newest(theme),
        account="",
        column="",
        channel=Channel.API,
        mass_send=False,
        comments=False,
        source_url="",
        notice_until=None,
    )
    pictures = {digest: f"sha256:{digest}" for digest in picture_sha256s(read.document)}
    return render(sealed(package), pictures)
