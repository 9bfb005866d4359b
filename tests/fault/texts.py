"""Words and menus of the stories, for those too who know nothing of Django."""

# A menu as a package has it, and how WeChat's back office takes it and the former one.
SIGNED = [
    {"name": "办事", "type": "view", "value": "https://example.org/b", "sub": []},
    {"name": "社区", "type": "view", "value": "https://example.org/c", "sub": []},
]
SIGNED_BUTTONS = [
    {"type": "view", "name": "办事", "url": "https://example.org/b"},
    {"type": "view", "name": "社区", "url": "https://example.org/c"},
]
FORMER_BUTTONS = [{"type": "view", "name": "看看", "url": "https://example.org/a"}]
OTHER_BUTTONS = [{"type": "view", "name": "别的", "url": "https://example.org/d"}]

OLD, NEW = "明天", "后天"
