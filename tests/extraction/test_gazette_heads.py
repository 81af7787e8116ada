"""Heads that other issuers print: red heads with a signer, minutes, numbers broken over lines, what is made public."""

from datetime import date

import pytest

from tests.extraction.gazettes import only, split

BODY = "各县人民政府：\n　　请认真组织实施。\n"


def test_a_number_in_brackets_may_break_over_two_lines() -> None:
    notice = only(
        "云河市人民政府关于印发云河市支持企业发展\n若干措施的通知（云政发〔2024〕1\n2号）\n"
        f"{BODY}云河市人民政府\n2024年3月8日\n"
    )
    assert notice.doc_number == "云政发〔2024〕12号"
    assert notice.title == "云河市人民政府关于印发云河市支持企业发展若干措施的通知"


def test_a_title_with_its_number_may_follow_a_clause_that_ends_in_a_bracket() -> None:
    text = (
        f"云河市人民政府关于造林的通知\n云政发〔2024〕1号\n{BODY}云河市人民政府\n2024年3月8日\n"
        "　　一、植树造林。（责任单位：市林业局，\n各县人民政府）\n"
        f"云河市人民政府关于修路的通知（云政\n发〔2024〕2号）\n{BODY}云河市人民政府\n2024年3月9日\n"
    )
    assert [d.doc_number for d in split(text)] == ["云政发〔2024〕1号", "云政发〔2024〕2号"]


def test_the_signer_beside_a_red_head_s_number_is_no_part_of_the_title() -> None:
    opinion = only(
        "云河市清源区人民政府文件\n清政发〔2024〕6号\n签发人：张三\n"
        f"云河市清源区人民政府\n关于改造棚户区的意见\n{BODY}2024年2月28日\n"
    )
    assert (opinion.title, opinion.issuer) == ("云河市清源区人民政府关于改造棚户区的意见", "云河市清源区人民政府")


def test_a_room_of_the_government_may_issue_a_circular() -> None:
    circular = only(f"云河市人民政府督查室\n关于重点工作落实情况的通报\n云政督〔2024〕3号\n{BODY}2024年4月8日\n")
    assert circular.issuer == "云河市人民政府督查室"


def test_minutes_print_issuer_and_day_above_their_title() -> None:
    minutes = only(
        "云河市人民政府专题会议纪要\n云河市人民政府办公室　　2024年5月6日\n关于研究污水处理厂改造的会议纪要\n"
        "　　4月28日，李四副市长主持召开专题会议。纪要如下：\n　　一、市住建局要加快进度。\n"
    )
    assert (minutes.kind, minutes.issuer, minutes.issued_on) == ("纪要", "云河市人民政府办公室", date(2024, 5, 6))


@pytest.mark.parametrize(
    "text",
    [
        "根据《云河省土地条例》，现将《云河市供地计划》予以公布。",
        "按照《云河省土地条例》《云河省用地办法》规定，我局编制了《云河市供地计划》，现予公告。",
        "《云河市供地计划》已经市政府同意，现予公布。",
    ],
)
def test_an_announcement_bears_the_title_of_what_it_publishes_not_of_its_basis(text: str) -> None:
    announcement = only(f"云河市自然资源局\n公　告\n2024年第6号\n　　{text}\n云河市自然资源局\n2024年3月8日\n")
    assert announcement.title == "云河市供地计划"


def test_an_order_below_its_title_is_the_government_s_of_the_place_that_the_title_names() -> None:
    order = only(
        "云河市公园管理办法\n市人民政府令第29号\n　　《云河市公园管理办法》已经市政府第3次常务会议通过，现予公布。\n"
        "市长　张三\n2024年3月8日\n　　第一条　为了管理公园，制定本办法。\n"
    )
    assert order.issuer == "云河市人民政府"


def test_a_regulation_alone_is_dated_and_numbered_by_the_note_under_its_title() -> None:
    rules = only(
        "云河市城市绿化管理办法\n（2023年12月1日云河市人民政府第5次常务会议通过　2023年12月20日云河市人民\n"
        "政府令第88号公布　自2024年2月1日起施行）\n第一条　为了加强城市绿化管理，制定本办法。\n"
    )
    assert (rules.doc_number, rules.issuer) == ("云河市人民政府令第88号", "云河市人民政府")
    assert (rules.title, rules.kind) == ("云河市城市绿化管理办法", "办法")
    assert (rules.issued_on, rules.effective_from) == (date(2023, 12, 20), date(2024, 2, 1))


def test_a_decision_of_a_congress_is_dated_by_its_adoption() -> None:
    decision = only(
        "云河市人民代表大会常务委员会\n关于加强公益诉讼工作的决定\n"
        "（2024年3月28日云河市第八届人民代表大会常务委员会第十六次会议通过）\n"
        "　　为加强公益诉讼工作，作如下决定：\n　　一、检察机关应当依法履职。\n　　本决定自公布之日起施行。\n"
    )
    assert decision.issuer == "云河市人民代表大会常务委员会"
    assert decision.issued_on == decision.effective_from == date(2024, 3, 28)


@pytest.mark.parametrize(
    ("head", "number", "title"),
    [
        ("国家药监局关于发布管理规定的公告（2024年第3号）", "2024年第3号", "国家药监局关于发布管理规定的公告"),
        ("海关总署公告2024年第3号（关于明确申报要求的公告）", "海关总署公告2024年第3号", "关于明确申报要求的公告"),
        ("海关总署公告2024年第3号（关于明\n确申报要求的公告）", "海关总署公告2024年第3号", "关于明确申报要求的公告"),
        ("关于申报的公告\n财政部 海关总署公告2024年第3号", "财政部海关总署公告2024年第3号", "关于申报的公告"),
    ],
)
def test_announcements_of_ministries_are_numbered_by_year(head: str, number: str, title: str) -> None:
    announcement = only(
        f"{head}\n　　现公告如下：\n　　一、企业应当如实申报。\n　　特此公告。\n海关总署\n2024年1月8日\n"
    )
    assert (announcement.doc_number, announcement.title, announcement.kind) == (number, title, "公告")


def test_several_departments_may_head_a_title_by_their_first_and_their_number() -> None:
    notice = only(
        "云河市发展和改革委员会等3部门\n关于促进消费的通知\n云发改贸〔2024〕5号\n"
        f"{BODY}云河市发展和改革委员会　云河市商务局\n云河市财政局\n2024年3月8日\n"
    )
    assert notice.title == "云河市发展和改革委员会等3部门关于促进消费的通知"
    assert notice.issuer == "云河市发展和改革委员会、云河市商务局、云河市财政局"


def test_numbered_minutes_bear_the_name_of_their_series() -> None:
    minutes = only(
        "云河市人民政府常务会议纪要\n〔2024〕第5号\n云河市人民政府办公室　　2024年5月6日\n第35次常务会议纪要\n"
        "　　4月28日，市长主持召开第35次常务会议。纪要如下：\n　　一、市财政局要加强管理。\n"
    )
    assert minutes.doc_number == "云河市人民政府常务会议纪要〔2024〕第5号"
    assert (minutes.title, minutes.issuer) == ("第35次常务会议纪要", "云河市人民政府办公室")
    assert minutes.issued_on == date(2024, 5, 6)


@pytest.mark.parametrize("number", ["云政发〔2024〕\n12号", "云政发\n〔2024〕12号"])
def test_a_number_alone_may_break_over_two_lines(number: str) -> None:
    notice = only(f"云河市人民政府关于造林的通知\n{number}\n{BODY}云河市人民政府\n2024年3月8日\n")
    assert notice.doc_number == "云政发〔2024〕12号"


@pytest.mark.parametrize("rule", ["────────★────────", "————————————", "★"])
def test_the_rule_under_a_red_head_is_no_part_of_the_title(rule: str) -> None:
    notice = only(
        f"云河市人民政府文件\n云政发〔2024〕12号\n{rule}\n云河市人民政府关于造林的通知\n{BODY}云河市人民政府\n2024年3月8日\n"
    )
    assert notice.title == "云河市人民政府关于造林的通知"


REGULATION = (
    "云河市城市绿化管理办法\n（2023年12月20日云河市人民政府令第88号公布　自2024年2月1日起施行）\n"
    "第一条　为了加强城市绿化管理，制定本办法。\n"
)
NOTICE = f"云河市人民政府关于造林的通知\n云政发〔2024〕1号\n{BODY}云河市人民政府\n2024年3月8日\n"


def test_a_regulation_after_another_document_is_one_of_its_own() -> None:
    assert [d.doc_number for d in split(NOTICE + REGULATION)] == ["云政发〔2024〕1号", "云河市人民政府令第88号"]


def test_a_regulation_that_an_order_attaches_is_none_of_its_own() -> None:
    order = "云河市人民政府令\n第88号\n《云河市城市绿化管理办法》现予公布。\n市长　张三\n2023年12月20日\n"
    assert [d.doc_number for d in split(order + REGULATION)] == ["云河市人民政府令第88号"]


def test_a_list_of_bodies_above_an_order_does_not_issue_it() -> None:
    order = "江南省人民政府令\n第7号\n《江南省绿化办法》现予公布。\n省长　张三\n2024年3月20日\n"
    listed = NOTICE + "附件\n先进单位名单\n市商务局\n市财政局\n"
    assert split(listed + order)[1].doc_number == "江南省人民政府令第7号"


@pytest.mark.parametrize(
    "last", ["联系人：张三，电话：0000-1234567", "（联系人：张三）", "*编者注：附件略", "抄送：市委办公室。"]
)
def test_what_stands_below_a_document_is_no_part_of_the_next_title(last: str) -> None:
    following = NOTICE.replace("〔2024〕1号", "〔2024〕2号")
    assert [d.title for d in split(f"{NOTICE}{last}\n{following}")] == ["云河市人民政府关于造林的通知"] * 2


def test_the_mark_of_a_note_is_no_part_of_the_title() -> None:
    assert only(NOTICE.replace("造林的通知", "造林的通知*")).title == "云河市人民政府关于造林的通知"


def test_an_unsigned_document_ends_where_issuer_and_addressees_of_another_follow() -> None:
    unsigned = NOTICE.replace("云河市人民政府\n2024年3月8日\n", "")
    second = (
        "云河市人民政府办公室关于禁放烟花的通知\n各县人民政府：\n　　请执行。\n云河市人民政府办公室\n2024年9月1日\n"
    )
    assert [d.doc_number for d in split(unsigned + second)] == ["云政发〔2024〕1号", ""]


def test_a_document_printed_twice_is_found_twice() -> None:
    document = (
        "云河市人民政府办公室\n关于做好防汛工作的通知\n云政办发〔2025〕9号\n\n各县(市、区)人民政府:\n"
        + "各县(市、区)要在6月底前完成排查,落实责任。\n" * 30
        + "\n云河市人民政府办公室\n2025年5月2日\n"
    )
    found = split(document + document)
    assert [one.doc_number for one in found] == ["云政办发〔2025〕9号"] * 2
    assert found[1].start == found[0].end


@pytest.mark.parametrize("title", ["云河市2025年重点工作任务分解表", "云河市2025年问题整改工作台账(第二批)"])
def test_a_table_that_is_a_file_of_its_own_has_a_title(title: str) -> None:
    assert only(f"{title}\n序号\t重点任务\t牵头单位\t完成时限\n1\t建设公园\t市能源局\t6月底前\n").title == title


FIRST = f"云河市人民政府办公室关于造林的通知\n云政办发〔2024〕1号\n{BODY}云河市人民政府办公室\n2024年3月8日\n"


@pytest.mark.parametrize(
    "title",
    [
        "云河市人民政府办公室印发《云河市防汛工作方案》",
        "云河市人民政府办公室关于印发《云河市防汛工作方案》",
        "云河市人民政府办公室\n印发《云河市防汛工作方案》",
        "云河市人民政府办公室转发《云河市防汛工作方案》",
    ],
)
def test_a_title_may_end_with_the_text_that_it_issues(title: str) -> None:
    text = f"{FIRST}{title}\n云政办发〔2024〕2号\n{BODY}云河市人民政府办公室\n2024年3月9日\n"
    found = split(text)
    assert [d.doc_number for d in found] == ["云政办发〔2024〕1号", "云政办发〔2024〕2号"]
    assert found[1].title == title.replace("\n", "")


def test_a_number_below_a_cited_text_is_still_a_citation() -> None:
    text = f"{FIRST}　　一、各县要认真落实\n《云河市防汛工作方案》\n云政办发〔2024〕2号\n的要求。\n"
    assert [d.doc_number for d in split(text)] == ["云政办发〔2024〕1号"]


@pytest.mark.parametrize("gap", ["", " ", "\u3000", "\n"])
@pytest.mark.parametrize("signed", ["云河市财政局云河市水利局\n2024年3月8日\n", ""])
def test_two_bodies_of_a_place_side_by_side_are_two(gap: str, signed: str) -> None:
    notice = only(f"云河市财政局{gap}云河市水利局\n关于防汛资金的通知\n云财发〔2024〕6号\n{BODY}{signed}")
    assert notice.issuer == "云河市财政局、云河市水利局"


def test_party_and_government_side_by_side_are_two() -> None:
    notice = only(f"中共云河市委办公室云河市人民政府办公室关于防汛的通知\n云办发〔2024〕6号\n{BODY}")
    assert notice.issuer == "中共云河市委办公室、云河市人民政府办公室"
