"""Addresses of writing."""

from django.urls import path

from hefa.collect import (
    bin_views,
    copy_views,
    cover_views,
    enclosure_views,
    hand_in_views,
    showing,
    transfer_views,
    version_views,
    views,
)

app_name = "collect"
urlpatterns = [
    path("", views.manuscripts, name="manuscripts"),
    path("word/", hand_in_views.hand_in, name="hand_in"),
    path("word/<int:file_pk>/", hand_in_views.arriving, name="arriving"),
    path("new/", views.begin, name="begin"),
    path("version/<int:version_pk>/", views.edit, name="edit"),
    path("version/<int:version_pk>/save/", views.autosave, name="autosave"),
    path("version/<int:version_pk>/preview/", showing.preview, name="preview"),
    path("<int:manuscript_pk>/revise/", views.revise, name="revise"),
    path("<int:manuscript_pk>/bin/", bin_views.bin_or_restore, name="bin"),
    path("bin/", bin_views.binned, name="binned"),
    path("transfer/", transfer_views.transfer, name="transfer"),
    path("<int:manuscript_pk>/versions/", version_views.versions, name="versions"),
    path("copy/", copy_views.copies, name="copies"),
    path("copy/<int:version_pk>/", copy_views.copy, name="copy"),
    path("version/<int:version_pk>/cover/", cover_views.cover, name="cover"),
    path(
        "version/<int:version_pk>/cover/<str:sha256>/", cover_views.cover_shown, name="cover_shown"
    ),
    path("version/<int:version_pk>/pictures/", enclosure_views.picture_in, name="picture_in"),
    path(
        "version/<int:version_pk>/attachment/", enclosure_views.attachment_in, name="attachment_in"
    ),
    path("version/<int:version_pk>/attachments/", enclosure_views.attachments, name="attachments"),
    path(
        "version/<int:version_pk>/attachment/<str:sha256>/",
        enclosure_views.attachment,
        name="attachment",
    ),
    path("file/<int:file_pk>/", views.file, name="file"),
    path("version/<int:version_pk>/picture/<str:sha256>/", showing.picture, name="picture"),
    path("shown/<str:token>/", showing.signed_picture, name="signed_picture"),
]
