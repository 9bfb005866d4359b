"""Addresses of the paper, within those of review."""

from django.urls import path

from hefa.review.paper import number_views, views

urlpatterns = [
    path("numbers/", number_views.numbers, name="numbers"),
    path("numbers/list.xlsx", number_views.workbook, name="numbers_xlsx"),
    path("<str:number>/paper/", views.paper, name="paper"),
    path("<str:number>/paper/<str:mark>/hand/", views.hand_over, name="hand_copy"),
    path("<str:number>/paper/<str:mark>/file/", views.file_away, name="file_copy"),
    path("<str:number>/paper/<str:mark>/scan/", views.scan_in, name="scan_in"),
    path("<str:number>/paper/<str:mark>/scan.file", views.scan, name="scan"),
]
