"""Addresses of the ledger page and the report."""

from django.urls import path

from hefa.report import views

app_name = "report"
urlpatterns = [
    path("", views.board, name="board"),
    path("control/<str:control_id>/", views.control, name="control"),
    path("ledger/", views.ledger, name="ledger"),
    path("ledger/verify/", views.verify_ledger, name="verify_ledger"),
]
