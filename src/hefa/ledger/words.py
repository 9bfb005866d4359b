"""The words of the ledger: its problems and its own kind of entry."""

WORDS = {
    "ledger.erased": "抹去了一条记录里的个人信息",
    "ledger.entry_missing": "第 {seq} 条台账记录不见了。",
    "ledger.entry_unreadable": "第 {seq} 条台账记录读不出来。",
    "ledger.entry_altered": "第 {seq} 条台账记录被改动过。",
    "ledger.personal_missing": "第 {seq} 条台账记录的个人信息不见了，也没有抹去的记录。",
    "ledger.personal_altered": "第 {seq} 条台账记录的个人信息被改动过。",
    "ledger.personal_unknown": "第 {seq} 条台账记录旁多出了个人信息。",
    "ledger.frontier_differs": "台账末端与记录对不上。",
    "ledger.trigger_missing": "台账的保护机关不全：{thing}。",
    "ledger.erasure_needs_reason": "请写明抹去的原因。",
    "ledger.nothing_to_erase": "第 {seq} 条台账记录没有可抹去的个人信息。",
    "ledger.not_sound": "台账核对不上，已停止发布。请找技术支持查看台账核对结果。",
}
