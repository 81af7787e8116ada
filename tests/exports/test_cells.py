import pytest

from obligations.exports.cells import SheetNames, safe_text

SAFE = {
    "'=1+1": ["=1+1", "\t=1+1", "\r\n=1+1", "\x00=1+1"],
    "'+86": ["+86"],
    "'-5%": ["-5%"],
    "'@a": ["@a"],
    "'＝1": ["＝1"],
    "' =1": [" =1"],
    "进展": ["进展", "进\x07展", "\x1b进展", "进\ud800展", "进展\uffff"],
    "一\n二": ["一\n二", "一\r\n二", "一\r二"],
    "a=b": ["a=b"],
    "——新建": ["——新建"],
    "": ["", "\x00"],
}


@pytest.mark.parametrize(("wanted", "given"), [(w, g) for w, many in SAFE.items() for g in many])
def test_text_of_a_cell(wanted: str, given: str) -> None:
    assert safe_text(given) == wanted


def test_a_cell_holds_no_more_than_excel_takes() -> None:
    assert len(safe_text("进" * 40_000)) == 32_767


def test_sheet_names_are_valid_and_each_its_own() -> None:
    names = SheetNames()
    given = ["各县[市/区]人民政府", "A局", "a局", "", "'引号'", "History", "长" * 40, "长" * 40, "一:二*三?四\\五"]
    taken = [names.take(name) for name in given]
    assert taken == [
        "各县 市 区 人民政府",
        "A局",
        "a局(2)",
        "未命名",
        "引号",
        "History(2)",
        "长" * 31,
        "长" * 28 + "(2)",
        "一 二 三 四 五",
    ]
    assert all(0 < len(name) <= 31 for name in taken)
    assert len({name.casefold() for name in taken}) == len(taken)
