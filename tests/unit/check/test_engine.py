"""The order of findings, places that carry answers over, masks, and rules found as files."""

import importlib
import json
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from hefa.check.engine import all_rules, as_json, check, clean_rules, rules_in
from hefa.check.rules import OwnTerm, sample
from hefa.check.words import WORDS, sentence, to_do
from hefa.core.document import Node, normalise
from hefa.core.finding import Answer, Severity, Verdict, unanswered
from hefa.core.review import PersonId

KEY = b"a key of this test"
ID = "11010519491231002X"


def test_findings_stand_in_reading_order() -> None:
    subject = replace(
        sample(f"到2月30日止，电话13812345678。\n身份证{ID}"), title="电话13912345678", column=""
    )
    findings = check(subject, key=KEY)

    assert [(entry.rule, entry.field, entry.block) for entry in findings] == [
        ("P03", "title", -1),
        ("D01", "", 0),
        ("P03", "", 0),
        ("P01", "", 1),
        ("W02", "column", -1),
    ]


def test_text_in_several_runs_is_seen_as_one() -> None:
    runs: list[Node] = [
        {"type": "text", "text": "身份证110105"},
        {"type": "text", "text": "19491231", "marks": [{"type": "bold"}]},
        {"type": "text", "text": "002X", "marks": [{"type": "italic"}]},
    ]
    document = normalise({"type": "doc", "content": [{"type": "paragraph", "content": runs}]})
    (finding,) = check(replace(sample(), document=document), key=KEY)

    assert (finding.rule, finding.start, finding.end) == ("P01", 3, 21)


def test_table_cells_are_looked_into() -> None:
    def cell(text: str) -> Node:
        inner = {"type": "paragraph", "content": [{"type": "text", "text": text}]}
        return {"type": "tableCell", "content": [inner]}

    row = {"type": "tableRow", "content": [cell("古丽"), cell(ID)]}
    table = {"type": "table", "content": [row]}
    document = normalise({"type": "doc", "content": [table]})
    (finding,) = check(replace(sample(), document=document), key=KEY)

    assert (finding.rule, finding.block, finding.start) == ("P01", 1, 0)


def test_an_answer_carries_over_when_a_paragraph_is_put_in_before() -> None:
    findings = check(sample(f"申请人{ID}。"), key=KEY)
    answers = [
        Answer(
            rule=entry.rule,
            place=entry.place,
            verdict=Verdict.ACCEPTED,
            reason="本人要求公布",
            person=PersonId("chen"),
        )
        for entry in findings
    ]
    moved = check(sample(f"新的一段。\n\n申请人{ID}。"), key=KEY)
    changed = check(sample(f"担保人{ID}。"), key=KEY)

    assert [entry.block for entry in moved] == [2]
    assert unanswered(moved, answers) == ()
    assert unanswered(changed, answers) == changed != ()


def test_a_second_equal_place_needs_its_own_answer() -> None:
    once = check(sample(f"申请人{ID}。"), key=KEY)
    twice = check(sample(f"申请人{ID}。\n申请人{ID}。"), key=KEY)

    assert twice[0].place == once[0].place
    assert twice[1].place != once[0].place


def test_places_differ_by_key_and_by_field() -> None:
    in_body = check(sample(ID), key=KEY)[0]
    in_title = check(replace(sample(), title=ID), key=KEY)[0]

    assert in_body.place != check(sample(ID), key=b"another key")[0].place
    assert in_body.place != in_title.place
    assert len(in_body.place) == 64


def test_a_longer_body_asks_for_a_new_answer() -> None:
    places = {
        check(replace(sample(), rendered_length=length), key=KEY)[0].place
        for length in (20_001, 30_000)
    }

    assert len(places) == 2


def test_no_rule_shows_what_another_rule_masks() -> None:
    head = OwnTerm(term=f"号{ID[:10]}", severity=Severity.WARN, reason="测试")
    tail = OwnTerm(term=ID[12:], severity=Severity.WARN, reason="测试")
    subject = replace(sample(f"号{ID}。"), own_terms=(head, tail), title="长" * 30 + f"号码{ID}")

    assert [(entry.field, entry.rule, entry.excerpt) for entry in check(subject, key=KEY)] == [
        ("title", "P01", "11***"),
        ("title", "W01", "11***"),
        ("title", "X01", "***"),
        ("", "X01", "号11***"),
        ("", "P01", "11***"),
        ("", "X01", "***"),
    ]


def test_a_long_excerpt_is_cut() -> None:
    (finding,) = check(replace(sample(), digest="摘" * 200), key=KEY)

    assert finding.excerpt == "摘" * 40 + "…"


def test_clean_rules_names_the_others() -> None:
    names = clean_rules(check(sample(ID), key=KEY))

    assert names == (
        "日期是否存在",
        "日期和星期",
        "旧稿带来的日期",
        "手机号",
        "字数",
        "送审信息",
        "微信排版",
        "本单位词表",
    )


def test_as_json_says_what_is_wrong_and_no_number() -> None:
    (finding,) = check(sample(f"号{ID}"), key=KEY)

    assert as_json(finding) == {
        "rule": "P01",
        "severity": "B",
        "excerpt": "11***",
        "block": 0,
        "start": 1,
        "end": 19,
        "message": "这里有身份证号：11***。",
    }
    assert ID not in json.dumps(as_json(finding))


def test_a_new_file_is_a_new_rule(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "more_rules"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "shared.py").write_text("NOTHING = None\n")
    (folder / "z01_quiet.py").write_text(
        "from hefa.check.rules import Rule, sample\n"
        "from hefa.core.finding import Severity\n"
        "RULE = Rule(id='z01', version=1, severity=Severity.INFO, name='新', example=sample(),\n"
        "            counter_example=sample(), find=lambda subject: ())\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    try:
        assert [rule.id for rule in rules_in(importlib.import_module("more_rules"))] == ["z01"]
    finally:
        for name in [name for name in sys.modules if name.startswith("more_rules")]:
            del sys.modules[name]


def test_every_rule_has_words_and_every_finding_a_sentence() -> None:
    for rule in all_rules():
        assert {f"check.{rule.id.lower()}", f"check.{rule.id.lower()}.todo"} <= set(WORDS)
        for finding in check(rule.example, key=KEY):
            for text in (sentence(finding), to_do(finding)):
                assert rule.id not in text
                assert "{" not in text
                assert text.endswith("。")


def test_the_words_name_date_and_both_weekdays() -> None:
    (finding,) = check(sample("11月28日（星期五）"), key=KEY)

    assert sentence(finding) == "日期和星期对不上：2026年11月28日是星期六，文中写星期五。"


def test_an_article_of_3000_characters_is_looked_at_quickly() -> None:
    line = "社区定于2026年11月28日（星期六）上午10:00举行活动，联系电话0903-6620000，共35人参加。"
    subject = sample("\n".join([line] * (3000 // len(line) + 1)))
    best = min(_seconds(lambda: check(subject, key=KEY)) for _ in range(10))
    print(f"\nall rules, 3,000 characters: {best * 1000:.2f} ms")  # noqa: T201  # a measurement

    assert best < 0.05  # ten times the aim, so that a busy machine does not fail it


def _seconds(run: object) -> float:
    start = time.perf_counter()
    assert callable(run)
    run()
    return time.perf_counter() - start
