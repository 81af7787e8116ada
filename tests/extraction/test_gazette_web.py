"""Pages of government sites: the table of facts above a document, however it is set, is no part of it."""

from datetime import date

import pytest

from tests.extraction.gazettes import only

TITLE = "云河市人民政府办公室关于印发云河市就业促进方案的通知"
DOCUMENT = """各县（市、区）人民政府，市直各部门：
　　为促进就业，经市政府同意，现印发给你们，请认真贯彻执行。
云河市人民政府办公室
2024年3月8日
"""
GRIDS = {
    "two facts on a line": f"""索  引  号：	000014349/2024-00012	主题分类：	劳动、人事、监察
发文机关：	云河市人民政府办公室	成文日期：	2024年03月08日
标　　题：	{TITLE}
发文字号：	云政办发〔2024〕12号	发布日期：	2024年03月15日
""",
    "a label and its value on two lines": f"""索引号
000014349/2024-00012
发文机关
云河市人民政府办公室
成文日期
2024年03月08日
标题
{TITLE}
发文字号
云政办发〔2024〕12号
发布日期
2024年03月15日
有效性
有效
""",
    "no colons": f"""索 引 号 11141000/2024-00123
发文机关 云河市人民政府办公室
成文日期 2024-03-08
文    号 云政办发〔2024〕12号
有 效 性 有效
标    题 {TITLE}
【字体：大 中 小】 打印 分享到：
""",
    "facts between title and number": f"""{TITLE}
发布时间：2024-03-15 09:12　来源：市政府办公室　【字体：大 中 小】
分享：
云政办发〔2024〕12号
""",
    "a label before the number under the title": f"{TITLE}\n文号：云政办发〔2024〕12号\n",
}


@pytest.mark.parametrize("again", ["", TITLE + "\n", f"{TITLE}\n云政办发〔2024〕12号\n"], ids=["", "title", "number"])
@pytest.mark.parametrize("grid", GRIDS)
def test_the_facts_of_a_page_are_told_from_the_document(grid: str, again: str) -> None:
    if not again and grid == "no colons":
        again = TITLE + "\n"  # some line must part the facts from the addressees
    notice = only(GRIDS[grid] + again + DOCUMENT)
    assert notice.doc_number == "云政办发〔2024〕12号"
    assert notice.title == TITLE
    assert (notice.issuer, notice.issued_on) == ("云河市人民政府办公室", date(2024, 3, 8))
    assert notice.addressees == ["各县（市、区）人民政府", "市直各部门"]


def test_facts_on_one_line_give_number_and_day_of_an_unsigned_page() -> None:
    facts = "文号：云政办发〔2024〕12号 成文日期：2024-03-08 发布日期：2024-03-15\n"
    notice = only(facts + TITLE + "\n各县人民政府：\n　　请认真执行。\n")
    assert (notice.doc_number, notice.issued_on) == ("云政办发〔2024〕12号", date(2024, 3, 8))
