"""The addresses of the register, and the pages of other stages that it names."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def elsewhere(request: HttpRequest, pk: int = 0, key: str = "") -> HttpResponse:
    return HttpResponse(f"{pk} {key}")


ELSEWHERE = [
    path("accounts/<int:pk>/test/", elsewhere, name="test_account"),
    path("accounts/<int:pk>/callback/check/", elsewhere, name="check_callback"),
    path("callback/<str:key>/", elsewhere, name="callback"),
    path("orders/", elsewhere, name="orders"),
]


urlpatterns = [
    path("account/", include("hefa.people.account_urls")),
    path("", include("hefa.people.urls")),
    path("settings/", include("hefa.registry.urls")),
    path("notify/", include("hefa.notify.urls")),
    path("", include(([path("", elsewhere, name="home")], "desk"))),
    path("publish/", include((ELSEWHERE, "publish"))),
]
