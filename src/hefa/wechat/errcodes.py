"""WeChat's errcodes: number to outcome and code. Match on the number, never on errmsg."""

from collections.abc import Mapping

_LATER = "retry_later"
_TOKEN = "new_token"  # noqa: S105  the name of an outcome
_NEVER = "give_up"
_PERSON = "ask_person"
_UNKNOWN = "unknown"

UNLISTED = (_UNKNOWN, "wechat.errcode_unknown")

ERRCODES: Mapping[int, tuple[str, str]] = {
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
    53500: (_PERSON, "wechat.publish_banned"),
    53503: (_PERSON, "wechat.precheck_failed"),
    53504: (_PERSON, "wechat.publish_by_hand"),
    53505: (_PERSON, "wechat.save_by_hand"),
    # quotas
    45009: (_LATER, "wechat.quota_day"),
    45011: (_LATER, "wechat.quota_minute"),
    53501: (_LATER, "wechat.publish_too_often"),
    # pictures and other material
    40004: (_NEVER, "wechat.picture_kind"),
    40005: (_NEVER, "wechat.picture_kind"),
    40137: (_NEVER, "wechat.picture_kind"),
    40006: (_NEVER, "wechat.picture_size"),
    40009: (_NEVER, "wechat.picture_size"),
    45001: (_NEVER, "wechat.picture_size"),
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
    44003: (_NEVER, "wechat.article_empty"),
    44004: (_NEVER, "wechat.article_empty"),
    53404: (_NEVER, "wechat.content_refused"),
    53405: (_NEVER, "wechat.content_refused"),
    53406: (_NEVER, "wechat.content_refused"),
    53502: (_NEVER, "wechat.publish_id_wrong"),
    53600: (_NEVER, "wechat.article_id_wrong"),
    # requests of ours that WeChat cannot read: a fault in this program
    40002: (_NEVER, "wechat.request_malformed"),
    40033: (_NEVER, "wechat.request_malformed"),
    40035: (_NEVER, "wechat.request_malformed"),
    40097: (_NEVER, "wechat.request_malformed"),
    40114: (_NEVER, "wechat.request_malformed"),
    43001: (_NEVER, "wechat.request_malformed"),
    43002: (_NEVER, "wechat.request_malformed"),
    43003: (_NEVER, "wechat.request_malformed"),
    44002: (_NEVER, "wechat.request_malformed"),
    47001: (_NEVER, "wechat.request_malformed"),
}
