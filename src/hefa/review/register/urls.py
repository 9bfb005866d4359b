"""Addresses of the register, within those of review."""

from django.urls import path

from hefa.review.register import views

urlpatterns = [
    path("register/", views.register, name="register"),
    path("register/views/", views.save_view, name="save_view"),
    path("register/views/<int:pk>/default/", views.default_view, name="default_view"),
    path("register/views/<int:pk>/delete/", views.delete_view, name="delete_view"),
    path("register/archive/", views.archive, name="archive"),
]
