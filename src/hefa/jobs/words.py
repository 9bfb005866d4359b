"""The words of the jobs engine."""

WORDS = {
    "jobs.kind_unknown": "有一件系统自动办理的事没人会办。请联系技术支持。",
}
