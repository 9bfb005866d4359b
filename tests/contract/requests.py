"""What each call puts on the wire: verb, path, query but the token, and body."""

from collections.abc import Mapping

Asked = tuple[str, str, Mapping[str, str], object]

_DAYS = {"begin_date": "2026-11-22", "end_date": "2026-11-22"}
_COMMENTED = {"msg_data_id": 206227730, "index": 1}
_COMMENT = {**_COMMENTED, "user_comment_id": 5}
_PAGE = {"offset": 0, "count": 20, "no_content": 0}
_ARTICLE = {
    "title": "停水通知",
    "content": "<p>明天停水</p>",
    "thumb_media_id": "COVER",
    "need_open_comment": 0,
    "only_fans_can_comment": 0,
}
_PICTURES = {
    "title": "花开了",
    "content": "楼下的花",
    "article_type": "newspic",
    "image_info": {"image_list": [{"image_media_id": "P1"}, {"image_media_id": "P2"}]},
    "need_open_comment": 0,
    "only_fans_can_comment": 0,
}
_BUTTONS = [
    {"type": "view", "name": "通知", "url": "https://example.gov.cn/"},
    {"name": "办事", "sub_button": [{"type": "click", "name": "电话", "key": "TEL"}]},
]
FILE = "a form with the part `media`"


def _post(path: str, body: object, **query: str) -> Asked:
    return ("POST", path, query, body)


def _get(path: str, **query: str) -> Asked:
    return ("GET", path, query, None)


ASKED: Mapping[str, Asked] = {
    "stable_token": _post(
        "/cgi-bin/stable_token",
        {
            "grant_type": "client_credential",
            "appid": "wx1",
            "secret": "s3cret-of-the-test-account",
            "force_refresh": False,
        },
    ),
    "api_addresses": _get("/cgi-bin/get_api_domain_ip"),
    "callback_addresses": _get("/cgi-bin/getcallbackip"),
    "check_callback": _post(
        "/cgi-bin/callback/check", {"action": "all", "check_operator": "DEFAULT"}
    ),
    "clear_quotas": _post("/cgi-bin/clear_quota", {"appid": "wx1"}),
    "clear_quota_of": _post("/cgi-bin/openapi/quota/clear", {"cgi_path": "/cgi-bin/draft/add"}),
    "quota_of": _post("/cgi-bin/openapi/quota/get", {"cgi_path": "/cgi-bin/draft/add"}),
    "call_of_rid": _post("/cgi-bin/openapi/rid/get", {"rid": "6a55eac5-12345678-9abcdef0"}),
    "upload_picture": _post("/cgi-bin/media/uploadimg", FILE),
    "upload_temporary": _post("/cgi-bin/media/upload", FILE, type="thumb"),
    "get_temporary": _get("/cgi-bin/media/get", media_id="T1"),
    "add_picture": _post("/cgi-bin/material/add_material", FILE, type="image"),
    "add_material": _post("/cgi-bin/material/add_material", FILE, type="video"),
    "get_material": _post("/cgi-bin/material/get_material", {"media_id": "M1"}),
    "delete_material": _post("/cgi-bin/material/del_material", {"media_id": "M1"}),
    "count_materials": _get("/cgi-bin/material/get_materialcount"),
    "list_materials": _post(
        "/cgi-bin/material/batchget_material", {"type": "image", "offset": 0, "count": 20}
    ),
    "list_news_materials": _post(
        "/cgi-bin/material/batchget_material", {"type": "news", "offset": 0, "count": 20}
    ),
    "add_draft": _post("/cgi-bin/draft/add", {"articles": [_ARTICLE, _PICTURES]}),
    "get_draft": _post("/cgi-bin/draft/get", {"media_id": "D1"}),
    "update_draft": _post(
        "/cgi-bin/draft/update", {"media_id": "D1", "index": 1, "articles": _ARTICLE}
    ),
    "count_drafts": _get("/cgi-bin/draft/count"),
    "list_drafts": _post("/cgi-bin/draft/batchget", _PAGE),
    "delete_draft": _post("/cgi-bin/draft/delete", {"media_id": "D1"}),
    "submit_draft": _post("/cgi-bin/freepublish/submit", {"media_id": "D1"}),
    "publish_state": _post("/cgi-bin/freepublish/get", {"publish_id": "2650177668"}),
    "list_published": _post("/cgi-bin/freepublish/batchget", _PAGE),
    "get_published": _post("/cgi-bin/freepublish/getarticle", {"article_id": "A1"}),
    "delete_published": _post("/cgi-bin/freepublish/delete", {"article_id": "A1", "index": 2}),
    "send_to_all": _post(
        "/cgi-bin/message/mass/sendall",
        {
            "filter": {"is_to_all": True},
            "mpnews": {"media_id": "D1"},
            "msgtype": "mpnews",
            "send_ignore_reprint": 0,
            "clientmsgid": "op-1",
        },
    ),
    "preview_draft": _post(
        "/cgi-bin/message/mass/preview",
        {"towxname": "zhang", "mpnews": {"media_id": "D1"}, "msgtype": "mpnews"},
    ),
    "mass_state": _post("/cgi-bin/message/mass/get", {"msg_id": "34182"}),
    "delete_mass_sent": _post("/cgi-bin/message/mass/delete", {"msg_id": 34182, "article_idx": 2}),
    "mass_speed": _post("/cgi-bin/message/mass/speed/get", {}),
    "set_mass_speed": _post("/cgi-bin/message/mass/speed/set", {"speed": 3}),
    "create_menu": _post("/cgi-bin/menu/create", {"button": _BUTTONS}),
    "get_menu": _get("/cgi-bin/menu/get"),
    "delete_menu": _get("/cgi-bin/menu/delete"),
    "current_menu": _get("/cgi-bin/get_current_selfmenu_info"),
    "add_conditional_menu": _post(
        "/cgi-bin/menu/addconditional", {"button": _BUTTONS, "matchrule": {"tag_id": "2"}}
    ),
    "delete_conditional_menu": _post("/cgi-bin/menu/delconditional", {"menuid": "208379533"}),
    "menu_of_follower": _post("/cgi-bin/menu/trymatch", {"user_id": "zhang"}),
    "get_auto_replies": _get("/cgi-bin/get_current_autoreply_info"),
    "open_comments": _post("/cgi-bin/comment/open", _COMMENTED),
    "close_comments": _post("/cgi-bin/comment/close", _COMMENTED),
    "list_comments": _post(
        "/cgi-bin/comment/list", {**_COMMENTED, "begin": 0, "count": 49, "type": 0}
    ),
    "elect_comment": _post("/cgi-bin/comment/markelect", _COMMENT),
    "unelect_comment": _post("/cgi-bin/comment/unmarkelect", _COMMENT),
    "delete_comment": _post("/cgi-bin/comment/delete", _COMMENT),
    "reply_to_comment": _post("/cgi-bin/comment/reply/add", {**_COMMENT, "content": "谢谢"}),
    "delete_reply": _post("/cgi-bin/comment/reply/delete", _COMMENT),
    "article_reads": _post("/datacube/getarticleread", _DAYS),
    "article_shares": _post("/datacube/getarticleshare", _DAYS),
    "account_days": _post("/datacube/getbizsummary", _DAYS),
    "article_details": _post("/datacube/getarticletotaldetail", _DAYS),
    "article_totals": _post("/datacube/getarticletotal", _DAYS),
    "follower_changes": _post("/datacube/getusersummary", _DAYS),
    "follower_totals": _post("/datacube/getusercumulate", _DAYS),
    "list_followers": _get("/cgi-bin/user/get"),
    "get_follower": _get("/cgi-bin/user/info", openid="o1", lang="zh_CN"),
    "get_followers": _post(
        "/cgi-bin/user/info/batchget",
        {
            "user_list": [
                {"openid": "o1", "lang": "zh_CN"},
                {"openid": "o2", "lang": "zh_CN"},
            ]
        },
    ),
    "list_tags": _get("/cgi-bin/tags/get"),
}
