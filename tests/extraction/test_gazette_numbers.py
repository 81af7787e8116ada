"""Document numbers: how they are printed, what is none, and what a text cites."""

import pytest

from obligations.extraction.doc_numbers import cited_numbers, is_serial_line, number_key, number_on_line
from obligations.extraction.text import UNIFY, squeeze
from tests.extraction.gazettes import FLOODS, only

ALONE = [
    "云政办发〔2023〕43号",
    "云政办发〔2023〕 43 号",
    "云政办发［2023］43号",
    "云政办发[2023]43号",
    "云政办发（2023）43号",
    "云政办发【2023】43号",
    "云政办发﹝2023﹞43号",
    "云政办发〔２０２３〕４３号",
    "云政办发〔2023〕第43号",
    "云政字〔2023〕43 号",
    "云政办发明电〔2021〕6号",
    "云财税函〔2023〕1-2号",
    "云府规〔2023〕1号",
    "云政办发2023〕43号",
    "云政办发〔2023 43号",
    "云政发2023年第12号",
    "云河市人民政府通告〔2024〕3号",
    "云河市财政局公告2024年第5号",
    "云河市财政局、云河市税务局公告2024年第5号",
    "云河市人民政府令第12号",
    "云河市人民政府令第十二号",
    "云河市人民政府第12号令",
    "政府令〔2010〕第15号",
]
LABELLED = ["发文字号：云政发〔2024〕3号", "文号:云政发〔2024〕3号", "• 发文字号： 云政发〔2024〕3号"]
NO_NUMBER = [
    "云河市人民政府公报2024年第5号",
    "根据云政发〔2024〕3号文件精神，现通知如下。",
    "2024年3月5号",
    "人民路12号",
    "采矿许可证第12号",
    "〔2024〕号",
    "云政发〔2024〕号",
    "登记证：云出准字第1号",
    "12号",
]


def one_width(text: str) -> str:
    return squeeze(text).translate(UNIFY)


@pytest.mark.parametrize("line", ALONE)
def test_a_number_alone_on_its_line_is_read_as_printed(line: str) -> None:
    number = number_on_line(one_width(line))
    assert number is not None
    assert number.text == one_width(line)
    assert not number.labelled


@pytest.mark.parametrize("line", LABELLED)
def test_a_label_before_a_number_is_no_part_of_it(line: str) -> None:
    number = number_on_line(one_width(line))
    assert number is not None
    assert (number.text, number.labelled) == ("云政发〔2024〕3号", True)


def test_brackets_around_a_number_and_the_signer_beside_it_are_no_part_of_it() -> None:
    for line in ("（云政发〔2024〕3号）", "云政发〔2024〕3号　　签发人：张三"):
        number = number_on_line(one_width(line))
        assert number is not None
        assert number.text == "云政发〔2024〕3号"


@pytest.mark.parametrize("line", NO_NUMBER)
def test_what_only_looks_like_a_number_is_none(line: str) -> None:
    assert number_on_line(one_width(line)) is None


@pytest.mark.parametrize("line", ["第12号", "（第12号）", "2024年第5号", "〔十五届〕第8号", "第十二号"])
def test_a_serial_alone_is_told_from_a_number(line: str) -> None:
    assert is_serial_line(one_width(line))


@pytest.mark.parametrize("printed", ["云政办发［2024］9 号", "云政办发（2024）9号", "云政办发﹝2024﹞第9号"])
def test_a_directive_keeps_its_number_as_printed(printed: str) -> None:
    assert only(FLOODS.replace("云政办发〔2024〕9 号", printed)).doc_number == squeeze(printed)


CITED = {
    ("云政发〔2017〕1号",): [
        "《河道办法》（云政发〔2017〕1号）",
        "按照云政发〔2017〕1号要求",
        "《关于加强管理的通知》云政发〔2017〕1号",
        "云河市人民政府关于加强管理的通知云政发〔2017〕1号",
    ],
    ("云政发〔2017〕1号", "云政发〔2017〕2号"): [
        "（云政发〔2017〕1号、2号）",
        "（云政发〔2017〕1号）和《办法》（云政发〔2017〕2号）",
        "云政发〔2017〕1号、云政发〔2017〕2号",
    ],
    ("云政发〔2017〕1号", "云政发〔2018〕5号"): ["（云政发〔2017〕1号、〔2018〕5号）"],
    ("云河市人民政府令第3号",): ["《供水办法》（云河市人民政府令第3号）"],
    ("市政府第3号令",): ["《供水办法》（市政府第3号令）"],
    ("和政发〔2017〕1号",): ["《河道办法》（和政发〔2017〕1号）"],
    (): ["《河道办法》（2017年3月1日）", "人民路（12号）", "附件3", "《安全规程》（GB 12348）"],
}


@pytest.mark.parametrize(("want", "phrasing"), [(want, p) for want, ps in CITED.items() for p in ps])
def test_cited_numbers_are_found(want: tuple[str, ...], phrasing: str) -> None:
    assert tuple(number.text for number in cited_numbers(one_width(phrasing))) == want


def test_spellings_of_one_number_have_one_key() -> None:
    keys = {
        number_key(n) for n in ("云政发〔2024〕3号", "云政发[2024]3 号", "云政发（2024）3号", "云政发〔２０２４〕３号")
    }
    assert len(keys) == 1
