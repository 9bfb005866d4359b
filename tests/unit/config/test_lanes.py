"""Which worker does which job: nothing long keeps a publication waiting."""

from hefa.config import supervising
from hefa.jobs.registry import Lane, known_kinds, lane_of


def test_every_lane_has_a_worker() -> None:
    commands = [child.command for child in supervising._workers(is_demo=False)]
    assert [Lane(command[-2]) for command in commands] == [Lane.PROMPT, Lane.OTHER]


def test_only_what_must_be_at_wechat_at_its_time_is_in_the_prompt_lane() -> None:
    prompt = {kind for kind in known_kinds() if lane_of(kind) is Lane.PROMPT}
    assert prompt == {"publish.advance", "publish.tidy", "publish.chase", "publish.ended_notices"}
    others = {"operate.backup", "report.write_register", "collect.convert", "patrol.round"}
    assert others <= known_kinds() - prompt
