"""Setting an installation up: tables, the adopted profile, the first person or the demo's."""

import io
import os
from datetime import datetime, timedelta

from django.core.management import call_command
from django.db import connection
from PIL import Image, ImageDraw

from hefa.collect.files import keep_picture
from hefa.collect.pictures import prepare_picture
from hefa.config.demo import cast
from hefa.config.profiles import DEFAULT, profile_text
from hefa.core.review import PostKey
from hefa.people.actions import change_password
from hefa.people.models import Person
from hefa.registry import actions as register
from hefa.registry.access import HERE
from hefa.registry.adopted import regulation_now
from hefa.registry.models import AdoptedRegulation, Column, Installation, OfficialAccount, Unit

COVER_COLOURS = {"life": "#2F6B4F", "notices": "#17607D", "service": "#8A5A1B"}
DEFAULT_COLOUR = "#4A5860"


def make_tables() -> None:
    """Bring the database to the newest form; nothing that stands is lost."""
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    call_command("createcachetable", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA optimize")


def gather_static() -> None:
    """Put styles and scripts where the web server finds them."""
    call_command("collectstatic", verbosity=0, interactive=False)


def adopt_profile(now: datetime, *, is_demo: bool, key: str = DEFAULT) -> None:
    """Adopt the delivered profile `key` where nothing was adopted yet."""
    Installation.objects.get_or_create(pk=1, defaults={"is_demo": is_demo})
    if AdoptedRegulation.objects.exists():
        return
    today = now.astimezone(HERE).date()
    register.adopt_regulation(
        profile_text(key),
        effective_on=today - timedelta(days=90) if is_demo else today,
        adopted_by=None,
        now=now,
    )
    for column in Column.objects.filter(default_cover_sha256=""):
        cover = keep_picture(
            prepare_picture(_cover(COVER_COLOURS.get(column.key, DEFAULT_COLOUR))),
            name=f"{column.name}封面",
            now=now,
        )
        register.save_column(
            column,
            name=column.name,
            update_cycle_days=column.update_cycle_days,
            default_cover_sha256=cover.sha256,
            by=None,
            now=now,
            seen=column.revision,
        )


def first_administrator(now: datetime) -> Person | None:
    """Return the first administrator, entered now, or None when somebody is there already.

    The post is the regulation's first that keeps the register, held in its usual unit.
    """
    regulation = regulation_now(now)
    if Person.objects.exists() or regulation is None:
        return None
    post = next(post for post in regulation.posts if PostKey("administrator") in post.stands_for)
    person = register.add_person(
        username="admin", display_name=post.label, phone="", mail="", by=None, now=now
    )
    register.appoint(
        person,
        post=post.key,
        unit=Unit.objects.get(key=post.home or regulation.units[0].key),
        starts_on=now.astimezone(HERE).date(),
        by=None,
        now=now,
    )
    return person


def people_of_the_demo(now: datetime, *, key: str = DEFAULT) -> None:
    """Enter the people, posts and organisation of the demo of profile `key` where nobody is."""
    if Person.objects.exists():
        return
    starts_on = now.astimezone(HERE).date() - timedelta(days=90)
    units = {unit.key: unit for unit in Unit.objects.all()}
    played = cast.CASTS[key]
    for role in played.people:
        person = register.add_person(
            username=role.username,
            display_name=role.name,
            phone=role.phone,
            mail="",
            wechat_name=role.wechat_name,
            by=None,
            now=now,
        )
        change_password(person, cast.PASSWORD, now=now)
        for post, unit in role.posts:
            register.appoint(
                person, post=post, unit=units[unit], starts_on=starts_on, by=None, now=now
            )
    register.describe_organisation(
        organisation=played.organisation,
        short_name=played.short_name,
        issued_on=starts_on,
        own_numbers=played.own_numbers,
        by=None,
        now=now,
    )


def account_of_the_demo(url: str, appid: str, secret: str, now: datetime) -> OfficialAccount:
    """Return the demo's account, pointed at the sandbox that runs at `url`."""
    account = OfficialAccount.objects.filter(key=cast.ACCOUNT_KEY).first()
    if account is None:
        account = register.save_account(
            key=cast.ACCOUNT_KEY,
            name=cast.ACCOUNT_NAME,
            wechat_id=_regulated_id(now),
            kind="sandbox",
            is_verified=True,
            appid=appid,
            secret=secret,
            base_url=url,
            by=None,
            now=now,
        )
        register.record_account_test(account, code="", by=None, now=now)
    elif account.base_url != url:
        OfficialAccount.objects.filter(pk=account.pk).update(base_url=url)
    return OfficialAccount.objects.get(key=cast.ACCOUNT_KEY)


def _regulated_id(now: datetime) -> str:
    """Return the WeChat id of the account that the regulation in force is for."""
    regulation = regulation_now(now)
    return str(regulation.parameters.get("wechat_id", "")) if regulation else ""


def _cover(colour: str) -> bytes:
    """Return a plain cover picture, 900 by 383 pixels, in the column's colour."""
    image = Image.new("RGB", (900, 383), colour)
    draw = ImageDraw.Draw(image)
    for number in range(4):
        left = 560 + 90 * number
        draw.rectangle((left, 300 - 45 * number, left + 62, 383), fill="#F6F4EF")
    draw.rectangle((60, 300, 420, 308), fill="#F6F4EF")
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def is_demo_environment() -> bool:
    """Whether this process was started as a demo."""
    return os.environ.get("HEFA_DEMO") == "1"
