"""Answers in the shapes that real accounts sent and pages document; every value is invented."""

from dataclasses import dataclass

import httpx2

from hefa.wechat.errors import Outcome

RID = "6a55eac5-12345678-9abcdef0"
HINT = b"hint: [AbCd12] rid: 6a55eac5-12345678-9abcdef0"

_ITEM = rb"""{"title":"\u901a\u77e5","author":"","digest":"d","content":"<p>\u6b63\u6587<\/p>",
"content_source_url":"","thumb_media_id":"COVER","show_cover_pic":1,
"url":"http:\/\/mp.weixin.qq.com\/s?__biz=Mz==&mid=100000006&idx=1&sn=0123&chksm=ab#rd",
"thumb_url":"http:\/\/mmbiz.qpic.cn\/mmbiz_jpg\/abc\/0?wx_fmt=jpeg",
"need_open_comment":0,"only_fans_can_comment":1}"""
_NEWSPIC = rb"""{"article_type":"newspic","title":"T","content":"x","image_info":{"image_list":
[{"image_media_id":"P1"}]},"cover_info":{"crop_percent_list":[{"ratio":"1_1","x1":"0","y1":"0",
"x2":"1","y2":"1"}]},"product_info":{},"url":"","thumb_url":""}"""
_CONTENT = b'{"news_item":[' + _ITEM + b'],"create_time":1700000000,"update_time":1700000001}'
_OK = b'{"errcode":0,"errmsg":"ok"}'
_MENU = rb"""{"menu":{"button":[{"type":"view","name":"\u901a\u77e5","url":"https:\/\/example.gov.cn\/",
"sub_button":[]},{"name":"\u529e\u4e8b","sub_button":[{"type":"click","name":"\u7535\u8bdd","key":"TEL",
"sub_button":[]}]}],"menuid":208396938},"conditionalmenu":[{"button":[{"type":"click","name":"x",
"key":"K","sub_button":[]}],"matchrule":{"tag_id":"2"},"menuid":208396993}]}"""
_CURRENT = rb"""{"is_menu_open":1,"selfmenu_info":{"button":[{"name":"a","sub_button":{"list":[
{"type":"view","name":"b","url":"http:\/\/example.gov.cn\/"},{"type":"news","name":"c","value":"KQb",
"news_info":{"list":[{"title":"t","author":"","digest":"","show_cover":0,"cover_url":"",
"content_url":"","source_url":""}]}}]}},{"type":"text","name":"d","value":"hello"}]}}"""
_REPLIES = rb"""{"is_add_friend_reply_open":1,"is_autoreply_open":0,"add_friend_autoreply_info":
{"type":"text","content":"\u6b22\u8fce"},"keyword_autoreply_info":{"list":[{"rule_name":"r",
"create_time":1423028166,"reply_mode":"reply_all","keyword_list_info":[{"type":"text","match_mode":
"equal","content":"\u7535\u8bdd"}],"reply_list_info":[{"type":"news","content":"","news_info":
{"list":[]}}]}]}}"""
_COMMENTS = rb"""{"errcode":0,"errmsg":"ok","total":2,"comment":[{"user_comment_id":5,"openid":"o1",
"create_time":1700000000,"content":"\u597d","comment_type":1,"reply":{"content":"\u8c22\u8c22",
"create_time":1700000100}},{"user_comment_id":6,"create_time":1700000001,"content":"y",
"comment_type":0}]}"""
_READS = b"""{"list":[{"ref_date":"2026-11-22","msgid":"2247490098_1","detail":{"read_user":12,
"read_user_source":[{"scene":1,"user":9},{"scene":2,"user":3}]}}],"is_delay":false}"""
_TOTALS = b"""{"list":[{"ref_date":"2026-11-22","msgid":"202457380_1","title":"t","details":[
{"stat_date":"2026-11-23","target_user":99,"int_page_read_user":20,"int_page_read_count":31,
"ori_page_read_user":0,"ori_page_read_count":0,"share_user":2,"share_count":3,
"add_to_fav_user":0,"add_to_fav_count":0}]}]}"""
_RID_TOLD = rb"""{"errcode":0,"errmsg":"ok","request":{"invoke_time":1700000000,"cost_in_ms":30,
"request_url":"https:\/\/api.weixin.qq.com\/cgi-bin\/draft\/add?access_token=82_tell-nobody",
"request_body":"{}","response_body":"{\"errcode\":45003}","client_ip":"203.0.113.7"}}"""
_FOLLOWER = b"""{"subscribe":1,"openid":"o1","nickname":"","sex":0,"language":"zh_CN","city":"",
"province":"","country":"","headimgurl":"","subscribe_time":1700000000,"unionid":"u1","remark":"",
"groupid":0,"tagid_list":[128,2],"subscribe_scene":"ADD_SCENE_QR_CODE","qr_scene":98765,
"qr_scene_str":""}"""
_QUOTA = b"""{"errcode":0,"errmsg":"ok","quota":{"daily_limit":1000,"used":3,"remain":997},
"rate_limit":{"call_count":500,"refresh_second":60},"component_rate_limit":{"call_count":0,
"refresh_second":0}}"""
_CHECKED = b"""{"dns":[{"ip":"203.0.113.7","real_operator":"UNICOM"}],"ping":[{"ip":"203.0.113.7",
"from_operator":"UNICOM","package_loss":"0%","time":"23.079ms"}]}"""
_PNG = httpx2.Response(
    200,
    content=b"\x89PNG\r\n\x1a\n...",
    headers={
        "Content-Type": "image/png",
        "Content-disposition": 'attachment; filename="../p.png"',
    },
)

# (the call, WeChat's answer): each is read into a value
READ: tuple[tuple[str, bytes | httpx2.Response], ...] = (
    ("stable_token", b'{"access_token":"82_x","expires_in":7200}'),
    ("stable_token", b'{"errcode":0,"errmsg":"ok","access_token":"82_x","expires_in":"300"}'),
    ("api_addresses", b'{"ip_list":["203.0.113.1","203.0.113.2"]}'),
    ("callback_addresses", b'{"ip_list":["203.0.113.1","203.0.113.0\\/25"]}'),
    ("check_callback", _CHECKED),
    ("clear_quotas", _OK),
    ("clear_quota_of", _OK),
    ("quota_of", _QUOTA),
    ("call_of_rid", _RID_TOLD),
    ("call_of_rid", b'{"request":{"request_url":"access_token=82_tell-nobody","cost_in_ms":"30"}}'),
    ("upload_picture", rb'{"url":"http:\/\/mmbiz.qpic.cn\/x\/0?wx_fmt=png"}'),
    ("upload_picture", b'{"errcode":0,"errmsg":"ok","url":"https://mmbiz.qpic.cn/x/0"}'),
    ("upload_temporary", b'{"type":"thumb","media_id":"T1","created_at":1700000000}'),
    ("upload_temporary", b'{"type":"thumb","thumb_media_id":"T1","created_at":1700000000}'),
    ("get_temporary", rb'{"video_url":"http:\/\/example.com\/v.mp4"}'),
    ("get_temporary", _PNG),
    ("add_picture", rb'{"media_id":"M1","url":"http:\/\/mmbiz.qpic.cn\/y\/0","item":[]}'),
    ("add_material", b'{"media_id":"M1"}'),
    ("get_material", b'{"news_item":[' + _ITEM + b"]}"),
    ("get_material", b'{"title":"t","description":"d","down_url":"http://example.com/v"}'),
    ("get_material", _PNG),
    ("delete_material", _OK),
    ("count_materials", b'{"voice_count":1,"video_count":2,"image_count":3,"news_count":0}'),
    (
        "list_materials",
        rb'{"item":[{"media_id":"M1","name":"p.png","update_time":1700000000,"url":"http:\/\/mmbiz.qpic.cn\/y\/0","tags":[]}],"total_count":3,"item_count":1}',
    ),
    (
        "list_news_materials",
        b'{"item":[{"media_id":"N1","content":'
        + _CONTENT
        + b',"update_time":1700000001}],"total_count":1,"item_count":1}',
    ),
    ("add_draft", b'{"media_id":"D1","item":[]}'),
    ("add_draft", b'{"item":[{"index":0,"ad_count":0}],"media_id":"D1"}'),
    ("get_draft", _CONTENT),
    ("get_draft", b'{"news_item":[' + _NEWSPIC + b'],"create_time":1,"update_time":1}'),
    ("update_draft", _OK),
    ("count_drafts", b'{"total_count":15}'),
    (
        "list_drafts",
        b'{"item":[{"media_id":"D1","content":'
        + _CONTENT
        + b',"update_time":1700000001}],"total_count":1,"item_count":1}',
    ),
    (
        "list_drafts",
        b'{"item":[{"content":{"news_item":[{"title":"a\x01b\nc"}]},"media_id":"D"}],"total_count":1}',
    ),
    ("list_drafts", b'{"total_count":0,"item_count":0}'),
    ("delete_draft", _OK),
    ("submit_draft", b'{"errcode":0,"errmsg":"ok","publish_id":2650177668}'),
    ("submit_draft", b'{"errcode":0,"errmsg":"ok","publish_id":"2650177668","msg_data_id":12}'),
    (
        "publish_state",
        rb'{"publish_id":2650177668,"publish_status":0,"article_id":"A1","article_detail":{"count":1,"item":[{"idx":1,"article_url":"https:\/\/mp.weixin.qq.com\/s?__biz=M"}]},"fail_idx":[]}',
    ),
    ("publish_state", b'{"publish_id":2247483655,"publish_status":3,"fail_idx":[1]}'),
    ("publish_state", b'{"publish_id":"2247483655","publish_status":1,"article_detail":{}}'),
    (
        "list_published",
        b'{"item":[{"article_id":"A1","content":'
        + _CONTENT
        + b',"update_time":1700000001}],"total_count":1,"item_count":1}',
    ),
    ("get_published", _CONTENT.replace(b'"author"', b'"is_deleted":true,"author"')),
    ("delete_published", _OK),
    (
        "send_to_all",
        b'{"errcode":0,"errmsg":"send job submission success","msg_id":34182,"msg_data_id":206227730}',
    ),
    ("send_to_all", b'{"errcode":0,"errmsg":"send job submission success","msg_id":"34182"}'),
    ("preview_draft", b'{"errcode":0,"errmsg":"preview success","msg_id":34182}'),
    ("preview_draft", b'{"errcode":0,"errmsg":"preview success"}'),
    ("mass_state", b'{"msg_id":201053012,"msg_status":"SEND_SUCCESS"}'),
    ("delete_mass_sent", _OK),
    ("mass_speed", b'{"speed":3,"realspeed":15}'),
    ("set_mass_speed", _OK),
    ("create_menu", _OK),
    ("get_menu", _MENU),
    ("get_menu", b'{"errcode":46003,"errmsg":"menu no exist rid: ' + RID.encode() + b'"}'),
    ("delete_menu", _OK),
    ("current_menu", _CURRENT),
    ("current_menu", b'{"is_menu_open":0}'),
    ("add_conditional_menu", b'{"menuid":"208379533"}'),
    ("delete_conditional_menu", _OK),
    ("menu_of_follower", b'{"button":[{"type":"click","name":"x","key":"K","sub_button":[]}]}'),
    ("get_auto_replies", _REPLIES),
    ("get_auto_replies", b'{"is_add_friend_reply_open":0,"is_autoreply_open":0}'),
    ("open_comments", _OK),
    ("close_comments", _OK),
    ("list_comments", _COMMENTS),
    ("list_comments", b'{"errcode":0,"errmsg":"ok","total":0,"comment":[]}'),
    ("elect_comment", _OK),
    ("unelect_comment", _OK),
    ("delete_comment", _OK),
    ("reply_to_comment", _OK),
    ("delete_reply", _OK),
    ("article_reads", _READS),
    ("article_reads", b'{"list":[],"is_delay":true}'),
    (
        "article_shares",
        b'{"is_delay":false,"list":[{"ref_date":"2026-11-22","msgid":"2247490098_2","detail":{"share_user":3}}]}',
    ),
    (
        "account_days",
        b'{"list":[{"ref_date":"2026-11-22","detail":{"read_user":40,"read_user_source":[],"share_user":4,"zaikan_user":1,"like_user":2,"comment_count":3}}]}',
    ),
    (
        "article_details",
        b'{"list":[{"ref_date":"2026-11-22","msgid":"2247490098_1","detail":{"finish_rate":0.5}}],"is_delay":false}',
    ),
    ("article_totals", _TOTALS),
    (
        "follower_changes",
        b'{"list":[{"ref_date":"2026-11-22","user_source":0,"new_user":3,"cancel_user":1}]}',
    ),
    ("follower_totals", b'{"list":[{"ref_date":"2026-11-22","cumulate_user":1217}]}'),
    (
        "list_followers",
        b'{"total":2,"count":2,"data":{"openid":["o1","o2"]},"next_openid":"o2"}',
    ),
    ("list_followers", b'{"total":2,"count":0,"next_openid":""}'),
    ("get_follower", _FOLLOWER),
    ("get_follower", b'{"subscribe":0,"openid":"o1","tagid_list":[]}'),
    ("get_followers", b'{"user_info_list":[' + _FOLLOWER + b"]}"),
    ("list_tags", rb'{"tags":[{"id":2,"name":"\u661f\u6807\u7ec4","count":0}]}'),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer that says no, or nothing that can be understood."""

    call: str
    reply: bytes
    outcome: Outcome
    code: str
    rid: str = RID


def _no(errcode: int | str, errmsg: bytes = HINT) -> bytes:
    number = str(errcode) if isinstance(errcode, int) else f'"{errcode}"'
    return b'{"errcode":' + number.encode() + b',"errmsg":"' + errmsg + b'"}'


REFUSED: tuple[Refusal, ...] = tuple(
    Refusal(call=call, reply=_no(errcode), outcome=outcome, code=f"wechat.{code}")
    for call, errcode, outcome, code in (
        ("stable_token", 40001, Outcome.ASK_PERSON, "secret_wrong"),
        ("stable_token", "40013", Outcome.ASK_PERSON, "appid_wrong"),
        ("stable_token", 40125, Outcome.ASK_PERSON, "secret_wrong"),
        ("stable_token", 40164, Outcome.ASK_PERSON, "ip_not_listed"),
        ("stable_token", 40243, Outcome.ASK_PERSON, "secret_frozen"),
        ("stable_token", 89503, Outcome.ASK_PERSON, "ip_awaits_admin"),
        ("stable_token", 45011, Outcome.RETRY_LATER, "quota_minute"),
        ("get_draft", 40001, Outcome.NEW_TOKEN, "token_stale"),
        ("get_draft", "42001", Outcome.NEW_TOKEN, "token_stale"),
        ("get_draft", 40007, Outcome.GIVE_UP, "material_gone"),
        ("get_temporary", 40007, Outcome.GIVE_UP, "material_gone"),
        ("get_material", 40007, Outcome.GIVE_UP, "material_gone"),
        ("add_draft", 45003, Outcome.GIVE_UP, "title_too_long"),
        ("add_draft", -1, Outcome.UNKNOWN, "busy"),
        ("add_draft", "-1", Outcome.UNKNOWN, "busy"),
        ("add_draft", 88001, Outcome.UNKNOWN, "errcode_unknown"),
        ("add_draft", 53503, Outcome.UNKNOWN, "errcode_unknown"),
        ("update_draft", 40114, Outcome.GIVE_UP, "request_malformed"),
        ("submit_draft", 48001, Outcome.ASK_PERSON, "no_permission"),
        ("submit_draft", 53503, Outcome.ASK_PERSON, "precheck_failed"),
        ("submit_draft", 45065, Outcome.UNKNOWN, "errcode_unknown"),
        ("publish_state", 45009, Outcome.RETRY_LATER, "quota_day"),
        ("get_published", 53600, Outcome.GIVE_UP, "article_id_wrong"),
        ("send_to_all", 45028, Outcome.RETRY_LATER, "mass_quota"),
        ("send_to_all", 45065, Outcome.UNKNOWN, "mass_sent_before"),
        ("send_to_all", 45066, Outcome.UNKNOWN, "mass_repeated"),
        ("send_to_all", 89504, Outcome.UNKNOWN, "mass_awaits_admin"),
        ("send_to_all", 61503, Outcome.UNKNOWN, "errcode_unknown"),
        ("preview_draft", 40132, Outcome.ASK_PERSON, "reader_unknown"),
        ("create_menu", 40018, Outcome.GIVE_UP, "menu_name"),
        ("create_menu", 40033, Outcome.GIVE_UP, "request_malformed"),
        ("create_menu", 53600, Outcome.GIVE_UP, "menu_target"),
        ("add_conditional_menu", 65301, Outcome.GIVE_UP, "menu_rule"),
        ("add_conditional_menu", 65320, Outcome.GIVE_UP, "menu_rule"),
        ("list_comments", 88000, Outcome.ASK_PERSON, "comments_not_granted"),
        ("list_comments", 88001, Outcome.GIVE_UP, "article_id_wrong"),
        ("article_reads", 61503, Outcome.RETRY_LATER, "figures_not_ready"),
        ("article_reads", 48001, Outcome.ASK_PERSON, "no_permission"),
        ("check_callback", 40201, Outcome.ASK_PERSON, "callback_unset"),
        ("clear_quotas", 48006, Outcome.RETRY_LATER, "resets_used_up"),
        ("call_of_rid", 76001, Outcome.GIVE_UP, "rid_unknown"),
        ("get_follower", 40003, Outcome.ASK_PERSON, "reader_unknown"),
        ("list_tags", 99999, Outcome.UNKNOWN, "errcode_unknown"),
    )
)

UNREADABLE: tuple[bytes, ...] = (
    b"",
    b"garbage \xff\xfe",
    b'{"errcode":0,"media_',
    b"<html><body>error</body></html>",
    b"[]",
    b"null",
    b"7",
    b"[" * 200_000,
    b'{"errcode":"many"}',
    b'{"errcode":' + b"9" * 5000 + b"}",
    b'{"errcode":"' + b"9" * 5000 + b'"}',
    b'{"errcode":"--5"}',
    b'{"errcode":1e999}',
    b'{"errcode":{}}',
)
