"""`hefa serve`: web and both workers under one supervisor; with --demo the sandbox too."""

import argparse
import os
import socket
import sys

from hefa.config import home

FIRST_PORT = 8000
TRIES = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument("--demo", action="store_true", help="运行演示社区和微信沙箱")
    parser.add_argument("--port", type=int, help="端口；不写就从 8000 起找一个空的")


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop; a taken --port exits with 1."""
    if not home.database_path().exists():
        sys.stderr.write("还没有建立过。请先运行：hefa init\n")
        return 1
    port = options.port or _free_port()
    if not _is_free(port):
        sys.stderr.write(f"端口 {port} 已被占用。换一个端口，或先停下占用它的程序。\n")
        return 1
    if not options.port and port != FIRST_PORT:
        sys.stderr.write(f"端口 {FIRST_PORT} 已被占用，改用 {port}。\n")
    os.environ.setdefault("HEFA_BASE_URL", f"http://localhost:{port}")
    if options.demo:
        os.environ["HEFA_DEMO"] = "1"
    from hefa.config.supervising import is_of_this_version, supervise  # noqa: PLC0415  # after it

    if not is_of_this_version():
        sys.stderr.write("数据库是旧版的。请先运行 hefa init，原来的内容都会留着。\n")
        return 1
    return supervise(port=port, is_demo=options.demo)


def _free_port() -> int:
    """Return the first free port from 8000 on."""
    return next((port for port in range(FIRST_PORT, FIRST_PORT + TRIES) if _is_free(port)), 0)


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
