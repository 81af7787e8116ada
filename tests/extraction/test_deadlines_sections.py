"""The year of bare dates in a section or a sentence that says by when the whole is over. Issued on 2026-10-15."""

from datetime import date

import pytest

from obligations.extraction.deadlines import time_context
from tests.extraction.reading import directive
from tests.extraction.test_deadlines_corpus import read, value

ISSUED = date(2026, 10, 15)


@pytest.mark.parametrize(
    ("heading", "sentence", "dates"),
    [
        ("(二)攻坚阶段(11月11日至2027年1月4日)", "11月18日前完成自查。", ["2026-11-18"]),
        ("(二)攻坚阶段(11月11日至2027年1月4日)", "1月3日前报送总结。", ["2027-01-03"]),
        ("(二)攻坚阶段(2026年11月至2027年3月)", "12月20日前自查,2月10日前整改。", ["2026-12-20", "2027-02-10"]),
        ("整改时限:2027年2月底前", "10月21日前制定方案,1月底前完成整改。", ["2026-10-21", "2027-01-31"]),
        ("(三)巩固阶段(2027年底前)", "3月底前上报,11月底前整改。", ["2027-03-31", "2027-11-30"]),
        ("三、2027年任务", "11月底前完成。", ["2027-11-30"]),
    ],
)
def test_a_bare_date_does_not_lie_past_the_end_of_its_section(heading, sentence, dates):
    context = time_context(ISSUED, "云河市安全生产整改方案", [heading])
    assert [value(d) for d in read(sentence, context)] == dates


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        ("整改时限:2027年2月底前,10月21日前制定方案,12月底前完成招标。", ["2027-02-28", "2026-10-21", "2026-12-31"]),
        ("完成时限为2027年6月底,其中11月底前完成设计。", ["2027-06-30", "2026-11-30"]),
        ("2027年2月底前完成招标,3月底前开工。", ["2027-02-28", "2027-03-31"]),
    ],
)
def test_nor_past_the_limit_that_a_label_sets_for_the_whole(sentence, dates):
    assert [value(d) for d in read(sentence, time_context(ISSUED, ""))] == dates


def test_a_step_of_a_procedure_that_begins_every_year_comes_back_too() -> None:
    body = (
        "一、评估程序。\n(一)社会组织于每年4月30日前向市民政局提出申请。\n"
        "(二)市民政局在9月底前完成实地考察。\n二、工作要求。\n(一)市民政局在9月底前完成系统升级。\n"
    )
    found = [[one.rrule or str(one.due_on) for one in item.deadlines] for item in directive(body).obligations]
    assert found == [["FREQ=YEARLY;BYMONTH=4;BYMONTHDAY=30"], ["FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=-1"], ["2026-09-30"]]
