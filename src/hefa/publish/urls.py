"""Addresses of publishing."""

from django.urls import path

from hefa.publish import views

app_name = "publish"
urlpatterns = [
    path("", views.home, name="home"),
    path("queue/", views.queue, name="queue"),
    path("account/<int:pk>/test/", views.test_account, name="test_account"),
    path("<str:op_id>/", views.publication, name="publication"),
    path("<str:op_id>/progress/", views.progress, name="progress"),
    path("<str:op_id>/retry/", views.retry, name="retry"),
    path("<str:op_id>/cancel/", views.cancel, name="cancel"),
]
