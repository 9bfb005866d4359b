"""`hefa init`: creates what is missing under HEFA_HOME."""

import argparse
import os
import sys
from datetime import timedelta

from hefa.config import home
from hefa.config.cli.ground import set_up_django
from hefa.config.profiles import DEFAULT
from hefa.registry.delivered import delivered_keys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Describe the command's arguments."""
    parser.add_argument(
        "--profile",
        choices=delivered_keys(),
        default=DEFAULT,
        help="采用哪一套制度",
    )
    parser.add_argument("--demo", action="store_true", help="另加演示人员、演示账号和各阶段的稿件")


def run(options: argparse.Namespace) -> int:
    """Create what is missing; print a one-time link for the first administrator."""
    home.create()
    if options.demo:
        os.environ["HEFA_DEMO"] = "1"
    set_up_django()
    from django.conf import settings  # noqa: PLC0415  # needs the settings

    from hefa.config import installing  # noqa: PLC0415
    from hefa.config.clock import now  # noqa: PLC0415
    from hefa.people.actions import make_sign_in_link  # noqa: PLC0415

    moment = now()
    sys.stderr.write("正在建立数据库 …\n")
    installing.make_tables()
    installing.gather_static()
    # The demo was founded the day before: its people held their posts when they signed.
    founded = moment - timedelta(days=1) if options.demo else moment
    installing.adopt_profile(founded, is_demo=options.demo, key=options.profile)
    if options.demo:
        from hefa.config.demo.items import put_items_at_every_stage  # noqa: PLC0415

        installing.people_of_the_demo(founded, key=options.profile)
        put_items_at_every_stage(moment, key=options.profile)
        sys.stdout.write(f"演示社区已就绪：{home.home()}\n")
        return 0
    person = installing.first_administrator(moment)
    if person is None:
        sys.stdout.write(f"已经建立过：{home.home()}\n")
        return 0
    token = make_sign_in_link(person, now=moment)
    sys.stdout.write(
        f"第一次登录（24 小时内有效，只能用一次）：{settings.BASE_URL}/first/{token}/\n"
    )
    return 0
