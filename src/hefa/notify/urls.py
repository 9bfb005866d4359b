"""The addresses of notify."""

from django.urls import path

from hefa.notify import views

app_name = "notify"

urlpatterns = [
    path("test-mail/", views.mail_test, name="test_mail"),
]
