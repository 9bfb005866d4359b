"""All addresses, stage by stage."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("hefa.desk.urls")),
    path("account/", include("hefa.people.account_urls")),
    path("", include("hefa.people.urls")),
    path("collect/", include("hefa.collect.urls")),
    path("check/", include("hefa.check.urls")),
    path("review/", include("hefa.review.urls")),
    path("publish/", include("hefa.publish.urls")),
    path("patrol/", include("hefa.patrol.urls")),
    path("respond/", include("hefa.respond.urls")),
    path("report/", include("hefa.report.urls")),
    path("paper/", include("hefa.report.papers.urls")),
    path("operate/", include("hefa.operate.urls")),
    path("settings/", include("hefa.registry.urls")),
    path("notify/", include("hefa.notify.urls")),
]
