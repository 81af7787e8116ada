"""Layouts other than a city gazette's: red heads, orders, announcements, web pages, plans without number."""

from datetime import date

import pytest

from obligations.extraction.gazette import split_gazette
from obligations.extraction.text import SourceText
from tests.extraction.gazettes import FLOODS, only, split, starts

RED_HEAD = """特急
云河市人民政府办公室文件

云政办发〔2024〕12 号　　　　　　签发人：张　三

云河市人民政府办公室
关于印发云河市散煤治理实施方案的
通　知

各县（市、区）人民政府、各开发区管委会，市政府各部门：
　　《云河市散煤治理实施方案》已经市政府同意，现印发给你们，请认真贯彻执行。

　　附件：责任清单

云河市人民政府办公室
2024 年 3 月 8 日
（此件公开发布）

云河市散煤治理实施方案
　　一、到2025年底完成改造。
　　本方案自印发之日起施行，有效期至2028年12月31日。

抄送：市委办公室，市人大常委会办公室。
云河市人民政府办公室　　　　2024 年 3 月 11 日印发
"""

STATE_COUNCIL = """国务院办公厅关于推进政务公开工作的
指导意见
国办发〔2024〕3号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
　　经国务院同意，提出以下意见。
国务院办公厅
2024年1月20日
（本文有删减）
国务院关于同意设立示范区的批复
国函〔2024〕15号
云河省人民政府、国家发展改革委：
　　你们关于设立示范区的请示收悉。现批复如下：
　　一、同意设立。
国务院
2024年2月1日
"""

ORDER = """云河市人民政府令

第 12 号

　　《云河市城市供水管理办法》已经2024年3月1日市人民政府第5次常务会议通过，现予公布，自2024年5月1日起施行。

市　长　张　三
2024年3月8日

云河市城市供水管理办法
第一条　为了加强供水管理，制定本办法。
第三十条　本办法自2024年5月1日起施行。
"""

ANNOUNCEMENT = """云河市财政局　国家税务总局云河市税务局
公　告
2024年第5号
关于延续小微企业减免的公告
　　现公告如下：
　　一、继续执行减免。
　　特此公告。
云河市财政局
国家税务总局云河市税务局
2024年3月8日
"""

CONGRESS = """云河市人民代表大会常务委员会公告
〔十五届〕第8号
　　《云河市河道管理条例》已由云河市第十五届人民代表大会常务委员会第十次会议于2024年3月1日通过，现予公布，
自2024年7月1日起施行。
云河市人民代表大会常务委员会
2024年4月1日
"""

WEB_PAGE = """首页 > 政务公开 > 政策文件
云河市人民政府办公室关于印发云河市就业方案的通知
• 索 引 号：
11140000/2024-00123
• 发文机关：
云河市人民政府办公室
• 成文日期：
2024年03月08日 16:40
• 发文字号：
云政办发〔2024〕12号
• 发布日期：
2024年03月12日
云河市人民政府办公室关于印发云河市就业方案的通知
来源：云河市人民政府网站　浏览次数：12　字体：大 中 小
各镇、乡人民政府，各街道办事处，市政府各部门：
　　现印发给你们，请认真贯彻执行。
"""


def test_a_red_head_has_the_number_above_the_title() -> None:
    directive = only(RED_HEAD)
    assert directive.doc_number == "云政办发〔2024〕12号"
    assert directive.title == "云河市人民政府办公室关于印发云河市散煤治理实施方案的通知"
    assert directive.addressees == ["各县（市、区）人民政府", "各开发区管委会", "市政府各部门"]
    assert (directive.effective_from, directive.expires_on) == (date(2024, 3, 8), date(2028, 12, 31))


def test_the_day_is_the_signature_s_not_the_printer_s() -> None:
    assert only(RED_HEAD).issued_on == date(2024, 3, 8)


def test_the_printer_s_day_stands_in_for_a_missing_signature() -> None:
    unsigned = RED_HEAD.replace("云河市人民政府办公室\n2024 年 3 月 8 日\n（此件公开发布）\n", "")
    assert only(unsigned).issued_on == date(2024, 3, 11)


def test_several_red_heads_in_one_file_are_split_above_their_mastheads() -> None:
    assert starts(RED_HEAD + RED_HEAD.replace("12 号", "13 号"))[1] == "云河市人民政府办公室文件云政"[:12]
    numbers = [d.doc_number for d in split(RED_HEAD + RED_HEAD.replace("12 号", "13 号"))]
    assert numbers == ["云政办发〔2024〕12号", "云政办发〔2024〕13号"]


def test_a_gazette_of_the_state_council_is_split() -> None:
    opinions, reply = split(STATE_COUNCIL)
    assert (opinions.kind, opinions.issuer, opinions.issued_on) == ("意见", "国务院办公厅", date(2024, 1, 20))
    assert opinions.addressees == ["各省、自治区、直辖市人民政府", "国务院各部委", "各直属机构"]
    assert reply.title == "国务院关于同意设立示范区的批复"
    assert (reply.issuer, reply.addressees) == ("国务院", ["云河省人民政府", "国家发展改革委"])


def test_an_order_bears_the_title_of_what_it_promulgates() -> None:
    order = only(ORDER)
    assert order.doc_number == "云河市人民政府令第12号"
    assert order.title == "云河市城市供水管理办法"
    assert (order.kind, order.issuer) == ("令", "云河市人民政府")
    assert (order.issued_on, order.effective_from) == (date(2024, 3, 8), date(2024, 5, 1))


@pytest.mark.parametrize(
    "head",
    [
        "云河市人民政府令第12号\n",
        "云河市人民政府令（第12号）\n",
        "云河市人民政府令\n（第12号）\n",
        "云河市人民政府令\n第十二号\n",
    ],
)
def test_an_order_s_number_is_read_however_it_is_set(head: str) -> None:
    order = only(ORDER.replace("云河市人民政府令\n\n第 12 号\n", head))
    assert order.doc_number == head.replace("\n", "")
    assert order.issuer == "云河市人民政府"


def test_an_order_and_a_notice_are_two() -> None:
    assert [d.doc_number for d in split(ORDER + FLOODS)] == ["云河市人民政府令第12号", "云政办发〔2024〕9号"]


def test_a_numbered_announcement_of_two_bodies_is_read() -> None:
    announcement = only(ANNOUNCEMENT)
    assert announcement.doc_number == "云河市财政局国家税务总局云河市税务局公告2024年第5号"
    assert announcement.title == "关于延续小微企业减免的公告"
    assert announcement.issuer == "云河市财政局、国家税务总局云河市税务局"
    assert announcement.kind == "公告"


def test_an_announcement_without_a_title_bears_the_name_of_its_series() -> None:
    bare = only("云河市自然资源局公告\n2024年第6号\n　　现公告3宗地块。\n云河市自然资源局\n2024年3月8日\n")
    assert (bare.doc_number, bare.title) == ("云河市自然资源局公告2024年第6号", "云河市自然资源局公告")


def test_an_announcement_of_a_congress_is_read() -> None:
    announcement = only(CONGRESS)
    assert announcement.doc_number == "云河市人民代表大会常务委员会公告〔十五届〕第8号"
    assert announcement.title == "云河市河道管理条例"
    assert (announcement.kind, announcement.effective_from) == ("公告", date(2024, 7, 1))


def test_a_title_with_its_number_in_brackets_is_read() -> None:
    notice = only("云河市人民政府关于保护水源的通告（云政通〔2024〕1号）\n　　现通告如下：\n　　一、禁止排污。\n")
    assert (notice.doc_number, notice.title) == ("云政通〔2024〕1号", "云河市人民政府关于保护水源的通告")


def test_a_web_page_s_facts_give_number_issuer_and_day() -> None:
    directive = only(WEB_PAGE)
    assert directive.doc_number == "云政办发〔2024〕12号"
    assert directive.title == "云河市人民政府办公室关于印发云河市就业方案的通知"
    assert (directive.issuer, directive.issued_on) == ("云河市人民政府办公室", date(2024, 3, 8))
    assert directive.addressees == ["各镇、乡人民政府", "各街道办事处", "市政府各部门"]


def test_a_web_page_whose_document_prints_the_number_again_is_one_directive() -> None:
    twice = WEB_PAGE.replace("\n来源：", "\n云政办发〔2024〕12号\n来源：")
    assert only(twice).issued_on == date(2024, 3, 8)


def test_a_page_saved_without_number_is_one_directive() -> None:
    directive = only("""云河市人民政府办公室 关于印发《云河市就业方案（2023—2025年）》的通知
发布日期:2023-03-21访问次数: 信息来源:市政府
各镇人民政府：
　　现印发给你们。
云河市人民政府办公室
2023年3月13日
""")
    assert directive.doc_number == ""
    assert directive.title == "云河市人民政府办公室关于印发《云河市就业方案（2023—2025年）》的通知"
    assert (directive.addressees, directive.issued_on) == (["各镇人民政府"], date(2023, 3, 13))


def test_a_page_saved_without_its_title_begins_with_the_addressees() -> None:
    directive = only("""各乡镇人民政府，市级各部门：
　　现将规则印发给你们。
云河市人民政府
2024年11月20日
云河市会议规则
　　第一条　为了开会。
""")
    assert (directive.start, directive.issuer) == (0, "云河市人民政府")
    assert directive.addressees == ["各乡镇人民政府", "市级各部门"]


def test_a_plan_alone_is_one_directive() -> None:
    plan = only("云河市2024年春季造林实施方案\n　　为做好造林工作，制定本方案。\n　　一、各县要于4月底前完成任务。\n")
    assert (plan.doc_number, plan.title, plan.kind) == ("", "云河市2024年春季造林实施方案", "方案")


def test_a_text_without_any_title_is_one_directive() -> None:
    text = "请各县于4月底前完成任务。\n"
    source = SourceText(text)
    (directive,) = split_gazette(source)
    assert (directive.start, directive.end, directive.title) == (0, len(source), "")
    assert directive.confidence < 0.5


def test_a_register_number_between_title_and_number_is_passed_over() -> None:
    registered = FLOODS.replace("云政办发〔2024〕9 号", "YHDR－2024－0010001\n云政办发〔2024〕9 号")
    assert only(registered).title == "云河市人民政府办公室关于做好2024年防汛工作的通知"


def test_a_title_that_names_no_kind_is_read() -> None:
    text = FLOODS.replace("关于做好2024年防汛工作的通知", "关于支持企业纾困发展的十条")
    assert only(text).title == "云河市人民政府办公室关于支持企业纾困发展的十条"
