"""The words of patrol."""

WORDS = {
    "patrol.round": "巡检“{name}”：一致 {same} 篇，有不同 {changed} 篇，线上没有 {missing} 篇，"
    "没能看到 {unknown} 篇，没有审核单 {unauthorised} 篇",
    "patrol.list_out_of_reach": "公众号没有接通，读不到已发布的列表，只看了文章网页。",
    "patrol.being_taken_down": "正在按审核单撤下，看不到是对的；撤完就不再核对。",
    "patrol.in_grace": "刚发布不到十分钟，网页可能还没有更新，稍后会再看。",
}
