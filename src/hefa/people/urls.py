"""The addresses of people: the one-time link."""

from django.urls import path

from hefa.people import views

app_name = "people"

urlpatterns = [
    path("first/<str:token>/", views.first_sign_in, name="first"),
]
