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
    "notify.send": "发通知",
    "notify.delegations": "告诉受委托的人",
    "notify.robot_saved": "登记了群机器人“{name}”",
    "notify.robot_tested": "让群机器人发了一条测试消息",
    "notify.rule_set": "定了通知的时段和写法",
    "notify.choice_made": "选了自己要收哪些通知",
    "notify.sent_again": "让没有发成的 {count} 条通知再发一次",
    "notify.not_failed": "这条通知已经不是“没有发成”了。请刷新再看。",
    "notify.robot_without_address": "请填机器人的地址。换了服务，要填新的地址。",
    "notify.robot_address_wrong": (
        "这不是{service}群机器人的地址。请到群里打开机器人，复制它的 Webhook 地址，整条粘贴。"
    ),
    "notify.robot_signs_nothing": "企业微信的群机器人没有加签密钥，请空着。",
    "notify.robot_base_in_the_clear": "机器人服务的地址没有加密，不能用。请技术支持核对本机配置。",
    "notify.robot_unreachable": "连不上机器人的服务。请技术支持查看网络；过一会儿会自动再发。",
    "notify.robot_busy": "机器人的服务正忙。过一会儿会自动再发。",
    "notify.robot_strange_answer": (
        "收到的答复不像机器人的服务发的，可能被网关拦下了。请技术支持查看网络。"
    ),
    "notify.robot_too_fast": "发得太密，服务暂时不收。过一会儿会自动再发。",
    "notify.robot_wrong_key": "服务不认这个地址。机器人可能删掉重建过，请把新的地址填进来。",
    "notify.robot_gone": "机器人已经停用，或者群已经解散。请在群里重新添加，把新的地址填进来。",
    "notify.robot_wrong_secret": "加签密钥对不上。请到机器人设置里重新复制密钥，填进来。",
    "notify.robot_wrong_clock": "服务说发送时间不对。请技术支持核对本机时钟。",
    "notify.robot_keyword": (
        "机器人设了关键词，消息里没有。请在机器人设置里加上关键词“审核单”和“核发”。"
    ),
    "notify.robot_address_not_listed": (
        "机器人只收名单里的网址发来的消息。请在机器人设置里加上本单位的出口 IP。"
    ),
    "notify.robot_refused_by_safety": "没有通过机器人的安全设置。请核对关键词、加签和 IP 名单。",
    "notify.robot_text_refused": "服务不收这条消息的内容或写法。请找技术支持。",
    "notify.robot_refused": "{service}没有收，错误码 {number}。请把错误码告诉技术支持。",
    "notify.robot_test": (
        "核发：测试消息\n单位：{organisation}\n发出时间：{moment}\n"
        "看到它，说明审核单的通知送得到这个群。"
    ),
    "notify.robot_said": "已发测试消息，请到群里看",
    "notify.robot_unclear": "发出去了，没有等到答复。请到群里看有没有这条测试消息。",
    "notify.told_waits": "{unit}的审核单 {number} 等{act}",
    "notify.told_returned": "{unit}的审核单 {number} 退回修改",
    "notify.told_released": "{unit}的审核单 {number} 已核发",
    "notify.told_due_soon": "{unit}的审核单 {number} 等{act}，快到期了",
    "notify.told_overdue": "{unit}的审核单 {number} 等{act}，已经过期",
    "notify.told_advice": "{unit}的审核单 {number} 征求意见",
    "notify.told_advised": "{unit}的审核单 {number} 有了您征求的意见",
    "notify.told_delegated": "{unit}的“{act}”委托代办",
    "notify.told_by_hand": "{unit}的审核单 {number} 发布要人来办",
    "notify.told_halt": "已停止发布。{act}",
    "notify.told_one": "核发：{line}",
    "notify.told_several": "核发：{count} 条通知",
    "notify.told_more": "另有 {count} 条，请打开 {address} 查看",
    "notify.told_mail": (
        "{name}，您好。\n\n{lines}\n\n"
        "点开链接，登录后直接到那一张。要少收、一天收一次，请到 {address} 选。\n\n"
        "{organisation}\n"
    ),
}
