"""The words of the report and of the ledger page."""

WORDS = {
    "report.no_control": "制度里没有这一项控制。请从“合规”页重新进入。",
    "report.ledger_sound": "{count} 条台账记录全部对得上。",
    "report.ledger_empty": "台账还没有记录，没有可核对的。",
    "report.ledger_unsound": "台账核对不上，有 {count} 处问题，已停止发布。请马上找技术支持。",
    "report.only_a_checkpoint": (
        "以上由记录本身推出。若有人删去最后若干条，或者把整个数据库换成较早的一份，"
        "只有与事先交到外面的校验点比对才看得出来。"
    ),
}
