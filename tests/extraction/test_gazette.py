"""Where the directives of a gazette start and end, and what is no directive."""

from datetime import date

from obligations.extraction.gazette import split_gazette
from obligations.extraction.text import SourceText
from tests.extraction.gazettes import FLOODS, PLANNING, REPLY, only, split, starts

NUMBERS = ["云政函〔2024〕7号", "云政发〔2024〕5号", "云政办发〔2024〕9号"]


def test_every_directive_is_found_in_text_order() -> None:
    assert [d.doc_number for d in split(REPLY + PLANNING + FLOODS)] == NUMBERS


def test_a_directive_starts_with_its_title_block_and_ends_where_the_next_starts() -> None:
    assert starts(REPLY + PLANNING + FLOODS) == [
        "关于白石县2024年河道",
        "云河市人民政府关于印发云",
        "云河市人民政府办公室关于",
    ]
    source = SourceText(REPLY + PLANNING + FLOODS)
    first, second, third = split_gazette(source)
    assert (first.end, second.end, third.end) == (second.start, third.start, len(source))


def test_the_fields_of_a_notice_are_read() -> None:
    notice = only(FLOODS)
    assert notice.title == "云河市人民政府办公室关于做好2024年防汛工作的通知"
    assert notice.issuer == "云河市人民政府办公室"
    assert notice.issued_on == date(2024, 4, 2)
    assert notice.kind == "通知"
    assert notice.addressees == ["各县（市、区）人民政府", "云河经济开发区管委会", "市直有关部门"]
    assert notice.confidence > 0.9


def test_a_letter_spaced_title_and_an_issuer_that_only_signs_are_read() -> None:
    reply = only(REPLY)
    assert reply.title == "关于白石县2024年河道岸线整治方案的批复"
    assert (reply.issuer, reply.kind) == ("云河市人民政府", "批复")


def test_the_text_begins_after_the_addressees() -> None:
    source = SourceText(FLOODS)
    (notice,) = split_gazette(source)
    assert source.text[notice.body_start :].startswith("汛期将至")


def test_a_text_that_speaks_of_time_at_once_loses_nothing() -> None:
    text = FLOODS.replace("汛期将至，", "近一段时间以来，汛情多发，访问群众反映强烈，")
    source = SourceText(text)
    (notice,) = split_gazette(source)
    assert source.text[notice.body_start :].startswith("近一段时间以来")


def test_an_attached_plan_belongs_to_its_notice() -> None:
    plan, notice = split(PLANNING + FLOODS)
    source = SourceText(PLANNING + FLOODS)
    assert "第一条全市按规划执行" in source.text[plan.start : plan.end]
    assert "第一条" not in source.text[notice.start : notice.end]


def test_a_unit_in_the_last_row_of_a_table_is_no_issuer_of_the_next_title() -> None:
    table = "责任清单\n1\n建设泵站\n市水利局\n2\n清理河道\n市城管局\n"
    assert starts(PLANNING + table + REPLY)[1] == "关于白石县2024年河道"


def test_the_issuer_above_a_title_is_found_after_a_table_without_end() -> None:
    table = "责任清单\n1\n建设泵站\n市水利局\n2\n清理河道\n市城管局\n"
    assert starts(REPLY + table + FLOODS)[1] == "云河市人民政府办公室关于"


def test_a_masthead_printed_one_character_a_line_is_no_part_of_a_title() -> None:
    masthead = "\n".join("云河市人民政府") + "\n"
    assert starts(FLOODS + masthead + REPLY)[1] == "关于白石县2024年河道"


def test_such_a_masthead_names_the_issuer_when_nothing_else_does() -> None:
    unsigned = (
        "\n".join("云河市人民政府") + "\n关于表彰先进单位的决定\n云政发〔2024〕1号\n　　决定予以表彰。\n2024年1月5日\n"
    )
    assert only(unsigned).issuer == "云河市人民政府"


def test_contents_pages_are_no_directives() -> None:
    contents = """云河市人民政府公报
2024年第4期（总第120期）
目　　录
市政府文件
云河市人民政府关于印发云河市国土空间规划的通知
（云政发〔2024〕5号）…………………………………（1）
市政府办公室文件
云河市人民政府办公室关于做好2024年防汛工作的通知
云政办发〔2024〕9号
…………………………………………………………（6）
关于白石县2024年河道岸线整治方案的批复（云政函〔2024〕7号）
12
主管主办：云河市人民政府办公室　赠阅范围：全市各单位。
"""
    assert [d.doc_number for d in split(contents + REPLY + PLANNING + FLOODS)] == NUMBERS
    assert starts(contents + REPLY)[0] == "关于白石县2024年河道"


def test_numbers_cited_in_the_text_start_nothing() -> None:
    citing = FLOODS.replace(
        "汛期将至，",
        "根据《云河省人民政府办公厅关于做好防汛工作的通知》（云省政办发\n〔2024〕3号）和《云河市防汛预案》（\n云政办发〔2021〕7号\n）要求，",
    )
    assert [d.doc_number for d in split(citing)] == ["云政办发〔2024〕9号"]


def test_a_list_of_documents_starts_nothing() -> None:
    repeal = """云河市人民政府
关于宣布失效一批文件的决定
云政发〔2024〕8号
各县（市、区）人民政府：
　　现决定废止下列文件。
云河市人民政府
2024年5月6日
附件
废止文件目录
1
云河市人民政府关于加强水源管理的通知
云政发〔2009〕12号
2
云河市人民政府关于印发渔业办法的通知
云政发〔2010〕3号
"""
    assert [d.doc_number for d in split(repeal + FLOODS)] == ["云政发〔2024〕8号", "云政办发〔2024〕9号"]


def test_a_notice_without_number_between_two_with_one_is_found() -> None:
    unnumbered = """云河市人民政府
关于禁止燃放烟花爆竹的通告
　　为了防治大气污染，现通告如下：
　　一、全市禁止燃放烟花爆竹。
云河市人民政府
2024年4月9日
"""
    first, second, third = split(FLOODS + unnumbered + PLANNING)
    assert second.doc_number == ""
    assert second.title == "云河市人民政府关于禁止燃放烟花爆竹的通告"
    assert (second.kind, second.issued_on) == ("通告", date(2024, 4, 9))
    assert second.confidence < min(first.confidence, third.confidence)


def test_what_a_relaying_notice_attaches_belongs_to_it() -> None:
    relayed = """云河市人民政府办公室
转发市水利局关于加强河道管理的通知的通知
云政办发〔2024〕11号
各县（市、区）人民政府：
　　现转发给你们，请执行。
云河市人民政府办公室
2024年4月11日
云河市水利局
关于加强河道管理的通知
　　现通知如下：各县要加强管理。
云河市水利局
2024年4月1日
"""
    assert only(relayed).issued_on == date(2024, 4, 11)


def test_running_heads_and_page_numbers_do_not_break_a_title() -> None:
    broken = FLOODS.replace("防汛工作的通知\n", "防汛工作\n· 12 ·\n云河市人民政府公报 2024年第4期\n的通知\n")
    assert only(broken).title == "云河市人民政府办公室关于做好2024年防汛工作的通知"


def test_a_title_whose_last_character_is_wrapped_is_whole() -> None:
    assert only(FLOODS.replace("工作的通知\n", "工作的通\n知\n")).title.endswith("防汛工作的通知")


def test_a_title_that_quotes_another_title_over_lines_is_whole() -> None:
    quoting = FLOODS.replace(
        "关于做好2024年防汛工作的通知", "关于转发《云河省人民政府办公厅\n关于做好2024年防汛工作的通知》的\n通知"
    )
    assert only(quoting).title == (
        "云河市人民政府办公室关于转发《云河省人民政府办公厅关于做好2024年防汛工作的通知》的通知"
    )


def test_a_relayed_title_on_a_line_of_its_own_keeps_what_relays_it() -> None:
    relaying = FLOODS.replace(
        "云河市人民政府办公室\n关于做好2024年防汛工作的通知",
        "云河市人民政府办公室转发市应急局等部门\n关于做好防汛工作意见的通知",
    )
    assert only(relaying).title == "云河市人民政府办公室转发市应急局等部门关于做好防汛工作意见的通知"


def test_an_unsigned_directive_has_the_issuer_of_the_others_with_its_agency_code() -> None:
    unsigned = REPLY.replace("〔2024〕 7 号", "〔2024〕8号").replace("云河市人民政府\n2024年2月1日\n", "")
    assert [d.issuer for d in split(REPLY + unsigned)] == ["云河市人民政府"] * 2


def test_a_chronicle_after_the_last_directive_is_no_part_of_it() -> None:
    chronicle = "云河市人民政府大事记（2024年4月）\n　　4月3日，市政府召开会议，要求各县于5月底前完成整改。\n"
    source = SourceText(REPLY + FLOODS + chronicle)
    assert source.text[: split_gazette(source)[-1].end].endswith("(此件公开发布)")


def test_an_empty_file_has_no_directive() -> None:
    assert split("") == split(" \n\u3000\n") == []
