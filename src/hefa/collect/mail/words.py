"""The words of mail intake: why a mail makes no draft, what the mailbox lacks, the receipts."""

_MAILBOX = {
    "collect.mailbox_unreachable": "连不上收信服务器 {host}，过几分钟会自动再试。",
    "collect.mailbox_no_such_host": "没有找到收信服务器，请核对服务器名称；网络断了也会这样。",
    "collect.mailbox_broke_off": "收到一半断线了，过几分钟会自动接着收，不会重复。",
    "collect.mailbox_declined": "收信服务器没有照办，过几分钟会自动再试。",
    "collect.mailbox_certificate": "收信服务器的证书对不上，为防冒充没有登录。请核对服务器名称。",
    "collect.mailbox_not_encrypted": "这个端口没有加密，没有登录。加密收信的端口一般是 993。",
    "collect.mailbox_sign_in_refused": (
        "收信服务器不认登录名或密码。很多邮箱要在网页上打开 IMAP，用“授权码”代替密码。"
    ),
    "collect.mailbox_folder_missing": "邮箱里没有这个文件夹。请核对名称，收件箱写 INBOX。",
    "collect.mailbox_secret_lost": "保存的邮箱密码解不开。请重新填写一次。",
}

_WHY_NOT = {
    "collect.mail_malformed": "信的格式乱了，读不下去。请新写一封，把 Word 文件添加为附件再发。",
    "collect.mail_too_large": "整封信超过 {most} MB。请把图片压小，或者在系统里直接导入 Word。",
    "collect.mail_too_many_parts": "信里的附件和图片超过 {most} 个。请分几封发。",
    "collect.mail_too_deep": "信里转发套转发，层数太多。请新写一封，把 Word 文件添加为附件再发。",
    "collect.mail_too_many": "一小时内来信超过 {most} 封，后面的没有收。请过一小时再发。",
    "collect.mail_unproved": (
        "邮箱服务商没能证实这封信是从您的邮箱发出的。请直接在登记的邮箱里写信，不要经别处代发。"
    ),
    "collect.mail_token_missing": "主题里没有能用的一次性口令。请在主题末尾写上口令再发。",
    "collect.mail_token_used": "主题里的一次性口令已经用过。请换成新的口令再发。",
    "collect.mail_no_unit": "您现在没有可以供稿的岗位。请平台管理员在“设置—人员与岗位”里加上。",
    "collect.mail_archive": "压缩包不打开（{names}）。请解压后把 Word 文件添加为附件再发。",
    "collect.mail_winmail_alone": (
        "附件被 Outlook 包成了 winmail.dat，取不出来。"
        "请在 Outlook 里把邮件格式改成“HTML”或“纯文本”再发。"
    ),
    "collect.mail_empty": "信里没有正文，也没有能读的文件和图片。请把 Word 文件添加为附件再发。",
    "collect.mail_failed": "这封信读了 {times} 次都没有读完，不再读了。请在系统里直接导入 Word。",
    "collect.mail_other_words": (
        "这封信的编号和先前收下的一封相同，内容却不同，没有收。请新写一封再发，不要改旧信重发。"
    ),
    "collect.mail_taken_in_already": "这封信已经收下。",
    "collect.mail_automatic": "自动回复或退信，不收。",
    "collect.mail_unknown_sender": "发件邮箱没有登记，不收也不回。",
    "collect.mail_gone": "还没读就从邮箱里删掉了。",
}

_NOTES = {
    "collect.mail_winmail": "有附件被 Outlook 包成了 winmail.dat，取不出来，没有读进来。",
    "collect.mail_attached_mail": "信里夹带的 {count} 封邮件没有打开。",
    "collect.mail_more_files": "另有 {count} 个附件没有读进来：{text}。原信里有。",
    "collect.mail_picture_unreadable": "有 {count} 张图片打不开，没有放进来。",
    "collect.mail_pictures_at_end": "信里的 {count} 张图片放在了文末，请移到该放的地方。",
}

_RECEIPTS = {
    "collect.receipt_drafted_subject": "核发：来信已存成草稿",
    "collect.receipt_drafted_body": (
        "{name}，您好。{moment} 收到您的来信，已存成草稿，报送单位是{unit}。\n\n"
        "草稿还没有送审。请打开下面的地址核对正文，补齐送审信息，再点“送审”：\n{link}\n\n"
        "如果这封信不是您发的，请把草稿丢进回收站，并告诉平台管理员。\n{token}\n{organisation}\n"
    ),
    "collect.receipt_refused_subject": "核发：来信没有收下",
    "collect.receipt_refused_body": (
        "{name}，您好。{moment} 收到一封用您的邮箱发来的信，没有存成草稿：\n\n{why}\n\n"
        "也可以打开下面的地址，直接导入 Word：\n{link}\n\n"
        "如果这封信不是您发的，不用理会，可以告诉平台管理员。\n{token}\n{organisation}\n"
    ),
    "collect.receipt_token": "下次来信，请在主题末尾写上一次性口令：{token}\n",
}

WORDS = {
    **_MAILBOX,
    **_WHY_NOT,
    **_NOTES,
    **_RECEIPTS,
    "collect.mailed": "来信存成草稿",
    "collect.mail": "查收来稿邮箱",
}
