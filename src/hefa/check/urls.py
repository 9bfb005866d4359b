"""Addresses of the machine's look."""

from django.urls import path

from hefa.check import views

app_name = "check"
urlpatterns = [
    path("<int:version_pk>/", views.findings, name="findings"),
    path("<int:version_pk>/cards/", views.cards, name="cards"),
    path("<int:version_pk>/answer/", views.answer, name="answer"),
]
