"""The words of the register: reasons, ledger kinds, the lines of the first day."""

from hefa.registry.regulation_words import CHANGES, PARAMETERS, PLAIN

_REASONS = {
    "registry.secret_unreadable": (
        "公众号的密钥解不开。请在“设置—公众号”里重新填写开发者密码（AppSecret）。"
    ),
    "registry.secret_of_another": (
        "这份密钥属于另一个公众号，不能用。请重新填写开发者密码（AppSecret）。"
    ),
    "registry.changed_meanwhile": (
        "您打开这一页之后，有人改过这里。请核对您填的内容，再点一次就以您的为准。"
    ),
    "registry.place_not_absolute": "请写完整的文件夹位置，以“/”开头。",
    "registry.place_missing": "没有找到文件夹 {place}。请先建好，或者插好备份盘再试。",
    "registry.place_not_writable": "文件夹 {place} 写不进去。请技术支持放开写入权限。",
    "registry.place_inside_home": (
        "备份和系统在同一个文件夹里，一起丢的可能很大。建议换成移动硬盘或另一台电脑。"
    ),
    "registry.place_on_same_disk": (
        "备份和系统在同一块盘上，盘坏了两份一起丢。建议换成移动硬盘或另一台电脑。"
    ),
    "registry.username_taken": "登录名“{username}”已经有人用。请换一个。",
    "registry.not_oneself": "不能停用自己的账号。请另一位管理员来办。",
    "registry.last_manager": "这样一来就没有人能管设置了。请先任命另一位平台管理员或技术支持。",
    "registry.ends_before_start": "最后一天早于任职第一天。请改成之后的一天。",
    "registry.no_regulation": "还没有采用制度，没有岗位可任。请先采用制度。",
    "registry.post_unknown": "制度里没有“{post}”这个岗位。请从列表里选。",
    "registry.unit_closed": "{unit} 已停用。请选别的单位，或者先启用它。",
    "registry.held_already": "这个人在这一天已经担任这个岗位。请核对任职日期。",
    "registry.regulation_not_newer": (
        "这份制度是第 {version} 版，已采用第 {last} 版。请采用版次更高的一份。"
    ),
    "registry.regulation_too_early": "上一版从 {last} 起生效。这一版的生效日期不能更早。",
    "registry.regulation_in_the_past": (
        "生效日期已经过去。办过的事不能照后来的规定重新算，请选今天（{today}）或以后的一天。"
    ),
    "registry.regulation_without_keeper": (
        "照这样采用，生效那天就没有人能管设置了。请给能管设置的岗位至少任命一个人。"
    ),
    "registry.unit_unknown": "没有“{unit}”这个单位。请从列表里选。",
    "registry.holds_it_twice": "{name}在同一个单位已经担任“{label}”。请去掉重复的一行。",
    "registry.kind_unknown": "请从列表里选公众号类型。",
    "registry.sandbox_in_demo_only": "演示账号只能在演示系统里用。请选公众号或服务号。",
    "registry.sandbox_stays": "演示账号和真实公众号不能互相改。请另外登记一个。",
    "registry.account_exists": "微信号“{wechat_id}”已经登记过。请从列表里打开它。",
    "registry.address_not_allowed": "只有演示账号可以连本机的模拟微信。",
    "registry.name_taken": "已经有叫“{name}”的。请换个名称，或者打开原来那个。",
    "registry.unit_in_use": "{unit} 还有人任职，不能停用。请先结束这些任职。",
    "registry.too_many_witnesses": "最多选 {most} 个人。请去掉几位。",
    "registry.witness_without_mail": "{name} 还没有登记邮箱。请先到“人员”里填好，再来选。",
    "registry.witness_closed": "{name} 的账号已停用。请换一位。",
}

_KINDS = {
    "registry.organisation_described": "登记了本单位",
    "registry.backup_place_named": "登记了备份位置",
    "registry.witnesses_named": "定了每天收校验点的人",
    "registry.person_added": "登记了一位人员",
    "registry.person_described": "改了人员信息",
    "registry.person_closed": "停用了一位人员的账号",
    "registry.person_reopened": "重新启用了一位人员的账号",
    "registry.appointed": "任命了岗位",
    "registry.appointment_ended": "结束了任职",
    "registry.regulation_adopted": "采用了制度",
    "registry.account_saved": "登记了公众号",
    "registry.account_tested": "测试了公众号的连接",
    "registry.unit_saved": "登记了单位",
    "registry.column_saved": "登记了栏目",
}

_FIRST_DAY = {
    "registry.line_organisation": "填写本单位名称",
    "registry.hint_organisation": "全称印在审核单上，简称显示在页面上。",
    "registry.line_issued_on": "填写制度印发之日",
    "registry.hint_issued_on": "制度从印发之日起施行，各项期限从这天算起。",
    "registry.line_account": "登记公众号并测试连接",
    "registry.hint_account_missing": "还没有登记公众号。",
    "registry.hint_account_untested": "登记好了，还没有测试连接。",
    "registry.hint_account_refused": "上次测试没有连上：{why}",
    "registry.hint_account_done": "连接正常。",
    "registry.line_people": "登记人员并任命岗位",
    "registry.hint_people_no_regulation": "还没有采用制度，先采用制度才有岗位可任。",
    "registry.hint_people_missing": "还缺：{posts}。",
    "registry.hint_people_done": "每条审核路线都有人办。",
    "registry.line_mail": "发一封测试邮件",
    "registry.hint_mail": "收到了，到期提醒才送得到人。",
    "registry.line_backup": "登记备份位置",
    "registry.hint_backup": "最好是移动硬盘或另一台电脑上的文件夹。",
}

_STATES = {
    "registry.connection_untested": "还没有测试连接",
    "registry.connection_works": "连接正常",
    "registry.connection_refused": "没有连上：{why}",
    "registry.act_submit": "送审",
    "registry.act_endorse": "初审",
    "registry.act_approve": "审批",
    "registry.act_deliver": "移交",
    "registry.act_release": "核发",
}

WORDS = {**_REASONS, **_KINDS, **_FIRST_DAY, **_STATES, **CHANGES, **PARAMETERS, **PLAIN}
