"""WeChat's errcodes: number to outcome and code. Match on the number, never on errmsg.

A number means the same at every address but where its group says otherwise. The numbers of one
group are definite there only: the same number from elsewhere is not understood, hence Unknown.
"""

from collections.abc import Mapping

Meaning = tuple[str, str]

_LATER = "retry_later"
_TOKEN = "new_token"  # noqa: S105  the name of an outcome
_NEVER = "give_up"
_PERSON = "ask_person"
_UNKNOWN = "unknown"

UNLISTED: Meaning = (_UNKNOWN, "wechat.errcode_unknown")

ERRCODES: Mapping[int, Meaning] = {
    -1: (_UNKNOWN, "wechat.busy"),  # "system error": seen before and after the effect
    # the token
    40001: (_TOKEN, "wechat.token_stale"),
    40014: (_TOKEN, "wechat.token_stale"),
    41001: (_TOKEN, "wechat.token_stale"),
    42001: (_TOKEN, "wechat.token_stale"),
    # what only a person can put right, in WeChat's console or in our settings
    40013: (_PERSON, "wechat.appid_wrong"),
    41002: (_PERSON, "wechat.appid_wrong"),
    40125: (_PERSON, "wechat.secret_wrong"),
    41004: (_PERSON, "wechat.secret_wrong"),
    40243: (_PERSON, "wechat.secret_frozen"),
    40164: (_PERSON, "wechat.ip_not_listed"),
    89501: (_PERSON, "wechat.ip_refused"),
    89503: (_PERSON, "wechat.ip_awaits_admin"),
    89506: (_PERSON, "wechat.ip_refused"),
    89507: (_PERSON, "wechat.ip_refused"),
    48001: (_PERSON, "wechat.no_permission"),
    48008: (_PERSON, "wechat.no_permission"),
    50004: (_PERSON, "wechat.no_permission"),
    48004: (_PERSON, "wechat.api_banned"),
    50002: (_PERSON, "wechat.account_limited"),
    50007: (_PERSON, "wechat.account_limited"),
    # quotas
    45009: (_LATER, "wechat.quota_day"),
    45011: (_LATER, "wechat.quota_minute"),
    # pictures and other material
    40004: (_NEVER, "wechat.picture_kind"),
    40005: (_NEVER, "wechat.picture_kind"),
    40113: (_NEVER, "wechat.picture_kind"),
    40137: (_NEVER, "wechat.picture_kind"),
    40006: (_NEVER, "wechat.picture_size"),
    40009: (_NEVER, "wechat.picture_size"),
    45001: (_NEVER, "wechat.picture_size"),
    40010: (_NEVER, "wechat.file_size"),
    40011: (_NEVER, "wechat.file_size"),
    40012: (_NEVER, "wechat.file_size"),
    41005: (_NEVER, "wechat.picture_missing"),
    44001: (_NEVER, "wechat.picture_missing"),
    40007: (_NEVER, "wechat.material_gone"),
    41006: (_NEVER, "wechat.material_gone"),
    45006: (_PERSON, "wechat.library_full"),
    48005: (_PERSON, "wechat.material_in_use"),
    # the article
    45003: (_NEVER, "wechat.title_too_long"),
    45110: (_NEVER, "wechat.author_too_long"),
    45004: (_NEVER, "wechat.digest_too_long"),
    45002: (_NEVER, "wechat.content_too_long"),
    45005: (_NEVER, "wechat.source_url_wrong"),
    41039: (_NEVER, "wechat.source_url_wrong"),
    45008: (_NEVER, "wechat.too_many_articles"),
    45166: (_NEVER, "wechat.content_refused"),
    53404: (_NEVER, "wechat.content_refused"),
    53405: (_NEVER, "wechat.content_refused"),
    53406: (_NEVER, "wechat.content_refused"),
    44003: (_NEVER, "wechat.article_empty"),
    44004: (_NEVER, "wechat.article_empty"),
    53600: (_NEVER, "wechat.article_id_wrong"),
    # people who follow the account, or do not
    40003: (_PERSON, "wechat.reader_unknown"),
    40132: (_PERSON, "wechat.reader_unknown"),
    43004: (_PERSON, "wechat.reader_not_following"),
    50005: (_PERSON, "wechat.reader_not_following"),
    45015: (_NEVER, "wechat.reader_out_of_reach"),
    45047: (_NEVER, "wechat.reader_out_of_reach"),
    # requests of ours that WeChat cannot read: a fault in this program
    40002: (_NEVER, "wechat.request_malformed"),
    40008: (_NEVER, "wechat.request_malformed"),
    40032: (_NEVER, "wechat.request_malformed"),
    40033: (_NEVER, "wechat.request_malformed"),
    40035: (_NEVER, "wechat.request_malformed"),
    40066: (_NEVER, "wechat.request_malformed"),
    40097: (_NEVER, "wechat.request_malformed"),
    40114: (_NEVER, "wechat.request_malformed"),
    43001: (_NEVER, "wechat.request_malformed"),
    43002: (_NEVER, "wechat.request_malformed"),
    43003: (_NEVER, "wechat.request_malformed"),
    44002: (_NEVER, "wechat.request_malformed"),
    47001: (_NEVER, "wechat.request_malformed"),
}

GROUPS: Mapping[str, Mapping[int, Meaning]] = {
    # A new token is no cure for a secret that is wrong.
    "/cgi-bin/stable_token": dict.fromkeys(
        (40001, 40014, 41001, 42001), (_PERSON, "wechat.secret_wrong")
    ),
    "/cgi-bin/freepublish/": {
        53500: (_PERSON, "wechat.publish_banned"),
        53501: (_LATER, "wechat.publish_too_often"),
        53502: (_NEVER, "wechat.publish_id_wrong"),
        53503: (_PERSON, "wechat.precheck_failed"),
        53504: (_PERSON, "wechat.publish_by_hand"),
        53505: (_PERSON, "wechat.save_by_hand"),
    },
    "/cgi-bin/message/mass/": {
        45028: (_LATER, "wechat.mass_quota"),
        45065: (_UNKNOWN, "wechat.mass_sent_before"),  # an earlier call was taken
        45066: (_UNKNOWN, "wechat.mass_repeated"),  # an earlier call may have been taken
        89504: (_UNKNOWN, "wechat.mass_awaits_admin"),  # goes out when the administrator taps
        89505: (_UNKNOWN, "wechat.mass_awaits_admin"),
        48021: (_PERSON, "wechat.save_by_hand"),
        53503: (_PERSON, "wechat.precheck_failed"),
        53504: (_PERSON, "wechat.publish_by_hand"),
        53505: (_PERSON, "wechat.save_by_hand"),
        48022: (_NEVER, "wechat.content_refused"),
        41040: (_NEVER, "wechat.not_original"),
        45062: (_PERSON, "wechat.mass_refused"),
        45113: (_PERSON, "wechat.mass_refused"),
        40059: (_NEVER, "wechat.publish_id_wrong"),
        40130: (_NEVER, "wechat.request_malformed"),
        40050: (_NEVER, "wechat.request_malformed"),
        40152: (_NEVER, "wechat.request_malformed"),
        45067: (_NEVER, "wechat.request_malformed"),
        45083: (_NEVER, "wechat.request_malformed"),
        45084: (_NEVER, "wechat.request_malformed"),
    },
    "/cgi-bin/menu/": {
        40016: (_NEVER, "wechat.menu_count"),
        40023: (_NEVER, "wechat.menu_count"),
        40018: (_NEVER, "wechat.menu_name"),
        40025: (_NEVER, "wechat.menu_name"),
        40022: (_NEVER, "wechat.menu_count"),
        40019: (_NEVER, "wechat.menu_target"),
        40026: (_NEVER, "wechat.menu_target"),
        40020: (_NEVER, "wechat.menu_target"),
        40027: (_NEVER, "wechat.menu_target"),
        40007: (_NEVER, "wechat.menu_target"),
        40119: (_NEVER, "wechat.menu_target"),
        40166: (_NEVER, "wechat.menu_target"),
        53600: (_NEVER, "wechat.menu_target"),
        40015: (_NEVER, "wechat.request_malformed"),
        40017: (_NEVER, "wechat.request_malformed"),
        40024: (_NEVER, "wechat.request_malformed"),
        46003: (_NEVER, "wechat.menu_none"),
        **dict.fromkeys(range(65301, 65321), (_NEVER, "wechat.menu_rule")),
    },
    "/cgi-bin/comment/": {
        88000: (_PERSON, "wechat.comments_not_granted"),
        88001: (_NEVER, "wechat.article_id_wrong"),
        88002: (_PERSON, "wechat.comments_blocked"),
        88003: (_NEVER, "wechat.comments_elected_full"),
        88004: (_NEVER, "wechat.comment_gone"),
        88005: (_NEVER, "wechat.comment_replied"),
        88007: (_NEVER, "wechat.comment_reply_length"),
        88008: (_NEVER, "wechat.comment_gone"),
        87009: (_NEVER, "wechat.comment_gone"),
        88010: (_NEVER, "wechat.request_malformed"),
    },
    "/datacube/": {
        61500: (_NEVER, "wechat.request_malformed"),
        61501: (_NEVER, "wechat.figures_range"),
        61503: (_LATER, "wechat.figures_not_ready"),
    },
    "/cgi-bin/callback/": {
        40201: (_PERSON, "wechat.callback_unset"),
        40202: (_NEVER, "wechat.request_malformed"),
        40203: (_NEVER, "wechat.request_malformed"),
    },
    "/cgi-bin/clear_quota": {48006: (_LATER, "wechat.resets_used_up")},
    "/cgi-bin/openapi/": {
        48006: (_LATER, "wechat.resets_used_up"),
        **dict.fromkeys(range(76001, 76005), (_NEVER, "wechat.rid_unknown")),
        76021: (_NEVER, "wechat.request_malformed"),
        76022: (_NEVER, "wechat.request_malformed"),
    },
}


def meaning(errcode: int, path: str) -> Meaning:
    """Return outcome and code of `errcode` answered at `path`; UNLISTED where nobody says."""
    for prefix, group in GROUPS.items():
        if path.startswith(prefix) and errcode in group:
            return group[errcode]
    return ERRCODES.get(errcode, UNLISTED)
