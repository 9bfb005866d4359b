"""Addresses of review."""

from django.urls import path

from hefa.review import deciding_views, side_views, together_views, views
from hefa.review.paper import urls as paper_urls
from hefa.review.register import urls as register_urls

app_name = "review"
urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("submit/<int:version_pk>/", views.submit, name="submit"),
    path("together/", together_views.together, name="together"),
    *register_urls.urlpatterns,
    *paper_urls.urlpatterns,
    path("<str:number>/", views.sheet, name="sheet"),
    path("<str:number>/article/", views.article, name="article"),
    path("<str:number>/act/", deciding_views.act, name="act"),
    path("<str:number>/decide/<str:act>/", deciding_views.decide, name="decide"),
    path("<str:number>/signature/<int:opinion_pk>/", deciding_views.signature, name="signature"),
    path("<str:number>/claim/", side_views.claim, name="claim"),
    path("<str:number>/advice/", side_views.ask, name="ask"),
    path("<str:number>/advice/<int:advice_pk>/", side_views.answer, name="answer"),
    path("<str:number>/consent/", side_views.consent, name="consent"),
    path("<str:number>/check/", side_views.check, name="check"),
]
