"""The words of notify: reasons, its ledger kind, its messages."""

WORDS = {
    "notify.mail_tested": "发了一封测试邮件",
    "notify.no_mail_host": "还没有设发信服务器。请技术支持在本机配置里填好发信服务器，再来测试。",
    "notify.mail_sign_in_refused": "发信服务器不认这个账号或密码。请技术支持核对本机配置。",
    "notify.mail_refused": "发信服务器不收这封信。请核对 {to} 写得对不对；还不行请找技术支持。",
    "notify.mail_timed_out": "发信服务器没有及时回应。请过一会儿再试；还不行请找技术支持。",
    "notify.mail_unreachable": "连不上发信服务器。请技术支持查看网络和本机配置。",
    "notify.mail_address_wrong": "邮箱写得不对，请写成 name@example.com 这样。",
    "notify.test_sent": "已发测试邮件，请到 {to} 查收",
    "notify.test_subject": "核发：测试邮件",
    "notify.test_body": (
        "这是一封测试邮件。收到它，说明到期提醒送得到您这里。\n\n"
        "单位：{organisation}\n发出时间：{moment}\n\n不用回复。\n"
    ),
}
