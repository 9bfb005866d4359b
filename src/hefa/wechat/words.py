"""The words of this package's codes: what happened, then what to do."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    # no answer
    "wechat.not_reached": "没能连上微信，什么都没有发出。请检查本机网络，系统稍后会再试。",
    "wechat.no_answer": "微信没有答复，这一步可能做成了，也可能没有。"
    "系统会先去微信查看，请勿重复操作。",
    "wechat.answer_unreadable": "微信的答复无法读懂，这一步可能做成了，也可能没有。"
    "系统会先去微信查看，请勿重复操作。",
    "wechat.busy": "微信系统繁忙，这一步可能做成了，也可能没有。系统会先去微信查看，请勿重复操作。",
    "wechat.errcode_unknown": "微信回复了一个没有见过的代码（{errcode}），无法判断是否做成。"
    "请到微信后台查看，并把这个代码告诉系统管理员。",
    "wechat.text_not_unicode": "没能发到微信：文中有无法传输的字符。请把问题文字重新输入一遍再发。",
    # the token
    "wechat.token_stale": "与微信的连接凭证已失效。系统会重新领取并再试一次，无需处理。",
    "wechat.appid_wrong": "没能连上公众号：开发者ID（AppID）不对。"
    "请到微信后台核对后，在公众号设置里改正。",
    "wechat.secret_wrong": "没能连上公众号：开发者密码（AppSecret）不对。"
    "请到微信后台重置，并在公众号设置里填入新的密码。",
    "wechat.secret_frozen": "没能连上公众号：开发者密码（AppSecret）已被冻结。"
    "请公众号管理员到微信后台解冻。",
    "wechat.ip_not_listed": "没能连上公众号：本机地址 {address} 不在白名单里。"
    "请公众号管理员到微信后台把它加入“IP白名单”，十分钟后再试。",
    "wechat.ip_awaits_admin": "没能连上公众号：微信要求管理员确认这台机器。"
    "请公众号管理员在手机微信上点“同意”，然后再试。",
    "wechat.ip_refused": "没能连上公众号：管理员在手机微信上拒绝了这台机器。"
    "请先与管理员沟通，过一天再试。",
    # permissions
    "wechat.no_permission": "没有办成：这个公众号没有这项权限（未认证，或认证已到期）。"
    "请改为在微信后台人工操作，或先完成认证。",
    "wechat.api_banned": "没能发到微信：微信停用了这个公众号的接口。"
    "请公众号管理员登录微信后台，按站内通知处理。",
    "wechat.account_limited": "没能发到微信：这个公众号被微信限制使用。"
    "请公众号管理员登录微信后台，按站内通知处理。",
    "wechat.publish_banned": "没能发布：微信停用了这个公众号的发布功能。"
    "请公众号管理员登录微信后台，按站内通知处理。",
    "wechat.precheck_failed": "没能发布：草稿没有通过微信的检查。"
    "请到微信后台打开这篇草稿，看微信的提示。",
    "wechat.publish_by_hand": "没能发布：微信要求这篇草稿在网页后台发布。请改用“人工发布”。",
    "wechat.save_by_hand": "没能发布：微信要求先在网页后台保存一次这篇草稿。"
    "请打开草稿点“保存”，再点“重新发布”。",
    # quotas
    "wechat.quota_day": "没能发到微信：今天的次数已经用完。"
    "系统会在明天零点以后再试；着急请改用“人工发布”。",
    "wechat.quota_minute": "没能发到微信：操作太快，微信要求稍等。系统一分钟后再试，无需处理。",
    "wechat.publish_too_often": "没能发布：微信提示发布太频繁。系统稍后会再试，无需处理。",
    # pictures
    "wechat.picture_kind": "没能发到微信：有一张图片的格式微信不收。请换成 JPG 或 PNG 图片再发。",
    "wechat.picture_size": "没能发到微信：有一张图片太大。请把图片缩小后重新插入，再发一次。",
    "wechat.file_size": "没能发到微信：文件太大。请把文件缩小或缩短后再发一次。",
    "wechat.picture_missing": "没能发到微信：有一张图片是空的。请重新插入这张图片，再发一次。",
    "wechat.material_gone": "没能发到微信：草稿、封面或图片在微信后台已被删除。"
    "请点“重新发布”，系统会重新上传。",
    "wechat.library_full": "没能发到微信：草稿箱或素材库已满。"
    "请到微信后台删几篇旧的，再点“重新发布”。",
    "wechat.material_in_use": "没能删除：这份素材正被自动回复或菜单使用。请先到微信后台解除使用。",
    # the article
    "wechat.title_too_long": "没能发到微信：标题太长。请退回修改，标题不超过 32 个字。",
    "wechat.author_too_long": "没能发到微信：作者太长。请退回修改，作者不超过 16 个字。",
    "wechat.digest_too_long": "没能发到微信：摘要太长。请退回修改，摘要不超过 120 个字。",
    "wechat.content_too_long": "没能发到微信：正文太长。请退回修改，把长表格拆成两篇，或改为附件。",
    "wechat.source_url_wrong": "没能发到微信：“阅读原文”的网址微信不收。"
    "请退回修改，换一个网址或留空。",
    "wechat.too_many_articles": "没能发到微信：一次放的文章太多。请分成两次，每次不超过 8 篇。",
    "wechat.content_refused": "没能发到微信：微信不收正文里的内容（多半是链接）。"
    "请退回修改后再发。",
    "wechat.article_empty": "没能发到微信：正文是空的。请退回补上正文后再发。",
    "wechat.publish_id_wrong": "查不到这次发布：微信不认识它的编号。"
    "请到微信后台查看这篇文章是否已经发出。",
    "wechat.article_id_wrong": "查不到这篇文章：微信不认识它的编号。请到微信后台查看它是否还在。",
    # mass sends
    "wechat.mass_quota": "没能群发：群发次数已经用完（订阅号每天一次，服务号每人每月四次）。"
    "系统会在下一个可发的日子再试；着急请改为只发布、不群发。",
    "wechat.mass_sent_before": "微信说这次群发先前已经收到，没有再发一次。"
    "系统会去微信查看结果，请勿重复操作。",
    "wechat.mass_repeated": "微信说这次群发刚刚提交过，可能已经在发。"
    "系统会先去微信查看，请勿重复操作。",
    "wechat.mass_awaits_admin": "微信要求公众号管理员在手机上确认这次群发，点“同意”就会发出。"
    "请先与管理员联系，半小时后到微信后台查看，请勿重复操作。",
    "wechat.mass_refused": "没能群发：微信没有接受这篇草稿（{errcode}）。"
    "请到微信后台打开这篇草稿，看微信的提示。",
    "wechat.not_original": "没能群发：微信认为文章与别人的原创相同。"
    "请退回修改，或改为转载并注明出处。",
    "wechat.reader_unknown": "没能送达：微信不认识这个微信号。请核对微信号，并请本人先关注公众号。",
    "wechat.reader_not_following": "没能送达：对方没有关注公众号。请对方先关注，再发一次。",
    "wechat.reader_out_of_reach": "没能送达：对方近来没有给公众号发过消息。"
    "请对方先发一句话，再试一次。",
    # the menu
    "wechat.menu_count": "菜单没有变：按钮太多。请改为一级最多 3 个、每个下面最多 5 个，再提交。",
    "wechat.menu_name": "菜单没有变：按钮的名称太长或是空的。"
    "请改短（一级最多 5 个汉字，二级最多 20 个汉字），再提交。",
    "wechat.menu_target": "菜单没有变：有一个按钮的网址、文章或关键词微信不收。请改正后再提交。",
    "wechat.menu_none": "这个公众号还没有用接口建立的菜单。请先建立菜单。",
    "wechat.menu_rule": "个性化菜单没有变：微信不收它的条件（{errcode}）。请改正条件后再提交。",
    # comments
    "wechat.comments_not_granted": "没有办成：这个公众号没有留言功能。请到微信后台查看能否开通。",
    "wechat.comments_blocked": "没有办成：微信停用了这篇文章的留言。请到微信后台查看站内通知。",
    "wechat.comments_elected_full": "没有办成：这篇文章的精选留言已到上限。"
    "请先取消几条精选，再试一次。",
    "wechat.comment_gone": "没有办成：这条留言或回复已经不在。请刷新留言列表。",
    "wechat.comment_replied": "没有再回复：这条留言已经回复过。要改请先删去原来的回复。",
    "wechat.comment_reply_length": "没能回复：回复是空的或太长。请改好后再发。",
    # figures
    "wechat.figures_range": "没有取到数据：日期超出了微信能给的范围。请换一个日期。",
    "wechat.figures_not_ready": "数据还没有出来：微信每天早上八点以后才有前一天的数据。"
    "系统稍后会再取，无需处理。",
    # operating
    "wechat.callback_unset": "微信后台还没有填写接收消息的地址。"
    "请先到微信后台填写并启用，再检查一次。",
    "wechat.resets_used_up": "没有清零：本月的清零次数已经用完。请等到明天，次数会自动恢复。",
    "wechat.rid_unknown": "查不到这次调用：编号不对，或已超过 7 天。请核对编号。",
    # what arrives at the callback
    "wechat.push_too_large": "收到一条过大的消息，没有采用。若反复出现，请告诉系统管理员。",
    "wechat.push_untimely": "收到一条时间不对的消息，没有采用。请检查本机的时钟是否准确。",
    "wechat.push_not_signed": "收到一条不是微信签发的消息，没有采用。"
    "若微信后台提示失败，请核对两边的令牌（Token）是否一样。",
    "wechat.push_not_encrypted": "收到一条没有加密的消息，没有采用。"
    "请在微信后台把消息加解密方式设为“安全模式”。",
    "wechat.push_undecipherable": "收到一条解不开的消息，没有采用。"
    "请核对两边的消息加解密密钥（EncodingAESKey）和开发者ID是否一样。",
    "wechat.push_unreadable": "收到一条读不懂的消息，没有采用。若反复出现，请告诉系统管理员。",
    # our own fault
    "wechat.request_malformed": "没能发到微信：系统发出的内容微信读不懂（{errcode}）。"
    "这是系统的毛病，请把这个代码告诉系统管理员。",
}
