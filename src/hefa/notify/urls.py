"""The addresses of notify."""

from django.urls import path

from hefa.notify import message_views, robot_views, views

app_name = "notify"

urlpatterns = [
    path("", message_views.mine, name="mine"),
    path("choose/", message_views.choose, name="choose"),
    path("settings/", robot_views.settings, name="settings"),
    path("robots/new/", robot_views.robot_new, name="robot_new"),
    path("robots/<int:pk>/", robot_views.robot, name="robot"),
    path("robots/<int:pk>/test/", robot_views.test, name="test_robot"),
    path("messages/<int:pk>/again/", robot_views.again, name="again"),
    path("test-mail/", views.mail_test, name="test_mail"),
]
