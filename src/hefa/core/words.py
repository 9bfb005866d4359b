"""The words of the core's own reasons."""

WORDS = {
    "core.text_not_unicode": "文字里有无法保存的字符，请删去后再试。",
    "core.text_control_character": "文字里有看不见的控制字符，请删去后再试。",
    "core.key_not_text": "稿件的格式不对，请重新打开再试。",
    "core.not_canonical": "稿件的格式不对，请重新打开再试。",
    "core.document_malformed": "稿件的格式不对。请刷新页面再试，您填的都还在。",
    "core.document_node_unknown": "正文里有不认识的内容，请删去后再试。",
    "core.document_mark_unknown": "正文里有不认识的文字样式，请清除样式后再试。",
    "core.document_attribute_unknown": "正文里有不认识的设置，请重新编辑那一处。",
    "core.document_attribute_missing": "正文里有一处设置不全，请重新编辑那一处。",
    "core.document_attribute_wrong": "正文里有一处设置不对，请重新编辑那一处。",
    "core.schema_unknown": "这份送审件是别的版本写的（{number}），本机读不了。",
    "core.no_right": "这件事不归您的岗位办。",
    "core.regulation_unreadable": "制度文件读不出来：{place}。",
    "core.regulation_incomplete": "制度文件缺了内容或写法不对：{place}。",
    "core.regulation_key_twice": "制度文件里 {table} 的“{key}”写了两次。",
    "core.regulation_route_unknown": "类别“{key}”要走的路线“{route}”不存在。",
    "core.regulation_route_ends": "路线“{key}”要从送审开始，到核发结束。",
    "core.regulation_post_unknown": "路线“{key}”用了没有的岗位“{post}”。",
    "core.regulation_step_empty": "路线“{key}”有一步没有写由谁来办。",
    "core.regulation_differs_late": "路线“{key}”要求与后面才有的一步不是同一人。",
}
