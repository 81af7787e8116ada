"""Issuer and day of issue: under the notice, of several bodies, in Chinese numerals, away from other days."""

from datetime import date

import pytest

from tests.extraction.gazettes import FLOODS, only

SIGNED = "云河市人民政府办公室\n2024 年 4 月 2 日\n"


def signed(signature: str) -> tuple[str, date | None]:
    notice = only(FLOODS.replace(SIGNED, signature))
    return notice.issuer, notice.issued_on


@pytest.mark.parametrize(
    "day",
    [
        "2024年4月2日",
        "2024 年 4 月 2 日",
        "２０２４年４月２日",
        "二〇二四年四月二日",
        "二○二四年四月二日",
        "二O二四年四月二日",
        "二0二四年四月二日",
        "2024年04月02日（此件公开发布）",
    ],
)
def test_the_day_is_read_in_every_numeral(day: str) -> None:
    assert signed(f"云河市人民政府办公室\n{day}\n") == ("云河市人民政府办公室", date(2024, 4, 2))


def test_issuer_and_day_may_share_a_line() -> None:
    assert signed("云河市人民政府办公室　　2024年4月2日\n") == ("云河市人民政府办公室", date(2024, 4, 2))


def test_joint_issuers_are_given_whole() -> None:
    assert signed("云河市财政局\n云河市水利局\n国家税务总局云河市税务局\n2024年4月2日\n") == (
        "云河市财政局、云河市水利局、国家税务总局云河市税务局",
        date(2024, 4, 2),
    )


def test_joint_issuers_side_by_side_are_told_apart() -> None:
    assert signed("云河市财政局　　　云河市审计局\n2024年4月2日\n")[0] == "云河市财政局、云河市审计局"
    assert signed("云河市人民政府　国有资产监督管理委员会\n2024年4月2日\n")[0] == "云河市人民政府国有资产监督管理委员会"


def test_a_letter_spaced_issuer_is_one() -> None:
    assert signed("云 河 市 财 政 局\n2024年4月2日\n")[0] == "云河市财政局"


def test_the_issuer_of_an_unsigned_notice_stands_in_its_title() -> None:
    assert signed("2024年4月2日\n") == ("云河市人民政府办公室", date(2024, 4, 2))


def test_a_name_broken_over_two_lines_is_made_whole_from_the_title() -> None:
    text = FLOODS.replace("云河市人民政府办公室\n关于", "云河市大气污染防治工作领导小组办公室\n关于")
    notice = only(text.replace(SIGNED, "云河市大气污染防治工作\n领导小组办公室\n2024年4月2日\n"))
    assert notice.issuer == "云河市大气污染防治工作领导小组办公室"


def test_a_person_s_name_is_no_issuer() -> None:
    assert signed("云河市人民政府办公室\n市　长：张　三\n2024年4月2日\n")[0] == "云河市人民政府办公室"


def test_days_in_the_text_are_passed_over() -> None:
    text = FLOODS.replace("汛期将至，", "市水利局\n2023年4月2日\n前已报告，2024年1月5日\n再次报告，")
    assert only(text).issued_on == date(2024, 4, 2)


def test_an_attachment_s_signature_does_not_count() -> None:
    text = FLOODS.replace(SIGNED, SIGNED + "附件\n事故调查报告\n云河市事故调查组\n2024年3月18日\n")
    notice = only(text)
    assert (notice.issuer, notice.issued_on) == ("云河市人民政府办公室", date(2024, 4, 2))


def test_a_day_of_the_next_year_is_taken_for_a_number_of_december() -> None:
    assert signed("云河市人民政府办公室\n2025年1月3日\n")[1] == date(2025, 1, 3)


def test_without_any_day_there_is_none() -> None:
    assert signed("云河市人民政府办公室\n") == ("云河市人民政府办公室", None)


def test_ministries_that_sign_side_by_side_are_told_apart() -> None:
    issuer, _ = signed("教育部办公厅　财政部办公厅　人力资源社会保障部办公厅\n2024年4月2日\n")
    assert issuer == "教育部办公厅、财政部办公厅、人力资源社会保障部办公厅"
