"""Addresses of writing."""

from django.urls import path

from hefa.collect import showing, views

app_name = "collect"
urlpatterns = [
    path("", views.manuscripts, name="manuscripts"),
    path("word/", views.hand_in, name="hand_in"),
    path("new/", views.begin, name="begin"),
    path("version/<int:version_pk>/", views.edit, name="edit"),
    path("version/<int:version_pk>/save/", views.autosave, name="autosave"),
    path("version/<int:version_pk>/preview/", showing.preview, name="preview"),
    path("<int:manuscript_pk>/revise/", views.revise, name="revise"),
    path("<int:manuscript_pk>/bin/", views.bin_or_restore, name="bin"),
    path("file/<int:file_pk>/", views.file, name="file"),
    path("version/<int:version_pk>/picture/<str:sha256>/", showing.picture, name="picture"),
    path("shown/<str:token>/", showing.signed_picture, name="signed_picture"),
]
