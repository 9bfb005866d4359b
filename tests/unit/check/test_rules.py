"""Every rule shows what it finds and what it does not; then each rule's own borders."""

from dataclasses import replace
from datetime import date

import pytest

from hefa.check.engine import Rule, Subject, all_rules, check
from hefa.check.rules import OwnTerm, sample
from hefa.core.finding import Finding, Severity

KEY = b"a key of this test"
RULES = all_rules()


def found(subject: Subject | str, rule: str) -> list[Finding]:
    given = sample(subject) if isinstance(subject, str) else subject
    return [finding for finding in check(given, key=KEY) if finding.rule == rule]


def texts(text: str, rule: str) -> list[str]:
    return [text[finding.start : finding.end] for finding in found(text, rule)]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_finds_its_example(rule: Rule) -> None:
    assert found(rule.example, rule.id) != []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_a_rule_leaves_its_counter_example(rule: Rule) -> None:
    assert found(rule.counter_example, rule.id) == []


def test_the_rules_are_nine_with_one_id_each() -> None:
    assert [rule.id for rule in RULES] == [
        "D01", "D02", "D07", "P01", "P03", "W01", "W02", "W03", "X01"
    ]  # fmt: skip


def test_an_orderly_article_has_no_finding() -> None:
    assert check(sample(), key=KEY) == ()


@pytest.mark.parametrize(
    "written",
    [
        "11010519491231002X",
        "11010519491231002x",
        "１１０１０５１９４９１２３１００２Ｘ",
        "110105 19491231 002X",
        "110105-1949-1231-002X",
        "110105—19491231—002X",
        "110105\u200b19491231\u3000002X",
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X",
        "一一〇一〇五一九四九一二三一〇〇二X",
    ],
)
def test_an_identity_number_is_found_however_it_is_written(written: str) -> None:
    assert texts(f"身份证：{written}，", "P01") == [written]
    assert [finding.severity for finding in found(f"号{written}。", "P01")] == [Severity.BLOCK]
    assert found(f"号{written}。", "P03") == []


def test_an_identity_number_with_two_digits_swapped_only_warns() -> None:
    (finding,) = found("身份证：11010519491213002X。", "P01")

    assert (finding.severity, finding.code) == (Severity.WARN, "check.p01.unproven")


@pytest.mark.parametrize(
    "text",
    [
        "911010519491231002X",  # longer
        "11010519491231002X1",
        "990105194912310021",  # no such region
        "110105194902300021",  # no such day
        "110105209912310021",  # not born yet
        "1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 1",  # a row of figures, check digit wrong
    ],
)
def test_other_numbers_are_no_identity_numbers(text: str) -> None:
    assert texts(f"编号 {text} 。", "P01") == []


def test_an_identity_number_behind_another_number_is_found() -> None:
    assert texts("3 11010519491231002X", "P01") == ["11010519491231002X"]
    assert texts("二〇二六年：11010519491231002X", "P01") == ["11010519491231002X"]
    assert texts("2026 110105194912310028 5", "P01") == ["110105194912310028"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("电话13812345678。", "13812345678"),
        ("电话+86 138 1234 5678。", "138 1234 5678"),
        ("电话（+86）13812345678。", "13812345678"),
        ("电话008613812345678。", "13812345678"),
        ("电话86-13812345678。", "13812345678"),
        ("电话138-1234-5678。", "138-1234-5678"),
        ("电话138－12345678。", "138－12345678"),
        ("电话１３８１２３４５６７８。", "１３８１２３４５６７８"),
        ("电话一三八一二三四五六七八。", "一三八一二三四五六七八"),
        ("电话一：一13812345678。", "13812345678"),
        ("3 13812345678", "13812345678"),
    ],
)
def test_a_mobile_number_is_found_however_it_is_written(text: str, written: str) -> None:
    assert texts(text, "P03") == [written]


@pytest.mark.parametrize(
    "text",
    [
        "12813812345678",
        "138123456789",
        "12812345678",
        "6222 0200 1381 2345 678",
        "15 16 17 18 19 2",
        "3.13812345678",
        "110105138123456780",
    ],
)
def test_other_numbers_are_no_mobile_numbers(text: str) -> None:
    assert texts(text, "P03") == []


@pytest.mark.parametrize("own", ["13812345678", "138-1234-5678", "+86 138 1234 5678"])
def test_the_own_number_is_exempt_in_any_form(own: str) -> None:
    subject = replace(sample("电话 138 1234 5678、13912345678。"), own_numbers=frozenset({own}))

    assert [finding.excerpt for finding in found(subject, "P03")] == ["13***"]
    assert found(subject, "P03")[0].start == 17


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("到2026年2月30日止", ["2026年2月30日"]),
        ("到2月30日止", ["2月30日"]),
        ("到2月29日止", []),
        ("到2026年2月29日止", ["2026年2月29日"]),
        ("到13月1号止", ["13月1号"]),
        ("２０２６年４月３１日", ["２０２６年４月３１日"]),
        ("二〇二六年二月三十日", ["二〇二六年二月三十日"]),
        ("二〇二六年十一月二十八日", []),
        ("农历二月三十日", []),
        ("2026-02-30", ["2026-02-30"]),
        ("2026.2.30", ["2026.2.30"]),
        ("2月28日、30日内办结", []),
        ("2月28日、30号楼停水", []),
        ("2026-15-30", []),  # a serial number
        ("2月25日至30日", ["30日"]),
        ("2026年2月27日、28日、29日", ["29日"]),
        ("2026年2月27日（周五）至29日（周日）", ["29日"]),
        ("2026年12月30日至1月2日", []),
        ("一二月三日", []),
        ("二十十月三日", []),
    ],
)
def test_a_date_that_does_not_exist_is_found(text: str, written: list[str]) -> None:
    assert texts(text, "D01") == written


@pytest.mark.parametrize(
    ("text", "written", "replacement"),
    [
        ("2026年11月28日（星期五）", "星期五", "星期六"),
        ("2026年11月28日(周五)", "周五", "周六"),
        ("11月28日（星期五）", "星期五", "星期六"),
        ("11月28日星期五", "星期五", "星期六"),
        ("11月28日（周五上午10:00）", "周五", "周六"),
        ("11月28日上午（本周五）", "周五", "周六"),
        ("11月29日礼拜一", "礼拜一", "礼拜天"),
        ("11月29日（周一）", "周一", "周日"),
        ("11月28日，星期五，社区", "星期五", "星期六"),
        ("去年11月28日（星期六）", "星期六", "星期五"),
        ("2026-11-28（周五）", "周五", "周六"),
        ("1月1日（周四）", "周四", "周五"),  # nearest to 20 November 2026 is 2027
        ("11月28日至30日（星期二）", "星期二", "星期一"),
        ("11月28日至29日（周六至周一）", "周一", "周日"),
        ("11月28日、29日（周五、日）", "周五", "周六"),
        ("11月28日、29日（周六、一）", "一", "日"),
        ("二〇二六年十一月二十八日（星期五）", "星期五", "星期六"),
        ("2026年12月30日至1月2日（周日）", "周日", "周六"),
        ("2026年11月28日（星期五）至29日（星期日）", "星期五", "星期六"),
        ("2026年11月28日（星期六）至29日（星期六）", "星期六", "星期日"),
        ("2025年11月28日（周五）至12月1日（周二）", "周二", "周一"),
    ],
)
def test_a_weekday_that_does_not_fit_is_found(text: str, written: str, replacement: str) -> None:
    (finding,) = found(text, "D02")

    assert (text[finding.start : finding.end], finding.replacement) == (written, replacement)
    assert found(text[: finding.start] + replacement + text[finding.end :], "D02") == []


@pytest.mark.parametrize(
    "text",
    [
        "11月28日（星期六）",
        "11月29日（星期天）",
        "11月29日（礼拜天）",
        "11月28日（周一休馆）",
        "11月28日（每周五）",
        "11月28日周一鸣讲课",
        "11月28日至29日（周六至周日）",
        "11月28日、29日（周六、日）",
        "11月28日至30日（周六）",
        "11月28日至30日（星期一）",
        "2月30日（周一）",  # the other rule's business
        "11月28日（农历十月二十，周六）",
        "周五，11月28日",
        "11月28日、29日、30日（周六、周一）",
    ],
)
def test_a_weekday_that_fits_or_speaks_of_something_else_is_left(text: str) -> None:
    assert texts(text, "D02") == []


def test_each_field_has_its_own_limit() -> None:
    long = replace(
        sample(), title="题" * 33, author="者" * 17, digest="摘" * 121, rendered_length=20_001
    )

    assert [(finding.code, finding.start) for finding in found(long, "W01")] == [
        ("check.w01.title", 32),
        ("check.w01.author", 16),
        ("check.w01.digest", 120),
        ("check.w01.body", 0),
    ]


def test_column_category_and_readers_block_and_the_others_warn() -> None:
    bare = replace(sample(), column=" ", category="", source="", contact="", audience="")

    assert {finding.field: finding.severity for finding in found(bare, "W02")} == {
        "column": Severity.BLOCK,
        "category": Severity.BLOCK,
        "audience": Severity.BLOCK,
        "source": Severity.WARN,
        "contact": Severity.WARN,
    }


def test_own_terms_are_found_longest_first_until_they_expire() -> None:
    def term(word: str, severity: Severity, expires_on: date | None = None) -> OwnTerm:
        return OwnTerm(term=word, severity=severity, reason="已改名", expires_on=expires_on)

    subject = replace(
        sample("\U00020bb7英巴扎社区居委会"),
        own_terms=(
            term("英巴扎", Severity.INFO),
            term("英巴扎社区", Severity.BLOCK),
            term("居委会", Severity.WARN, date(2026, 11, 19)),
            term("", Severity.WARN),
        ),
    )
    (finding,) = found(subject, "X01")

    assert (finding.start, finding.end, finding.severity) == (1, 6, Severity.BLOCK)
    assert finding.detail == {"reason": "已改名"}
