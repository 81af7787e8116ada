"""The sample city: its templates read well on any day, hold every form of official writing, and fit their register."""

import json
import re
from datetime import date, timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from obligations.extraction.text import SourceText
from obligations.sample_city import (
    SAMPLE_ACCOUNTS,
    SAMPLE_DIRECTIVES,
    SAMPLE_REGISTER,
    TemplateError,
    render,
    sample_files,
    wrapped,
)

DAY = date(2026, 9, 20)
ODD_DAYS = [date(2028, 2, 29), date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 31), date(2026, 10, 31)]
PRINTED_DATE = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日?")

UNITS = json.loads(SAMPLE_REGISTER.read_text(encoding="utf-8"))["units"]


@cache
def corpus(day: date) -> str:
    """The rendered directives as extraction reads them: squeezed, in one width, without page furniture."""
    return "\n".join(SourceText(text.decode()).text for _, text in sample_files(day))


def printed(day: date) -> str:
    """The rendered directives as printed."""
    return "\n".join(text.decode() for _, text in sample_files(day))


# form → a pattern that must match the squeezed text
READ_FORMS = {
    # 文号
    "number in 〔〕": r"云政办发〔\d{4}〕\d+号",
    "number in []": r"云政办发明电\[\d{4}\]\d+号",
    "number in ()": r"云财绩\(\d{4}\)\d+号",
    "number in 【】": r"云政发【\d{4}】\d+号",
    "number in 〖〗": r"云政办函〖\d{4}〗\d+号",
    # kinds, issuers, validity
    "通知": r"攻坚行动方案的通知云政办发",
    "批复": r"车辆伤害事故调查报告的批复云政函",
    "通告": r"限时通行的通告云政通告",
    "复函": r"承储库点的复函云政办函",
    "意见": r"的实施意见云政发",
    "办法": r"便民热线管理办法云政规发",
    "two issuers": r"云河市财政局云河市审计局关于",
    "issued in numerals": r"二〇\w{2}年\w{1,2}月\w{1,3}日",
    "contents page": r"目录【市政府文件】",
    "commencement": r"自\d{4}年\d{1,2}月\d{1,2}日起施行",
    "validity of years": r"有效期五年",
    "valid until": r"有效期至\d{4}年\d{1,2}月\d{1,2}日",
    "in force from issue": r"自印发之日起施行",
    "repeal": r"\(云政发〔\d{4}〕9号\)同时废止",
    # outline
    "一、": r"一、总体要求",
    "(一)": r"\(一\)全面排查",
    "1.": r"1\.开展经营企业",
    "1、": r"1、落实税费",
    "(1)": r"\(1\)低压小微",
    "①": r"①残疾人证",
    "chapter": r"第一章总则",
    "article": r"第二十四条本办法",
    "stage": r"第一阶段:自查整改阶段",
    "dashes": r"———政府引导,多方参与。",
    "unnumbered paragraph": r"现通知如下。市市场监管局要",
    # who
    "lead, support, responsible": r"\(牵头部门:[^)]+;配合部门:[^)]+;责任单位:",
    "lead and responsible": r"\(牵头单位:[^;)]+;责任单位:",
    "lead and support": r"\(牵头部门:[^;)]+;配合部门:[^;)]+\)",
    "responsible before support": r"\(责任单位:市残联;配合单位:",
    "responsible only": r"\(责任单位:市公安局交警支队、市城市管理局\)",
    "comma between roles": r"\(牵头单位:市水利局,责任单位:",
    "responsible on its own line": r"责任单位:市卫生健康委、市公安局、市医保局、市人社局\(五\)",
    "responsible for a whole section": r"\(责任单位:[^)]+按职责分工负责,县级人民政府落实\)",
    "rows 牵头单位 and 责任单位": r"牵头单位:市工信局责任单位:云河经济开发区管委会、市水务集团配合单位:",
    "职责分工": r"职责分工:[^。]+牵头,[^。]+配合,[^。]+具体实施。",
    "职责分工 by subject": r"职责分工:审批流程优化由[^。]+牵头,外线工程并联审批由[^。]+牵头,",
    "负责 and 具体落实": r"\([^()]+按职责分工负责,[^()]+人民政府具体落实\)",
    "(A负责)": r"\(市人社局负责\)",
    "heading with a unit": r"\(三\)市规划和自然资源局。负责",
    "heading with a colon": r"街道办事处:负责",
    "part of the city's departments": r"财政部门负责建筑垃圾处置经费保障",
    "column 责任单位": r"完成时限责任单位",
    "column 牵头落实部门": r"支持方式牵头落实部门",
    "subject group": r"各县\(市、区\)要于",
    "addressee 你局": r"你局要将",
    "addressee 你县": r"你县要严格",
    "由A会同B": r"由市水利局会同市财政局、市生态环境局",
    "shared ending": r"清源区、北渚区、龙泽市人民政府",
    "shared ending with 和": r"市教育、卫生健康、文化和旅游部门",
    "name with 和": r"\(二\)市住房和城乡建设局。",
    "name with 、": r"市老旧小区、棚户区改造工作领导小组办公室",
    "locality with 和": r"景和县和柏岭县",
    "group without brackets": r"责任单位:各县市区人民政府",
    "group with brackets": r"责任单位:各县\(市、区\)人民政府",
    # when
    "fixed day": r"\d{1,2}月\d{1,2}日前完成",
    "month end": r"\d{1,2}月底前",
    "year end": r",年底前",
    "within the year": r"年内累计",
    "by a year": r"到\d{4}年,",
    "done in a year": r"\d{4}年完成200户",
    "first half": r"上半年",
    "quarter": r"[一二三四]季度",
    "third of a month": r"月[上中下]旬",
    "without 日": r"\d{1,2}月\d{1,2}前",
    "window with dash": r"\d{1,2}月\d{1,2}日—(?:\d{4}年)?\d{1,2}月\d{1,2}日",
    "window with 至": r"\d{1,2}月\d{1,2}日至(?:\d{4}年)?\d{1,2}月\d{1,2}日",
    "window of months": r"\d{4}年\d{1,2}月—(?:\d{4}年)?\d{1,2}月",
    "from a month on": r"自(?:\d{4}年)?\d{1,2}月起",
    "from today on": r"即日起至",
    "from a day on": r"自(?:\d{4}年)?\d{1,2}月\d{1,2}日起,",
    "five-year plan": r"“十五五”期间",
    "monthly by a day": r"每月25日前",
    "monthly by its end": r"每月底前",
    "monthly": r"每月",
    "quarterly": r"每季度",
    "quarter's end": r"每季度末",
    "half-yearly": r"每半年",
    "yearly": r"每年",
    "yearly by two days": r"每年4月20日前、9月20日前",
    "yearly in a month": r"每年7月份",
    "the year after": r"次年3月底前",
    "end of the financial year": r"年度终了",
    "weekly": r"每周",
    "on Mondays": r"每周一",
    "every two weeks": r"每两周",
    "every two years": r"每两年",
    "daily": r"每天",
    "weekly and monthly reports": r"周报表、月总结",
    "by month": r"按月",
    "by quarter": r"按季度",
    "one check-up a year": r"一年一体检",
    "after an event, working days": r"批复后5个工作日内",
    "from the day of": r"自受理申请之日起20日内",
    "months in numerals": r"三个月内",
    "from months to a year": r"事故结案后6个月至1年内",
    "hours": r"24小时内",
    "in advance": r"提前30日",
    "same day": r"当日",
    "quota by date": r"前,重大隐患整改率达到60%",
    "stage window": r"集中攻坚阶段\((?:\d{4}年)?\d{1,2}月\d{1,2}日至",
    # dates that bind nobody
    "past fact": r"截至\d{4}年\d{1,2}月\d{1,2}日,",
    "condition": r"从业3年以上",
    "opening hours": r"每周二14时至17时",
    "rate": r"每人每月不低于200元",
}
# form → a pattern that must match the text as printed
PRINTED_FORMS = {
    "title over several lines": r"云河市人民政府办公室\n+关于印发[^\n]+\n+攻坚行动方案的通知\n",
    "vertical issuer": r"云\n+河\n+市\n+人\n+民\n+政\n+府\n",
    "issuer only at the end": r"(?m)^关于做好电动自行车全链条\n安全监管工作的通知\n云政办发",
    "spread kind": r"批\s+复\n",
    "number in ﹝﹞": r"云政办发\s*﹝\s*\d ?\d ?\d ?\d\s*﹞",
    "number in ［］": r"云政通告［\d{4}］2 ?号",
    "number in （）": r"云政办函（\d{4}）\d+号",
    "page number": r"\n—\d+—\n",
    "page number with total": r"\n第 \d+ 页 共 \d+ 页\n",
    "running head": r"\n\d+ / \d{4}　 云河市人民政府公报",
    "page break inside a sentence": r"[\u4e00-\u9fff]\n+—\d+—\n+\d+ / \d{4}[^\n]+\n+[\u4e00-\u9fff]",
    "space inside a number": r"\d\. \d",
    "spaces inside a date": r"\d \d 月|\d 月 \d \d 日|\d 月 \d 日",
    "full-width digits": r"[０-９]",
    "half-width punctuation": r"[\u4e00-\u9fff],[\u4e00-\u9fff]",
    "full-width punctuation": r"[\u4e00-\u9fff]，[\u4e00-\u9fff]",
    "name over two lines": r"市[\u4e00-\u9fff]{1,4}\n+[\u4e00-\u9fff]{1,4}局",
    "tab-separated table": r"序号\t重点任务\t完成时限\t牵头单位\t责任单位",
}


@pytest.mark.parametrize("day", [DAY, *ODD_DAYS])
@pytest.mark.parametrize("form", READ_FORMS)
def test_every_form_occurs_whatever_the_day(form: str, day: date) -> None:
    assert re.search(READ_FORMS[form], corpus(day))


@pytest.mark.parametrize("form", PRINTED_FORMS)
def test_every_printed_form_occurs(form: str) -> None:
    assert re.search(PRINTED_FORMS[form], printed(DAY))


@settings(max_examples=40, deadline=None)
@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2045, 12, 31)))
def test_no_placeholder_is_left_and_every_date_exists(day: date) -> None:
    text = corpus(day)
    assert "{{" not in text
    assert "}}" not in text
    for year, month, in_month in PRINTED_DATE.findall(text):
        date(int(year or 2024), int(month), int(in_month))


@settings(max_examples=40, deadline=None)
@given(st.dates(min_value=date(2024, 1, 1), max_value=date(2045, 12, 31)), st.integers(-200, 200))
def test_a_date_without_a_year_lies_in_the_year_of_issue(day: date, shift: int) -> None:
    issued, due = day - timedelta(days=50), day + timedelta(days=shift)
    short, full = render(f"{{{{issue -50}}}}\n{{{{{shift:+d}}}}}\n{{{{y{shift:+d}}}}}\n", day).splitlines()
    assert full == f"{due.year}年{due.month}月{due.day}日"
    assert short == (full if due.year != issued.year else full.removeprefix(f"{due.year}年"))


@pytest.mark.parametrize("day", ODD_DAYS)
def test_directives_were_issued_before_the_day_of_loading(day: date) -> None:
    for year, month, in_month in re.findall(r"(\d{4})年(\d+)月(\d+)日\(此件", corpus(day)):
        assert date(int(year), int(month), int(in_month)) < day


def test_the_demo_shows_every_light() -> None:
    """Due days lie before the day of loading, in the week after it, and later."""
    shifts = [
        int(shift)
        for path in SAMPLE_DIRECTIVES.glob("*.txt")
        for shift in re.findall(r"\{\{(?:y|bare|wide|spaced)?([+-]\d+)\}\}前", path.read_text("utf-8"))
    ]
    assert sum(shift < 0 for shift in shifts) >= 15
    assert sum(0 <= shift <= 7 for shift in shifts) >= 15
    assert sum(shift > 7 for shift in shifts) >= 15


PLACEHOLDERS = {
    "{{+12}}": "12月2日",
    "{{+60}}": "2027年1月19日",
    "{{-5}}": "11月15日",
    "{{y+12}}": "2026年12月2日",
    "{{bare+12}}": "12月2",
    "{{spaced+12}}": "1 2 月 2 日",
    "{{wide+12}}": "１２月２日",
    "{{xun+12}}": "12月上旬",
    "{{xun+0}}": "11月中旬",
    "{{xun+10}}": "11月下旬",
    "{{m+1}}底": "12月底",
    "{{m+2}}底": "2027年1月底",
    "{{ym-11}}": "2025年12月",
    "{{q}}": "四季度",
    "{{q+1}}": "2027年一季度",
    "{{half}}": "下半年",
    "{{half+1}}": "2027年上半年",
    "{{year}}": "2026",
    "{{year-6}}": "2020",
    "{{issued}}": "2026年10月5日",
    "{{issued_cn}}": "二〇二六年十月五日",
    "{{issued_year}}": "2026",
    "{{issued_month}}": "10",
}


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_a_placeholder_prints_what_the_readme_says(placeholder: str) -> None:
    template = f"{{{{issue -46}}}}\n{placeholder}\n"
    assert render(template, date(2026, 11, 20)) == f"{PLACEHOLDERS[placeholder]}\n"


@pytest.mark.parametrize("day,numerals", [(date(2026, 1, 20), "一月二十日"), (date(2026, 12, 31), "十二月三十一日")])
def test_the_day_of_issue_in_chinese_numerals(day: date, numerals: str) -> None:
    assert render("{{issue +0}}\n{{issued_cn}}", day) == f"二〇二六年{numerals}\n"


@pytest.mark.parametrize("wrong", ["{{soon}}", "{{y*3}}", "{{issued+3}}", "{{}}", "{{layout spacing=2}}"])
def test_an_unknown_placeholder_is_an_error(wrong: str) -> None:
    with pytest.raises(TemplateError):
        render(wrong, DAY)


def test_hard_wrapping_loses_nothing_but_space() -> None:
    template = "云政办发〔2026〕22号，{{+12}}前完成改造86.5公里（责任单位：市住建局）。" * 20
    plain, hard = render(template, DAY), render(f"{{{{layout width=20}}}}\n{template}", DAY)
    assert SourceText(hard).text == SourceText(plain).text
    assert max(len(line) for line in hard.splitlines()) <= 45


def test_lines_break_inside_names_but_never_inside_numbers() -> None:
    lines = wrapped("由市规划和自然资源局负责1234567亩的修复", 8)
    assert lines == ["由市规划和自然资", "源局负责1234567", "亩的修复"]


def test_no_line_begins_with_a_closing_mark_or_ends_with_an_opening_one() -> None:
    lines = wrapped("责任单位(市住建局)、(市能源局)、(市水利局)。" * 5, 6)
    assert not any(line[0] in ")、。" for line in lines)
    assert not any(line.endswith("(") for line in lines)


def test_files_have_distinct_names_and_believable_length() -> None:
    files = sample_files(DAY)
    assert len({name for name, _ in files}) == len(files) >= 10
    assert all(name.endswith(".txt") for name, _ in files)
    assert 25_000 <= len(corpus(DAY)) <= 40_000


def test_one_directive_has_more_than_25_numbered_items() -> None:
    text = SourceText(dict(sample_files(DAY))["云河市城镇燃气安全专项整治攻坚行动方案.txt"].decode()).text
    positions = [text.find(f"{number}.") for number in range(1, 31)]
    assert -1 not in positions
    assert positions == sorted(positions)


def spellings(unit: dict[str, object]) -> set[str]:
    """Keys of a unit's names, without the marks that offices set or leave out at will."""
    names = [unit["name"], unit["short"], *unit["aliases"]]  # type: ignore[misc]
    return {re.sub(r"[（）()、\s]", "", str(name)) for name in names}


def test_no_spelling_belongs_to_two_units() -> None:
    owner: dict[str, str] = {}
    for unit in UNITS:
        for spelling in spellings(unit):
            assert owner.setdefault(spelling, unit["name"]) == unit["name"], spelling


def test_aliases_add_spellings() -> None:
    for unit in UNITS:
        assert len({unit["name"], unit["short"], *unit["aliases"]}) == len({unit["name"], unit["short"]}) + len(
            unit["aliases"]
        ), unit["name"]


def test_members_and_parents_are_units_of_the_register() -> None:
    names = {unit["name"] for unit in UNITS}
    for unit in UNITS:
        assert set(unit.get("members", [])) <= names
        assert unit.get("parent", unit["name"]) in names
        assert ("members" in unit) == (unit["kind"] == "group")


def test_the_register_is_a_whole_city() -> None:
    kinds = [unit["kind"] for unit in UNITS]
    assert kinds.count("department") >= 45
    assert kinds.count("locality") == 13
    assert {"enterprise", "office", "organ", "group"} <= set(kinds)
    assert len(UNITS) == len({unit["name"] for unit in UNITS})


def test_most_units_named_in_clauses_are_in_the_register() -> None:
    known = set().union(*map(spellings, UNITS))
    named: list[str] = []
    for clause in re.findall(r"(?:部门|单位):([^;。()]*(?:\([^()]*\)[^;。()]*)*?)[;)]", corpus(DAY)):
        named += [name for name in re.split(r"(?<!市)、", clause) if len(name) < 15]
    found = [name for name in named if re.sub(r"[()、]", "", name) in known]
    assert len(named) > 150
    assert len(found) / len(named) > 0.8


def test_demo_accounts_belong_to_units_of_the_register() -> None:
    accounts = json.loads(SAMPLE_ACCOUNTS.read_text(encoding="utf-8"))["accounts"]
    names = {unit["name"] for unit in UNITS}
    assert {"administrator", "supervisor", "coordinator"} == {account["role"] for account in accounts}
    assert all(set(account["units"]) <= names for account in accounts)
    assert all(account["units"] for account in accounts if account["role"] == "coordinator")
