"""Addresses of publishing."""

from django.urls import path

from hefa.publish.callback import views as callback_views
from hefa.publish.counts import views as counts_views
from hefa.publish.hand import views as handed_views
from hefa.publish.home import aside
from hefa.publish.home import views as home_views
from hefa.publish.orders import views as acting_views
from hefa.publish.preview import views as preview_views
from hefa.publish.shown import views

app_name = "publish"
urlpatterns = [
    path("", home_views.home, name="home"),
    path("queue/", home_views.queue, name="queue"),
    path("counts/", counts_views.counts, name="counts"),
    path("counts/xlsx/", counts_views.counts_xlsx, name="counts_xlsx"),
    path("account/<int:pk>/test/", views.test_account, name="test_account"),
    path("account/<int:pk>/callback/check/", callback_views.check, name="check_callback"),
    path("callback/<str:key>/", callback_views.callback, name="callback"),
    path("preview/<str:number>/", preview_views.preview, name="preview"),
    path("preview/<str:number>/send/", preview_views.send_preview, name="send_preview"),
    path("aside/<str:number>/", aside.aside, name="set_aside"),
    path("orders/", acting_views.waiting, name="orders"),
    path("orders/<str:number>/", acting_views.order, name="order"),
    path("account/<int:pk>/menu/", acting_views.menu, name="menu"),
    path("account/<int:pk>/menu/read/", acting_views.read_menu, name="read_menu"),
    path("account/<int:pk>/menu/change/", acting_views.begin_change, name="begin_column_change"),
    path("<str:op_id>/", views.publication, name="publication"),
    path("<str:op_id>/progress/", views.progress, name="progress"),
    path("<str:op_id>/retry/", views.retry, name="retry"),
    path("<str:op_id>/cancel/", views.cancel, name="cancel"),
    path("<str:op_id>/back/", aside.back, name="take_up"),
    path("<str:op_id>/stop/", views.stop, name="stop"),
    path("<str:op_id>/by_hand/", handed_views.operator, name="operator"),
    path("<str:op_id>/links/", handed_views.links, name="links"),
    path("<str:op_id>/withdraw/", handed_views.withdraw, name="withdraw"),
    path("<str:op_id>/gone/", handed_views.gone, name="gone"),
    path("<str:op_id>/confirm/", acting_views.confirm, name="confirm"),
    path(
        "<str:op_id>/<int:position>/take_down/",
        acting_views.begin,
        {"kind": "take_down"},
        name="begin_take_down",
    ),
    path(
        "<str:op_id>/<int:position>/correction/",
        acting_views.begin,
        {"kind": "correction"},
        name="begin_correction",
    ),
    path("<str:op_id>/<int:position>/seen/", handed_views.seen_page, name="seen_page"),
    path("<str:op_id>/<int:position>/pasted/", handed_views.pasted, name="pasted"),
    path("<str:op_id>/<int:position>/cover/<str:cut>/", handed_views.cover_cut, name="cover_cut"),
]
