"""Addresses of the desk."""

from django.urls import path

from hefa.desk import views

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("me/", views.me, name="me"),
]
