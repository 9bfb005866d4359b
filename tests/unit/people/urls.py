"""The addresses of people, and a desk to arrive at."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("desk")


urlpatterns = [
    path("account/", include("hefa.people.account_urls")),
    path("", include("hefa.people.urls")),
    path("", include(([path("", desk, name="home")], "desk"))),
]
