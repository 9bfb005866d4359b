"""The only module that sends: pictures, drafts and submissions, each under a permit."""

from collections.abc import Sequence
from datetime import datetime

from hefa.collect.files import content_of
from hefa.core.canonical import sha256_hex
from hefa.publish import crash
from hefa.publish.account import Wire
from hefa.publish.door import OpenPermit, Use
from hefa.publish.models import Publication, UploadedPicture
from hefa.publish.pace import PERMIT_LIFE_SECONDS
from hefa.wechat.drafts import add_draft
from hefa.wechat.material import add_picture
from hefa.wechat.media import upload_picture
from hefa.wechat.publishing import submit_draft
from hefa.wechat.values import Article, MediaId, Picture, Submitted

COVER = "cover"
BODY = "body"

_JPEG = b"\xff\xd8\xff"
_GIF = b"GIF8"


class PermitSpent(Exception):
    """The permit is too old or not for this; nothing was sent."""


def send_pictures(
    wire: Wire, publication: Publication, *, covers: Sequence[str], bodies: Sequence[str]
) -> None:
    """Put every picture at WeChat that is not there yet; each goes up once for the account.

    Raises PermitSpent without a picture permit of this publication; CallFailed when a picture
    did not go up, those before it being kept.
    """
    if not publication.permits.filter(kind=Use.PICTURES.value).exists():
        raise PermitSpent(Use.PICTURES)
    for sha256 in dict.fromkeys(covers):
        if uploaded(wire, sha256, COVER) is None:
            material = wire.call(add_picture, _picture(sha256))
            _keep(wire, sha256, COVER, wire.now, url=material.url, media_id=material.media_id)
    for sha256 in dict.fromkeys(bodies):
        if uploaded(wire, sha256, BODY) is None:
            _keep(wire, sha256, BODY, wire.now, url=_address_of_body(wire, _picture(sha256)))


def uploaded(wire: Wire, sha256: str, use: str) -> UploadedPicture | None:
    """Return where WeChat keeps the picture for this use, or None."""
    return UploadedPicture.objects.filter(account=wire.account, sha256=sha256, use=use).first()


def forget_covers(wire: Wire, covers: Sequence[str]) -> None:
    """Let covers that WeChat no longer has go up again."""
    UploadedPicture.objects.filter(account=wire.account, sha256__in=covers, use=COVER).delete()


def send_draft(wire: Wire, permit: OpenPermit, articles: Sequence[Article]) -> MediaId:
    """Return the id of the new draft. Raises PermitSpent, or CallFailed as `add_draft` does."""
    _demand(permit, Use.DRAFT)
    contents = {
        position: sha256_hex(article.content.encode())
        for position, article in enumerate(articles, start=1)
    }
    if contents != permit.rendered_sha256s:
        raise PermitSpent(Use.DRAFT)
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


def _demand(permit: OpenPermit, use: Use) -> None:
    if permit.use is not use or permit.age_seconds > PERMIT_LIFE_SECONDS:
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
