"""Addresses of the pages on which anybody checks a printed sheet; the QR code leads here."""

from django.urls import path

from hefa.report.papers import views

app_name = "paper"
urlpatterns = [
    path("", views.key, name="key"),
    path("hefa-check.py", views.checker, name="checker"),
    path("<str:number>/<str:mark>/<str:digest>/<str:signature>", views.check, name="check"),
]
