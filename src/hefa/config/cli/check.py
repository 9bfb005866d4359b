"""`hefa check`: the pre-publication rules on a Word file, without a database."""

import argparse
import secrets
import sys
from zoneinfo import ZoneInfo

from hefa.check.engine import as_json, check
from hefa.check.rules import Subject
from hefa.collect.reading import read_file
from hefa.collect.words import WORDS
from hefa.config.cli.ground import complain, print_json
from hefa.config.cli.ground import read_file as bytes_of
from hefa.config.clock import now
from hefa.core.errors import HefaError

# Category, column, readers and contact belong to the manuscript, which a bare file is not yet.
_GIVEN_LATER = "-"
HERE = ZoneInfo("Asia/Shanghai")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("file", help="Word 文件（.docx）")
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Print the findings; exit status 0 also when there are some."""
    try:
        read = read_file(bytes_of(options.file), name=options.file)
    except HefaError as error:
        return complain(error, WORDS)
    subject = Subject(
        title=read.title,
        author="",
        digest="",
        document=read.document,
        category=_GIVEN_LATER,
        column=_GIVEN_LATER,
        source=_GIVEN_LATER,
        contact=_GIVEN_LATER,
        audience=_GIVEN_LATER,
        today=now().astimezone(HERE).date(),
    )
    findings = [as_json(found) for found in check(subject, key=secrets.token_bytes(32))]
    if options.json:
        print_json(findings)
    else:
        for found in findings:
            sys.stdout.write(f"{found['severity']}  {found['excerpt']}  {found['message']}\n")
        if not findings:
            sys.stdout.write("没有发现问题。\n")
    return 0
