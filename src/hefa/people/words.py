"""The words of people: reasons and ledger kinds."""

WORDS = {
    "people.signed_in": "登录了",
    "people.password_changed": "换了密码",
    "people.link_made": "开了一次性登录链接",
    "people.link_used": "用一次性登录链接设了密码",
    "people.inactive": "{name} 的账号已停用。要用，请先重新启用。",
    "people.link_closed": "这个链接用过了，或者已经过期。请找平台管理员再要一个。",
    "people.sign_in_wrong": (
        "登录名或密码不对，也可能账号已停用。请再输一遍；忘了密码，请找平台管理员要一次性登录链接。"
    ),
    "people.sign_in_too_often": "试的次数太多了。请等 5 分钟再试。",
    "people.old_password_wrong": "现在的密码不对。请再输一遍。",
    "people.password_same": "新密码和现在的一样。请换一个。",
    "people.passwords_differ": "两次输入的密码不一样。请再输一遍。",
    "people.password_short": "密码太短。请用 8 个或更多字符。",
    "people.password_common": "这个密码太常见，容易被猜到。请换一个。",
    "people.password_similar": "密码和您的登录名、姓名太像。请换一个。",
    "people.password_help": "8 个或更多字符。几个不相干的词连起来，既好记又难猜。",
    "people.signed_out": "已退出登录",
    "people.password_saved": "已换密码",
}
