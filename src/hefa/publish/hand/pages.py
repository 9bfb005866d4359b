"""What the operator's page shows: the steps by which a person publishes what was handed over."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse

from hefa.collect.models import CoverCut
from hefa.collect.packages import package_of
from hefa.core.package import Channel, Package
from hefa.core.review import Actor
from hefa.core.rights import Right, reasons_against_right
from hefa.publish.channels import label_of
from hefa.publish.conditions import cover_sha256_of
from hefa.publish.hand.halting import is_reached, is_stopped_in_hand
from hefa.publish.look import pictures_placed
from hefa.publish.models import Publication, PublicationItem, PublicationState
from hefa.publish.queries import takes_links
from hefa.publish.shown.pages import state_of
from hefa.render.shape import fingerprint_of_html
from hefa.ui.words import reason_sentence, sentence

State = PublicationState

PLACE = "【这里放图 {number}】"
BACKEND = "https://mp.weixin.qq.com/"


def page_of_operator(
    publication: Publication, actor: Actor, now: datetime, *, links: Mapping[int, str]
) -> dict[str, Any]:
    """Return everything the operator's page shows; `links` are those typed before."""
    against = reasons_against_right(Right.ORDER_PUBLICATION, actor)
    items = list(publication.items.select_related("version").order_by("position"))
    is_manual = publication.channel == Channel.MANUAL
    packages = [package_of(item.version) for item in items]
    return {
        "publication": publication,
        "title": items[0].version.title if items else "",
        "state": state_of(publication, now),
        "road": label_of(publication.channel),
        "is_manual": is_manual,
        "is_handed": publication.state == State.HANDED and not publication.msg_id,
        "has_steps": publication.state == State.HANDED and not is_reached(publication),
        "is_mass_sent": bool(publication.msg_id),
        "takes_links": takes_links(publication),
        "is_halted": is_stopped_in_hand(publication),
        "trouble": _trouble(publication),
        "operator": _operator(publication),
        "items": [
            _item(item, package, links, is_many=len(items) > 1)
            for item, package in zip(items, packages, strict=True)
        ],
        "settings": list(_settings(publication, packages)),
        "backend": BACKEND,
        "reasons": [reason_sentence(entry) for entry in against],
        "may_act": not against,
    }


def pasted_html(item: PublicationItem) -> str:
    """Return what the operator pastes: the kept bytes, with words where a picture goes."""
    return pictures_placed(item.rendered_html, PLACE)


def _trouble(publication: Publication) -> str:
    code = publication.trouble_code
    return sentence(code, publication.trouble_detail) if code else ""


def _operator(publication: Publication) -> str:
    permit = publication.permits.filter(kind="by_hand").select_related("operator").last()
    return permit.operator.display_name if permit is not None and permit.operator else ""


def _item(
    item: PublicationItem, package: Package, links: Mapping[int, str], *, is_many: bool
) -> dict[str, Any]:
    html = pasted_html(item)
    return {
        "position": item.position,
        "place": ("头条" if item.position == 1 else f"第 {item.position} 条") if is_many else "",
        "title": package.title,
        "author": package.author,
        "digest": package.digest,
        "source_url": package.source_url,
        "html": html,
        "plain": _plain(html),
        "frame": reverse("publish:pasted", args=[item.publication.op_id, item.position]),
        "pictures": _pictures(item, package),
        "covers": _covers(item, package),
        "link": links.get(item.position, item.article_url),
        "is_gone": item.removed_at is not None,
    }


def _plain(html: str) -> str:
    """Return the text alone, a line a block, for where no rich text is taken."""
    return "\n".join(fingerprint_of_html(html).blocks)


def _pictures(item: PublicationItem, package: Package) -> list[dict[str, str | int]]:
    return [
        {
            "number": number,
            "url": reverse("collect:picture", args=[item.version_id, sha256]),
            "name": f"{_safe(package.title)}-图{number}",
        }
        for number, sha256 in enumerate(package.picture_sha256s, start=1)
    ]


def _covers(item: PublicationItem, package: Package) -> list[dict[str, str]]:
    """Return the cover as one picture, or both cuts of it where somebody cut it."""
    sha256 = cover_sha256_of(package)
    name = _safe(package.title)
    address = [item.publication.op_id, item.position]
    if not CoverCut.objects.filter(pk=sha256).exists():
        url = reverse("collect:picture", args=[item.version_id, sha256])
        return [{"label": "封面", "url": url, "name": f"{name}-封面"}]
    return [
        {
            "label": label,
            "url": reverse("publish:cover_cut", args=[*address, cut]),
            "name": f"{name}-{label}",
        }
        for label, cut in (("宽封面", "wide"), ("方封面", "square"))
    ]


def _settings(publication: Publication, packages: Sequence[Package]) -> Iterator[dict[str, str]]:
    """Yield what only a person can set, each with what was signed for it."""
    push = "打开“群发通知”" if publication.mass_send else "关掉“群发通知”"
    is_alike = len({package.comments for package in packages}) == 1
    for position, package in enumerate(packages[:1] if is_alike else packages, start=1):
        whose = "" if is_alike else f"《{package.title}》的"
        comments = "打开" if package.comments else "不要打开"
        yield {"key": f"comments_{position}", "text": f"{whose}留言：{comments}"}
    yield {"key": "original", "text": "原创：按规定声明或不声明"}
    yield {"key": "reward", "text": "赞赏：不要打开"}
    yield {"key": "video", "text": "视频：稿件里有视频的，在后台上传后插入"}
    yield {"key": "push", "text": f"发表时{push}"}


def _safe(title: str) -> str:
    """Return `title` as part of a file's name."""
    return re.sub(r'[\\/:*?"<>|\s]+', "_", title)[:30]
