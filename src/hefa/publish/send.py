"""The only module that sends: pictures, drafts and submissions, each under a permit."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from hefa.collect.files import content_of
from hefa.core.canonical import sha256_hex
from hefa.publish import crash, rows
from hefa.publish.account import Wire
from hefa.publish.door import PREVIEW, OpenPermit, Use
from hefa.publish.models import Publication, UploadedPicture
from hefa.publish.pace import PERMIT_LIFE_SECONDS
from hefa.wechat.drafts import add_draft, delete_draft
from hefa.wechat.errors import CallFailed
from hefa.wechat.mass import MassSent, preview_draft, send_to_all
from hefa.wechat.material import add_picture
from hefa.wechat.media import upload_picture
from hefa.wechat.menu import Button, create_menu
from hefa.wechat.publishing import delete_published, submit_draft
from hefa.wechat.values import Article, ArticleId, MediaId, Picture, Submitted

COVER = "cover"
BODY = "body"

_FOR_PICTURES = (Use.PICTURES.value, Use.PREVIEW.value)
_FOR_DRAFTS = (Use.DRAFT.value, Use.PREVIEW.value)
_JPEG = b"\xff\xd8\xff"
_GIF = b"GIF8"


class PermitSpent(Exception):
    """The permit is too old or not for this; nothing was sent."""


def missing_pictures(
    wire: Wire, *, covers: Iterable[str], bodies: Iterable[str]
) -> list[tuple[str, str]]:
    """Return the pictures that WeChat does not have yet, each with its use, in order. One query."""
    wanted = dict.fromkeys([(sha256, COVER) for sha256 in covers])
    wanted |= dict.fromkeys([(sha256, BODY) for sha256 in bodies])
    known = rows.pictures_of(wire.account.pk, {sha256 for sha256, _ in wanted})
    return [each for each in wanted if each not in known]


def may_send_pictures(publication: Publication) -> bool:
    """Whether the publication was given a permit for its pictures. One query."""
    return publication.permits.filter(kind__in=_FOR_PICTURES).exists()


def send_pictures(
    wire: Wire,
    publication: Publication,
    missing: Sequence[tuple[str, str]],
    *,
    demand_open: Callable[[], None],
) -> None:
    """Put these pictures at WeChat; each goes up once for the account.

    `demand_open` is asked before each but the first, and raises where no more may go up. Raises
    PermitSpent without a picture permit of this publication; CallFailed when a picture did not
    go up, those before it being kept.
    """
    if not may_send_pictures(publication):
        raise PermitSpent(Use.PICTURES)
    for place, (sha256, use) in enumerate(missing):
        if place:
            demand_open()
        if use == COVER:
            material = wire.call(add_picture, _picture(sha256))
            _keep(wire, sha256, COVER, wire.now, url=material.url, media_id=material.media_id)
        else:
            _keep(wire, sha256, BODY, wire.now, url=_address_of_body(wire, _picture(sha256)))


def body_addresses(wire: Wire, sha256s: Iterable[str]) -> dict[str, str]:
    """Return where WeChat shows those of these pictures that it has for the text, by SHA-256."""
    known = rows.pictures_of(wire.account.pk, set(sha256s))
    return {sha256: kept.url for (sha256, use), kept in known.items() if use == BODY}


def forget_covers(wire: Wire, covers: Sequence[str]) -> None:
    """Let covers that WeChat no longer has go up again."""
    UploadedPicture.objects.filter(account=wire.account, sha256__in=covers, use=COVER).delete()


def send_draft(wire: Wire, permit: OpenPermit, articles: Sequence[Article]) -> MediaId:
    """Return the id of the new draft. Raises PermitSpent, or CallFailed as `add_draft` does."""
    _demand(permit, Use.DRAFT, Use.PREVIEW)
    contents = {
        position: sha256_hex(article.content.encode())
        for position, article in enumerate(articles, start=1)
    }
    if contents != permit.rendered_sha256s:
        raise PermitSpent(permit.use)
    media_id = wire.call(add_draft, articles)
    crash.point("draft_effect")
    return media_id


def send_submission(wire: Wire, permit: OpenPermit, media_id: str) -> Submitted:
    """Return WeChat's receipt, after exactly one call. Raises PermitSpent or CallFailed.

    WeChat cannot see a fence: a process that slept since the door must not call.
    """
    _demand(permit, Use.SUBMIT)
    submitted = wire.call_once(submit_draft, MediaId(media_id))
    crash.point("submit_effect")
    return submitted


def send_to_followers(
    wire: Wire, permit: OpenPermit, media_id: str, *, client_msg_id: str
) -> MassSent:
    """Return WeChat's receipt for a mass send, after exactly one call. Raises as above."""
    _demand(permit, Use.SUBMIT)
    sent = wire.call_once(send_to_all, MediaId(media_id), client_msg_id=client_msg_id)
    crash.point("submit_effect")
    return sent


def send_deletion(wire: Wire, permit: OpenPermit, article_id: str, *, position: int) -> None:
    """Delete one article of a publication for ever, by exactly one call. Raises as above."""
    _demand(permit, Use.TAKE_DOWN)
    wire.call_once(delete_published, ArticleId(article_id), position=position)
    crash.point("submit_effect")


def send_preview(wire: Wire, publication: Publication, wechat_name: str) -> None:
    """Show the preview's own draft to one member of staff. Raises PermitSpent or CallFailed."""
    if publication.kind != PREVIEW or not _has_preview_permit(publication):
        raise PermitSpent(Use.PREVIEW)
    wire.call_once(preview_draft, MediaId(publication.media_id), wechat_name=wechat_name)


def remove_draft(wire: Wire, publication: Publication) -> bool:
    """Delete the publication's own draft; return whether it was still there to be deleted.

    Raises PermitSpent where it was never let through to keep a draft; CallFailed.
    """
    if not publication.permits.filter(kind__in=_FOR_DRAFTS).exists():
        raise PermitSpent(Use.DRAFT)
    try:
        wire.call(delete_draft, MediaId(publication.media_id))
    except CallFailed as failed:
        if failed.code != "wechat.material_gone":
            raise
        return False
    return True


def _has_preview_permit(publication: Publication) -> bool:
    return publication.permits.filter(kind=Use.PREVIEW.value).exists()


def send_menu(wire: Wire, permit: OpenPermit, buttons: Sequence[Button]) -> None:
    """Put this menu in place of the account's, by exactly one call. Raises as above."""
    _demand(permit, Use.MENU)
    wire.call_once(create_menu, buttons)
    crash.point("submit_effect")


def _demand(permit: OpenPermit, *uses: Use) -> None:
    if permit.use not in uses or permit.age_seconds > PERMIT_LIFE_SECONDS:
        raise PermitSpent(permit.use)


def _address_of_body(wire: Wire, picture: Picture) -> str:
    """Return where the picture stands at WeChat; uploadimg takes no gif, material does."""
    if picture.name.endswith(".gif"):
        return wire.call(add_picture, picture).url
    return wire.call(upload_picture, picture)


def _picture(sha256: str) -> Picture:
    content = content_of(sha256)
    suffix = "jpg" if content.startswith(_JPEG) else "gif" if content.startswith(_GIF) else "png"
    return Picture(name=f"{sha256[:16]}.{suffix}", content=content)


def _keep(
    wire: Wire, sha256: str, use: str, now: datetime, *, url: str = "", media_id: str = ""
) -> None:
    UploadedPicture.objects.get_or_create(
        account=wire.account,
        sha256=sha256,
        use=use,
        defaults={"url": url, "media_id": media_id, "uploaded_at": now},
    )
