"""Addresses of review."""

from django.urls import path

from hefa.review import views

app_name = "review"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("submit/<int:version_pk>/", views.submit, name="submit"),
    path("<str:number>/", views.sheet, name="sheet"),
    path("<str:number>/act/", views.act, name="act"),
]
