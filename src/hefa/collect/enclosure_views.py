"""Pictures and attachments as they are handed in, and attachments as they are given back."""

from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hefa.collect.actions import Upload
from hefa.collect.changes import save_draft
from hefa.collect.enclosing import ATTACHMENT, take_in_attachment, take_in_picture
from hefa.collect.files import content_of
from hefa.collect.models import Enclosure, Version
from hefa.collect.pages import attachment_rows
from hefa.collect.seeing import draft_written, version_seen
from hefa.core.document import Node, attachment_sha256s
from hefa.core.errors import Conflict, HefaError, Refused, reason
from hefa.registry.request import StaffRequest, staff_page
from hefa.ui.words import reason_sentence


@staff_page
@require_POST
def picture_in(request: StaffRequest, version_pk: int) -> JsonResponse:
    """Take in a picture for the editor; say what it became, or why it cannot be used."""
    version = draft_written(request, version_pk)
    try:
        enclosure = take_in_picture(
            version, _upload(request), person=request.person, now=request.now
        )
    except Refused as refused:
        return _refusal(refused)
    result = enclosure.result
    assert result is not None  # noqa: S101  # refused otherwise
    return JsonResponse({
        "sha256": result.sha256,
        "width": result.width,
        "height": result.height,
        "url": reverse("collect:picture", args=[version.pk, result.sha256]),
    })  # fmt: skip


@staff_page
@require_POST
def attachment_in(request: StaffRequest, version_pk: int) -> JsonResponse:
    """Take in an attachment for the editor; say its clean name, or why it may not go out."""
    version = draft_written(request, version_pk)
    try:
        upload = _upload(request)
        enclosure = take_in_attachment(version, upload, person=request.person, now=request.now)
    except Refused as refused:
        return _refusal(refused)
    return JsonResponse({"sha256": enclosure.result_id, "name": enclosure.name})


@staff_page
@require_http_methods(["GET", "POST"])
def attachments(request: StaffRequest, version_pk: int) -> HttpResponse:
    """List the attachments of a draft; add one at its end, or take one out of the text."""
    version = draft_written(request, version_pk)
    errors: list[str] = []
    status = HTTPStatus.OK
    if request.method == "POST":
        try:
            told = _change(request, version)
        except (Refused, Conflict) as error:
            errors = [reason_sentence(entry) for entry in error.reasons]
            status = HTTPStatus.UNPROCESSABLE_ENTITY
        else:
            messages.success(request, told)
            return redirect("collect:attachments", version.pk)
    context = {"version": version, "rows": attachment_rows(version), "errors": errors}
    return render(request, "collect/attachments.html", context, status=status)


@staff_page
@require_GET
def attachment(request: StaffRequest, version_pk: int, sha256: str) -> FileResponse:
    """Give an attachment of a version this person may see, always as a download."""
    version = version_seen(request, version_pk)
    found = Enclosure.objects.filter(
        manuscript=version.manuscript_id, use=ATTACHMENT, result=sha256
    ).first()
    if found is None:
        raise Http404
    return FileResponse(BytesIO(content_of(sha256)), as_attachment=True, filename=found.name)


def _change(request: StaffRequest, version: Version) -> str:
    """Add the file sent, or take out the one named, and return what was done in words."""
    gone = request.POST.get("remove", "")
    blocks: list[Node] = list(version.document.get("content", ()))
    if gone:
        if gone not in attachment_sha256s(version.document):
            raise Refused(reason("collect.attachment_gone"))
        blocks = [node for node in blocks if node.get("attrs", {}).get("sha256") != gone]
        told = "已从文中去掉这个附件。"
    else:
        upload = _upload(request)
        added = take_in_attachment(version, upload, person=request.person, now=request.now)
        attrs = {"sha256": added.result_id, "name": added.name}
        blocks.append({"type": "attachment", "attrs": attrs})
        told = f"已把附件“{added.name}”放到文末。"
    document = {**version.document, "content": blocks}
    save_draft(version, {"document": document}, edit=version.edit, now=request.now)
    return told


def _upload(request: StaffRequest) -> Upload:
    file = request.FILES.get("file")
    if file is None or isinstance(file, list):
        raise Refused(reason("collect.no_file_chosen"))
    return Upload(name=file.name or "", content=file.read())


def _refusal(error: HefaError) -> JsonResponse:
    said: dict[str, Any] = {"message": " ".join(map(reason_sentence, error.reasons))}
    return JsonResponse(said, status=HTTPStatus.UNPROCESSABLE_ENTITY)
