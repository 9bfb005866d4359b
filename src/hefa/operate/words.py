"""The words of running: its reasons and ledger kinds."""

WORDS = {
    "operate.backed_up": "备份了数据，读回来核对一致",
    "operate.backup_unsound": "备份了数据，但读回来核对不一致",
    "operate.house_in_use": "核发正在运行。请先停下来，再恢复备份。",
    "operate.backup_unreadable": "这个文件读不出来，不是核发的备份：{place}。请换一份备份。",
    "operate.backup_damaged": "这份备份核对不上，不能用来恢复：{place}。请换一份备份。",
    "operate.place_unnamed": "还没有登记备份位置。请先到“设置—邮件与备份”里登记。",
    "operate.place_missing": "没有找到备份文件夹 {place}。请插好备份盘，或者换一个位置，再备份。",
    "operate.place_not_writable": "备份文件夹 {place} 写不进去。请技术支持放开写入权限，再备份。",
    "operate.database_busy": "这会儿一直有人在写，没能备份。请过一会儿再备份。",
    "operate.place_full": "备份文件夹 {place} 放不下了。请清出地方或者换一个位置，再备份。",
}
