"""Evidence of controls on the house itself: posts held, checks that return, dates entered."""

from datetime import datetime, timedelta

from hefa.operate.evidence import a_sound_backup_is_fresh
from hefa.operate.queries import latest_sound_backup
from hefa.patrol.evidence import every_account_was_patrolled, every_published_item_was_looked_at
from hefa.patrol.queries import latest_round
from hefa.people.evidence import (
    every_password_is_fresh,
    every_password_stays_fresh_for_a_while,
    last_sign_in,
)
from hefa.registry import evidence as registered
from hefa.registry.queries import installation
from hefa.report.controls import Evidence, Standing
from hefa.ui.templatetags.hefa import full_day, moment

QUARTER = timedelta(days=92)
WARNED_BEFORE = timedelta(days=14)


def regulation_text(now: datetime) -> Evidence:
    """Judge 1, 14: one version in force, word for word, with an owner."""
    place = "registry:regulation"
    adopted = registered.one_regulation_is_in_force(now)
    if adopted is None:
        fact = "没有一版制度有效，或者文本与采用时不一样。"
        return Evidence(standing=Standing.MISSING, fact=fact, place=place)
    owner = installation().organisation
    if not owner:
        fact = f"《{adopted.title}》第 {adopted.version} 版有效，还没有登记由哪个单位负责。"
        return Evidence(standing=Standing.MISSING, fact=fact, place="registry:organisation")
    fact = f"《{adopted.title}》第 {adopted.version} 版有效，由{owner}负责。"
    return Evidence(standing=Standing.PROVED, fact=fact, fact_at=adopted.adopted_at, place=place)


def account_register(now: datetime) -> Evidence:
    """Judge 2: the account is the regulated one, and was checked this quarter."""
    place = "registry:accounts"
    same = registered.every_account_is_the_regulated_one(now)
    if not same.count:
        return Evidence(standing=Standing.MISSING, fact="还没有登记公众号。", place=place)
    if not same.holds:
        fact = "登记的微信号与制度里写的不一样。"
        return Evidence(standing=Standing.MISSING, fact=fact, against=same.against, place=place)
    checked = registered.every_account_was_checked(now)
    if not checked.holds:
        fact = "一个季度内没有测试过连接，或者没有连上。"
        return Evidence(standing=Standing.MISSING, fact=fact, against=checked.against, place=place)
    soon = registered.every_account_was_checked(now, within=QUARTER - WARNED_BEFORE)
    standing = Standing.PROVED if soon.holds else Standing.EXPIRING
    fact = "微信号与制度一致，一个季度内测试过连接。"
    return Evidence(standing=standing, fact=fact, against=soon.against, place=place)


def duty_matrix(now: datetime) -> Evidence:
    """Judge 4: every post held, every post with a deputy."""
    held = registered.every_post_has_a_holder(now)
    spare = registered.every_post_has_a_deputy(now)
    if not held.count:
        fact = "还没有采用制度，没有岗位可看。"
        return Evidence(standing=Standing.MISSING, fact=fact, place="registry:regulation")
    against = (
        *(f"{label}：没有人担任" for label in held.against),
        *(f"{label}：没有替补" for label in spare.against),
    )
    standing = Standing.MISSING if against else Standing.PROVED
    fact = f"{held.count} 个岗位，{held.count - len(held.against)} 个有人，"
    fact += f"{spare.count - len(spare.against)} 个有替补。"
    return Evidence(standing=standing, fact=fact, against=against, place="registry:people")


def technical_support(now: datetime) -> Evidence:
    """Judge 5 lead: technical support is held and has a deputy."""
    held = registered.holding("tech_support", now)
    names = "、".join(entry.person.display_name for entry in held)
    is_whole = {entry.is_deputy for entry in held} == {True, False}
    fact = f"技术支持：{names}。" if held else "技术支持还没有人担任。"
    if held and not is_whole:
        fact = f"技术支持：{names}，还没有替补。"
    standing = Standing.PROVED if is_whole else Standing.MISSING
    return Evidence(standing=standing, fact=fact, place="registry:people")


def administrator(now: datetime) -> Evidence:
    """Judge 5(8): the administrator is named and was at work here within the quarter."""
    place = "registry:people"
    held = registered.holding("administrator", now)
    if not held:
        return Evidence(standing=Standing.MISSING, fact="平台管理员还没有人担任。", place=place)
    names = "、".join(entry.person.display_name for entry in held)
    seen_at = last_sign_in((entry.person for entry in held), now)
    if seen_at is None or seen_at <= now - QUARTER:
        fact = f"平台管理员：{names}，一个季度内没有登录过。"
        return Evidence(standing=Standing.MISSING, fact=fact, fact_at=seen_at, place=place)
    standing = Standing.PROVED if seen_at > now - QUARTER + WARNED_BEFORE else Standing.EXPIRING
    fact = f"平台管理员：{names}，{moment(seen_at, now)} 登录过。"
    return Evidence(
        standing=standing,
        fact=fact,
        fact_at=seen_at,
        next="联系测试还没有登记的地方。",
        place=place,
    )


def daily_patrol(now: datetime) -> Evidence:
    """Judge 5(8)1: every account patrolled, every published item looked at, within a day."""
    place = "patrol:home"
    day = timedelta(days=1)
    went = every_account_was_patrolled(now, within=day)
    last = latest_round()
    if not went.count or last is None:
        fact = "公众号还没有接通，或者还没有巡检过。"
        return Evidence(standing=Standing.MISSING, fact=fact, place=place)
    looked = every_published_item_was_looked_at(now)
    against = (*went.against, *looked.against)
    if against:
        fact = "一天之内有公众号没有巡检到，或者有文章没有看到。"
        return Evidence(
            standing=Standing.MISSING,
            fact=fact,
            fact_at=last.started_at,
            against=against,
            place=place,
        )
    fact = f"{moment(last.started_at, now)} 巡检过，已发布的 {looked.count} 篇一天内都看过。"
    return Evidence(
        standing=Standing.PROVED,
        fact=fact,
        fact_at=last.started_at,
        next="一小时一轮。",
        place=place,
    )


def backups(now: datetime) -> Evidence:
    """Judge 5(6): a fresh sound backup; a restore drill is asked for and not yet recorded."""
    place = "operate:home"
    run = latest_sound_backup()
    if run is None:
        return Evidence(standing=Standing.MISSING, fact="还没有备份过。", place=place)
    is_fresh = a_sound_backup_is_fresh(now) is not None
    fact = f"{moment(run.taken_at, now)} 备份过，读回来核对一致。"
    fact += "恢复演练还没有记录。" if is_fresh else "一天之内没有备份，恢复演练也还没有记录。"
    return Evidence(standing=Standing.MISSING, fact=fact, fact_at=run.taken_at, place=place)


def passwords(now: datetime) -> Evidence:
    """Judge 11: every password in use is younger than 90 days; warned of from 75."""
    fresh = every_password_is_fresh(now)
    place = "registry:people"
    if not fresh.count:
        return Evidence(standing=Standing.MISSING, fact="还没有人设过密码。", place=place)
    if not fresh.holds:
        fact = f"{fresh.count} 个在用的密码，{len(fresh.against)} 个超过 90 天没有换。"
        return Evidence(standing=Standing.MISSING, fact=fact, against=fresh.against, place=place)
    soon = every_password_stays_fresh_for_a_while(now)
    standing = Standing.PROVED if soon.holds else Standing.EXPIRING
    fact = f"{fresh.count} 个在用的密码都在 90 天内换过。"
    return Evidence(
        standing=standing,
        fact=fact,
        next="微信后台的口令还没有登记的地方。",
        against=soon.against,
        place=place,
    )


def dates(now: datetime) -> Evidence:
    """Judge 15: the day of issue and the day from which it is in force."""
    place = "registry:organisation"
    issued_on = installation().issued_on
    adopted = registered.one_regulation_is_in_force(now)
    if issued_on is None or adopted is None:
        fact = "还没有登记印发之日，或者没有一版制度有效。"
        return Evidence(standing=Standing.MISSING, fact=fact, place=place)
    fact = f"{full_day(issued_on)}印发，本系统从{full_day(adopted.effective_on)}起照此执行。"
    return Evidence(standing=Standing.PROVED, fact=fact, fact_at=adopted.adopted_at, place=place)
