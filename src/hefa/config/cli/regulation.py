"""`hefa regulation`: shows a regulation as data, finds what is wrong with it, or adopts it."""

import argparse
import sys

from hefa.config.cli.ground import print_json, set_up_django
from hefa.config.profiles import DEFAULT, text_of
from hefa.config.throwaway import set_up_throwaway
from hefa.core.errors import HefaError
from hefa.core.regulation import Flaw, Regulation, flaws_in, parse_regulation

FILE_HELP = f"制度文件，或自带制度的名称；不写就用 {DEFAULT}"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    actions = parser.add_subparsers(dest="action", required=True)
    for name, text in (
        ("show", "列出岗位、栏目、审核路线和要求"),
        ("lint", "查找矛盾和遗漏，列出本单位自己的选择"),
    ):
        action = actions.add_parser(name, help=text, description=text)
        action.add_argument("file", nargs="?", default=DEFAULT, help=FILE_HELP)
        action.add_argument("--json", action="store_true", help="输出 JSON")
    text = "采用一版制度：先列出改了什么、对谁，再写入"
    adopt = actions.add_parser("adopt", help=text, description=text)
    adopt.add_argument("file", help="制度文件，或自带制度的名称")
    adopt.add_argument(
        "--effective", metavar="DATE", help="从哪一天起，如 2026-11-23；不写就是今天"
    )
    adopt.add_argument("--by", metavar="USERNAME", help="经手人的登录名；不写就记为本机")
    adopt.add_argument(
        "--appoint",
        metavar="POST:UNIT:USERNAME",
        action="append",
        default=[],
        help="同时任命，岗位和单位写制度文件里的 key；可以写多次",
    )
    adopt.add_argument("--yes", action="store_true", help="不再问，直接采用")
    adopt.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace) -> int:
    """Carry out one action; exit status 0 only when nothing is wrong."""
    text = text_of(options.file)
    if options.action == "adopt":
        set_up_django()
        from hefa.config.adopting import adopt  # noqa: PLC0415  # needs the settings

        return adopt(text, options)
    set_up_throwaway()
    return {"show": _show, "lint": _lint}[options.action](text, is_json=options.json)


def _lint(text: str, *, is_json: bool) -> int:
    """Print what lint finds, errors first; exit status 1 when there are any."""
    from hefa.registry.regulation_in_words import without_line  # noqa: PLC0415  # needs the settings
    from hefa.render.themes import OFFERED  # noqa: PLC0415
    from hefa.report.judging import ANSWERED  # noqa: PLC0415

    flaws = sorted(
        flaws_in(text, answered=ANSWERED, themes=frozenset(OFFERED)),
        key=lambda flaw: (not flaw.is_error, flaw.line),
    )
    errors = sum(flaw.is_error for flaw in flaws)
    if is_json:
        print_json(
            {
                "ok": not errors,
                "errors": errors,
                "findings": [
                    {
                        "line": flaw.line,
                        "severity": "error" if flaw.is_error else "note",
                        "code": flaw.reason.code,
                        "message": without_line(flaw.reason),
                    }
                    for flaw in flaws
                ],
            }
        )
        return 1 if errors else 0
    for flaw in flaws:
        sys.stdout.write(f"{_place(flaw)}  {_severity(flaw)}  {without_line(flaw.reason)}\n")
    notes = len(flaws) - errors
    sys.stdout.write(
        f"错误 {errors} 处，提示 {notes} 处。" + ("" if errors else "可以采用。") + "\n"
    )
    return 1 if errors else 0


def _place(flaw: Flaw) -> str:
    return f"第 {flaw.line} 行" if flaw.line else "整份"


def _severity(flaw: Flaw) -> str:
    return "错误" if flaw.is_error else "提示"


def _show(text: str, *, is_json: bool) -> int:
    from hefa.config.plain import plain  # noqa: PLC0415  # rarely needed
    from hefa.registry.regulation_in_words import without_line  # noqa: PLC0415  # needs the settings

    try:
        regulation = parse_regulation(text)
    except HefaError as error:
        for entry in error.reasons:
            line = int(entry.detail.get("line", 0))
            sys.stderr.write(f"第 {line} 行：{without_line(entry)}\n")
        return 1
    if is_json:
        print_json(plain(regulation))
        return 0
    _print_in_words(regulation)
    return 0


def _print_in_words(regulation: Regulation) -> None:
    """Print what the regulation says, part by part."""
    from hefa.registry.regulation_in_words import in_words  # noqa: PLC0415  # needs the settings
    from hefa.registry.routes_in_words import chain_words  # noqa: PLC0415

    said = in_words(regulation)
    lines = [f"《{regulation.title}》第 {regulation.version} 版（{regulation.key}）"]
    lines += ["", "审核路线"]
    lines += [
        f"  {regulation.route_labels[route.key]}：{chain_words(route, regulation)}"
        for route in regulation.routes
    ]
    lines += ["", "岗位"]
    lines += [f"  {entry.post.label}：{entry.functions}" for entry in said.posts]
    lines += ["", "栏目"]
    lines += [f"  {line.label}：{line.text}" for line in said.columns]
    lines += ["", f"要求 {said.controls_count} 项"]
    for chapter in said.chapters:
        lines.append(f"  {chapter.title}")
        lines += [
            f"    {clause.label} {control.control.label}：{control.control.asks}"
            for article in chapter.articles
            for clause in article.clauses
            for control in clause.controls
        ]
    lines += ["", f"待定之处 {len(said.gaps)} 处"]
    lines += [f"  {line.label} → {line.text}" for line in said.gaps]
    lines += ["", f"本单位自己的选择 {len(said.own_choices)} 处"]
    lines += [f"  {choice}" for choice in said.own_choices]
    sys.stdout.write("\n".join(lines) + "\n")
