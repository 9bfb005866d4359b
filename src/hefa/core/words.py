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
    "core.change_reason_missing": "还没有写理由。请写明为什么要这样办。",
    "core.change_of_nothing": "没有写明是对哪一篇已发布的文章办的。请从那篇文章的页面重新开始。",
    "core.change_changes_nothing": "栏目和菜单都没有改动，没有可审的。请先改，再送审。",
    "core.column_form_missing": "{labels}还没有填。请回去接着改，在“为什么改”里填上。",
    "core.stated_missing": "{labels}还没有填。请回去接着改，在“内容情况”里填上。",
    "core.stated_secrecy": "填的是涉密，不能送审，也不能上网。请删去涉密的内容，再改“内容情况”。",
    "core.stated_secrecy_items": (
        "填的是有商业秘密、工作秘密或内部敏感信息，不能送审。请删去这些内容，再改“内容情况”。"
    ),
    "core.column_twice": "有两个栏目都叫“{name}”。请改掉一个。",
    "core.menu_too_wide": "菜单最多 {most} 个一级按钮。请去掉多余的。",
    "core.menu_too_long": "“{name}”下面最多 {most} 个按钮。请去掉多余的。",
    "core.menu_name_missing": "有一个菜单按钮没有名称。请写上，或者去掉它。",
    "core.menu_name_too_long": "菜单按钮“{name}”的名称太长，最多 {most} 个字。请缩短。",
    "core.menu_leads_nowhere": "菜单按钮“{name}”没有写点了去哪里。请写上，或者去掉它。",
    "core.menu_address_wrong": "菜单按钮“{name}”的网址要从 https:// 写起。请改好。",
    "core.menu_value_too_long": "菜单按钮“{name}”的网址或口令太长，微信不收。请缩短。",
    "core.no_right": "这件事不归您的岗位办。",
    "core.right_manage_register": "管登记和任职",
    "core.right_order_publication": "安排发布",
    "core.regulation_unreadable": (
        "第 {line} 行：从这里起读不出来。请检查引号、方括号和等号是否成对。"
    ),
    "core.regulation_incomplete": (
        "第 {line} 行：“{place}”缺了、多余，或者写法不对。请照自带的制度文件改。"
    ),
    "core.regulation_key_twice": "第 {line} 行：{table} 里的“{key}”写了两次。请改掉一个。",
    "core.regulation_function_unknown": (
        "第 {line} 行：岗位“{key}”顶的职能“{to}”没有这一种。请改成有的职能。"
    ),
    "core.regulation_function_is_post": (
        "第 {line} 行：岗位“{key}”顶的职能“{to}”已另有同名的岗位。请去掉一处。"
    ),
    "core.regulation_unit_unknown": (
        "第 {line} 行：岗位“{key}”所在的单位“{unit}”不在单位表里。请改名，或者补上这个单位。"
    ),
    "core.regulation_nobody_may": (
        "第 {line} 行：没有一个岗位能“{right}”。请让一个岗位顶平台管理员的职能。"
    ),
    "core.regulation_route_unknown": (
        "第 {line} 行：类别“{key}”要走的路线“{route}”不存在。请改成有的路线。"
    ),
    "core.regulation_route_ends": "第 {line} 行：路线“{key}”要从送审开始，到核发结束。",
    "core.regulation_post_unknown": (
        "第 {line} 行：路线“{key}”用了没有的岗位“{post}”。请改名，或者补上这个岗位。"
    ),
    "core.regulation_kind_twice": (
        "第 {line} 行：路线“{key}”和另一条路线都管“{kind}”这一类稿件。请只留一条。"
    ),
    "core.regulation_step_empty": ("第 {line} 行：路线“{key}”的{act}没有写由谁来办。请写上岗位。"),
    "core.regulation_differs_late": (
        "第 {line} 行：路线“{key}”的{act}要求与后面才有的一步不是同一人。请只写前面的步骤。"
    ),
    "core.regulation_step_no_sign": (
        "第 {line} 行：路线“{key}”把{act}写成了一步。退回和撤回随时可办，请去掉这一步。"
    ),
    "core.regulation_clause_missing": (
        "第 {line} 行：控制措施“{key}”没有写条款。请写上它出自哪一条。"
    ),
    "core.regulation_clause_unknown": (
        "第 {line} 行：“{key}”写的条款“{to}”不在条款表里。请改成有的条款，或者补上这一条。"
    ),
    "core.regulation_control_post": (
        "第 {line} 行：控制措施“{key}”归没有的岗位“{post}”办。请改名，或者补上这个岗位。"
    ),
    "core.regulation_kind_missing": ("第 {line} 行：控制措施“{key}”没有写是哪一种。请至少写一种。"),
    "core.regulation_cadence_missing": (
        "第 {line} 行：控制措施“{key}”要定期做，却没有写多久一次。请写上 cadence。"
    ),
    "core.regulation_term_missing": (
        "第 {line} 行：控制措施“{key}”要限时办，却没有写多久以内。请写上 term。"
    ),
    "core.regulation_article_unknown": (
        "第 {line} 行：条款“{key}”不属于任何一条。请先写上那一条。"
    ),
    "core.regulation_parameter_unknown": (
        "第 {line} 行：参数“{key}”写了条款，却没有写值。请在 parameters 里补上。"
    ),
    "core.regulation_numbering_wrong": (
        "第 {line} 行：编号“{pattern}”编不出号。要有 {{year}} 和 {{serial}} 各一处，"
        "可以有 {{unit}}，不能有空格和斜线。"
    ),
    "core.regulation_archive_numbering_wrong": (
        "第 {line} 行：归档号“{pattern}”编不出号。要有 {{year}} 和 {{serial}}，"
        "可以有 {{years}}、{{unit}}、{{category}}。"
    ),
    "core.regulation_unanswered": (
        "第 {line} 行：控制措施“{key} {label}”还没有佐证。请换一个佐证名称，或者先停用它。"
    ),
    "core.regulation_own_choice": "第 {line} 行：“{label}”没有条款，是本单位自己定的。",
    "core.regulation_own_step": ("第 {line} 行：路线“{key}”的{act}没有条款，是本单位自己定的。"),
    "core.regulation_own_control": (
        "第 {line} 行：控制措施“{key} {label}”制度里没有，是本单位自己加的。"
    ),
    "core.regulation_clause_bare": (
        "第 {line} 行：条款“{key}”没有一项控制措施。请补上，或者记下为什么不用。"
    ),
    "core.regulation_theme_unknown": (
        "第 {line} 行：信息类别“{key}”的版式“{theme}”没有这一种。请改成有的版式，或去掉这一行。"
    ),
    "core.regulation_route_unused": ("第 {line} 行：没有一个类别走路线“{key}”。不用就请去掉它。"),
    "core.regulation_two_eyes": (
        "第 {line} 行：走路线“{key}”，送审的人能同意自己的稿件。请写明初审、审批要换人。"
    ),
    "core.regulation_declaration_unknown": (
        "第 {line} 行：路线“{key}”要声明“{to}”，但没有这一项声明。请加上它，或改成已有的。"
    ),
    "core.regulation_declares_late": (
        "第 {line} 行：路线“{key}”的{act}要声明，但后面没有人再审，拿不准时没有人定。"
        "请移到初审或审批。"
    ),
    "core.regulation_needs_all": (
        "第 {line} 行：路线“{key}”的{act}写了每个岗位都要签。只有初审和审批可以这样写。"
    ),
    "core.regulation_declaration_unasked": (
        "第 {line} 行：没有一步要声明“{label}”。不用就请去掉它。"
    ),
    "core.regulation_gap_open": "第 {line} 行：待定之处“{key}”还没有定。请写上怎么办。",
}
