"""Addresses of running."""

from django.urls import path

from hefa.operate import views

app_name = "operate"
urlpatterns = [
    path("", views.home, name="home"),
    path("backup/", views.back_up, name="back_up"),
]
