"""Pictures and the phone preview, each at an address and under a policy of its own."""

from csp.decorators import csp_replace
from django.core.signing import BadSignature, TimestampSigner
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from hefa.collect.covers import cover_of, pictures_to_choose
from hefa.collect.files import content_of
from hefa.collect.models import StoredFile, Version
from hefa.collect.packages import package_shown
from hefa.collect.seeing import version_seen
from hefa.core.document import picture_sha256s
from hefa.core.package import sealed
from hefa.registry.access import HERE
from hefa.registry.request import StaffRequest, staff_page
from hefa.render.preview import WIDTHS, Looks, render_preview

LIFE_SECONDS = 3600
ALONE = {
    "sandbox": [""],
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["'self'"],
    "frame-ancestors": ["'self'"],
    "script-src": None,
    "frame-src": None,
    "form-action": None,
    "object-src": None,
}
SIGNER = TimestampSigner(salt="collect.picture")


@staff_page
@require_GET
def picture(request: StaffRequest, version_pk: int, sha256: str) -> HttpResponse:
    """Show a picture that stands in a version this person may see."""
    version = version_seen(request, version_pk)
    if sha256 != cover_of(version) and sha256 not in pictures_to_choose(version):
        raise Http404
    return _picture(sha256)


@require_GET
def signed_picture(request: StaffRequest, token: str) -> HttpResponse:
    """Show a picture to the preview, which sends no cookies: its address is the key."""
    del request
    try:
        return _picture(SIGNER.unsign(token, max_age=LIFE_SECONDS))
    except BadSignature:
        raise Http404 from None


@staff_page
@require_GET
@xframe_options_sameorigin
@csp_replace(ALONE)  # type: ignore[arg-type]  # typed for views without parameters
def preview(request: StaffRequest, version_pk: int) -> HttpResponse:
    """Show exactly the bytes that would be published, as a phone shows them.

    `width` and `mode=night` are how it begins; `bar=0` leaves its own buttons out.
    """
    return HttpResponse(article_page(version_seen(request, version_pk), request))


def article_page(version: Version, request: StaffRequest) -> str:
    """Return the page on which a version stands as a phone shows it; who may is asked before."""
    package = sealed(package_shown(version))
    addresses = {
        digest: reverse("collect:signed_picture", args=[SIGNER.sign(digest)])
        for digest in picture_sha256s(package.document)
    }
    return render_preview(
        package,
        addresses,
        account_name=version.account.name if version.account else "",
        shown_on=request.now.astimezone(HERE).date(),
        looks=_looks(request.GET),
    )


def _looks(given: QueryDict) -> Looks:
    """Return the looks that an address asks for; what it cannot mean is left aside."""
    wanted = given.get("width", "")
    widths = [width for width in WIDTHS if str(width) == wanted]
    return Looks(
        width=widths[0] if widths else WIDTHS[0],
        is_night=given.get("mode") == "night",
        has_bar=given.get("bar") != "0",
    )


def _picture(sha256: str) -> HttpResponse:
    file = StoredFile.objects.filter(sha256=sha256, width__gt=0).first()
    if file is None:
        raise Http404
    response = HttpResponse(content_of(sha256), content_type=file.media_type)
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response
