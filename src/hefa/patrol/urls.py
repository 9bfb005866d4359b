"""Addresses of patrol."""

from django.urls import path

from hefa.patrol import views

app_name = "patrol"
urlpatterns = [
    path("", views.home, name="home"),
    path("run/", views.run, name="run"),
    path("rounds/", views.rounds, name="rounds"),
    path("item/<int:pk>/", views.item, name="item"),
]
