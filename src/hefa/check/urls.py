"""Addresses of the machine's look."""

from django.urls import path

from hefa.check import term_views, views

app_name = "check"
urlpatterns = [
    path("terms/", term_views.terms, name="terms"),
    path("terms/<int:term_pk>/remove/", term_views.remove, name="remove_term"),
    path("<int:version_pk>/", views.findings, name="findings"),
    path("<int:version_pk>/cards/", views.cards, name="cards"),
    path("<int:version_pk>/answer/", views.answer, name="answer"),
]
