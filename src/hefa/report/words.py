"""The words of the report and of the ledger page."""

WORDS = {
    "report.proof_differs": "再次核对，已核发的审核单与核发时对不上了",
    "report.no_control": "制度里没有这一项控制。请从“合规”页重新进入。",
    "report.period_unreadable": "看不出要报告哪一段时间（{given}）。请在“导出报告”里选一段。",
    "report.period_to_come": "{label}还没有开始，没有可报告的。请另选一段。",
    "report.period_before_adoption": "{label}结束时还没有采用制度，没有可报告的。请另选一段。",
    "report.ledger_sound": "{count} 条台账记录全部对得上。",
    "report.ledger_empty": "台账还没有记录，没有可核对的。",
    "report.ledger_unsound": "台账核对不上，有 {count} 处问题，已停止发布。请马上找技术支持。",
    "report.only_a_checkpoint": (
        "以上由记录本身推出。若有人删去最后若干条，或者把整个数据库换成较早的一份，"
        "只有与事先交到外面的校验点比对才看得出来。"
    ),
    "report.slip_does_not_prove": (
        "第 {seq} 条推不到签过名的总校验码，没有出证明。请马上到“台账”点“现在核对”，再找技术支持。"
    ),
    "report.paper_agrees_ok": "纸件对得上",
    "report.paper_agrees_miss": "纸件对不上",
    "report.paper_agrees_soon": "纸件和电子稿一致，线上还没有看到",
    "report.paper_agrees_neutral": "纸件和电子稿一致，线上没有文章",
    "report.paper_and_text": "纸件和电子稿",
    "report.paper_and_live": "电子稿和线上文章",
    "report.paper_text_same": "相符",
    "report.paper_text_differs": "不相符",
    "report.paper_text_void": "单子已作废",
    "report.paper_live_same": "相符",
    "report.paper_live_changed": "不相符",
    "report.paper_live_missing": "线上已经没有",
    "report.paper_live_unknown": "这次没能看到",
    "report.paper_live_unseen": "已发布，还没有核对",
    "report.paper_not_published": "还没有发布",
    "report.paper_taken_down": "已经撤下或更正",
    "report.paper_no_article": "这张单子不发文章",
    "report.paper_void": "作废（{state}）",
    "report.paper_under_way": "办理中",
    "report.checkpoint_signed": "已签校验点，管到第 {size} 条",
    "report.checkpoint_older": "最新的校验点还没有管到第 {seq} 条。请先给现在的台账签一个校验点。",
    "report.mail_no_host": (
        "还没有设发信服务器，校验点没有每天寄出去。"
        "请技术支持在本机配置里填好发信服务器，再由平台管理员到“设置—邮件与备份”选定收信的人。"
    ),
    "report.mail_nobody": (
        "还没有定每天收校验点的人。请平台管理员到“设置—邮件与备份”选两三位领导。"
    ),
    "report.mail_waiting": "定了由{names}收，还没有寄出过。",
    "report.mail_late": "一天多没有寄出过了。请技术支持查看发信服务器。",
    "report.duty_soon": "{label}，{due} 前要办：{asks}",
    "report.duty_overdue": "{label}，{due} 已经到期：{asks}",
    "report.in_hand_late": "《{title}》交给您发表已过半小时，还没有看到文章。"
    "发表了请粘贴链接，没发请收回。",
    "report.register_too_long": "一次最多导出 {most} 张审核单。请按时间或单位分几次取。",
    "report.duty_open": "{label}还缺佐证：{fact}",
}
