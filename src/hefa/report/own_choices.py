"""本单位自己的选择: what of the adopted regulation no clause requires, in words."""

from collections.abc import Mapping

from hefa.core.errors import Reason
from hefa.core.regulation import Regulation
from hefa.core.regulation.lint import own_choices
from hefa.ui.words import sentence

# What profiles call their parameters; the value stands behind it.
PARAMETERS: Mapping[str, str] = {
    "organisation": "单位全称",
    "organisation_variants": "单位名称的其他写法",
    "self_designation": "文中自称",
    "office_above": "上级单位",
    "wechat_id": "微信号",
    "account_kind": "公众号类型",
    "verification": "公众号是否认证",
    "administrator_mail": "平台管理员邮箱",
    "issued_on": "印发之日",
    "form_title": "审核单的名称",
    "column_form_title": "栏目变动单的名称",
    "patrol_grace_minutes": "发布后几分钟内不算没有对上",
    "unknown_after_hours": "几小时没有看到算情况不明",
    "repair_hours": "几小时内修复",
    "first_action_minutes": "几分钟内首次处置",
    "platform_report_hours": "平台故障几小时内报告",
    "platform_follow_up_hours": "平台故障每几小时跟进一次",
    "leader_word_hours": "先处置的，几小时内补领导的话",
    "late_form_hours": "先撤下的，几小时内补单",
    "is_urgent_route_on": "应急发布",
    "follow_up_review_hours": "应急发布后几小时内补审",
    "keep_notice_years": "通知公告留存几年",
    "keep_news_years": "新闻信息留存几年",
    "keep_incident_years": "突发事件记录留存几年",
    "keep_patrol_years": "巡检记录留存几年",
    "keep_log_years": "日志留存几年",
}
_EMPTY = "空着"


def choices_of(regulation: Regulation) -> list[str]:
    """Return every setting that no clause requires, a line each, in the order of the text."""
    return [_line(regulation, choice) for choice in own_choices(regulation)]


def _line(regulation: Regulation, choice: Reason) -> str:
    detail = choice.detail
    if choice.code == "core.regulation_own_step":
        route = regulation.route_labels.get(str(detail["key"]), str(detail["key"]))
        return f"审核路线“{route}”里的{sentence(str(detail['act']))}这一步"
    label = str(detail["label"])
    if choice.code == "core.regulation_own_control":
        return f"控制措施“{label}”（{detail['key']}）"
    if label in regulation.parameters:
        return f"{PARAMETERS.get(label, label)}：{_shown(regulation.parameters[label])}"
    return f"“{label}”"


def _shown(value: object) -> str:
    """Return a parameter's value as staff read it."""
    if isinstance(value, bool):
        return "开" if value else "没有开"
    if isinstance(value, list | tuple):
        return "、".join(map(str, value)) or _EMPTY
    return str(value) or _EMPTY
