"""The words of notify: reasons, its ledger kind, its messages."""

WORDS = {
    "notify.mail_tested": "发了一封测试邮件",
    "notify.checkpoint_mail": "每天寄台账的校验点",
    "notify.checkpoint_mailed": "把 {day} 的台账校验点寄给了指定的人",
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
    "notify.checkpoint_subject": "请留存：{organisation}台账校验点，{today}，到第 {size} 条",
    "notify.checkpoint_body": (
        "{organisation}的公众号台账，到 {moment} 一共 {size} 条记录。\n"
        "{yesterday}发布 {on_the_day} 次；开始用到现在，一共发布 {in_all} 次。\n\n"
        "请把这封信一直留着，不用回复。检查组来查的时候，把留着的信交给他们。\n"
        "信里有台账的校验点。谁要是改动、删去了这之前的记录，拿信和台账一比就看得出来。\n\n"
        "校验点（原样留着，一个字也不要改）：\n\n{note}\n公钥：{key}\n"
    ),
    "notify.reminder_subject": "核发：有 {count} 件事等您办",
    "notify.reminder_body": (
        "{name}，您好。按制度，下面这些事等您办：\n\n{lines}\n\n"
        "请打开 {address} 办理。办完就不再提醒；没有办的，快到期和过期时各提醒一次。\n\n"
        "{organisation}\n"
    ),
}
