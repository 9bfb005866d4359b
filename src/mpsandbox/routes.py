"""Which path does what: the table of the simulated endpoints."""

from dataclasses import dataclass

from mpsandbox import (
    autoreplies,
    comments,
    datacube,
    datacube_old,
    drafts,
    mass,
    material,
    media,
    menus,
    operations,
    published,
    publishing,
    tags,
    tokens,
    users,
)
from mpsandbox.calls import Endpoint
from mpsandbox.wire import TYPE_JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """One endpoint: its verb, its function, and whether it asks for an access token."""

    endpoint: Endpoint
    method: str = "POST"
    needs_token: bool = True
    content_type: str = TYPE_JSON


def _draft_route(endpoint: Endpoint, method: str = "POST") -> Route:
    # The real draft endpoints name no charset, which catches clients that guess.
    return Route(endpoint=endpoint, method=method, content_type="text/plain")


ENDPOINTS = {
    "/cgi-bin/token": Route(endpoint=tokens.classic_token, method="GET", needs_token=False),
    "/cgi-bin/stable_token": Route(endpoint=tokens.stable_token, needs_token=False),
    "/cgi-bin/get_api_domain_ip": Route(endpoint=operations.api_addresses, method="GET"),
    "/cgi-bin/getcallbackip": Route(endpoint=operations.callback_addresses, method="GET"),
    "/cgi-bin/callback/check": Route(endpoint=operations.check_callback),
    "/cgi-bin/clear_quota": Route(endpoint=operations.clear_quota),
    "/cgi-bin/clear_quota/v2": Route(
        endpoint=operations.clear_quota_without_token, needs_token=False
    ),
    "/cgi-bin/openapi/quota/get": Route(endpoint=operations.quota_of_path),
    "/cgi-bin/openapi/quota/clear": Route(endpoint=operations.clear_quota_of_path),
    "/cgi-bin/openapi/rid/get": Route(endpoint=operations.explain_request),
    "/cgi-bin/media/uploadimg": Route(endpoint=media.upload_article_picture),
    "/cgi-bin/media/upload": Route(endpoint=media.upload_temporary),
    "/cgi-bin/media/get": Route(endpoint=media.get_temporary, method="GET"),
    "/cgi-bin/media/get/jssdk": Route(endpoint=media.get_temporary, method="GET"),
    "/cgi-bin/material/add_material": Route(endpoint=material.add_material),
    "/cgi-bin/material/get_material": Route(endpoint=material.get_material),
    "/cgi-bin/material/del_material": Route(endpoint=material.delete_material),
    "/cgi-bin/material/get_materialcount": Route(endpoint=material.count_material, method="GET"),
    "/cgi-bin/material/batchget_material": Route(endpoint=material.batch_get_material),
    "/cgi-bin/draft/add": _draft_route(drafts.add),
    "/cgi-bin/draft/get": _draft_route(drafts.get),
    "/cgi-bin/draft/update": _draft_route(drafts.update),
    "/cgi-bin/draft/batchget": _draft_route(drafts.batch_get),
    "/cgi-bin/draft/delete": _draft_route(drafts.delete),
    "/cgi-bin/draft/count": _draft_route(drafts.count, "GET"),
    "/cgi-bin/draft/switch": _draft_route(drafts.switch),
    "/cgi-bin/freepublish/submit": Route(endpoint=publishing.submit),
    "/cgi-bin/freepublish/get": Route(endpoint=publishing.get),
    "/cgi-bin/freepublish/batchget": Route(endpoint=published.batch_get),
    "/cgi-bin/freepublish/getarticle": Route(endpoint=published.get_article),
    "/cgi-bin/freepublish/delete": Route(endpoint=published.delete),
    "/cgi-bin/message/mass/sendall": Route(endpoint=mass.send_all),
    "/cgi-bin/message/mass/send": Route(endpoint=mass.send),
    "/cgi-bin/message/mass/preview": Route(endpoint=mass.preview),
    "/cgi-bin/message/mass/get": Route(endpoint=mass.get),
    "/cgi-bin/message/mass/delete": Route(endpoint=mass.delete),
    "/cgi-bin/message/mass/speed/get": Route(endpoint=mass.get_speed),
    "/cgi-bin/message/mass/speed/set": Route(endpoint=mass.set_speed),
    "/cgi-bin/menu/create": Route(endpoint=menus.create),
    "/cgi-bin/menu/get": Route(endpoint=menus.get, method="GET"),
    "/cgi-bin/menu/delete": Route(endpoint=menus.delete, method="GET"),
    "/cgi-bin/menu/addconditional": Route(endpoint=menus.add_conditional),
    "/cgi-bin/menu/delconditional": Route(endpoint=menus.delete_conditional),
    "/cgi-bin/menu/trymatch": Route(endpoint=menus.try_match),
    "/cgi-bin/get_current_selfmenu_info": Route(endpoint=menus.current, method="GET"),
    "/cgi-bin/get_current_autoreply_info": Route(endpoint=autoreplies.current, method="GET"),
    "/cgi-bin/comment/open": Route(endpoint=comments.open_),
    "/cgi-bin/comment/close": Route(endpoint=comments.close),
    "/cgi-bin/comment/list": Route(endpoint=comments.list_),
    "/cgi-bin/comment/markelect": Route(endpoint=comments.elect),
    "/cgi-bin/comment/unmarkelect": Route(endpoint=comments.unelect),
    "/cgi-bin/comment/delete": Route(endpoint=comments.delete),
    "/cgi-bin/comment/reply/add": Route(endpoint=comments.reply),
    "/cgi-bin/comment/reply/delete": Route(endpoint=comments.delete_reply),
    "/cgi-bin/user/get": Route(endpoint=users.get, method="GET"),
    "/cgi-bin/user/info": Route(endpoint=users.info, method="GET"),
    "/cgi-bin/user/info/batchget": Route(endpoint=users.batch_info),
    "/cgi-bin/user/info/updateremark": Route(endpoint=users.update_remark),
    "/cgi-bin/user/tag/get": Route(endpoint=tags.bearers),
    "/cgi-bin/tags/create": Route(endpoint=tags.create),
    "/cgi-bin/tags/update": Route(endpoint=tags.update),
    "/cgi-bin/tags/delete": Route(endpoint=tags.delete),
    "/cgi-bin/tags/getidlist": Route(endpoint=tags.of_follower),
    "/cgi-bin/tags/members/batchtagging": Route(endpoint=tags.bestow),
    "/cgi-bin/tags/members/batchuntagging": Route(endpoint=tags.withdraw),
    "/cgi-bin/tags/get": Route(endpoint=tags.get, method="GET"),
    "/cgi-bin/tags/members/getblacklist": Route(endpoint=users.get_blacklist),
    "/cgi-bin/tags/members/batchblacklist": Route(endpoint=users.blacken),
    "/cgi-bin/tags/members/batchunblacklist": Route(endpoint=users.whiten),
    "/datacube/getarticleread": Route(endpoint=datacube.article_read),
    "/datacube/getarticleshare": Route(endpoint=datacube.article_share),
    "/datacube/getbizsummary": Route(endpoint=datacube.biz_summary),
    "/datacube/getarticletotaldetail": Route(endpoint=datacube.article_total_detail),
    "/datacube/getusersummary": Route(endpoint=datacube.user_summary),
    "/datacube/getusercumulate": Route(endpoint=datacube.user_cumulate),
    "/datacube/getarticlesummary": Route(endpoint=datacube_old.article_summary),
    "/datacube/getarticletotal": Route(endpoint=datacube_old.article_total),
    "/datacube/getuserread": Route(endpoint=datacube_old.user_read),
    "/datacube/getuserreadhour": Route(endpoint=datacube_old.user_read_hour),
    "/datacube/getusershare": Route(endpoint=datacube_old.user_share),
    "/datacube/getusersharehour": Route(endpoint=datacube_old.user_share_hour),
}
