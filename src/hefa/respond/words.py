"""The words of responding."""

WORDS = {
    # 台账
    "respond.opened": "发现《{title}》有异常，立为突发事件 {number}",
    "respond.reported": "上报突发事件 {number}：{title}",
    "respond.step": "记录了突发事件 {number} 的处置",
    "respond.seen_same": "再次巡检，突发事件 {number} 的《{title}》已恢复一致",
    "respond.seen_again": "再次巡检，突发事件 {number} 的《{title}》又有异常",
    "respond.closed": "办结突发事件 {number}",
    # 事由
    "respond.kind.changed": "线上内容与核准稿不同",
    "respond.kind.missing": "已发布的文章在线上没有了",
    "respond.kind.unauthorised": "线上有一篇没有审核单的文章",
    "respond.kind.reported": "有人上报",
    # 处置记录
    "respond.step.found": "巡检发现",
    "respond.step.reported": "上报",
    "respond.step.action": "处置",
    "respond.step.note": "备注",
    "respond.step.restored": "已修复",
    "respond.step.seen_same": "巡检看到已恢复一致",
    "respond.step.seen_again": "巡检看到又有异常",
    "respond.step.closed": "办结",
    # 原因
    "respond.words_missing": "请写明情况。",
    "respond.step_unknown": "没有这样的处置记录，请重新选择。",
    "respond.closed_already": "这件事已经办结，请刷新页面再看。",
}
