"""The command line: one module a command, loaded when it is called."""

import argparse
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

COMMANDS: dict[str, str] = {
    "init": "建立数据库、密钥和制度，打印一次性登录链接",
    "serve": "运行网页和后台任务",
    "tour": "用一份 Word 文件从导入走到发布、巡检和台账核对",
    "convert": "把 Word 等文件转成 JSON、网页正文或纯文字",
    "check": "对一份 Word 文件做发布前检查",
    "patrol": "现在巡检一遍",
    "regulation": "查看、检查或采用制度文件",
    "compliance": "逐条看制度的佐证，也可以看某一时刻当时的样子",
    "report": "把一个月、一季度或一年的合规报告写成 PDF 或 Excel 表格",
    "register": "重建审核单台账的检索",
    "sheet": "把审核单各联写成 PDF，或者核对纸上的码",
    "ledger": "核对台账",
    "restore": "把备份恢复回来，台账另起一期",
    "bench": "测量速度",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status: 0 only on success."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    parser = argparse.ArgumentParser(prog="hefa", description="核发：按制度管理公众号")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    chosen = next((word for word in given if word in COMMANDS), None)
    for name, text in COMMANDS.items():
        subparser = subparsers.add_parser(name, help=text, description=text)
        if name == chosen:
            module = import_module(f"hefa.config.cli.{name}")
            module.add_arguments(subparser)
            subparser.set_defaults(run=module.run)
    options = parser.parse_args(given)
    run: Callable[[argparse.Namespace], int] = options.run
    return run(options)
