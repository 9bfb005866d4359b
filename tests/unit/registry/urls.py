"""The addresses of the register, and the pages of other stages that it names."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def elsewhere(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse(str(pk))


urlpatterns = [
    path("account/", include("hefa.people.account_urls")),
    path("", include("hefa.people.urls")),
    path("settings/", include("hefa.registry.urls")),
    path("notify/", include("hefa.notify.urls")),
    path("", include(([path("", elsewhere, name="home")], "desk"))),
    path(
        "publish/",
        include(([path("accounts/<int:pk>/test/", elsewhere, name="test_account")], "publish")),
    ),
]
