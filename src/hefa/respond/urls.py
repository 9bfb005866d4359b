"""Addresses of responding."""

from django.urls import path

from hefa.respond import views

app_name = "respond"
urlpatterns = [
    path("", views.home, name="home"),
    path("report/", views.report, name="report"),
    path("halt/", views.halt, name="halt"),
    path("halt/<int:pk>/ask/", views.ask_to_lift, name="ask_to_lift"),
    path("halt/<int:pk>/lift/", views.lift, name="lift"),
    path("<int:pk>/", views.incident, name="incident"),
    path("<int:pk>/step/", views.step, name="step"),
    path("<int:pk>/close/", views.close, name="close"),
]
