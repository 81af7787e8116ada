"""Which numbers a directive repeals: value → phrasings; nothing → phrasings that only cite."""

import pytest

from obligations.extraction.repeals import find_repeals
from obligations.extraction.text import SourceText

TITLE = "云河市人民政府关于印发云河市河道管理办法的通知"

CORPUS = {
    ("云政发〔2017〕23号",): [
        "《云河市河道办法》（云政发〔2017〕23号）同时废止。",
        "2018年6月1日印发的《云河市河道办法》（云政发\n〔2017〕23 号）同时废止。",
        "本办法自印发之日起施行，原《云河市河道办法》（云政发〔2017〕23号）同时废止。",
        "本办法自2024年5月1日起施行。《云河市河道办法》（云政发〔2017〕23号）自本办法施行之日起废止。",
        "原云政发〔2017〕23号文件停止执行。",
        "经研究，决定废止《云河市河道办法》（云政发〔2017〕23号）。",
        "《云河市河道办法》（云政发〔2017〕23号）不再执行。",
        "《云河市河道办法》（云政发〔2017〕23号）予以废止。",
        "根据《云河省条例》（云省发〔2020〕3号），《云河市河道办法》（云政发〔2017〕23号）同时废止。",
        "《云河市河道办法》（云政发〔2017〕23号）同时废止。同时废止《办法》（云政发［2017］23号）。",
    ],
    ("云政发〔2017〕23号", "云政办发〔2018〕3号"): [
        "《河道办法》（云政发〔2017〕23号）、《渔业办法》（云政办发〔2018〕3号）同时废止。",
        "《河道办法》（云政发〔2017〕23号），《渔业办法》（云政办发〔2018〕3号）同时废止。",
        "《河道办法》（云政发〔2017〕23号）废止，《渔业办法》（云政办发〔2018〕3号）同时废止。",
        "决定废止《河道办法》（云政发〔2017〕23号）、《渔业办法》（云政办发〔2018〕3号）。",
    ],
    ("云河市人民政府令第3号",): ["《云河市供水办法》（云河市人民政府令第3号）同时废止。"],
    (): [
        "按照《云河市河道办法》（云政发〔2017〕23号）执行。",
        "对《云河市清单（2022年版）》（云政办发〔2022〕18号）进行修订。",
        "《云河市河道办法》（云政发〔2017〕23号）第三条同时废止。",
        "《云河市河道办法》（云政发〔2017〕23号）已废止。",
        "《云河市河道办法》（云政发〔2017〕23号）继续有效，不得擅自废止。".replace("废止", "修改"),
        "《云河市河道办法》同时废止。",
        "规范性文件修改、废止的，按照云政发〔2017〕23号办理。",
    ],
}


def repeals(text: str, title: str = TITLE, own: str = "云政发〔2024〕5号") -> list[str]:
    source = SourceText(text)
    return find_repeals(source.text, source.verbatim, 0, len(source), title, own)


@pytest.mark.parametrize(("want", "phrasing"), [(want, p) for want, ps in CORPUS.items() for p in ps])
def test_repealed_numbers_are_told_from_cited_ones(want: tuple[str, ...], phrasing: str) -> None:
    assert tuple(repeals(f"第一条 为了管理河道，制定本办法。\n{phrasing}\n")) == want


def test_a_decision_to_repeal_repeals_the_numbers_of_its_lists() -> None:
    decision = """根据《云河省办法》（云省发〔2020〕3号），现决定废止下列文件：
1
云河市人民政府关于加强水源管理的通知
云政发〔2009〕12号
2
云河市人民政府办公室关于渔业工作的意见
云政办发〔2010〕3号
"""
    title = "云河市人民政府关于废止一批文件的决定"
    assert repeals(decision, title) == ["云政发〔2009〕12号", "云政办发〔2010〕3号"]


def test_the_last_number_of_a_list_above_the_next_attachment_is_repealed() -> None:
    decision = """现决定宣布失效下列文件：
附件1
废止的文件目录
1.云河市人民政府关于水源管理的通知（云政发〔2009〕12号）
2.云河市人民政府关于渔业工作的意见（云政发〔2010〕3号）
附件2
宣布失效的文件目录
1.云河市人民政府关于造林工作的意见（云政发〔2011〕4号）
"""
    title = "云河市人民政府关于废止和宣布失效一批文件的决定"
    assert repeals(decision, title) == ["云政发〔2009〕12号", "云政发〔2010〕3号", "云政发〔2011〕4号"]


def test_the_directive_s_own_number_is_never_repealed() -> None:
    assert repeals("云政发〔2024〕5号同时废止。") == []


def test_repealed_numbers_keep_the_printed_brackets() -> None:
    assert repeals("《办法》（云政发［2017］23号）同时废止。") == ["云政发［2017］23号"]


LISTS = {
    ("云政发〔2017〕23号", "云政办发〔2018〕3号"): [
        "下列文件同时废止：\n（一）《河道办法》（云政发〔2017〕23号）；\n（二）《渔业办法》（云政办发〔2018〕3号）。",
        "附件所列文件同时废止。\n附件\n废止文件目录\n1.河道办法（云政发〔2017〕23号）\n2.渔业办法（云政办发〔2018〕3号）",
        "原云政发〔2017〕23号、云政办发〔2018〕3号文件同时废止。",
    ],
    ("云政发〔2017〕23号",): ["本办法自即日起施行，同时云政发〔2017〕23号文件废止。"],
    ("海关总署公告2018年第60号",): ["本公告自即日起施行。海关总署公告2018年第60号同时废止。"],
    ("2021年第5号",): ["《国家税务总局关于申报的公告》（2021年第5号）同时废止。"],
}


@pytest.mark.parametrize(("want", "phrasing"), [(want, p) for want, ps in LISTS.items() for p in ps])
def test_lists_and_other_forms_of_numbers_are_repealed(want: tuple[str, ...], phrasing: str) -> None:
    assert tuple(repeals(phrasing + "\n")) == want


def test_orders_are_repealed_by_the_number_that_made_them_public() -> None:
    decision = (
        "市政府决定废止下列规章：\n一、《云河市拆迁办法》（2001年5月8日云河市人民政府令第12号公布）\n"
        "二、《云河市犬只办法》（2004年8月8日云河市人民政府令第33号公布，根据2010年3月1日云河市人民政府令第60号修订）\n"
    )
    assert repeals(decision, "云河市人民政府关于废止部分规章的决定") == [
        "云河市人民政府令第12号",
        "云河市人民政府令第33号",
    ]
